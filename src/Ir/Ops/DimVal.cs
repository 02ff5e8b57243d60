namespace Costate.Ir;

/// <summary>The value of a dimension expression as a scalar. Attributes: dim, dtype.</summary>
internal sealed class DimValOp : Op
{
    public static readonly DimValOp Instance = new();

    private DimValOp()
        : base("DimVal", OpClass.Source, 0)
    {
    }

    public override string Computes => "the value of a dimension expression";

    public override string ShapeRule => "a scalar";

    public override string Rule => "y' = 0";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Source;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context) => [new TensorType(TensorType.ParseDType(context.Attrs.Text("dtype")), Shape.Scalar)];

    public override Dependence DependsOn(Node node, int operand) => Dependence.None;
}

internal static class DimValBuilder
{
    public static Value DimVal(this GraphBuilder b, DimExpr dim, DType dtype) => dim.TryGetConstant(out long constant)
        ? b.Const(constant, new TensorType(dtype, Shape.Scalar))
        : b.Emit(DimValOp.Instance, Attrs.Empty.With("dim", dim).With("dtype", TensorType.Name(dtype)));
}
