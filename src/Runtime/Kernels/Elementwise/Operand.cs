using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// One operand of a fused loop over rows and columns: element (i, j) lies at <c>i * RowStride + j * ColStride</c>. The column stride
/// is 1, or 0 for a value that is the same along the row; an output has column stride 1.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly ref struct Operand<T> where T : unmanaged
{
    internal readonly ref T Start;
    internal readonly nint RowStride;
    internal readonly nint ColStride;

    /// <summary>An operand with the given strides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Operand(ref readonly T start, int rowStride, int colStride)
    {
        Start = ref Unsafe.AsRef(in start);
        RowStride = rowStride;
        ColStride = colStride;
    }
}
