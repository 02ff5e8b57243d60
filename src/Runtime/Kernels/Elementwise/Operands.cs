using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>An input of a fused loop: the first element of a row, and the distance of its rows (0 if all rows are the same).</summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct In<T> where T : unmanaged
{
    internal ref T Start;
    private readonly nint stride;

    /// <summary>An input with the given distance of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public In(ref readonly T start, nint stride = 0)
    {
        Start = ref Unsafe.AsRef(in start);
        this.stride = stride;
    }

    /// <summary>Moves on to the next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NextRow() => Start = ref Unsafe.Add(ref Start, stride);
}

/// <summary>An output of a fused loop: the first element of a row, and the distance of its rows.</summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct Out<T> where T : unmanaged
{
    internal ref T Start;
    internal readonly nint Stride;

    /// <summary>An output with the given distance of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Out(ref T start, nint stride = 0)
    {
        Start = ref start;
        Stride = stride;
    }

    /// <summary>Moves on to the next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NextRow() => Start = ref Unsafe.Add(ref Start, Stride);
}
