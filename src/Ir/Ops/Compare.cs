namespace Costate.Ir;

/// <summary>An elementwise comparison of floating-point numbers with a boolean result; false when a NaN takes part, except NotEqual.</summary>
internal sealed class CompareOp : Op
{
    public static readonly CompareOp Less = new("Less");
    public static readonly CompareOp LessEqual = new("LessEqual");
    public static readonly CompareOp Equal = new("Equal");
    public static readonly CompareOp NotEqual = new("NotEqual");

    private CompareOp(string name)
        : base(name, OpClass.Elementwise, 2)
    {
    }

    public override string Computes => Name switch
    {
        "Less" => "whether x < y; false at NaN",
        "LessEqual" => "whether x <= y; false at NaN",
        "Equal" => "whether x = y; false at NaN",
        _ => "whether x differs from y; true at NaN",
    };

    public override string ShapeRule => "operands of one shape, which is the result's";

    public override string Rule => "y' = 0 by rule";

    public override string Kinks => "zero by rule, at ties too";

    public override LinkClass Link => LinkClass.Order;

    public override double LargestError => 0;

    public override TensorType[] Infer(InferContext context)
    {
        ElementwiseOp.InferElementwise(context, 0);
        return [context[0].WithDType(DType.Bool)];
    }

    public override Dependence DependsOn(Node node, int operand) => Dependence.ZeroByRule;

    public override void Linearize(JvpContext context)
    {
    }
}

internal static class CompareBuilder
{
    public static Value Less(this GraphBuilder b, Value x, Value y) => b.Emit(CompareOp.Less, x, y);

    public static Value LessEqual(this GraphBuilder b, Value x, Value y) => b.Emit(CompareOp.LessEqual, x, y);

    public static Value Greater(this GraphBuilder b, Value x, Value y) => b.Emit(CompareOp.Less, y, x);

    public static Value GreaterEqual(this GraphBuilder b, Value x, Value y) => b.Emit(CompareOp.LessEqual, y, x);

    public static Value Equal(this GraphBuilder b, Value x, Value y) => b.Emit(CompareOp.Equal, x, y);

    public static Value NotEqual(this GraphBuilder b, Value x, Value y) => b.Emit(CompareOp.NotEqual, x, y);
}
