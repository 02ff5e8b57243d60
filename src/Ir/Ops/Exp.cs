namespace Costate.Ir;

/// <summary>e to the x.</summary>
internal sealed class ExpOp : ElementwiseOp
{
    public static readonly ExpOp Instance = new();

    private ExpOp()
        : base("Exp", 1, 12)
    {
    }

    public override string Rule => "y' = x' y";

    public override void Linearize(JvpContext context)
    {
        context.Scale(0, context.Out[0]);
    }
}

internal static class ExpBuilder
{
    public static Value Exp(this GraphBuilder b, Value x) => b.Emit(ExpOp.Instance, x);
}
