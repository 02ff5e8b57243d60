using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Repeats a tensor along new axes. Attributes: shape of the result; axes, the increasing positions of the operand's axes in
/// the result. Axes of size 1 that stretch are dropped by a Reshape first, so every operand axis keeps its size.
/// </summary>
internal sealed class BroadcastOp : LinearOp
{
    public static readonly BroadcastOp Instance = new();

    private BroadcastOp()
        : base("Broadcast", OpClass.Structural, 1)
    {
    }

    public override string Computes => "x, repeated along new axes";

    public override string ShapeRule => "the shape named by the attribute; the operand's axes keep their sizes and their order";

    public override string Rule => "y' = broadcast(x'); transposes into ReduceSum";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context)
    {
        var (shape, axes) = (context.Attrs.Shape("shape"), context.Attrs.Ints("axes"));
        if (axes.Length != context[0].Rank)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, "Broadcast maps " + axes.Length + " axes of an operand of shape " + context[0].Shape + ".");
        }

        for (int i = 0; i < axes.Length; i++)
        {
            int k = i;
            context.RequireEqual(context[0].Shape[i], shape[axes[i]], DiagnosticIds.ShapeMismatch, () => "Cannot broadcast " + context[0].Shape + " to " + shape + ": axis " + k + " is " + context[0].Shape[k] + " against " + shape[axes[k]] + ".");
        }

        return [context[0].WithShape(shape)];
    }

    public override void Transpose(TransposeContext context)
    {
        int rank = context.Attrs.Shape("shape").Rank;
        int[] added = Enumerable.Range(0, rank).Except(context.Attrs.Ints("axes")).ToArray();
        context.Accumulate(0, context.B.ReduceSum(context.Ct, added));
    }

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs)
    {
        var shape = attrs.Shape("shape");
        if (shape.Rank == builder.ShapeOf(inputs[0]).Rank)
        {
            return inputs[0];
        }

        var node = builder.NodeOf(inputs[0]);
        if (node.Op is ConstOp)
        {
            return builder.Const(node.Attrs.Number("value"), node.Types[0].WithShape(shape));
        }

        if (node.Op is BroadcastOp)
        {
            int[] inner = node.Attrs.Ints("axes"), outer = attrs.Ints("axes");
            return builder.Broadcast(node.Inputs[0], shape, inner.Select(a => outer[a]).ToArray());
        }

        return null;
    }
}

internal static class BroadcastBuilder
{
    public static Value Broadcast(this GraphBuilder b, Value x, Shape shape, params int[] axes) =>
        b.Emit(BroadcastOp.Instance, Attrs.Empty.With("shape", shape).With("axes", axes), x);

    /// <summary>Repeats a value along the axes that a reduction over <paramref name="reduced"/> dropped.</summary>
    public static Value BroadcastBack(this GraphBuilder b, Value x, Shape shape, int[] reduced) =>
        b.Broadcast(x, shape, Enumerable.Range(0, shape.Rank).Except(reduced).ToArray());
}
