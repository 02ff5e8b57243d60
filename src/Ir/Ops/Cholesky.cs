namespace Costate.Ir;

/// <summary>
/// The lower Cholesky factor L of a symmetric positive definite matrix A = L L^T; only the lower triangle of A is read and A is
/// taken as symmetric (the composite symmetrises first, so that the derivative holds for every matrix).
/// </summary>
internal sealed class CholeskyOp : Op
{
    public static readonly CholeskyOp Instance = new();

    private CholeskyOp()
        : base("Cholesky", OpClass.Kernel, 1)
    {
    }

    public override string Computes => "the lower L with A = L L^T; only the lower triangle of A is read";

    public override string ShapeRule => "a square matrix, batch axes in front; that of A";

    public override string Rule => "L' = L phi(L^-1 A' L^-T), phi: lower triangle with half the diagonal";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Root;

    public override double LargestError => 2;

    public override int Cost => 64;

    public override TensorType[] Infer(InferContext context)
    {
        LinearSystem.CheckSquare(context, 0);
        return [context[0]];
    }

    public override Dependence DependsOn(Node node, int operand) => Dependence.Nonlinear;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        var l = context.Out[0];
        var inner = b.TriSolve(l, b.TriSolve(l, context.Tangent[0]!.Value), right: true, trans: true);
        var phi = b.MulZ(b.Add(b.Tri(inner, lower: true), b.Tri(inner, lower: true, -1)), b.ConstLike(0.5, inner));
        context.Contribute(b.BatchMatMul(l, phi));
    }
}

internal static class CholeskyBuilder
{
    public static Value CholeskyLower(this GraphBuilder b, Value matrix) => b.Emit(CholeskyOp.Instance, matrix);
}
