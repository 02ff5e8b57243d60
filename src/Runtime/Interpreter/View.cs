using System;

namespace Costate.Execution;

/// <summary>The elements of a value: a piece of an array, or one element that stands for all (a splat constant).</summary>
internal readonly struct View<T>
    where T : unmanaged
{
    private readonly T[]? array;
    private readonly int offset;

    public View(T[]? array, int offset, int count, bool isSplat = false)
    {
        this.array = array;
        this.offset = offset;
        Count = count;
        IsSplat = isSplat;
    }

    public View(T[]? array)
        : this(array, 0, array?.Length ?? 0)
    {
    }

    /// <summary>An absent cotangent.</summary>
    public bool IsAbsent => array is null;

    /// <summary>Number of elements of the value; a splat stores one of them.</summary>
    public int Count { get; }

    public bool IsSplat { get; }

    public Span<T> Span => new(array, offset, IsSplat ? 1 : Count);
}
