using System;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// Elementary functions of doubles over vectors. Every width runs the same operations, so a lane's bits depend on its input
/// alone. Errors in units in the last place of the exact result, measured by the tests and stated at each function. Polynomials
/// are minimax in relative error, computed for this file. Results in the subnormal range are rounded once; special values
/// are those of IEEE 754 and <see cref="Math"/>.
/// All of them are inlined into the loop that uses them: a vector cannot be passed in registers, and a 64-byte store across cache
/// lines that is loaded at once makes every call wait for the one before it.
/// </summary>
internal static class VectorMath
{
    private const double Magic = PowerOfTwo.Magic;
    private const long SignBit = long.MinValue;
    private const double Log2E = 1.4426950408889634;
    private const double Ln2High = 0.6931471805599453, Ln2Low = 2.3190468138462996e-17;

    // Below it, f(x) = x for the odd-like functions (expm1, log1p), and the sign of zero is kept.
    private const double Tiny = 5.5511151231257827e-17;

    /// <summary>The exponential; at most 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Exp<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged
    {
        x = S.Clamp(x, -750.0, 711.0);
        V n = S.Sub(S.Fma(x, Log2E, Magic), Magic);
        V r = S.Fma(n, -Ln2Low, S.Fma(n, -Ln2High, x));
        return S.Scale(S.Add(1.0, Expm1Reduced<S, V>(r)), n);
    }

    /// <summary>exp(x) - 1; at most 2 ulp, also near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Expm1<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V c = S.Clamp(x, -50.0, 709.9);
        V t = S.Fma(c, Log2E, Magic);
        V n = S.Sub(t, Magic);
        V p = Expm1Reduced<S, V>(S.Fma(n, -Ln2Low, S.Fma(n, -Ln2High, c)));

        // 2^(n-1), because 2^n overflows before the result does.
        V s = S.AddBits(S.ShiftLeft(t, 52), 0x3fe0000000000000);
        V y = S.Fma(s, p, S.Sub(s, 0.5));
        return S.Select(S.Less(S.Abs(x), Tiny), x, S.Add(y, y));
    }

    // exp(r) - 1 for |r| <= ln(2)/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Expm1Reduced<S, V>(V r) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V r2 = S.Mul(r, r), r4 = S.Mul(r2, r2);
        V a = S.Fma(r, 0.16666666666666588, 0.5000000000000006);
        V b = S.Fma(r, 0.00833333333338955, 0.04166666666657676);
        V c = S.Fma(r, 0.00019841269719008748, 0.0013888888931564837);
        V d = S.Fma(r, 2.7557407541459996e-06, 2.4801505273818952e-05);
        V e = S.Fma(r, 2.5053775247265575e-08, 2.762603788379489e-07);
        V q = S.Fma(S.Fma(r4, e, S.Fma(r2, d, c)), r4, S.Fma(r2, b, a));
        return S.Fma(r2, q, r);
    }

    /// <summary>The logistic function 1 / (1 + exp(-x)); at most 3 ulp, also where it is close to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Logistic<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V e = Exp<S, V>(S.Neg(S.Abs(x)));
        return S.Div(S.Select(S.Less(x, 0.0), e, S.Splat(1.0)), S.Add(1.0, e));
    }

    /// <summary>The hyperbolic tangent; at most 3 ulp, also near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Tanh<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V sign = S.AndBits(x, SignBit);
        V a = S.AtMost(S.Xor(x, sign), 22.0);
        a = S.Add(a, a);
        V t = S.Fma(a, Log2E, Magic);
        V n = S.Sub(t, Magic);
        V p = Expm1Reduced<S, V>(S.Fma(n, -Ln2Low, S.Fma(n, -Ln2High, a)));
        V s = S.AddBits(S.ShiftLeft(t, 52), 0x3ff0000000000000);
        V e = S.Fma(s, p, S.Sub(s, 1.0));
        return S.Or(S.Div(e, S.Add(e, 2.0)), sign);
    }

    /// <summary>The natural logarithm; at most 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Log<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V subnormal = S.Less(x, 2.2250738585072014e-308);
        V f = S.Sub(Mantissa<S, V>(S.Select(subnormal, S.Mul(x, 18014398509481984.0), x), out V k), 1.0);
        k = S.Sub(k, S.And(subnormal, S.Splat(54.0)));
        return LogEdges<S, V>(x, LogReduced<S, V>(f, k, S.Splat(0.0)));
    }

    /// <summary>log(1 + x); at most 2 ulp, also near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Log1p<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V one = S.Splat(1.0);
        V u = S.Add(one, x);

        // What the rounding of 1 + x lost, whichever of the two is larger.
        V lost = S.Select(S.Less(one, x), S.Sub(one, S.Sub(u, x)), S.Sub(x, S.Sub(u, one)));
        V m = Mantissa<S, V>(u, out V k);
        V y = LogReduced<S, V>(S.Sub(m, one), k, S.Div(lost, u));
        return S.Select(S.Less(S.Abs(x), Tiny), x, LogEdges<S, V>(u, y));
    }

    // Splits a positive normal number into m in [sqrt(1/2), sqrt(2)) and an exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Mantissa<S, V>(V x, out V exponent) where S : struct, ISimd<V, double> where V : unmanaged
    {
        const long SqrtHalf = 0x3fe6a09e667f3bcd;
        V bits = S.AddBits(x, 0x3ff0000000000000 - SqrtHalf);
        exponent = S.Sub(S.OrBits(S.ShiftRight(bits, 52), 0x4330000000000000), 4503599627370496.0 + 1023.0);
        return S.AddBits(S.AndBits(bits, 0x000fffffffffffff), SqrtHalf);
    }

    // log(1 + f) + k log(2) + extra, where log((1 + s) / (1 - s)) is expanded in s = f / (2 + f).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogReduced<S, V>(V f, V k, V extra) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V s = S.Div(f, S.Add(2.0, f));
        V z = S.Mul(s, s), z2 = S.Mul(z, z);
        V a = S.Fma(z, 0.39999999999414326, 0.6666666666666734);
        V b = S.Fma(z, 0.22222198563563392, 0.28571428742474025);
        V c = S.Fma(z, 0.15314035922788746, 0.18183564862979942);
        V p = S.Mul(z, S.Fma(z2, S.Fma(z2, S.Fma(z2, 0.14796104620528275, c), b), a));
        V h = S.Mul(S.Mul(0.5, f), f);
        V low = S.Fma(s, S.Add(h, p), S.Fma(k, Ln2Low, extra));
        return S.Fma(k, Ln2High, S.Add(S.Sub(low, h), f));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogEdges<S, V>(V x, V y) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V zero = S.Splat(0.0);
        V nonPositive = S.Select(S.Equal(x, zero), S.Splat(double.NegativeInfinity), S.Splat(double.NaN));
        y = S.Select(S.Less(x, double.PositiveInfinity), y, x);
        return S.Select(S.LessEqual(x, zero), nonPositive, y);
    }

    /// <summary>The sine; at most 1.25 ulp for every argument.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Sin<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V sign = S.AndBits(x, SignBit);
        V a = S.Xor(x, sign);
        V y = S.Xor(SinSmall<S, V>(a, 0), sign);
        return S.Any(S.Greater(a, HugeAngle.MaxCodyWaite)) ? S.MapLanes<HugeAngle.Sin>(x, y) : y;
    }

    /// <summary>The cosine; at most 1.25 ulp for every argument.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Cos<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V a = S.Abs(x);
        V y = SinSmall<S, V>(a, 1);
        return S.Any(S.Greater(a, HugeAngle.MaxCodyWaite)) ? S.MapLanes<HugeAngle.Cos>(x, y) : y;
    }

    // sin(a + quadrants * pi/2) for 0 <= a <= 2^30: the first step of the reduction is exact, the others round once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinSmall<S, V>(V a, long quadrants) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V t = S.Fma(a, 0.6366197723675814, Magic);
        V n = S.Sub(t, Magic);
        V r = S.Fma(n, -1.5707963267948966, a);
        r = S.Fma(n, 1.4973849048591698e-33, S.Fma(n, -6.123233995736766e-17, r));
        return SinReduced<S, V>(r, S.AddBits(t, quadrants));
    }

    /// <summary>sin(r + q pi/2) for |r| up to pi/4, where q are the low bits of <paramref name="quadrant"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V SinReduced<S, V>(V r, V quadrant) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V z = S.Mul(r, r), z2 = S.Mul(z, z);
        V s0 = S.Fma(z, 0.008333333333322108, -0.1666666666666663);
        V s1 = S.Fma(z, 2.75573136180164e-06, -0.00019841269829580163);
        V s2 = S.Fma(z, 1.5896197629005927e-10, -2.5050747218064714e-08);
        V sin = S.Fma(S.Mul(z, r), S.Fma(z2, S.Fma(z2, s2, s1), s0), r);

        V c0 = S.Fma(z, -0.001388888888887304, 0.041666666666666595);
        V c1 = S.Fma(z, -2.755731417623606e-07, 2.4801587288841384e-05);
        V c2 = S.Fma(z, -1.1358513926306487e-11, 2.0875700415574188e-09);
        V h = S.Mul(0.5, z), w = S.Sub(1.0, h);
        V cos = S.Add(w, S.Fma(z2, S.Fma(z2, S.Fma(z2, c2, c1), c0), S.Sub(S.Sub(1.0, w), h)));

        V odd = S.NotEqual(S.AndBits(quadrant, 1), S.Splat(0.0));
        V sign = S.AndBits(S.ShiftLeft(quadrant, 62), SignBit);
        return S.Xor(S.Select(odd, cos, sin), sign);
    }

    /// <summary>The error function; at most 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Erf<S, V>(V x) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V sign = S.AndBits(x, SignBit);
        V a = S.AtMost(S.Xor(x, sign), 6.0);

        // Up to 1: x + x P(x^2).
        V z = S.Mul(a, a), z2 = S.Mul(z, z), z4 = S.Mul(z2, z2);
        V p0 = S.Fma(z2, S.Fma(z, -0.02686617064310972, 0.11283791670944174), S.Fma(z, -0.3761263890318352, 0.12837916709551256));
        V p1 = S.Fma(z2, S.Fma(z, -1.4924711867216488e-05, 0.0001205529355471178), S.Fma(z, -0.0008548325928588938, 0.00522397760610372));
        V p2 = S.Fma(z, -1.620627124359603e-07, 1.6447126109806116e-06);
        p2 = S.Fma(z2, S.Fma(z, -7.779115055963315e-10, 1.3710793704591102e-08), p2);
        V near = S.Fma(a, S.Fma(z4, S.Fma(z4, p2, p1), p0), a);

        // Above: 1 - exp(-x^2) Q((x - 3) / (x + 3)).
        V u = S.Div(S.Sub(a, 3.0), S.Add(a, 3.0)), u2 = S.Mul(u, u), u4 = S.Mul(u2, u2);
        V q0 = S.Fma(u2, S.Fma(u, -0.15011593634365267, 0.2456038016643015), S.Fma(u, -0.3262335600459019, 0.17900115118135376));
        V q1 = S.Fma(u2, S.Fma(u, 0.0007131753484789635, 0.00427035382451569), S.Fma(u, -0.024392327871422297, 0.07166585013127864));
        V q2 = S.Fma(u2, S.Fma(u, 1.5203301703860449e-05, 0.00010295187644429646), S.Fma(u, 7.63941101845975e-05, -0.0005810921018455554));
        V far = S.Sub(1.0, S.Mul(Exp<S, V>(S.Neg(z)), S.Fma(u4, S.Fma(u4, q2, q1), q0)));
        return S.Or(S.Select(S.Greater(a, 1.0), far, near), sign);
    }

    /// <summary>The angle of the point (x, y), with the special values of <see cref="Math.Atan2"/>; at most 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Atan2<S, V>(V y, V x) where S : struct, ISimd<V, double> where V : unmanaged
    {
        const double QuarterPi = 0.7853981633974483, QuarterPiLow = 3.061616997868383e-17, TanEighthPi = 0.41421356237309503;
        V ax = S.Abs(x), ay = S.Abs(y);
        V large = S.Max(ax, ay), small = S.Min(ax, ay);
        V scale = S.Select(S.Greater(large, 1e300), S.Splat(9.094947017729282e-13), S.Splat(1.0));
        large = S.Mul(large, scale);
        small = S.Mul(small, scale);

        // The angle is k quarter turns of pi plus or minus atan(q), |q| <= tan(pi/8); two zeros and two infinities have q = 0.
        V steep = S.Greater(small, S.AtMost(S.Mul(TanEighthPi, large), 1e308));
        V equal = S.Equal(small, large);
        V numerator = S.Select(equal, S.Select(S.Equal(large, 0.0), small, S.Splat(0.0)), S.Select(steep, S.Sub(small, large), small));
        V denominator = S.Select(equal, S.Splat(1.0), S.Select(steep, S.Add(small, large), large));
        V q = S.Div(numerator, denominator);
        V k = S.And(steep, S.Splat(1.0));
        V swap = S.Greater(ay, ax), left = S.Less(S.Or(S.AndBits(x, SignBit), S.Splat(1.0)), 0.0);
        k = S.Select(swap, S.Sub(2.0, k), k);
        k = S.Select(left, S.Sub(4.0, k), k);
        q = S.Xor(q, S.AndBits(S.Xor(swap, left), SignBit));

        V z = S.Mul(q, q), z2 = S.Mul(z, z), z4 = S.Mul(z2, z2);
        V p0 = S.Fma(z2, S.Fma(z, 0.11111110781921173, -0.14285714280162076), S.Fma(z, 0.19999999999953205, -0.333333333333332));
        V p1 = S.Fma(z2, S.Fma(z, 0.058478481108335305, -0.06663097707850092), S.Fma(z, 0.07692059589463347, -0.09090897718280956));
        V p2 = S.Fma(z2, S.Splat(-0.017903548571347076), S.Fma(z, 0.03806080462730313, -0.05039138963726942));
        V angle = S.Fma(S.Mul(z, q), S.Fma(z4, S.Fma(z4, p2, p1), p0), S.Fma(k, QuarterPiLow, q));
        return S.Or(S.Fma(k, QuarterPi, angle), S.AndBits(y, SignBit));
    }

    /// <summary>x to the power y, with the special values of <see cref="Math.Pow"/>; at most 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Pow<S, V>(V x, V y) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V zero = S.Splat(0.0), one = S.Splat(1.0), infinity = S.Splat(double.PositiveInfinity);
        V a = S.Abs(x);
        LogDouble<S, V>(a, out V high, out V low);

        V p = S.Mul(y, high);
        V rest = S.Fma(y, low, S.Fma(y, high, S.Neg(p)));
        V c = S.Clamp(p, -760.0, 720.0);
        V n = S.Sub(S.Fma(c, Log2E, Magic), Magic);
        V r = S.Add(S.Fma(n, -Ln2High, c), S.Fma(n, -Ln2Low, S.Select(S.Equal(c, p), rest, zero)));
        V power = S.Scale(S.Add(one, Expm1Reduced<S, V>(r)), n);

        V absY = S.Abs(y);
        V floorY = S.Floor(y);
        V halfY = S.Mul(0.5, y);
        V odd = S.And(S.Equal(floorY, y), S.NotEqual(S.Floor(halfY), halfY));
        power = S.Or(power, S.AndBits(S.And(odd, x), SignBit));

        // A negative finite base with an exponent that is no integer, then NaN, then the two cases that beat NaN.
        V invalid = S.And(S.Less(x, zero), S.And(S.NotEqual(floorY, y), S.Greater(x, double.NegativeInfinity)));
        power = S.Select(invalid, S.Splat(double.NaN), power);
        V isOne = S.Or(S.Equal(y, zero), S.Or(S.Equal(x, one), S.And(S.Equal(a, one), S.Equal(absY, infinity))));
        power = S.Select(S.And(S.Equal(x, x), S.Equal(y, y)), power, S.Add(x, y));
        return S.Select(isOne, one, power);
    }

    // log(a) for a >= 0 as a sum of two doubles, with a relative error of about 2^-65.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LogDouble<S, V>(V a, out V high, out V low) where S : struct, ISimd<V, double> where V : unmanaged
    {
        V subnormal = S.Less(a, 2.2250738585072014e-308);
        V m = Mantissa<S, V>(S.Select(subnormal, S.Mul(a, 18014398509481984.0), a), out V k);
        k = S.Sub(k, S.And(subnormal, S.Splat(54.0)));

        // s = (m - 1) / (m + 1) in two doubles; m - 1 is exact.
        V one = S.Splat(1.0);
        V f = S.Sub(m, one), d = S.Add(m, one), dLow = S.Sub(m, S.Sub(d, one));
        V s = S.Div(f, d);
        V sLow = S.Div(S.Fma(S.Neg(s), dLow, S.Fma(S.Neg(s), d, f)), d);

        // log m = 2 s + 2/3 s^3 + s^5 P(s^2), the first two terms in two doubles.
        V z = S.Mul(s, s), zLow = S.Fma(S.Add(s, s), sLow, S.Fma(s, s, S.Neg(z)));
        V w = S.Mul(z, s), wLow = S.Add(S.Fma(z, s, S.Neg(w)), S.Fma(z, sLow, S.Mul(zLow, s)));
        V third = S.Splat(0.6666666666666666);
        V c = S.Mul(w, third), cLow = S.Add(S.Fma(w, third, S.Neg(c)), S.Fma(w, 3.700743415417188e-17, S.Mul(wLow, third)));
        V z2 = S.Mul(z, z);
        V p0 = S.Fma(z, 0.2857142857009925, 0.40000000000002256);
        V p1 = S.Fma(z, 0.18181784362662864, 0.22222222519976895);
        V p2 = S.Fma(z, 0.13256813382112384, 0.15386757526749142);
        V p = S.Fma(z2, S.Fma(z2, S.Fma(z2, 0.13196367788602745, p2), p1), p0);
        V tail = S.Fma(S.Mul(w, z), p, cLow);

        // k ln2 + 2 s + c + tail, adding the large ones without loss: |k ln2| is 0 or above |2 s|, and |2 s| above |c|.
        V s2 = S.Add(s, s);
        V u = S.Add(s2, c), uLow = S.Add(S.Sub(s2, u), c);
        V kl = S.Mul(k, Ln2High), klLow = S.Fma(k, Ln2High, S.Neg(kl));
        V h = S.Add(kl, u), hLow = S.Add(S.Sub(kl, h), u);
        V rest = S.Add(hLow, S.Add(uLow, S.Add(S.Fma(k, Ln2Low, klLow), S.Add(S.Add(sLow, sLow), tail))));
        high = S.Add(h, rest);
        low = S.Add(S.Sub(h, high), rest);

        V zero = S.Splat(0.0), infinity = S.Splat(double.PositiveInfinity);
        V atZero = S.Equal(a, zero), finite = S.Less(a, infinity);
        high = S.Select(atZero, S.Splat(double.NegativeInfinity), S.Select(finite, high, a));
        low = S.Select(S.Or(atZero, S.GreaterEqual(a, infinity)), zero, low);
    }
}
