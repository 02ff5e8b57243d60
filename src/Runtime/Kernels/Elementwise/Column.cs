using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// One operand while a row is processed. A value that is constant along the row is splatted into a vector on the stack once, and
/// every load then reads that vector: the mask makes the offset 0, so loads need no branch.
/// </summary>
internal unsafe ref struct Column<T, V> where T : unmanaged where V : unmanaged, ISimd<V, T>
{
    private readonly ref T start;
    private readonly nint rowStride;
    private readonly nint mask;
    private ref T row;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Column(Operand<T> operand)
    {
        start = ref operand.Start;
        row = ref operand.Start;
        rowStride = operand.RowStride;
        mask = -operand.ColStride;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Begin(bool used, nint i, V* splat)
    {
        if (!used) return;
        row = ref Unsafe.Add(ref start, i * rowStride);
        if (mask != 0) return;
        *splat = V.Splat(row);
        row = ref Unsafe.AsRef<T>(splat);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly V Load(nint j) => V.Load(ref row, (nuint)(j & mask));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly V LoadPartial(nint j, int count) => V.LoadPartial(ref row, (nuint)(j & mask), count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Store(nint j, V value, bool accumulate) =>
        V.Store(ref row, (nuint)j, accumulate ? V.Load(ref row, (nuint)j) + value : value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void StorePartial(nint j, int count, V value, bool accumulate) =>
        V.StorePartial(ref row, (nuint)j, count, accumulate ? V.LoadPartial(ref row, (nuint)j, count) + value : value);
}
