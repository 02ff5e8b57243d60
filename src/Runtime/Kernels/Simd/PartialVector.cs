using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>
/// Reads and writes the first few lanes of a vector; no byte beyond them is touched. Writes go in halves: a masked store takes four times as long on
/// some machines, cannot be forwarded to the load that follows, and wants a pointer, for which the memory would have to be pinned.
/// </summary>
internal static unsafe class PartialVector
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Load512<T>(ref T start, int count) where T : unmanaged
    {
        ref byte from = ref Unsafe.As<T, byte>(ref start);
        int bytes = count * sizeof(T);
        return ((bytes & 32) == 0
            ? LoadRest256<T>(ref from, bytes).ToVector512()
            : Vector512.Create(Vector256.LoadUnsafe(ref from), LoadRest256<T>(ref Unsafe.Add(ref from, 32), bytes))).As<byte, T>();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<T> Load256<T>(ref T start, int count) where T : unmanaged =>
        LoadRest256<T>(ref Unsafe.As<T, byte>(ref start), count * sizeof(T)).As<byte, T>();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<T> Load128<T>(ref T start, int count) where T : unmanaged =>
        LoadRest128<T>(ref Unsafe.As<T, byte>(ref start), count * sizeof(T)).As<byte, T>();

    // Of bytes, only those below the width of the vector count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> LoadRest256<T>(ref byte from, int bytes) where T : unmanaged => (bytes & 16) == 0
        ? LoadRest128<T>(ref from, bytes).ToVector256()
        : Vector256.Create(Vector128.LoadUnsafe(ref from), LoadRest128<T>(ref Unsafe.Add(ref from, 16), bytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> LoadRest128<T>(ref byte from, int bytes) where T : unmanaged
    {
        if (sizeof(T) == 8) return (bytes & 8) == 0 ? default : Vector128.CreateScalar(Unsafe.ReadUnaligned<double>(ref from)).AsByte();
        if ((bytes & 8) == 0) return (bytes & 4) == 0 ? default : Vector128.CreateScalar(Unsafe.ReadUnaligned<float>(ref from)).AsByte();
        var pair = Vector128.CreateScalar(Unsafe.ReadUnaligned<double>(ref from)).AsSingle();
        return ((bytes & 4) == 0 ? pair : pair.WithElement(2, Unsafe.ReadUnaligned<float>(ref Unsafe.Add(ref from, 8)))).AsByte();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<T>(ref T start, int count, Vector512<T> value) where T : unmanaged
    {
        ref byte to = ref Unsafe.As<T, byte>(ref start);
        int bytes = count * sizeof(T);
        Vector256<byte> rest = value.GetLower().AsByte();
        if ((bytes & 32) != 0)
        {
            rest.StoreUnsafe(ref to);
            to = ref Unsafe.Add(ref to, 32);
            rest = value.GetUpper().AsByte();
        }

        StoreRest<T>(ref to, bytes, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<T>(ref T start, int count, Vector256<T> value) where T : unmanaged =>
        StoreRest<T>(ref Unsafe.As<T, byte>(ref start), count * sizeof(T), value.AsByte());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<T>(ref T start, int count, Vector128<T> value) where T : unmanaged =>
        StoreRest<T>(ref Unsafe.As<T, byte>(ref start), count * sizeof(T), value.AsByte());

    // Of bytes, only those below the width of the vector count.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRest<T>(ref byte to, int bytes, Vector256<byte> value) where T : unmanaged
    {
        Vector128<byte> rest = value.GetLower();
        if ((bytes & 16) != 0)
        {
            rest.StoreUnsafe(ref to);
            to = ref Unsafe.Add(ref to, 16);
            rest = value.GetUpper();
        }

        StoreRest<T>(ref to, bytes, rest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreRest<T>(ref byte to, int bytes, Vector128<byte> rest) where T : unmanaged
    {
        if ((bytes & 8) != 0)
        {
            Unsafe.WriteUnaligned(ref to, rest.AsDouble().ToScalar());
            if (sizeof(T) < 8)
            {
                to = ref Unsafe.Add(ref to, 8);
                rest = Vector128.Create(rest.AsDouble().GetElement(1)).AsByte();
            }
        }

        if (sizeof(T) < 8 && (bytes & 4) != 0) Unsafe.WriteUnaligned(ref to, rest.AsSingle().ToScalar());
    }
}
