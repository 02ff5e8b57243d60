namespace Costate.Ir;

/// <summary>
/// An opaque factorisation of a matrix (attribute kind: cholesky or lu), re-used by every SolveWith in the primal, tangent and
/// adjoint. It has no tangent: SolveWith carries the derivative through the matrix itself, which costs less and loses less
/// accuracy than deriving through a pivoted factorisation.
/// </summary>
internal sealed class FactorOp : Op
{
    public static readonly FactorOp Instance = new();

    private FactorOp()
        : base("Factor", OpClass.Kernel, 1)
    {
    }

    public override string Computes => "an opaque LU or Cholesky factorisation, for SolveWith";

    public override string ShapeRule => "a square matrix, batch axes in front";

    public override string Rule => "none; the matrix carries it";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Pivoting;

    public override double LargestError => 7;

    public override int Cost => 64;

    public override TensorType[] Infer(InferContext context)
    {
        LinearSystem.CheckSquare(context, 0);
        return [new TensorType(context[0].DType, context[0].Shape, TensorType.ParseFactor(context.Attrs.Text("kind")))];
    }

    // The dependence of a solution on the matrix is stated by SolveWith's matrix operand.
    public override Dependence DependsOn(Node node, int operand) => Dependence.None;

    public override void Linearize(JvpContext context)
    {
    }
}

internal static class FactorBuilder
{
    public static Value Factor(this GraphBuilder b, Value matrix, FactorKind kind) =>
        b.Emit(FactorOp.Instance, Attrs.Empty.With("kind", TensorType.FactorName(kind)), matrix);
}
