using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>Changes the element type; true becomes 1. Attribute: dtype.</summary>
internal sealed class ConvertOp : LinearOp
{
    public static readonly ConvertOp Instance = new();

    private ConvertOp()
        : base("Convert", OpClass.Elementwise, 1)
    {
    }

    public override string Computes => "x in another element type; true becomes 1";

    public override string ShapeRule => "that of the operand";

    public override string Rule => "y' = convert(x'); transposes by converting back";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override Dependence DependsOn(Node node, int operand) => Dependence.Linear;

    public override TensorType[] Infer(InferContext context) => [context[0].WithDType(TensorType.ParseDType(context.Attrs.Text("dtype")))];

    public override void Transpose(TransposeContext context) => context.Accumulate(0, context.B.Convert(context.Ct, context.InType[0].DType));

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) =>
        builder.TypeOf(inputs[0]).DType == TensorType.ParseDType(attrs.Text("dtype")) ? inputs[0] : null;
}

internal static class ConvertBuilder
{
    public static Value Convert(this GraphBuilder b, Value x, DType dtype) =>
        b.Emit(ConvertOp.Instance, Attrs.Empty.With("dtype", TensorType.Name(dtype)), x);
}
