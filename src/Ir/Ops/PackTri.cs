namespace Costate.Ir;

/// <summary>
/// The elements of a triangle of the last two axes, row by row in one axis. Attributes: lower (1 or 0) and strict (1 without the
/// diagonal).
/// </summary>
internal sealed class PackTriOp : LinearOp
{
    public static readonly PackTriOp Instance = new();

    private PackTriOp()
        : base("PackTri", OpClass.Structural, 1)
    {
    }

    public override string Computes => "the elements of a triangle of the last two axes, row by row in one axis";

    public override string ShapeRule => "the last two axes are equal, n; they become one of n (n + 1) / 2, or n (n - 1) / 2 without the diagonal";

    public override string Rule => "y' = pack(x'); transposes into UnpackTri";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context)
    {
        var shape = context[0].Shape;
        if (shape.Rank < 2)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, "A triangle needs a matrix, got the shape " + shape + ".");
        }

        var n = shape[shape.Rank - 1];
        context.RequireEqual(shape[shape.Rank - 2], n, DiagnosticIds.ShapeMismatch, () => "A triangle is packed from square matrices, got the shape " + shape + ": " + shape[shape.Rank - 2] + " rows against " + n + " columns.");
        var packed = new DimExpr[shape.Rank - 1];
        for (int i = 0; i < packed.Length - 1; i++)
        {
            packed[i] = shape[i];
        }

        packed[packed.Length - 1] = Count(n, context.Attrs.Flag("strict"));
        return [context[0].WithShape(Shape.Of(packed))];
    }

    public override void Transpose(TransposeContext context)
    {
        var shape = context.InType[0].Shape;
        context.Accumulate(0, context.B.UnpackTri(context.Ct, shape[shape.Rank - 1], context.Attrs.Flag("lower"), context.Attrs.Flag("strict")));
    }

    /// <summary>The number of elements of a triangle of an n by n matrix.</summary>
    public static DimExpr Count(DimExpr n, bool strict) => DimExpr.FloorDiv(n * (strict ? n - 1 : n + 1), 2);
}

internal static class PackTriBuilder
{
    public static Value PackTri(this GraphBuilder b, Value x, bool lower, bool strict) =>
        b.Emit(PackTriOp.Instance, Attrs.Empty.With("lower", lower).With("strict", strict), x);
}
