using System;
using System.Numerics;
using Costate.CompilerServices;
using Costate.Tracing;

namespace Costate;

public static partial class TracedTensor
{
    /// <summary>A tensor with a window replaced; the tensor itself does not change.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="values">What stands in the window: of the shape of <c>x[indices]</c>.</param>
    /// <param name="indices">Positions and ranges, at most one for each axis, as for <c>x[indices]</c>.</param>
    /// <exception cref="ShapeMismatchException">The window does not lie inside the tensor, or the values have another shape.</exception>
    [LibraryFunction("SetSlice")]
    public static TracedTensor<T> SetSlice<T>(TracedTensor<T> x, TracedTensor<T> values, params ReadOnlySpan<TensorIndex> indices)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Windows.Update(Ops.SetSlice, x, values, indices);

    /// <summary>A tensor with values added to a window; the tensor itself does not change.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="values">What is added: of the shape of <c>x[indices]</c>.</param>
    /// <param name="indices">Positions and ranges, at most one for each axis, as for <c>x[indices]</c>.</param>
    /// <exception cref="ShapeMismatchException">The window does not lie inside the tensor, or the values have another shape.</exception>
    [LibraryFunction("AddSlice")]
    public static TracedTensor<T> AddSlice<T>(TracedTensor<T> x, TracedTensor<T> values, params ReadOnlySpan<TensorIndex> indices)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Windows.Update(Ops.AddSlice, x, values, indices);
}
