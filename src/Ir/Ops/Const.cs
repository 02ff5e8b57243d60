using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>A tensor whose elements all have one value. Attributes: value, dtype, shape.</summary>
internal sealed class ConstOp : Op
{
    public static readonly ConstOp Instance = new();

    private ConstOp()
        : base("Const", OpClass.Source, 0)
    {
    }

    public override string Computes => "a tensor whose elements all have one value";

    public override string ShapeRule => "the shape named by the attribute";

    public override string Rule => "y' = 0";

    public override string Kinks => "none";

    public override LinkClass Link => LinkClass.Source;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context) => [new TensorType(TensorType.ParseDType(context.Attrs.Text("dtype")), context.Attrs.Shape("shape"))];

    public override Dependence DependsOn(Node node, int operand) => Dependence.None;
}

internal static class ConstBuilder
{
    public static Value Const(this GraphBuilder b, double value, TensorType type) =>
        b.Emit(ConstOp.Instance, Attrs.Empty.With("value", value).With("dtype", TensorType.Name(type.DType)).With("shape", type.Shape));

    public static Value Zero(this GraphBuilder b, TensorType type) => b.Const(0.0, type);

    public static Value ZeroLike(this GraphBuilder b, Value value) => b.Const(0.0, b.TypeOf(value));

    public static Value ConstLike(this GraphBuilder b, double constant, Value value) => b.Const(constant, b.TypeOf(value));

    /// <summary>Whether a value is a constant, and which.</summary>
    public static bool IsConst(this GraphBuilder b, Value value, out double constant)
    {
        var node = b.NodeOf(value);
        constant = node.Op is ConstOp ? node.Attrs.Number("value") : 0;
        return node.Op is ConstOp;
    }

    /// <summary>The sum of two terms of which either may be Zero (null).</summary>
    public static Value? AddOrZero(this GraphBuilder b, Value? x, Value? y) =>
        x is null ? y : y is null ? x : b.Add(x.Value, y.Value);
}
