namespace Costate.Ir;

/// <summary>x to the power of y for floating-point exponents; a constant small integer exponent is a product instead.</summary>
internal sealed class PowOp : ElementwiseOp
{
    public static readonly PowOp Instance = new();

    private PowOp()
        : base("Pow", 2, 40)
    {
    }

    public override string Computes => "x^y; NaN for a negative x and a fractional y";

    public override string Rule => "z' = x' y x^(y-1) + y' z log x, the second term 0 where x <= 0";

    public override string Kinks => "0 in y where x <= 0; x^0 has derivative 0 in x, at 0 too";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 1;

    public override void Linearize(JvpContext context)
    {
        var b = context.B;
        var (x, y, z) = (context.In[0], context.In[1], context.Out[0]);
        if (context.Tangent[0] is not null)
        {
            // With a strong zero: x^0 is 1 everywhere, so its derivative at 0 is 0 and not 0 * infinity.
            context.Scale(0, b.MulZ(y, b.Pow(x, b.Sub(y, b.ConstLike(1, y)))));
        }

        if (context.Tangent[1] is not null)
        {
            // Asked this way round so that a NaN base gives NaN and not the 0 of bases without a logarithm.
            var zero = b.ZeroLike(x);
            context.Scale(1, b.Select(b.LessEqual(x, zero), zero, b.Mul(b.Log(x), z)));
        }
    }
}

internal static class PowBuilder
{
    public static Value Pow(this GraphBuilder b, Value x, Value y) => b.Emit(PowOp.Instance, x, y);
}
