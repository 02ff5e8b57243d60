namespace Costate.Ir;

/// <summary>
/// Solves op(A) X = B, or X op(A) = B with the flag right, by a factorisation F of A. Operands F, A, B; A is read by the
/// derivative only. Attributes: right, trans.
/// </summary>
internal sealed class SolveWithOp : Op
{
    public static readonly SolveWithOp Instance = new();

    private SolveWithOp()
        : base("SolveWith", OpClass.Kernel, 3)
    {
    }

    public override string Computes => "the X of A X = B or X A = B, by a factorisation of A";

    public override string ShapeRule => "square A, one rank, equal batch axes; that of B";

    public override string Rule => "X' = A^-1 (B' - A' X); the transpose in B flips trans";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Pivoting;

    public override double LargestError => 7;

    public override int Cost => 64;

    public override TensorType[] Infer(InferContext context)
    {
        if (context[0].Factor == FactorKind.None)
        {
            throw new ShapeError(DiagnosticIds.ElementType, "SolveWith needs a factorisation, got " + context[0] + ".");
        }

        LinearSystem.Check(context, 1, 2, context.Attrs.Flag("right"));
        return [context[2]];
    }

    public override Dependence DependsOn(Node node, int operand) =>
        operand == 2 ? Dependence.Linear : operand == 1 ? Dependence.Nonlinear : Dependence.None;

    public override void Linearize(JvpContext context)
    {
        var (b, attrs) = (context.B, context.Attrs);
        if (context.Tangent[2] is { } rhs)
        {
            context.Contribute(b.Emit(this, attrs, context.In[0], context.In[1], rhs));
        }

        if (context.Tangent[1] is { } matrix)
        {
            bool trans = attrs.Flag("trans");
            var product = attrs.Flag("right")
                ? b.BatchMatMul(context.Out[0], matrix, transposeY: trans)
                : b.BatchMatMul(matrix, context.Out[0], transposeX: trans);
            // The sign inside, so that the transposed solve is the one of the right-hand side and the adjoint solves once.
            context.Contribute(b.Emit(this, attrs, context.In[0], context.In[1], b.Neg(product)));
        }
    }

    public override void Transpose(TransposeContext context) =>
        context.Accumulate(2, context.B.Emit(this, context.Attrs.With("trans", !context.Attrs.Flag("trans")), context.In[0], context.In[1], context.Ct));
}

internal static class SolveWithBuilder
{
    public static Value SolveWith(this GraphBuilder b, Value factor, Value matrix, Value rhs, bool right = false, bool trans = false) =>
        b.Emit(SolveWithOp.Instance, Attrs.Empty.With("right", right).With("trans", trans), factor, matrix, rhs);
}
