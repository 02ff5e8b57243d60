using System;

namespace Costate.Ir;

/// <summary>The value of a dimension expression as a scalar; as a truth value, whether it is positive. Attributes: dim, dtype.</summary>
internal sealed class DimValOp : Op
{
    public static readonly DimValOp Instance = new();

    private DimValOp()
        : base("DimVal", OpClass.Source, 0)
    {
    }

    public override string Computes => "the value of a dimension expression; as a truth value, whether it is positive";

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
    /// <summary>What a DimVal is at some sizes.</summary>
    public static long ValueOf(Node node, Func<string, long> size)
    {
        long value = node.Attrs.Dim("dim").Evaluate(size);
        return node.Types[0].DType == DType.Bool ? (value > 0 ? 1 : 0) : value;
    }

    /// <summary>A truth value: whether a &lt;= b.</summary>
    public static Value IsAtMost(this GraphBuilder b, DimExpr lesser, DimExpr greater) => b.DimVal(greater - lesser + 1, DType.Bool);

    public static Value DimVal(this GraphBuilder b, DimExpr dim, DType dtype) => dim.TryGetConstant(out long constant)
        ? b.Const(dtype == DType.Bool && constant != 0 ? (constant > 0 ? 1 : 0) : constant, new TensorType(dtype, Shape.Scalar))
        : b.Emit(DimValOp.Instance, Attrs.Empty.With("dim", dim).With("dtype", TensorType.Name(dtype)));
}
