namespace Costate.Ir;

/// <summary>Absolute value; the derivative at 0 is 0.</summary>
internal sealed class AbsOp : ElementwiseOp
{
    public static readonly AbsOp Instance = new();

    private AbsOp()
        : base("Abs", 1, 1)
    {
    }

    public override string Computes => "the absolute value";

    public override string Rule => "y' = x' sign x";

    public override string Kinks => "0 at 0; NaN at NaN";

    public override LinkClass Link => LinkClass.Order;

    public override double LargestError => 0;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        context.Scale(0, b.Sign(context.In[0]));
    }
}

internal static class AbsBuilder
{
    public static Value Abs(this GraphBuilder b, Value x) => b.Emit(AbsOp.Instance, x);
}
