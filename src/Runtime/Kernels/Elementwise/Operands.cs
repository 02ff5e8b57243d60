using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>An input of a fused loop. Its fields are filled one by one: a method for it would cost the caller variables, of which the compiler has a limited number.</summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct In<T> where T : unmanaged
{
    /// <summary>The first element of a row.</summary>
    public ref T At;

    /// <summary>The distance of rows; 0 if all rows are the same.</summary>
    public nint Rows;

    /// <summary>Moves on to the next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NextRow() => At = ref Unsafe.Add(ref At, Rows);
}

/// <summary>An output of a fused loop.</summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct Out<T> where T : unmanaged
{
    /// <summary>The first element of a row.</summary>
    public ref T At;

    /// <summary>The distance of rows.</summary>
    public nint Rows;

    /// <summary>Moves on to the next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NextRow() => At = ref Unsafe.Add(ref At, Rows);
}
