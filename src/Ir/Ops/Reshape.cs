using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>The same elements in row-major order under another shape. Attribute: shape.</summary>
internal sealed class ReshapeOp : LinearOp
{
    public static readonly ReshapeOp Instance = new();

    private ReshapeOp()
        : base("Reshape", OpClass.Structural, 1)
    {
    }

    public override string Computes => "the same elements in row-major order";

    public override string ShapeRule => "another shape with as many elements";

    public override string Rule => "y' = reshape(x'); transposes by reshaping back";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context)
    {
        var (from, to) = (context[0].Shape, context.Attrs.Shape("shape"));
        context.RequireEqual(from.ElementCount, to.ElementCount, DiagnosticIds.ElementCount, () => "Cannot reshape " + from + " (" + from.ElementCount + " elements) to " + to + " (" + to.ElementCount + " elements).");
        return [context[0].WithShape(to)];
    }

    public override void Transpose(TransposeContext context) =>
        context.Accumulate(0, context.B.Reshape(context.Ct, context.InType[0].Shape));

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs)
    {
        var shape = attrs.Shape("shape");
        var node = builder.NodeOf(inputs[0]);
        return builder.ShapeOf(inputs[0]).Equals(shape) ? inputs[0]
            : node.Op is ReshapeOp ? builder.Reshape(node.Inputs[0], shape)
            : node.Op is ConstOp ? builder.Const(node.Attrs.Number("value"), node.Types[0].WithShape(shape))
            : null;
    }
}

internal static class ReshapeBuilder
{
    public static Value Reshape(this GraphBuilder b, Value x, Shape shape) =>
        b.Emit(ReshapeOp.Instance, Attrs.Empty.With("shape", shape), x);
}
