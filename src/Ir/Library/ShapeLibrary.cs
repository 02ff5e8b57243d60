using System.Collections.Generic;
using System.Linq;
using static Costate.Ir.ReductionLibrary;

namespace Costate.Ir;

/// <summary>Functions that move elements without computing.</summary>
internal static class ShapeLibrary
{
    public static readonly IReadOnlyList<LibraryFunction> Functions =
    [
        new("Reshape", 1, (b, x, a) => [b.Reshape(x[0], a.Shape("shape"))]),
        new("Transpose", 1, (b, x, _) => [TransposeLast(b, x[0])]),
        new("Permute", 1, (b, x, a) => [b.Transpose(x[0], a.Ints("perm").Select(p => Axis(b.ShapeOf(x[0]), p)).ToArray())]),
        new("BroadcastTo", 1, (b, x, a) => [BroadcastTo(b, x[0], a.Shape("shape"))]),
        new("Slice", 1, (b, x, a) => [Slice(b, x[0], Axis(b.ShapeOf(x[0]), a.Int("axis")), a.Dim("start"), a.Dim("length"))]),
        new("Concat", -1, (b, x, a) => [x.Count == 0 ? throw None("Concat") : b.Concat(Axis(b.ShapeOf(x[0]), a.Int("axis")), x.ToArray())]),
        new("Stack", -1, (b, x, a) => [Stack(b, x, a.Int("axis"))]),
        new("ExpandDims", 1, (b, x, a) => [ExpandDims(b, x[0], a.Int("axis"))]),
        new("Squeeze", 1, (b, x, a) => [Squeeze(b, x[0], Axis(b.ShapeOf(x[0]), a.Int("axis")))]),
        new("Zeros", 0, (b, _, a) => [b.Const(0, new TensorType(TensorType.ParseDType(a.Text("dtype")), a.Shape("shape")))]),
        new("Ones", 0, (b, _, a) => [b.Const(1, new TensorType(TensorType.ParseDType(a.Text("dtype")), a.Shape("shape")))]),
    ];

    public static Value ExpandDims(GraphBuilder b, Value x, int axis)
    {
        var dims = b.ShapeOf(x).ToList();
        int at = axis < 0 ? axis + dims.Count + 1 : axis;
        if (at < 0 || at > dims.Count)
        {
            throw new ShapeError(DiagnosticIds.AxisOutOfRange, "A new axis " + axis + " is out of range for the shape " + b.ShapeOf(x) + ".");
        }

        dims.Insert(at, DimExpr.One);
        return b.Reshape(x, Shape.Of(dims.ToArray()));
    }

    private static Value TransposeLast(GraphBuilder b, Value x) => b.ShapeOf(x).Rank >= 2
        ? b.TransposeLast(x)
        : throw new ShapeError(DiagnosticIds.RankMismatch, "Transpose swaps the last two axes, the shape " + b.ShapeOf(x) + " has fewer.");

    private static Value BroadcastTo(GraphBuilder b, Value x, Shape target)
    {
        var shape = b.ShapeOf(x);
        int offset = target.Rank - shape.Rank;
        if (offset < 0)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, "Cannot broadcast " + shape + " to " + target + ", which has fewer axes.");
        }

        for (int i = 0; i < shape.Rank; i++)
        {
            int axis = i;
            if (!Broadcasting.IsOne(shape[i]))
            {
                b.RequireEqual(shape[i], target[i + offset], DiagnosticIds.ShapeMismatch, () => "Cannot broadcast " + shape + " to " + target + ": axis " + axis + " is " + shape[axis] + " against " + target[axis + offset] + ".");
            }
        }

        return Broadcasting.To(b, x, target);
    }

    private static Value Slice(GraphBuilder b, Value x, int axis, DimExpr start, DimExpr length)
    {
        var shape = b.ShapeOf(x);
        var starts = Enumerable.Repeat(DimExpr.Zero, shape.Rank).ToArray();
        var size = shape.ToArray();
        starts[axis] = start;
        size[axis] = length;
        b.RequireLessOrEqual(DimExpr.Zero, length, DiagnosticIds.WindowOutOfRange, () => "The length " + length + " of a slice is negative.");
        return b.ReadAt(x, Shape.Of(starts), Shape.Of(size));
    }

    private static Value Stack(GraphBuilder b, IReadOnlyList<Value> parts, int axis)
    {
        if (parts.Count == 0)
        {
            throw None("Stack");
        }

        var first = b.ShapeOf(parts[0]);
        foreach (var part in parts)
        {
            var shape = b.ShapeOf(part);
            if (shape.Rank != first.Rank)
            {
                throw new ShapeError(DiagnosticIds.RankMismatch, "Stack needs operands of one shape, got " + first + " and " + shape + ".");
            }

            for (int i = 0; i < first.Rank; i++)
            {
                int k = i;
                b.RequireEqual(first[k], shape[k], DiagnosticIds.ShapeMismatch, () => "Stack needs operands of one shape, got " + first + " and " + shape + ": axis " + k + " is " + first[k] + " against " + shape[k] + ".");
            }
        }

        int rank = first.Rank + 1;
        int at = axis < 0 ? axis + rank : axis;
        if (at < 0 || at >= rank)
        {
            throw new ShapeError(DiagnosticIds.AxisOutOfRange, "A new axis " + axis + " is out of range for the shape " + first + ".");
        }

        return b.Concat(at, parts.Select(p => ExpandDims(b, p, at)).ToArray());
    }

    private static Value Squeeze(GraphBuilder b, Value x, int axis)
    {
        var shape = b.ShapeOf(x);
        b.RequireEqual(shape[axis], DimExpr.One, DiagnosticIds.ShapeMismatch, () => "Only an axis of size 1 can be squeezed, axis " + axis + " of " + shape + " is " + shape[axis] + ".");
        return b.Reshape(x, Shape.Of(shape.Where((_, i) => i != axis).ToArray()));
    }

    private static ShapeError None(string name) => new(DiagnosticIds.UnsupportedCall, name + " needs at least one tensor.");
}
