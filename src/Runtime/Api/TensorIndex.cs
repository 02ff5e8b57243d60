using System;
using System.Globalization;

namespace Costate;

/// <summary>
/// What stands in the brackets of an index on a tensor, for one axis: a position, which takes the axis away, or a range, which keeps it. It is
/// made from an int, an <see cref="Index"/> or a <see cref="Range"/>, as in <c>x[i, ^1, 1..^1, ..]</c>.
/// </summary>
public readonly struct TensorIndex : IEquatable<TensorIndex>
{
    // A negative position can be written, and lies outside of every tensor; an Index cannot hold it.
    private readonly int position;
    private readonly bool fromEnd;
    private readonly Range range;

    private TensorIndex(int position, bool fromEnd)
    {
        this.position = position;
        this.fromEnd = fromEnd;
        IsPosition = true;
    }

    private TensorIndex(Range range) => this.range = range;

    /// <summary>Whether it is one position, so that the result has one axis less.</summary>
    public bool IsPosition { get; }

    /// <summary>A position, counted from 0.</summary>
    /// <param name="position">The position.</param>
    public static implicit operator TensorIndex(int position) => new(position, fromEnd: false);

    /// <summary>A position, counted from either end.</summary>
    /// <param name="position">The position.</param>
    public static implicit operator TensorIndex(Index position) => new(position.Value, position.IsFromEnd);

    /// <summary>All positions of a range.</summary>
    /// <param name="range">The range.</param>
    public static implicit operator TensorIndex(Range range) => new(range);

    /// <summary>Whether two indices are equal.</summary>
    public static bool operator ==(TensorIndex left, TensorIndex right) => left.Equals(right);

    /// <summary>Whether two indices differ.</summary>
    public static bool operator !=(TensorIndex left, TensorIndex right) => !left.Equals(right);

    /// <inheritdoc/>
    public bool Equals(TensorIndex other) => IsPosition == other.IsPosition && position == other.position && fromEnd == other.fromEnd && range.Equals(other.range);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is TensorIndex other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(position, fromEnd, range, IsPosition);

    /// <inheritdoc/>
    public override string ToString() => IsPosition ? (fromEnd ? "^" : string.Empty) + position.ToString(CultureInfo.InvariantCulture) : range.ToString();

    /// <summary>Where the window starts and how long it is on an axis; both may lie outside of it.</summary>
    internal (int Start, int Length) On(int size)
    {
        if (IsPosition) return (fromEnd ? size - position : position, 1);
        int start = range.Start.GetOffset(size);
        return (start, range.End.GetOffset(size) - start);
    }
}
