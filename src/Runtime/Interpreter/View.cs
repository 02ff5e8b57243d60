using System;
using System.Runtime.CompilerServices;

namespace Costate.Execution;

/// <summary>A value: elements, which are a piece of an array, or the entries of a stack whose size was not known before it was written.</summary>
internal readonly struct View<T>
    where T : unmanaged
{
    private readonly object? memory;
    private readonly int offset;
    private readonly int count;

    public View(T[]? array, int offset, int count)
    {
        memory = array;
        this.offset = offset;
        this.count = count;
    }

    public View(T[]? array)
        : this(array, 0, array?.Length ?? 0)
    {
    }

    public View(Entries<T> entries) => memory = entries;

    /// <summary>An absent cotangent.</summary>
    public bool IsAbsent => memory is null;

    /// <summary>The number of elements; 0 for entries.</summary>
    public int Count => count;

    public Span<T> Span => count == 0 ? [] : new(Unsafe.As<T[]>(memory), offset, count);

    /// <summary>The entries of a stack, or null.</summary>
    public Entries<T>? Entries => memory as Entries<T>;

    /// <summary>A piece of the elements.</summary>
    public View<T> Slice(int start, int length) => new(Unsafe.As<T[]>(memory), offset + start, length);

    /// <summary>Whether both are the same memory.</summary>
    public bool Is(View<T> other) => ReferenceEquals(memory, other.memory) && offset == other.offset && count == other.count;

    public void CopyTo(View<T> target)
    {
        if (Entries is { } entries)
        {
            entries.CopyTo(target.Entries!);
        }
        else
        {
            Span.CopyTo(target.Span);
        }
    }
}
