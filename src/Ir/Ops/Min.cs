namespace Costate.Ir;

/// <summary>The smaller of two numbers; NaN wins. At ties each operand gets half the derivative.</summary>
internal sealed class MinOp : ElementwiseOp
{
    public static readonly MinOp Instance = new();

    private MinOp()
        : base("Min", 2)
    {
    }

    public override string Computes => "the smaller of two numbers; NaN wins";

    public override string Rule => "y' = a' where a is smaller, b' where b is, (a' + b') / 2 at ties";

    public override string Kinks => "1/2 for each at ties; at NaN all of it for the operand that is NaN";

    public override LinkClass Link => LinkClass.Order;

    public override double LargestError => 0;

    public override void Linearize(JvpContext context)
    {
        context.Scale(0, Share(context.B, context.In[0], context.In[1]));
        context.Scale(1, Share(context.B, context.In[1], context.In[0]));
    }

    // NaN loses every comparison, so it is asked for by name: whoever is NaN decides the value and hence the derivative.
    private static Value Share(GraphBuilder b, Value x, Value y) =>
        b.Select(b.Less(x, y), b.ConstLike(1, x), b.Select(b.Equal(x, y), b.ConstLike(0.5, x), b.Select(b.NotEqual(x, x), b.ConstLike(1, x), b.ZeroLike(x))));
}

internal static class MinBuilder
{
    public static Value Min(this GraphBuilder b, Value x, Value y) => b.Emit(MinOp.Instance, x, y);
}
