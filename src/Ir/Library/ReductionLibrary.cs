using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Reductions over all axes (no argument), over axes (argument axes) or one axis (arguments axis, keepDims).</summary>
internal static class ReductionLibrary
{
    public static readonly IReadOnlyList<LibraryFunction> Functions =
    [
        Reduction("Sum", (b, x, axes) => b.ReduceSum(x, axes)),
        Reduction("Mean", Mean),
        Reduction("ReduceMax", (b, x, axes) => b.ReduceMax(x, axes), "equal shares at ties"),
        Reduction("ReduceMin", (b, x, axes) => b.Neg(b.ReduceMax(b.Neg(x), axes)), "equal shares at ties"),
        Reduction("Norm", Norm, "0 at 0"),
        Reduction("LogSumExp", LogSumExp, "the shift by the maximum cancels and has no derivative; 0 where all elements are minus infinity"),
        new("Softmax", 1, (b, x, a) => [Softmax(b, x[0], Axis(b.ShapeOf(x[0]), a.Int("axis", -1)))], "the shift by the maximum cancels and has no derivative"),
        new("LogSoftmax", 1, (b, x, a) => [LogSoftmax(b, x[0], Axis(b.ShapeOf(x[0]), a.Int("axis", -1)))], "the shift by the maximum cancels and has no derivative"),
    ];

    /// <summary>An axis counted from the front; negative ones count from the end.</summary>
    /// <exception cref="ShapeError">There is no such axis.</exception>
    public static int Axis(Shape shape, int axis)
    {
        int result = axis < 0 ? axis + shape.Rank : axis;
        return result >= 0 && result < shape.Rank
            ? result
            : throw new ShapeError(DiagnosticIds.AxisOutOfRange, "Axis " + axis + " is out of range for the shape " + shape + " of rank " + shape.Rank + ".");
    }

    private static LibraryFunction Reduction(string name, Func<GraphBuilder, Value, int[], Value> build, string? derivative = null) => new(name, 1, (b, x, a) =>
    {
        var shape = b.ShapeOf(x[0]);
        int[] axes = a.Has("axes") ? a.Ints("axes").Select(k => Axis(shape, k)).ToArray()
            : a.Has("axis") ? [Axis(shape, a.Int("axis"))]
            : Enumerable.Range(0, shape.Rank).ToArray();
        if (axes.Distinct().Count() != axes.Length)
        {
            throw new ShapeError(DiagnosticIds.AxisOutOfRange, name + " names an axis of " + shape + " twice.");
        }

        var result = build(b, x[0], axes);
        return [a.Flag("keepDims") ? b.Reshape(result, Shape.Of(shape.Select((d, i) => axes.Contains(i) ? DimExpr.One : d).ToArray())) : result];
    }, derivative);

    // The square root has no derivative at 0: without the choice, numbers so small that their squares vanish get an infinite gradient.
    private static Value Norm(GraphBuilder b, Value x, int[] axes)
    {
        var squares = b.ReduceSum(b.Mul(x, x), axes);
        var (zero, one) = (b.ZeroLike(squares), b.ConstLike(1, squares));
        var vanishes = b.Equal(squares, zero);
        return b.Select(vanishes, zero, b.Sqrt(b.Select(vanishes, one, squares)));
    }

    private static Value Mean(GraphBuilder b, Value x, int[] axes)
    {
        var count = axes.Aggregate(DimExpr.One, (n, axis) => n * b.ShapeOf(x)[axis]);
        foreach (int axis in axes)
        {
            b.RequireLessOrEqual(DimExpr.One, b.ShapeOf(x)[axis], DiagnosticIds.EmptyReduction, () => "The mean over axis " + axis + " of " + b.ShapeOf(x) + " needs at least one element.");
        }

        var sum = b.ReduceSum(x, axes);
        return b.Div(sum, Broadcasting.To(b, b.DimVal(count, b.TypeOf(x).DType), b.ShapeOf(sum)));
    }

    /// <summary>The shift that keeps exponentials in range: the maximum, or 0 where that is infinite; it cancels, so it has no derivative.</summary>
    private static Value Shift(GraphBuilder b, Value x, int[] axes)
    {
        var max = b.Stop(b.ReduceMax(x, axes));
        var infinite = b.Equal(b.Abs(max), b.ConstLike(double.PositiveInfinity, max));
        return b.Select(infinite, b.ZeroLike(max), max);
    }

    private static Value LogSumExp(GraphBuilder b, Value x, int[] axes)
    {
        var shift = Shift(b, x, axes);
        var shifted = b.Sub(x, b.BroadcastBack(shift, b.ShapeOf(x), axes));
        return b.Add(b.Log(b.ReduceSum(b.Exp(shifted), axes)), shift);
    }

    private static Value Softmax(GraphBuilder b, Value x, int axis)
    {
        var shifted = b.Sub(x, b.BroadcastBack(Shift(b, x, [axis]), b.ShapeOf(x), [axis]));
        var e = b.Exp(shifted);
        return b.Div(e, b.BroadcastBack(b.ReduceSum(e, axis), b.ShapeOf(x), [axis]));
    }

    private static Value LogSoftmax(GraphBuilder b, Value x, int axis)
    {
        var shifted = b.Sub(x, b.BroadcastBack(Shift(b, x, [axis]), b.ShapeOf(x), [axis]));
        return b.Sub(shifted, b.BroadcastBack(b.Log(b.ReduceSum(b.Exp(shifted), axis)), b.ShapeOf(x), [axis]));
    }
}
