namespace Costate.Ir;

/// <summary>The largest integer not above x. Piecewise constant: the derivative is zero by rule.</summary>
internal sealed class FloorOp : ElementwiseOp
{
    public static readonly FloorOp Instance = new();

    private FloorOp()
        : base("Floor", 1)
    {
    }

    public override string Computes => "the largest integer that is not greater";

    public override string Rule => "y' = 0 by rule";

    public override string Kinks => "zero by rule, at integers too";

    public override LinkClass Link => LinkClass.Order;

    public override double LargestError => 0;

    public override Dependence DependsOn(Node node, int operand) => Dependence.ZeroByRule;

    public override void Linearize(JvpContext context)
    {
    }
}

internal static class FloorBuilder
{
    public static Value Floor(this GraphBuilder b, Value x) => b.Emit(FloorOp.Instance, x);
}
