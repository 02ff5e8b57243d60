using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>
/// The reduction of angles above 2^30 modulo pi/2, with as many bits of 2/pi as the argument needs. Written out here because the
/// platform's sine of huge arguments is not the same everywhere.
/// </summary>
internal static class HugeAngle
{
    /// <summary>Up to here the reduction in the vector code is exact enough.</summary>
    internal const double MaxCodyWaite = 1073741824.0;

    /// <summary>The bits of 2/pi behind the binary point.</summary>
    private static ReadOnlySpan<ulong> TwoOverPi =>
    [
        0xa2f9836e4e441529, 0xfc2757d1f534ddc0, 0xdb6295993c439041, 0xfe5163abdebbc561, 0xb7246e3a424dd2e0,
        0x06492eea09d1921c, 0xfe1deb1cb129a73e, 0xe88235f52ebb4484, 0xe99c7026b45f7e41, 0x3991d639835339f4,
        0x9c845f8bbdf9283b, 0x1ff897ffde05980f, 0xef2f118b5a0a6d1f, 0x6d367ecf27cb09b7, 0x4f463f669e5fea2d,
        0x7527bac7ebe5f17b, 0x3d0739f78a5292ea, 0x6bfb5fb11f8d5d08, 0x56033046fc7b6bab, 0xf0cfbc209af4361d,
    ];

    /// <summary>Replaces the sine of huge arguments.</summary>
    internal readonly struct Sin : IScalarFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static double Evaluate(double x, double y) =>
            !(Math.Abs(x) > MaxCodyWaite) ? y : x < 0 ? -Sine(-x, 0) : Sine(x, 0);
    }

    /// <summary>Replaces the cosine of huge arguments.</summary>
    internal readonly struct Cos : IScalarFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public static double Evaluate(double x, double y) => !(Math.Abs(x) > MaxCodyWaite) ? y : Sine(Math.Abs(x), 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Sine(double x, int quadrants)
    {
        double r = Reduce(x, out int quadrant);
        Vector128<double> q = Vector128.Create((long)(quadrant + quadrants)).AsDouble();
        return VectorMath.SinReduced<V128<double>, Vector128<double>>(Vector128.Create(r), q).ToScalar();
    }

    // x - n pi/2, of magnitude at most pi/4, and n modulo 4.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Reduce(double x, out int quadrant)
    {
        quadrant = 0;
        if (double.IsInfinity(x)) return double.NaN;
        long bits = BitConverter.DoubleToInt64Bits(x);
        int shift = (int)(bits >> 52) - 1075;
        ulong m = ((ulong)bits & 0xfffffffffffff) | 1UL << 52;

        // x * 2/pi = m * 2^shift * 0.bbb... modulo 4: bits of 2/pi above 2^(2 - shift) contribute multiples of 4 only.
        int start = Math.Max(shift - 2, 0);
        ulong a = Word(start), b = Word(start + 64), c = Word(start + 128);
        UInt128 low = (UInt128)m * c, middle = (UInt128)m * b + (ulong)(low >> 64), high = (UInt128)m * a + (ulong)(middle >> 64);

        // The product is 256 bits wide with its binary point at bit 192 + start - shift; keep two bits before it and 126 behind.
        int point = 192 + start - shift;
        UInt128 top = Window(high, (ulong)middle, (ulong)low, point + 2);
        quadrant = (int)(top >> 126);
        UInt128 fraction = top << 2;
        bool negative = fraction >> 127 != 0;
        if (negative)
        {
            quadrant++;
            fraction = UInt128.Zero - fraction;
        }

        double f = ToDouble(fraction, out double rest);
        const double High = 1.5707963267948966, Low = 6.123233995736766e-17;
        double product = f * High;
        double r = product + (Math.FusedMultiplyAdd(f, High, -product) + (f * Low + rest * High));
        return negative ? -r : r;
    }

    // 64 bits of 2/pi from a bit position on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ulong Word(int position)
    {
        int i = position >> 6, offset = position & 63;
        ulong first = i < TwoOverPi.Length ? TwoOverPi[i] : 0, second = i + 1 < TwoOverPi.Length ? TwoOverPi[i + 1] : 0;
        return offset == 0 ? first : first << offset | second >> 64 - offset;
    }

    // The 128 bits below bit `end` (129 to 255) of the 256-bit number (high, middle, low).
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static UInt128 Window(UInt128 high, ulong middle, ulong low, int end) =>
        high << 256 - end | ((UInt128)middle << 64 | low) >> end - 128;

    // A fixed-point fraction as the sum of two doubles, the first one exact in its leading 53 bits.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double ToDouble(UInt128 fraction, out double rest)
    {
        int zeros = (int)UInt128.LeadingZeroCount(fraction);
        UInt128 normal = zeros == 128 ? 0 : fraction << zeros;
        ulong leading = (ulong)(normal >> 64) & ~0x7ffUL;
        rest = (ulong)(normal - ((UInt128)leading << 64) >> 12) * Math.ScaleB(1.0, -116 - zeros);
        return leading * Math.ScaleB(1.0, -64 - zeros);
    }
}
