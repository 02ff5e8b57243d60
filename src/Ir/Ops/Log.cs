namespace Costate.Ir;

/// <summary>Natural logarithm; NaN below 0, minus infinity at 0.</summary>
internal sealed class LogOp : ElementwiseOp
{
    public static readonly LogOp Instance = new();

    private LogOp()
        : base("Log", 1, 14)
    {
    }

    public override string Computes => "the natural logarithm; NaN below 0, minus infinity at 0";

    public override string Rule => "y' = x' / x";

    public override string Kinks => "1/x at 0 too, which is infinite, and below 0, where the value is NaN";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 0.7;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        context.Scale(0, b.Div(b.ConstLike(1, context.In[0]), context.In[0]));
    }
}

internal static class LogBuilder
{
    public static Value Log(this GraphBuilder b, Value x) => b.Emit(LogOp.Instance, x);
}
