namespace Costate.Ir;

/// <summary>Hyperbolic tangent.</summary>
internal sealed class TanhOp : ElementwiseOp
{
    public static readonly TanhOp Instance = new();

    private TanhOp()
        : base("Tanh", 1, 16)
    {
    }

    public override string Computes => "the hyperbolic tangent";

    public override string Rule => "y' = x' (1 - y^2)";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 2;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        context.Scale(0, b.Sub(b.ConstLike(1, context.Out[0]), b.Mul(context.Out[0], context.Out[0])));
    }
}

internal static class TanhBuilder
{
    public static Value Tanh(this GraphBuilder b, Value x) => b.Emit(TanhOp.Instance, x);
}
