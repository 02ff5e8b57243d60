using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>
/// Keeps a triangle of the last two axes and sets the rest to 0. Attributes: lower (1 or 0) and k, the diagonal: lower keeps
/// column &lt;= row + k, upper keeps column &gt;= row + k.
/// </summary>
internal sealed class TriOp : LinearOp
{
    public static readonly TriOp Instance = new();

    private TriOp()
        : base("Tri", OpClass.Structural, 1)
    {
    }

    public override string Computes => "a triangle of the last two axes, 0 elsewhere";

    public override string ShapeRule => "that of the operand, whose rank is 2 at least";

    public override string Rule => "y' = tri(x'); its own transpose";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override TensorType[] Infer(InferContext context)
    {
        if (context[0].Rank < 2)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, "A triangle needs a matrix, got the shape " + context[0].Shape + ".");
        }

        return [context[0]];
    }

    public override void Transpose(TransposeContext context) => context.Accumulate(0, context.B.Emit(this, context.Attrs, context.Ct));
}

internal static class TriBuilder
{
    public static Value Tri(this GraphBuilder b, Value x, bool lower, int k = 0) =>
        b.Emit(TriOp.Instance, Attrs.Empty.With("lower", lower).With("k", (long)k), x);
}
