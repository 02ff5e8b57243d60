using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// What a fused loop reads or writes. Its fields are filled one by one: a method for it would cost the caller variables, of which the compiler has a
/// limited number.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public ref struct Operand<T> where T : unmanaged
{
    /// <summary>The first element of a row.</summary>
    public ref T At;

    /// <summary>The distance of rows; 0 if all rows are the same.</summary>
    public nint Rows;

    /// <summary>Moves on to the next row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void NextRow() => At = ref Unsafe.Add(ref At, Rows);
}
