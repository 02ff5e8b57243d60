namespace Costate.Ir;

/// <summary>The angle of the point (x, y), between -pi and pi; the operands are y and x, in this order.</summary>
internal sealed class Atan2Op : ElementwiseOp
{
    public static readonly Atan2Op Instance = new();

    private Atan2Op()
        : base("Atan2", 2, 30)
    {
    }

    public override string Computes => "the angle of the point (x, y), between -pi and pi; y is the first operand";

    public override string Rule => "z' = (x y' - y x') / (x^2 + y^2)";

    public override string Kinks => "NaN at the origin; that of the smooth angle where the value jumps by 2 pi";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 2;

    public override void Linearize(JvpContext context)
    {
        var (b, y, x) = (context.B, context.In[0], context.In[1]);
        var square = b.Add(b.Mul(x, x), b.Mul(y, y));
        context.Scale(0, b.Div(x, square));
        context.Scale(1, b.Div(b.Neg(y), square));
    }
}

internal static class Atan2Builder
{
    public static Value Atan2(this GraphBuilder b, Value y, Value x) => b.Emit(Atan2Op.Instance, y, x);
}
