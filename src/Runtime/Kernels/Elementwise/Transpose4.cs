using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Costate.CompilerServices;

/// <summary>The transposition of a tile of four by four elements of 4 or 8 bytes in registers.</summary>
internal static class Transpose4
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static bool IsSupported<T>() where T : unmanaged =>
        Unsafe.SizeOf<T>() == 8 ? Avx.IsSupported : Unsafe.SizeOf<T>() == 4 && Sse.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Copy<T>(ref T from, nint fromStride, ref T to, nint toStride) where T : unmanaged
    {
        if (Unsafe.SizeOf<T>() == 8) Copy8(ref Unsafe.As<T, double>(ref from), fromStride, ref Unsafe.As<T, double>(ref to), toStride);
        else Copy4(ref Unsafe.As<T, float>(ref from), fromStride, ref Unsafe.As<T, float>(ref to), toStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy8(ref double from, nint fromStride, ref double to, nint toStride)
    {
        Vector256<double> r0 = Vector256.LoadUnsafe(ref from), r1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, fromStride));
        Vector256<double> r2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 2 * fromStride));
        Vector256<double> r3 = Vector256.LoadUnsafe(ref Unsafe.Add(ref from, 3 * fromStride));
        Vector256<double> a = Avx.UnpackLow(r0, r1), b = Avx.UnpackHigh(r0, r1), c = Avx.UnpackLow(r2, r3), d = Avx.UnpackHigh(r2, r3);
        Avx.Permute2x128(a, c, 0x20).StoreUnsafe(ref to);
        Avx.Permute2x128(b, d, 0x20).StoreUnsafe(ref Unsafe.Add(ref to, toStride));
        Avx.Permute2x128(a, c, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 2 * toStride));
        Avx.Permute2x128(b, d, 0x31).StoreUnsafe(ref Unsafe.Add(ref to, 3 * toStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy4(ref float from, nint fromStride, ref float to, nint toStride)
    {
        Vector128<float> r0 = Vector128.LoadUnsafe(ref from), r1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, fromStride));
        Vector128<float> r2 = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 2 * fromStride));
        Vector128<float> r3 = Vector128.LoadUnsafe(ref Unsafe.Add(ref from, 3 * fromStride));
        Vector128<float> a = Sse.UnpackLow(r0, r1), b = Sse.UnpackHigh(r0, r1), c = Sse.UnpackLow(r2, r3), d = Sse.UnpackHigh(r2, r3);
        Sse.MoveLowToHigh(a, c).StoreUnsafe(ref to);
        Sse.MoveHighToLow(c, a).StoreUnsafe(ref Unsafe.Add(ref to, toStride));
        Sse.MoveLowToHigh(b, d).StoreUnsafe(ref Unsafe.Add(ref to, 2 * toStride));
        Sse.MoveHighToLow(d, b).StoreUnsafe(ref Unsafe.Add(ref to, 3 * toStride));
    }
}
