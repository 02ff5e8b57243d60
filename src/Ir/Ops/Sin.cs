namespace Costate.Ir;

/// <summary>Sine of an angle in radians.</summary>
internal sealed class SinOp : ElementwiseOp
{
    public static readonly SinOp Instance = new();

    private SinOp()
        : base("Sin", 1, 16)
    {
    }

    public override string Rule => "y' = x' cos x";

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        context.Scale(0, b.Cos(context.In[0]));
    }
}

internal static class SinBuilder
{
    public static Value Sin(this GraphBuilder b, Value x) => b.Emit(SinOp.Instance, x);
}
