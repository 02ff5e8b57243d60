namespace Costate.Ir;

/// <summary>Square root; NaN below 0. The derivative at 0 is infinite, except for a zero tangent.</summary>
internal sealed class SqrtOp : ElementwiseOp
{
    public static readonly SqrtOp Instance = new();

    private SqrtOp()
        : base("Sqrt", 1, 6)
    {
    }

    public override string Computes => "the square root; NaN below 0";

    public override string Rule => "y' = x' / (2 y)";

    public override string Kinks => "infinite at 0; a zero tangent stays zero";

    public override LinkClass Link => LinkClass.Root;

    public override double LargestError => 0.5;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        context.Scale(0, b.Div(b.ConstLike(0.5, context.Out[0]), context.Out[0]));
    }
}

internal static class SqrtBuilder
{
    public static Value Sqrt(this GraphBuilder b, Value x) => b.Emit(SqrtOp.Instance, x);
}
