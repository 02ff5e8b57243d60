using System;
using Costate.CompilerServices;
using Costate.Tracing;

namespace Costate;

public sealed partial class TracedTensor<T>
{
    /// <summary>
    /// A window: an index takes its axis away, a range keeps it, and axes without an index are kept whole. <c>x[i]</c> is row i,
    /// <c>x[.., 1..^1]</c> leaves the first and the last column out. The adjoint of a window costs the window.
    /// </summary>
    /// <param name="indices">Positions and ranges, at most one for each axis.</param>
    /// <exception cref="ShapeMismatchException">There are more indices than axes, or the window does not lie inside the tensor.</exception>
    public TracedTensor<T> this[params ReadOnlySpan<TensorIndex> indices]
    {
        [LibraryFunction("Window")]
        get
        {
            var (starts, size, drop) = Windows.Of(this, indices);
            return new(Ops.Window.Call(Node.Site.Kind, [this], [OpArgument.Starts("starts", starts), OpArgument.Sizes("size", size), OpArgument.Of("drop", drop)]), 0);
        }
    }

    /// <summary>The rows of the tensor along its first axis, for foreach.</summary>
    /// <exception cref="ShapeMismatchException">The tensor is a scalar.</exception>
    public RowEnumerator GetEnumerator() => Rank > 0
        ? new RowEnumerator(this)
        : throw new ShapeMismatchException(Ir.DiagnosticIds.RankMismatch, $"{this} is a scalar and has no rows.", null, FragmentErrors.Format(Shape), null);

    /// <summary>Goes through the rows of a tensor.</summary>
    public struct RowEnumerator
    {
        private readonly TracedTensor<T> tensor;
        private int row;

        internal RowEnumerator(TracedTensor<T> tensor)
        {
            this.tensor = tensor;
            row = -1;
        }

        /// <summary>The row, which has the tensor's shape without its first axis.</summary>
        public readonly TracedTensor<T> Current => tensor[row];

        /// <summary>Goes on to the next row.</summary>
        /// <returns>Whether there is one.</returns>
        public bool MoveNext() => ++row < tensor.Shape[0];
    }
}
