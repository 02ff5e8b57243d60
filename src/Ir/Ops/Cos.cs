namespace Costate.Ir;

/// <summary>Cosine of an angle in radians.</summary>
internal sealed class CosOp : ElementwiseOp
{
    public static readonly CosOp Instance = new();

    private CosOp()
        : base("Cos", 1, 16)
    {
    }

    public override string Rule => "y' = -x' sin x";

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        context.Scale(0, b.Neg(b.Sin(context.In[0])));
    }
}

internal static class CosBuilder
{
    public static Value Cos(this GraphBuilder b, Value x) => b.Emit(CosOp.Instance, x);
}
