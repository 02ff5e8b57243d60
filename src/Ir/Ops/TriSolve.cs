namespace Costate.Ir;

/// <summary>
/// Solves op(L) X = B, or X op(L) = B with the flag right, for a triangular matrix L; batch axes in front. Attributes: right,
/// lower, trans, unit. Only the named triangle of L is read; with unit its diagonal is taken as 1.
/// </summary>
internal sealed class TriSolveOp : Op
{
    public static readonly TriSolveOp Instance = new();

    private TriSolveOp()
        : base("TriSolve", OpClass.Kernel, 2)
    {
    }

    public override string Computes => "the X of L X = B or X L = B for a triangular L";

    public override string ShapeRule => "square L, one rank, equal batch axes; that of B";

    public override string Rule => "X' = L^-1 (B' - tri(L') X); the transpose in B flips trans";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Pivoting;

    public override double LargestError => 1;

    public override int Cost => 64;

    public override TensorType[] Infer(InferContext context)
    {
        LinearSystem.Check(context, 0, 1, context.Attrs.Flag("right"));
        return [context[1]];
    }

    public override Dependence DependsOn(Node node, int operand) => operand == 1 ? Dependence.Linear : Dependence.Nonlinear;

    public override void Linearize(JvpContext context)
    {
        var (b, attrs) = (context.B, context.Attrs);
        if (context.Tangent[1] is { } rhs)
        {
            context.Contribute(b.Emit(this, attrs, context.In[0], rhs));
        }

        if (context.Tangent[0] is { } matrix)
        {
            bool lower = attrs.Flag("lower"), trans = attrs.Flag("trans");
            var triangle = b.Tri(matrix, lower, attrs.Flag("unit") ? (lower ? -1 : 1) : 0);
            var product = attrs.Flag("right")
                ? b.BatchMatMul(context.Out[0], triangle, transposeY: trans)
                : b.BatchMatMul(triangle, context.Out[0], transposeX: trans);
            // The sign inside, so that the transposed solve is the one of the right-hand side and the adjoint solves once.
            context.Contribute(b.Emit(this, attrs, context.In[0], b.Neg(product)));
        }
    }

    public override void Transpose(TransposeContext context) =>
        context.Accumulate(1, context.B.Emit(this, context.Attrs.With("trans", !context.Attrs.Flag("trans")), context.In[0], context.Ct));
}

internal static class TriSolveBuilder
{
    public static Value TriSolve(this GraphBuilder b, Value triangle, Value rhs, bool lower = true, bool right = false, bool trans = false, bool unit = false) =>
        b.Emit(TriSolveOp.Instance, Attrs.Empty.With("right", right).With("lower", lower).With("trans", trans).With("unit", unit), triangle, rhs);
}
