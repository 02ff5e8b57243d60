namespace Costate.Ir;

/// <summary>The identity with a tangent of zero: a declared stop of the gradient.</summary>
internal sealed class StopOp : Op
{
    public static readonly StopOp Instance = new();

    private StopOp()
        : base("Stop", OpClass.Elementwise, 1)
    {
    }

    public override string Computes => "x, as a constant";

    public override string ShapeRule => "that of the operand";

    public override string Rule => "y' = 0, declared";

    public override string Kinks => "zero by declaration, everywhere";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context) => [context[0]];

    public override Dependence DependsOn(Node node, int operand) => Dependence.ZeroByRule;

    public override void Linearize(JvpContext context)
    {
    }
}

internal static class StopBuilder
{
    public static Value Stop(this GraphBuilder b, Value x) => b.Emit(StopOp.Instance, x);
}
