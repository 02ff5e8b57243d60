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
    internal static V Exp<V>(V x) where V : unmanaged, ISimd<V, double>
    {
        x = V.Clamp(x, -750.0, 711.0);
        V n = V.Fma(x, Log2E, Magic) - Magic;
        V r = V.Fma(n, -Ln2Low, V.Fma(n, -Ln2High, x));
        return V.Scale(1.0 + Expm1Reduced(r), n);
    }

    /// <summary>exp(x) - 1; at most 2 ulp, also near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Expm1<V>(V x) where V : unmanaged, ISimd<V, double>
    {
        V c = V.Clamp(x, -50.0, 709.9);
        V t = V.Fma(c, Log2E, Magic);
        V n = t - Magic;
        V p = Expm1Reduced(V.Fma(n, -Ln2Low, V.Fma(n, -Ln2High, c)));

        // 2^(n-1), because 2^n overflows before the result does.
        V s = V.AddBits(V.ShiftLeft(t, 52), 0x3fe0000000000000);
        V y = V.Fma(s, p, s - 0.5);
        return V.Select(V.Less(V.Abs(x), Tiny), x, y + y);
    }

    // exp(r) - 1 for |r| <= ln(2)/2.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Expm1Reduced<V>(V r) where V : unmanaged, ISimd<V, double>
    {
        V r2 = r * r, r4 = r2 * r2;
        V a = V.Fma(r, 0.16666666666666588, 0.5000000000000006);
        V b = V.Fma(r, 0.00833333333338955, 0.04166666666657676);
        V c = V.Fma(r, 0.00019841269719008748, 0.0013888888931564837);
        V d = V.Fma(r, 2.7557407541459996e-06, 2.4801505273818952e-05);
        V e = V.Fma(r, 2.5053775247265575e-08, 2.762603788379489e-07);
        V q = V.Fma(V.Fma(r4, e, V.Fma(r2, d, c)), r4, V.Fma(r2, b, a));
        return V.Fma(r2, q, r);
    }

    /// <summary>The logistic function 1 / (1 + exp(-x)); at most 3 ulp, also where it is close to 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Logistic<V>(V x) where V : unmanaged, ISimd<V, double>
    {
        V e = Exp(-V.Abs(x));
        return V.Select(V.Less(x, 0.0), e, V.Splat(1.0)) / (1.0 + e);
    }

    /// <summary>The hyperbolic tangent; at most 3 ulp, also near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Tanh<V>(V x) where V : unmanaged, ISimd<V, double>
    {
        V sign = V.AndBits(x, SignBit);
        V a = V.AtMost(V.Xor(x, sign), 22.0);
        a += a;
        V t = V.Fma(a, Log2E, Magic);
        V n = t - Magic;
        V p = Expm1Reduced(V.Fma(n, -Ln2Low, V.Fma(n, -Ln2High, a)));
        V s = V.AddBits(V.ShiftLeft(t, 52), 0x3ff0000000000000);
        V e = V.Fma(s, p, s - 1.0);
        return V.Or(e / (e + 2.0), sign);
    }

    /// <summary>The natural logarithm; at most 1 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Log<V>(V x) where V : unmanaged, ISimd<V, double>
    {
        V subnormal = V.Less(x, 2.2250738585072014e-308);
        V f = Mantissa(V.Select(subnormal, x * 18014398509481984.0, x), out V k) - 1.0;
        k -= V.And(subnormal, V.Splat(54.0));
        return LogEdges(x, LogReduced(f, k, V.Splat(0.0)));
    }

    /// <summary>log(1 + x); at most 2 ulp, also near 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Log1p<V>(V x) where V : unmanaged, ISimd<V, double>
    {
        V one = V.Splat(1.0);
        V u = one + x;

        // What the rounding of 1 + x lost, whichever of the two is larger.
        V lost = V.Select(V.Less(one, x), one - (u - x), x - (u - one));
        V m = Mantissa(u, out V k);
        V y = LogReduced(m - one, k, lost / u);
        return V.Select(V.Less(V.Abs(x), Tiny), x, LogEdges(u, y));
    }

    // Splits a positive normal number into m in [sqrt(1/2), sqrt(2)) and an exponent.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V Mantissa<V>(V x, out V exponent) where V : unmanaged, ISimd<V, double>
    {
        const long SqrtHalf = 0x3fe6a09e667f3bcd;
        V bits = V.AddBits(x, 0x3ff0000000000000 - SqrtHalf);
        exponent = V.OrBits(V.ShiftRight(bits, 52), 0x4330000000000000) - (4503599627370496.0 + 1023.0);
        return V.AddBits(V.AndBits(bits, 0x000fffffffffffff), SqrtHalf);
    }

    // log(1 + f) + k log(2) + extra, where log((1 + s) / (1 - s)) is expanded in s = f / (2 + f).
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogReduced<V>(V f, V k, V extra) where V : unmanaged, ISimd<V, double>
    {
        V s = f / (2.0 + f);
        V z = s * s, z2 = z * z;
        V a = V.Fma(z, 0.39999999999414326, 0.6666666666666734);
        V b = V.Fma(z, 0.22222198563563392, 0.28571428742474025);
        V c = V.Fma(z, 0.15314035922788746, 0.18183564862979942);
        V p = z * V.Fma(z2, V.Fma(z2, V.Fma(z2, 0.14796104620528275, c), b), a);
        V h = 0.5 * f * f;
        V low = V.Fma(s, h + p, V.Fma(k, Ln2Low, extra));
        return V.Fma(k, Ln2High, low - h + f);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V LogEdges<V>(V x, V y) where V : unmanaged, ISimd<V, double>
    {
        V zero = V.Splat(0.0);
        V nonPositive = V.Select(V.Equal(x, zero), V.Splat(double.NegativeInfinity), V.Splat(double.NaN));
        y = V.Select(V.Less(x, double.PositiveInfinity), y, x);
        return V.Select(V.LessEqual(x, zero), nonPositive, y);
    }

    /// <summary>The sine; at most 1.5 ulp for every argument.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Sin<V>(V x) where V : unmanaged, ISimd<V, double>
    {
        V sign = V.AndBits(x, SignBit);
        return V.Xor(SinQuadrant(V.Xor(x, sign), 0), sign);
    }

    /// <summary>The cosine; at most 1.5 ulp for every argument.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Cos<V>(V x) where V : unmanaged, ISimd<V, double> => SinQuadrant(V.Abs(x), 1);

    // sin(a + quadrants * pi/2) for a >= 0. Up to 2^30 the first step of the reduction is exact, the others round once.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static V SinQuadrant<V>(V a, long quadrants) where V : unmanaged, ISimd<V, double>
    {
        V t = V.Fma(a, 0.6366197723675814, Magic);
        V n = t - Magic;
        V r = V.Fma(n, -1.5707963267948966, a);
        r = V.Fma(n, 1.4973849048591698e-33, V.Fma(n, -6.123233995736766e-17, r));
        V huge = V.Greater(a, HugeAngle.MaxCodyWaite);
        if (V.Any(huge))
        {
            r = V.Select(huge, V.MapLanes<HugeAngle.Remainder>(a), r);
            t = V.Select(huge, V.MapLanes<HugeAngle.Quadrant>(a), t);
        }

        V z = r * r, z2 = z * z;

        V s0 = V.Fma(z, 0.008333333333322108, -0.1666666666666663);
        V s1 = V.Fma(z, 2.75573136180164e-06, -0.00019841269829580163);
        V s2 = V.Fma(z, 1.5896197629005927e-10, -2.5050747218064714e-08);
        V sin = V.Fma(z * r, V.Fma(z2, V.Fma(z2, s2, s1), s0), r);

        V c0 = V.Fma(z, -0.001388888888887304, 0.041666666666666595);
        V c1 = V.Fma(z, -2.755731417623606e-07, 2.4801587288841384e-05);
        V c2 = V.Fma(z, -1.1358513926306487e-11, 2.0875700415574188e-09);
        V h = 0.5 * z, w = 1.0 - h;
        V cos = w + V.Fma(z2, V.Fma(z2, V.Fma(z2, c2, c1), c0), 1.0 - w - h);

        V q = V.AddBits(t, quadrants);
        V odd = V.NotEqual(V.AndBits(q, 1), V.Splat(0.0));
        V sign = V.AndBits(V.ShiftLeft(q, 62), SignBit);
        return V.Xor(V.Select(odd, cos, sin), sign);
    }

    /// <summary>The error function; at most 1.5 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Erf<V>(V x) where V : unmanaged, ISimd<V, double>
    {
        V sign = V.AndBits(x, SignBit);
        V a = V.AtMost(V.Xor(x, sign), 6.0);

        // Up to 1: x + x P(x^2).
        V z = a * a, z2 = z * z, z4 = z2 * z2;
        V p0 = V.Fma(z2, V.Fma(z, -0.02686617064310972, 0.11283791670944174), V.Fma(z, -0.3761263890318352, 0.12837916709551256));
        V p1 = V.Fma(z2, V.Fma(z, -1.4924711867216488e-05, 0.0001205529355471178), V.Fma(z, -0.0008548325928588938, 0.00522397760610372));
        V p2 = V.Fma(z, -1.620627124359603e-07, 1.6447126109806116e-06);
        p2 = V.Fma(z2, V.Fma(z, -7.779115055963315e-10, 1.3710793704591102e-08), p2);
        V near = V.Fma(a, V.Fma(z4, V.Fma(z4, p2, p1), p0), a);

        // Above: 1 - exp(-x^2) Q((x - 3) / (x + 3)).
        V u = (a - 3.0) / (a + 3.0), u2 = u * u, u4 = u2 * u2;
        V q0 = V.Fma(u2, V.Fma(u, -0.15011593634365267, 0.2456038016643015), V.Fma(u, -0.3262335600459019, 0.17900115118135376));
        V q1 = V.Fma(u2, V.Fma(u, 0.0007131753484789635, 0.00427035382451569), V.Fma(u, -0.024392327871422297, 0.07166585013127864));
        V q2 = V.Fma(u2, V.Fma(u, 1.5203301703860449e-05, 0.00010295187644429646), V.Fma(u, 7.63941101845975e-05, -0.0005810921018455554));
        V far = 1.0 - Exp(-z) * V.Fma(u4, V.Fma(u4, q2, q1), q0);
        return V.Or(V.Select(V.Greater(a, 1.0), far, near), sign);
    }

    /// <summary>The angle of the point (x, y), with the special values of <see cref="Math.Atan2"/>; at most 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Atan2<V>(V y, V x) where V : unmanaged, ISimd<V, double>
    {
        const double QuarterPi = 0.7853981633974483, QuarterPiLow = 3.061616997868383e-17, TanEighthPi = 0.41421356237309503;
        V ax = V.Abs(x), ay = V.Abs(y);
        V large = V.Max(ax, ay), small = V.Min(ax, ay);
        V scale = V.Select(V.Greater(large, 1e300), V.Splat(9.094947017729282e-13), V.Splat(1.0));
        large *= scale;
        small *= scale;

        // The angle is k quarter turns of pi plus or minus atan(q), |q| <= tan(pi/8); two zeros and two infinities have q = 0.
        V steep = V.Greater(small, V.AtMost(TanEighthPi * large, 1e308));
        V equal = V.Equal(small, large);
        V numerator = V.Select(equal, V.Select(V.Equal(large, 0.0), small, V.Splat(0.0)), V.Select(steep, small - large, small));
        V denominator = V.Select(equal, V.Splat(1.0), V.Select(steep, small + large, large));
        V q = numerator / denominator;
        V k = V.And(steep, V.Splat(1.0));
        V swap = V.Greater(ay, ax), left = V.Less(V.Or(V.AndBits(x, SignBit), V.Splat(1.0)), 0.0);
        k = V.Select(swap, 2.0 - k, k);
        k = V.Select(left, 4.0 - k, k);
        q = V.Xor(q, V.AndBits(V.Xor(swap, left), SignBit));

        V z = q * q, z2 = z * z, z4 = z2 * z2;
        V p0 = V.Fma(z2, V.Fma(z, 0.11111110781921173, -0.14285714280162076), V.Fma(z, 0.19999999999953205, -0.333333333333332));
        V p1 = V.Fma(z2, V.Fma(z, 0.058478481108335305, -0.06663097707850092), V.Fma(z, 0.07692059589463347, -0.09090897718280956));
        V p2 = V.Fma(z2, V.Splat(-0.017903548571347076), V.Fma(z, 0.03806080462730313, -0.05039138963726942));
        V angle = V.Fma(z * q, V.Fma(z4, V.Fma(z4, p2, p1), p0), V.Fma(k, QuarterPiLow, q));
        return V.Or(V.Fma(k, QuarterPi, angle), V.AndBits(y, SignBit));
    }

    /// <summary>x to the power y, with the special values of <see cref="Math.Pow"/>; at most 2 ulp.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static V Pow<V>(V x, V y) where V : unmanaged, ISimd<V, double>
    {
        V zero = V.Splat(0.0), one = V.Splat(1.0), infinity = V.Splat(double.PositiveInfinity);
        V a = V.Abs(x);
        LogDouble(a, out V high, out V low);

        V p = y * high;
        V rest = V.Fma(y, low, V.Fma(y, high, -p));
        V c = V.Clamp(p, -760.0, 720.0);
        V n = V.Fma(c, Log2E, Magic) - Magic;
        V r = V.Fma(n, -Ln2High, c) + V.Fma(n, -Ln2Low, V.Select(V.Equal(c, p), rest, zero));
        V power = V.Scale(one + Expm1Reduced(r), n);

        V absY = V.Abs(y);
        V floorY = V.Floor(y);
        V halfY = 0.5 * y;
        V odd = V.And(V.Equal(floorY, y), V.NotEqual(V.Floor(halfY), halfY));
        power = V.Or(power, V.AndBits(V.And(odd, x), SignBit));

        // A negative finite base with an exponent that is no integer, then NaN, then the two cases that beat NaN.
        V invalid = V.And(V.Less(x, zero), V.And(V.NotEqual(floorY, y), V.Greater(x, double.NegativeInfinity)));
        power = V.Select(invalid, V.Splat(double.NaN), power);
        V isOne = V.Or(V.Equal(y, zero), V.Or(V.Equal(x, one), V.And(V.Equal(a, one), V.Equal(absY, infinity))));
        power = V.Select(V.And(V.Equal(x, x), V.Equal(y, y)), power, x + y);
        return V.Select(isOne, one, power);
    }

    // log(a) for a >= 0 as a sum of two doubles, with a relative error of about 2^-65.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void LogDouble<V>(V a, out V high, out V low) where V : unmanaged, ISimd<V, double>
    {
        V subnormal = V.Less(a, 2.2250738585072014e-308);
        V m = Mantissa(V.Select(subnormal, a * 18014398509481984.0, a), out V k);
        k -= V.And(subnormal, V.Splat(54.0));

        // s = (m - 1) / (m + 1) in two doubles; m - 1 is exact.
        V one = V.Splat(1.0);
        V f = m - one, d = m + one, dLow = m - (d - one);
        V s = f / d;
        V sLow = V.Fma(-s, dLow, V.Fma(-s, d, f)) / d;

        // log m = 2 s + 2/3 s^3 + s^5 P(s^2), the first two terms in two doubles.
        V z = s * s, zLow = V.Fma(s + s, sLow, V.Fma(s, s, -z));
        V w = z * s, wLow = V.Fma(z, s, -w) + V.Fma(z, sLow, zLow * s);
        V third = V.Splat(0.6666666666666666);
        V c = w * third, cLow = V.Fma(w, third, -c) + V.Fma(w, 3.700743415417188e-17, wLow * third);
        V z2 = z * z;
        V p0 = V.Fma(z, 0.2857142857009925, 0.40000000000002256);
        V p1 = V.Fma(z, 0.18181784362662864, 0.22222222519976895);
        V p2 = V.Fma(z, 0.13256813382112384, 0.15386757526749142);
        V p = V.Fma(z2, V.Fma(z2, V.Fma(z2, 0.13196367788602745, p2), p1), p0);
        V tail = V.Fma(w * z, p, cLow);

        // k ln2 + 2 s + c + tail, adding the large ones without loss: |k ln2| is 0 or above |2 s|, and |2 s| above |c|.
        V s2 = s + s;
        V u = s2 + c, uLow = s2 - u + c;
        V kl = k * Ln2High, klLow = V.Fma(k, Ln2High, -kl);
        V h = kl + u, hLow = kl - h + u;
        V rest = hLow + (uLow + (V.Fma(k, Ln2Low, klLow) + (sLow + sLow + tail)));
        high = h + rest;
        low = h - high + rest;

        V zero = V.Splat(0.0), infinity = V.Splat(double.PositiveInfinity);
        V atZero = V.Equal(a, zero), finite = V.Less(a, infinity);
        high = V.Select(atZero, V.Splat(double.NegativeInfinity), V.Select(finite, high, a));
        low = V.Select(V.Or(atZero, V.GreaterEqual(a, infinity)), zero, low);
    }
}
