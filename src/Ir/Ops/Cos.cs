namespace Costate.Ir;

/// <summary>Cosine of an angle in radians.</summary>
internal sealed class CosOp : ElementwiseOp
{
    public static readonly CosOp Instance = new();

    private CosOp()
        : base("Cos", 1, 16)
    {
    }

    public override string Computes => "the cosine of an angle in radians";

    public override string Rule => "y' = -x' sin x";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 2;

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
