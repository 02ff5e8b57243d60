namespace Costate.Ir;

/// <summary>e to the x, minus 1, accurate near 0.</summary>
internal sealed class Expm1Op : ElementwiseOp
{
    public static readonly Expm1Op Instance = new();

    private Expm1Op()
        : base("Expm1", 1, 14)
    {
    }

    public override string Computes => "e^x - 1, accurate near 0";

    public override string Rule => "y' = x' (y + 1)";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 2;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        context.Scale(0, b.Add(context.Out[0], b.ConstLike(1, context.Out[0])));
    }
}

internal static class Expm1Builder
{
    public static Value Expm1(this GraphBuilder b, Value x) => b.Emit(Expm1Op.Instance, x);
}
