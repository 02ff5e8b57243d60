namespace Costate.Ir;

/// <summary>-1, 0 or 1; NaN stays NaN. Piecewise constant: the derivative is zero by rule.</summary>
internal sealed class SignOp : ElementwiseOp
{
    public static readonly SignOp Instance = new();

    private SignOp()
        : base("Sign", 1)
    {
    }

    public override string Computes => "-1, 0 or 1; zeros keep their sign, NaN stays";

    public override string Rule => "y' = 0 by rule";

    public override string Kinks => "zero by rule, at 0 too";

    public override LinkClass Link => LinkClass.Order;

    public override double LargestError => 0;

    public override Dependence DependsOn(Node node, int operand) => Dependence.ZeroByRule;

    public override void Linearize(JvpContext context)
    {
    }
}

internal static class SignBuilder
{
    public static Value Sign(this GraphBuilder b, Value x) => b.Emit(SignOp.Instance, x);
}
