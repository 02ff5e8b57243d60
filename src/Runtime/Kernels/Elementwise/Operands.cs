using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>An input of a fused loop: its first element, and the distance of its rows (0 if all rows are the same).</summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct In<T> where T : unmanaged
{
    internal readonly ref T Start;
    internal readonly nint Stride;

    /// <summary>An input with the given distance of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public In(ref readonly T start, nint stride = 0)
    {
        Start = ref Unsafe.AsRef(in start);
        Stride = stride;
    }
}

/// <summary>An output of a fused loop: its first element, and the distance of its rows.</summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct Out<T> where T : unmanaged
{
    internal readonly ref T Start;
    internal readonly nint Stride;

    /// <summary>An output with the given distance of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Out(ref T start, nint stride = 0)
    {
        Start = ref start;
        Stride = stride;
    }
}
