namespace Costate.Ir;

/// <summary>log(1 + x), accurate near 0.</summary>
internal sealed class Log1pOp : ElementwiseOp
{
    public static readonly Log1pOp Instance = new();

    private Log1pOp()
        : base("Log1p", 1, 16)
    {
    }

    public override string Computes => "log(1 + x), accurate near 0";

    public override string Rule => "y' = x' / (1 + x)";

    public override string Kinks => "1/(1 + x) at -1 too, which is infinite, and below, where the value is NaN";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 0.7;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        context.Scale(0, b.Div(b.ConstLike(1, context.In[0]), b.Add(context.In[0], b.ConstLike(1, context.In[0]))));
    }
}

internal static class Log1pBuilder
{
    public static Value Log1p(this GraphBuilder b, Value x) => b.Emit(Log1pOp.Instance, x);
}
