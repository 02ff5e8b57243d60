namespace Costate.Ir;

/// <summary>Sine of an angle in radians.</summary>
internal sealed class SinOp : ElementwiseOp
{
    public static readonly SinOp Instance = new();

    private SinOp()
        : base("Sin", 1, 16)
    {
    }

    public override string Computes => "the sine of an angle in radians";

    public override string Rule => "y' = x' cos x";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 1;

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
