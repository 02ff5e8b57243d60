using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Sum over axes, which are dropped. Attribute: axes, increasing. The sum over no elements is 0.</summary>
internal sealed class ReduceSumOp : LinearOp
{
    public static readonly ReduceSumOp Instance = new();

    private ReduceSumOp()
        : base("ReduceSum", OpClass.Kernel, 1)
    {
    }

    public override string Computes => "the sum over axes; 0 over no elements";

    public override string ShapeRule => "the reduced axes are dropped";

    public override string Rule => "y' = sum(x'); transposes into Broadcast";

    public override LinkClass Link => LinkClass.Rational;

    public override double LargestError => 3.6;

    public override TensorType[] Infer(InferContext context)
    {
        context.RequireFloating(0);
        return [context[0].WithShape(Drop(context[0].Shape, context.Attrs.Ints("axes")))];
    }

    public override void Transpose(TransposeContext context) =>
        context.Accumulate(0, context.B.BroadcastBack(context.Ct, context.InType[0].Shape, context.Attrs.Ints("axes")));

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) =>
        attrs.Ints("axes").Length == 0 ? inputs[0] : null;

    internal static Shape Drop(Shape shape, int[] axes) => Shape.Of(shape.Where((_, i) => !axes.Contains(i)).ToArray());
}

internal static class ReduceSumBuilder
{
    public static Value ReduceSum(this GraphBuilder b, Value x, params int[] axes) =>
        b.Emit(ReduceSumOp.Instance, Attrs.Empty.With("axes", axes.OrderBy(a => a)), x);

    public static Value ReduceSumAll(this GraphBuilder b, Value x) =>
        b.ReduceSum(x, Enumerable.Range(0, b.ShapeOf(x).Rank).ToArray());
}
