namespace Costate.Ir;

/// <summary>The error function, 2/sqrt(pi) times the integral of exp(-t^2) from 0 to x.</summary>
internal sealed class ErfOp : ElementwiseOp
{
    public static readonly ErfOp Instance = new();

    private ErfOp()
        : base("Erf", 1, 20)
    {
    }

    public override string Computes => "the error function, 2/sqrt(pi) times the integral of e^(-t^2) from 0 to x";

    public override string Rule => "y' = x' 2/sqrt(pi) e^(-x^2)";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Uninterpreted;

    public override double LargestError => 2;

    public override void Linearize(JvpContext context)
    {
        const double TwoOverRootPi = 1.1283791670955126;
        var (b, x) = (context.B, context.In[0]);
        context.Scale(0, b.Mul(b.ConstLike(TwoOverRootPi, x), b.Exp(b.Neg(b.Mul(x, x)))));
    }
}

internal static class ErfBuilder
{
    public static Value Erf(this GraphBuilder b, Value x) => b.Emit(ErfOp.Instance, x);
}
