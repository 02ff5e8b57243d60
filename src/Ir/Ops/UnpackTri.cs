namespace Costate.Ir;

/// <summary>
/// Square matrices from the packed elements of a triangle, row by row, and 0 elsewhere. Attributes: n, lower (1 or 0) and strict (1
/// without the diagonal).
/// </summary>
internal sealed class UnpackTriOp : LinearOp
{
    public static readonly UnpackTriOp Instance = new();

    private UnpackTriOp()
        : base("UnpackTri", OpClass.Structural, 1)
    {
    }

    public override string Computes => "square matrices from the elements of a triangle, row by row, and 0 elsewhere";

    public override string ShapeRule => "the last axis has n (n + 1) / 2 elements, or n (n - 1) / 2 without the diagonal; it becomes two of n";

    public override string Rule => "y' = unpack(x'); transposes into PackTri";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context)
    {
        var shape = context[0].Shape;
        if (shape.Rank < 1)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, "The elements of a triangle stand along an axis, got a scalar.");
        }

        var n = context.Attrs.Dim("n");
        bool strict = context.Attrs.Flag("strict");
        var (count, actual) = (PackTriOp.Count(n, strict), shape[shape.Rank - 1]);
        context.RequireEqual(count, actual, DiagnosticIds.ShapeMismatch, () => "A triangle of " + n + " by " + n + (strict ? " without its diagonal" : string.Empty) + " has " + count + " elements; the last axis of " + shape + " has " + actual + ".");
        var full = new DimExpr[shape.Rank + 1];
        for (int i = 0; i < shape.Rank - 1; i++)
        {
            full[i] = shape[i];
        }

        full[shape.Rank - 1] = full[shape.Rank] = n;
        return [context[0].WithShape(Shape.Of(full))];
    }

    public override void Transpose(TransposeContext context) =>
        context.Accumulate(0, context.B.PackTri(context.Ct, context.Attrs.Flag("lower"), context.Attrs.Flag("strict")));
}

internal static class UnpackTriBuilder
{
    public static Value UnpackTri(this GraphBuilder b, Value x, DimExpr n, bool lower, bool strict) =>
        b.Emit(UnpackTriOp.Instance, Attrs.Empty.With("n", n).With("lower", lower).With("strict", strict), x);
}
