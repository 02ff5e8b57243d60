using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Costate.CompilerServices;

// The vocabulary of generated cores: short names, because the text is meant to be read.
public abstract partial class Fragment
{
    /// <summary>A number of elements rounded up, so that what follows in a block is aligned to a cache line of doubles.</summary>
    protected static int Pad(int count) => checked(count + 7) & ~7;

    /// <summary>An input of a fused loop.</summary>
    /// <param name="x">The memory.</param>
    /// <param name="at">The first element.</param>
    /// <param name="rows">The distance of rows; 0 if all rows are the same.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static In<T> From<T>(ReadOnlySpan<T> x, int at = 0, int rows = 0)
        where T : unmanaged => new(in Unsafe.Add(ref MemoryMarshal.GetReference(x), at), rows);

    /// <inheritdoc cref="From{T}(ReadOnlySpan{T}, int, int)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static In<T> From<T>(Span<T> x, int at = 0, int rows = 0)
        where T : unmanaged => new(in Unsafe.Add(ref MemoryMarshal.GetReference(x), at), rows);

    /// <summary>An output of a fused loop.</summary>
    /// <param name="y">The memory.</param>
    /// <param name="at">The first element.</param>
    /// <param name="rows">The distance of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static Out<T> To<T>(Span<T> y, int at = 0, int rows = 0)
        where T : unmanaged => new(ref Unsafe.Add(ref MemoryMarshal.GetReference(y), at), rows);

    /// <summary>A number as an input of a fused loop.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static In<T> Number<T>(ref readonly T value)
        where T : unmanaged => new(in value);
}
