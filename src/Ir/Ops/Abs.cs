namespace Costate.Ir;

/// <summary>Absolute value; the derivative at 0 is 0.</summary>
internal sealed class AbsOp : ElementwiseOp
{
    public static readonly AbsOp Instance = new();

    private AbsOp()
        : base("Abs", 1, 1)
    {
    }

    public override string Rule => "y' = x' sign x";

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
