using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Costate.CompilerServices;

/// <summary>
/// Multiplication by a power of two with one rounding, so that results in the subnormal range are right. The portable form
/// multiplies twice; its first product is exact, hence it gives the same bits as the instruction.
/// </summary>
internal static class PowerOfTwo
{
    /// <summary>Adding it moves an integer of magnitude below 2^51 into the low bits of a double.</summary>
    internal const double Magic = 6755399441055744.0;

    internal static bool Scale512Native
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.IsSupported;
    }

    internal static bool Scale256Native
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.VL.IsSupported;
    }

    internal static bool Scale128Native
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Avx512F.VL.IsSupported;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<double> Scale(Vector512<double> a, Vector512<double> n) => Avx512F.Scale(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<double> Scale(Vector256<double> a, Vector256<double> n) => Avx512F.VL.Scale(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<double> Scale(Vector128<double> a, Vector128<double> n) => Avx512F.VL.Scale(a, n);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Scale<S, V, T>(V a, V n) where S : struct, ISimd<V, T> where V : unmanaged where T : unmanaged
    {
        V half = S.Fma(n, 0.5, Magic);
        V rest = S.Add(S.Sub(n, S.Sub(half, Magic)), Magic);
        return S.Mul(S.Mul(a, S.AddBits(S.ShiftLeft(half, 52), 0x3ff0000000000000)), S.AddBits(S.ShiftLeft(rest, 52), 0x3ff0000000000000));
    }
}
