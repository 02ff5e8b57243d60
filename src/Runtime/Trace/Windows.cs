using System;
using System.Collections.Generic;
using System.Globalization;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>Indices and ranges as the windows that they mean.</summary>
internal static class Windows
{
    public static (int[] Starts, int[] Size, int[] Drop) Of(TracedValue x, ReadOnlySpan<TensorIndex> indices)
    {
        ReadOnlySpan<int> shape = x.Shape;
        if (indices.Length > shape.Length)
        {
            throw new ShapeMismatchException(
                DiagnosticIds.RankMismatch,
                $"{x} has the shape {FragmentErrors.Format(shape)} and is given {indices.Length.ToString(CultureInfo.InvariantCulture)} indices.",
                null,
                FragmentErrors.Format(shape),
                null);
        }

        int[] starts = new int[shape.Length], size = shape.ToArray();
        var drop = new List<int>();
        for (int axis = 0; axis < indices.Length; axis++)
        {
            (starts[axis], size[axis]) = indices[axis].On(shape[axis]);
            if (starts[axis] < 0 || size[axis] < 0 || starts[axis] > shape[axis] - size[axis])
            {
                throw new ShapeMismatchException(
                    DiagnosticIds.WindowOutOfRange,
                    $"The index {indices[axis]} does not lie inside axis {axis.ToString(CultureInfo.InvariantCulture)} of {x}, whose shape is {FragmentErrors.Format(shape)}.",
                    null,
                    FragmentErrors.Format(shape),
                    null);
            }

            if (indices[axis].IsPosition) drop.Add(axis);
        }

        return (starts, size, drop.ToArray());
    }

    public static TracedTensor<T> Update<T>(LibraryOp op, TracedTensor<T> x, TracedTensor<T> values, ReadOnlySpan<TensorIndex> indices)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(values);
        var (starts, size, drop) = Of(x, indices);
        return Ops.Binary(op, x, values, [OpArgument.Starts("starts", starts), OpArgument.Sizes("size", size), OpArgument.Of("drop", drop)]);
    }
}
