using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Runtime.Intrinsics;
using Costate.CompilerServices;
using Costate.Runtime.Tests.Ops;
using Xunit;

namespace Costate.Runtime.Tests.Kernels;

public class VectorMathTests
{
    private const double Inf = double.PositiveInfinity, NaN = double.NaN, Epsilon = double.Epsilon, Max = double.MaxValue;

    private static double One<F>(double x) where F : struct, IDoubleFunction
    {
        return F.Evaluate<V128<double>, Vector128<double>>(Vector128.Create(x)).ToScalar();
    }

    private static double Power(double x, double y)
    {
        return Pow.Evaluate<V128<double>, Vector128<double>>(Vector128.Create(x), Vector128.Create(y)).ToScalar();
    }

    /// <summary>Numbers spread evenly over the exponents of an interval, and evenly over the interval.</summary>
    private static IEnumerable<double> Points(double low, double high, double smallest = 1e-320)
    {
        Random random = new(7);
        for (int i = 0; i < 120; i++)
        {
            double u = random.NextDouble();
            yield return low * (1 - u) + high * u;
        }

        double top = Math.Log(Math.Max(Math.Abs(low), Math.Abs(high)) / 1.01), bottom = Math.Log(smallest);
        for (int i = 0; i < 240; i++)
        {
            double x = Math.Exp(bottom + (top - bottom) * random.NextDouble());
            if (x <= high) yield return x;
            if (-x >= low) yield return -x;
        }
    }

    /// <summary>The ops whose documented errors are measured here.</summary>
    internal static readonly string[] Ops = [nameof(Exp), nameof(Expm1), nameof(Log), nameof(Log1p), nameof(Sin), nameof(Cos), nameof(Tanh), nameof(Logistic), nameof(Erf), nameof(Pow), nameof(Atan2)];

    private static void Check<F>(Func<BigInteger, BigInteger> exact, double bound, IEnumerable<double> points)
        where F : struct, IDoubleFunction
    {
        double worst = 0, at = 0;
        foreach (double x in points)
        {
            double error = Exact.Ulps(One<F>(x), exact(Exact.Of(x)));
            if (error > worst) (worst, at) = (error, x);
        }

        Assert.True(worst <= bound, $"{typeof(F).Name}({at:R}) = {One<F>(at):R} is {worst} ulp off, allowed are {bound}");
        if (Ops.Contains(typeof(F).Name)) OpErrorTests.Documented(typeof(F).Name, worst);
    }

    [Fact]
    public void Exp_is_within_its_bound() => Check<Exp>(Exact.Exp, 1.0, Points(-745, 709.78));

    [Fact]
    public void Expm1_is_within_its_bound() => Check<Expm1>(Exact.Expm1, 1.75, Points(-60, 709.78).Concat(Points(-2, 2)));

    [Fact]
    public void Log_is_within_its_bound() =>
        Check<Log>(Exact.Log, 1.0, Points(0, Max).Concat(Points(0, 4)).Concat(Points(0.9, 1.1)));

    [Fact]
    public void Log1p_is_within_its_bound() =>
        Check<Log1p>(Exact.Log1p, 1.5, Points(-0.999999, 1).Concat(Points(0, 1e10)).Concat(Points(-0.5, 2)).Concat(Points(0, Max)));

    [Fact]
    public void Tanh_is_within_its_bound() => Check<Tanh>(Exact.Tanh, 2.5, Points(-20, 20).Concat(Points(-1, 1)));

    [Fact]
    public void Logistic_is_within_its_bound() => Check<Logistic>(Exact.Logistic, 2.5, Points(-740, 40).Concat(Points(-3, 3)));

    [Fact]
    public void Sin_is_within_its_bound() =>
        Check<Sin>(Exact.Sin, 1.25, Angles());

    [Fact]
    public void Cos_is_within_its_bound() =>
        Check<Cos>(Exact.Cos, 1.25, Angles());

    private static IEnumerable<double> Angles() =>
        Points(-10, 10).Concat(Points(-1e12, 1e12, 1)).Concat(Points(-Max, Max, 1e8)).Concat(NearMultiplesOfHalfPi());

    private static IEnumerable<double> NearMultiplesOfHalfPi()
    {
        for (int n = 1; n < 1 << 29; n = n * 5 / 3 + 1)
        {
            double x = n * (Math.PI / 2);
            yield return x;
            yield return Math.BitIncrement(x);
            yield return Math.BitDecrement(x);
        }

        // The double below 2^1024 that is closest to a multiple of pi/2.
        yield return 6381956970095103.0 * Math.Pow(2, 797);
    }

    [Fact]
    public void Pow_is_within_its_bound()
    {
        Random random = new(3);
        double worst = 0, atX = 0, atY = 0;
        for (int i = 0; i < 700; i++)
        {
            double x = i % 3 == 0 ? 0.5 + random.NextDouble() : Math.Exp((random.NextDouble() * 2 - 1) * (i % 3 == 1 ? 4 : 700));
            double y = (random.NextDouble() * 2 - 1) * 744 / Math.Max(Math.Abs(Math.Log(x)), 1e-3);
            double error = Exact.Ulps(Power(x, y), Exact.Pow(Exact.Of(x), Exact.Of(y)));
            if (error > worst) (worst, atX, atY) = (error, x, y);
        }

        Assert.True(worst <= 1.0, $"Pow({atX:R}, {atY:R}) = {Power(atX, atY):R} is {worst} ulp off");
        OpErrorTests.Documented(nameof(Pow), worst);
    }

    [Fact]
    public void Erf_is_within_its_bound() => Check<Erf>(Exact.Erf, 1.5, Points(-6.5, 6.5).Concat(Points(-2, 2)).Concat(Points(0.9, 1.1)));

    [Fact]
    public void Atan2_is_within_its_bound()
    {
        Random random = new(5);
        double worst = 0, atY = 0, atX = 0;
        for (int i = 0; i < 700; i++)
        {
            double y = Math.Exp((random.NextDouble() * 2 - 1) * (i % 2 == 0 ? 2 : 300));
            double x = Math.Exp((random.NextDouble() * 2 - 1) * 2) * (i % 3 - 1.5);
            if (i % 5 == 0) (x, y) = (x * 1e307 / 8, y % 1e3 * 1e304);
            double error = Exact.Ulps(Angle(y, x), Exact.Atan2(Exact.Of(y), Exact.Of(x)));
            if (error > worst) (worst, atY, atX) = (error, y, x);
        }

        Assert.True(worst <= 2, $"Atan2({atY:R}, {atX:R}) = {Angle(atY, atX):R} is {worst} ulp off");
        OpErrorTests.Documented(nameof(Atan2), worst);
    }

    [Fact]
    public void Atan2_has_the_special_values_of_the_library()
    {
        foreach (double y in Special)
            foreach (double x in Special)
                AssertNear(Math.Atan2(y, x), Angle(y, x), 2, $"Atan2({y:R}, {x:R})");
    }

    private static double Angle(double y, double x)
    {
        return Atan2.Evaluate<V128<double>, Vector128<double>>(Vector128.Create(y), Vector128.Create(x)).ToScalar();
    }

    [Fact]
    public void Pow_of_small_integers_is_exact()
    {
        for (int x = -9; x <= 9; x++)
            for (int y = 0; y <= 15; y++)
                Assert.Equal((double)BigInteger.Pow(x, y), Power(x, y));
    }

    private static readonly double[] Special =
    [
        0.0, -0.0, 1, -1, 0.5, -0.5, 2, -2, 3, -3, 1.5, -2.5, Epsilon, -Epsilon, Max, -Max, Inf, -Inf, NaN, 1e300, -1e300, 1e-300,
        4503599627370497, 9007199254740992, -9007199254740991,
    ];

    [Fact]
    public void Pow_has_the_special_values_of_the_library()
    {
        foreach (double x in Special)
            foreach (double y in Special)
                AssertNear(Math.Pow(x, y), Power(x, y), 1, $"Pow({x:R}, {y:R})");
    }

    [Fact]
    public void Functions_have_the_special_values_of_the_library()
    {
        foreach (double x in Special.Concat([709.79, -745.2, 746, -800, 1e19]))
        {
            AssertNear(Math.Exp(x), One<Exp>(x), 1, $"Exp({x:R})");
            AssertNear(Math.Log(x), One<Log>(x), 1, $"Log({x:R})");
            AssertNear(Math.Tanh(x), One<Tanh>(x), 4, $"Tanh({x:R})");
            AssertNear(Math.Sin(x), One<Sin>(x), 2, $"Sin({x:R})");
            AssertNear(Math.Cos(x), One<Cos>(x), 2, $"Cos({x:R})");
            if (Math.Abs(x) > 40) AssertNear(Math.Exp(x) - 1, One<Expm1>(x), 1, $"Expm1({x:R})");
            AssertNear(1 / (1 + Math.Exp(-x)), One<Logistic>(x), x < -700 ? 1L << 62 : 4, $"Logistic({x:R})");
        }

        foreach ((double x, double y) in new[] { (0.0, 0.0), (-0.0, -0.0), (Epsilon, Epsilon), (-1e-300, -1e-300), (1e-12, 1e-12) })
        {
            AssertNear(y, One<Tanh>(x), 0, $"Tanh({x:R})");
            AssertNear(y, One<Sin>(x), 0, $"Sin({x:R})");
            AssertNear(y * 2 / Math.Sqrt(Math.PI), One<Erf>(x), 2, $"Erf({x:R})");
            if (x == 1e-12) continue;
            AssertNear(y, One<Expm1>(x), 0, $"Expm1({x:R})");
            AssertNear(y, One<Log1p>(x), 0, $"Log1p({x:R})");
        }

        AssertNear(-1, One<Erf>(-Inf), 0, "Erf(-inf)");
        AssertNear(NaN, One<Erf>(NaN), 0, "Erf(nan)");
        AssertNear(-Inf, One<Log1p>(-1), 0, "Log1p(-1)");
        AssertNear(NaN, One<Log1p>(-1.5), 0, "Log1p(-1.5)");
        AssertNear(NaN, One<Log1p>(-Inf), 0, "Log1p(-inf)");
        AssertNear(Inf, One<Log1p>(Inf), 0, "Log1p(inf)");
        AssertNear(NaN, One<Log1p>(NaN), 0, "Log1p(nan)");
        AssertNear(NaN, One<Expm1>(NaN), 0, "Expm1(nan)");
        AssertNear(-1, One<Expm1>(-Inf), 0, "Expm1(-inf)");
    }

    private static void AssertNear(double expected, double actual, long ulps, string what)
    {
        if (double.IsNaN(expected) && double.IsNaN(actual)) return;
        long distance = Math.Abs(BitConverter.DoubleToInt64Bits(expected) - BitConverter.DoubleToInt64Bits(actual));
        bool sameSign = double.IsNegative(expected) == double.IsNegative(actual);
        Assert.True(sameSign && distance <= ulps, $"{what}: expected {expected:R}, got {actual:R}");
    }

    [Fact]
    public void Floats_are_within_one_unit_of_the_rounded_double()
    {
        Random random = new(11);
        float[] x = new float[64], y = new float[64];
        for (int i = 0; i < x.Length; i++) x[i] = (float)((random.NextDouble() * 2 - 1) * Math.Pow(10, random.Next(-6, 2)));
        V256<float>.Store(ref y[0], 0, Tanh.Invoke<V256<float>, Vector256<float>>(V256<float>.Load(ref x[0], 0)));
        for (int i = 0; i < 8; i++) Assert.Equal((float)One<Tanh>(x[i]), y[i]);
        V256<float>.Store(ref y[0], 0, Pow.Invoke<V256<float>, Vector256<float>>(
            V256<float>.Abs(V256<float>.Load(ref x[0], 0)), V256<float>.Load(ref x[0], 8)));
        for (int i = 0; i < 8; i++) Assert.Equal((float)Power(Math.Abs(x[i]), x[i + 8]), y[i]);
    }
}
