using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Joins tensors along an axis. Attribute: axis.</summary>
internal sealed class ConcatOp : LinearOp
{
    public static readonly ConcatOp Instance = new();

    private ConcatOp()
        : base("Concat", OpClass.Kernel, -1)
    {
    }

    public override string Computes => "the operands joined along an axis";

    public override string ShapeRule => "one rank and equal sizes but for the axis, whose sizes add up";

    public override string Rule => "y' = concat(x'); transposes into ReadAt of the pieces";

    public override LinkClass Link => LinkClass.Structural;

    public override double LargestError => 0;

    public override int Cost => 0;

    public override TensorType[] Infer(InferContext context)
    {
        int axis = context.Attrs.Int("axis");
        if (context.Inputs.Count == 0)
        {
            throw new ShapeError(DiagnosticIds.UnsupportedCall, "Concat needs at least one operand.");
        }

        var first = context[0].Shape;
        var dims = first.ToArray();
        for (int i = 1; i < context.Inputs.Count; i++)
        {
            var shape = context[i].Shape;
            if (shape.Rank != first.Rank)
            {
                throw new ShapeError(DiagnosticIds.RankMismatch, "Concat needs operands of one rank, got " + first + " and " + shape + ".");
            }

            for (int k = 0; k < first.Rank; k++)
            {
                int other = k;
                if (k == axis)
                {
                    dims[k] += shape[k];
                }
                else
                {
                    context.RequireEqual(first[k], shape[k], DiagnosticIds.ShapeMismatch, () => "Concat along axis " + axis + " needs equal other axes, got " + first + " and " + shape + ": axis " + other + " is " + first[other] + " against " + shape[other] + ".");
                }
            }
        }

        return [context[0].WithShape(Shape.Of(dims))];
    }

    public override void Transpose(TransposeContext context)
    {
        int axis = context.Attrs.Int("axis");
        var start = DimExpr.Zero;
        for (int i = 0; i < context.InType.Count; i++)
        {
            var shape = context.InType[i].Shape;
            if (context.IsLinear(i))
            {
                var starts = Enumerable.Repeat(DimExpr.Zero, shape.Rank).ToArray();
                starts[axis] = start;
                context.Accumulate(i, context.B.ReadAt(context.Ct, Shape.Of(starts), shape));
            }

            start += shape[axis];
        }
    }

    public override Value? Simplify(GraphBuilder builder, Attrs attrs, IReadOnlyList<Value> inputs) => inputs.Count == 1 ? inputs[0] : null;
}

internal static class ConcatBuilder
{
    public static Value Concat(this GraphBuilder b, int axis, params Value[] parts) =>
        b.Emit(ConcatOp.Instance, Attrs.Empty.With("axis", (long)axis), parts);
}
