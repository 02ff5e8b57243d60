using System;

namespace Costate.Execution;

/// <summary>The elements of a value: a piece of an array.</summary>
internal readonly struct View<T>
    where T : unmanaged
{
    private readonly T[]? array;
    private readonly int offset;
    private readonly int count;

    public View(T[]? array, int offset, int count)
    {
        this.array = array;
        this.offset = offset;
        this.count = count;
    }

    public View(T[]? array)
        : this(array, 0, array?.Length ?? 0)
    {
    }

    /// <summary>An absent cotangent.</summary>
    public bool IsAbsent => array is null;

    public Span<T> Span => new(array, offset, count);
}
