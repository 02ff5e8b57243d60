using System;
using System.ComponentModel;
using Costate.Tracing;

namespace Costate;

/// <summary>One value of a trace, whatever its element type. Its only subclass is <see cref="TracedTensor{T}"/>.</summary>
public abstract class TracedValue
{
    private protected TracedValue(TraceNode node, int slot)
    {
        Node = node;
        Slot = slot;
    }

    /// <summary>Number of axes; 0 for a scalar.</summary>
    public int Rank => Node.ShapeOf(Slot).Length;

    /// <summary>The sizes of the axes.</summary>
    public ReadOnlySpan<int> Shape => Node.ShapeOf(Slot);

    /// <summary>Whether the elements are truth values.</summary>
    internal abstract bool IsMask { get; }

    internal TraceNode Node { get; }

    internal int Slot { get; }

    /// <summary>The size of an axis; a negative axis counts from the end.</summary>
    /// <param name="axis">The axis, from -Rank to Rank - 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such axis.</exception>
    public int Dim(int axis)
    {
        int[] shape = Node.ShapeOf(Slot);
        int index = axis < 0 ? axis + shape.Length : axis;
        return (uint)index < (uint)shape.Length
            ? shape[index]
            : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"A tensor of shape {FragmentErrors.Format(shape)} has no such axis.");
    }

    /// <summary>Whether both handles stand for the same value of the trace. Nothing is computed.</summary>
    public sealed override bool Equals(object? obj) => obj is TracedValue other && ReferenceEquals(Node, other.Node) && Slot == other.Slot;

    /// <inheritdoc/>
    public sealed override int GetHashCode() => HashCode.Combine(Node.Id, Slot);

    /// <summary>What the value is made by, and its shape; numbers are not computed for it.</summary>
    public sealed override string ToString() =>
        $"{Node.Site.Fragment?.Name ?? Node.Kind.ToString()}{(Node.OutputCount > 1 ? "." + Slot : string.Empty)} {FragmentErrors.Format(Node.ShapeOf(Slot))}";
}

/// <summary>
/// The parameter type of generated overloads: as the base of <see cref="TracedTensor{T}"/> it lets them win over the method
/// that they were generated from.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class TracedValue<T> : TracedValue
    where T : unmanaged
{
    private protected TracedValue(TraceNode node, int slot)
        : base(node, slot)
    {
    }
}
