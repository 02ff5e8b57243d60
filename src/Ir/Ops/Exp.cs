namespace Costate.Ir;

/// <summary>e to the x.</summary>
internal sealed class ExpOp : ElementwiseOp
{
    public static readonly ExpOp Instance = new();

    private ExpOp()
        : base("Exp", 1, 12)
    {
    }

    public override string Computes => "e^x";

    public override string Rule => "y' = x' y";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 0.8;

    public override void Linearize(JvpContext context)
    {
        context.Scale(0, context.Out[0]);
    }
}

internal static class ExpBuilder
{
    public static Value Exp(this GraphBuilder b, Value x) => b.Emit(ExpOp.Instance, x);
}
