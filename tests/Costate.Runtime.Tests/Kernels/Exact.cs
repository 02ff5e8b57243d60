using System;
using System.Numerics;

namespace Costate.Runtime.Tests.Kernels;

/// <summary>
/// Elementary functions in fixed point with 1300 fractional bits: every double is exact, the smallest has 220 bits to spare.
/// </summary>
internal static class Exact
{
    private const int P = 1300;
    private static readonly BigInteger One = BigInteger.One << P;
    private static readonly BigInteger Ln2 = 2 * Atanh(One / 3);
    private static readonly BigInteger HalfPi = (16 * Arctan(5) - 4 * Arctan(239)) / 2;

    public static BigInteger Of(double x)
    {
        long bits = BitConverter.DoubleToInt64Bits(x);
        int exponent = (int)(bits >> 52) & 0x7ff;
        BigInteger m = (bits & 0xfffffffffffffL) | (exponent == 0 ? 0 : 1L << 52);
        int shift = Math.Max(exponent, 1) - 1075 + P;
        m = shift >= 0 ? m << shift : m >> -shift;
        return x < 0 ? -m : m;
    }

    /// <summary>The distance of a double from an exact value, in units of the last place of that value.</summary>
    public static double Ulps(double actual, BigInteger exact)
    {
        BigInteger magnitude = BigInteger.Abs(exact);
        int exponent = Math.Max((int)(magnitude.GetBitLength() - 1) - P, -1022);
        if (exponent >= 1024 || double.IsInfinity(actual))
            return exponent >= 1024 && double.IsInfinity(actual) && actual > 0 == exact.Sign > 0 ? 0 : double.PositiveInfinity;
        return (double)(BigInteger.Abs(Of(actual) - exact) * 1024 >> (exponent - 52 + P)) / 1024;
    }

    public static BigInteger Exp(BigInteger x)
    {
        BigInteger n = Round(x, Ln2);
        BigInteger r = x - n * Ln2 >> 16, term = One, sum = One;
        for (int i = 1; !term.IsZero; i++)
        {
            term = Mul(term, r) / i;
            sum += term;
        }

        // Guard bits while squaring: the relative error doubles sixteen times, which P has room for.
        for (int i = 0; i < 16; i++) sum = sum * sum >> P;
        return n.Sign >= 0 ? sum << (int)n : sum >> (int)-n;
    }

    public static BigInteger Log(BigInteger x)
    {
        int k = (int)x.GetBitLength() - 1 - P;
        BigInteger m = k >= 0 ? x >> k : x << -k;
        if (m > One * 7 / 5)
        {
            m = m + 1 >> 1;
            k++;
        }

        return 2 * Atanh((m - One << P) / (m + One)) + k * Ln2;
    }

    public static BigInteger Sin(BigInteger x)
    {
        BigInteger n = Round(x, HalfPi), r = x - n * HalfPi;
        return (int)((n % 4 + 4) % 4) switch { 0 => Taylor(r, 1), 1 => Taylor(r, 0), 2 => -Taylor(r, 1), _ => -Taylor(r, 0) };
    }

    public static BigInteger Cos(BigInteger x) => Sin(x + HalfPi);

    public static BigInteger Expm1(BigInteger x) => Exp(x) - One;

    public static BigInteger Log1p(BigInteger x) => Log(x + One);

    public static BigInteger Tanh(BigInteger x)
    {
        BigInteger e = Exp(2 * x);
        return (e - One << P) / (e + One);
    }

    public static BigInteger Logistic(BigInteger x) => (One << P) / (One + Exp(-x));

    public static BigInteger Pow(BigInteger x, BigInteger y) => Exp(y * Log(x) >> P);

    /// <summary>2/sqrt(pi) times the Taylor series of the integral, which converges for every argument.</summary>
    public static BigInteger Erf(BigInteger x)
    {
        BigInteger z = x * x >> P, term = x, sum = x;
        for (int n = 1; !term.IsZero; n++)
        {
            term = -Mul(term, z) / n;
            sum += term / (2 * n + 1);
        }

        BigInteger rootPi = Sqrt(2 * HalfPi << P);
        return (sum << P + 1) / rootPi;
    }

    public static BigInteger Atan(BigInteger x)
    {
        // Halve the angle four times: tan(a/2) = t / (1 + sqrt(1 + t^2)).
        for (int i = 0; i < 4; i++) x = (x << P) / (One + Sqrt((One << P) + x * x));
        BigInteger z = x * x >> P, power = x, sum = x;
        for (int n = 3; !power.IsZero; n += 2)
        {
            power = -Mul(power, z);
            sum += power / n;
        }

        return sum * 16;
    }

    // Truncating, so that the terms of a series with alternating signs reach zero: a shift of -1 stays -1.
    private static BigInteger Mul(BigInteger a, BigInteger b) => a * b / One;

    public static BigInteger Sqrt(BigInteger x)
    {
        if (x.IsZero) return x;
        BigInteger r = BigInteger.One << (int)(x.GetBitLength() / 2 + 1);
        while (true)
        {
            BigInteger next = r + x / r >> 1;
            if (next >= r) return r;
            r = next;
        }
    }

    public static BigInteger Atan2(BigInteger y, BigInteger x) => x.Sign < 0
        ? 2 * HalfPi - Atan2(y, -x)
        : y > x ? HalfPi - Atan((x << P) / y) : Atan((y << P) / x);

    private static BigInteger Taylor(BigInteger r, int start)
    {
        BigInteger z = r * r >> P, term = start == 1 ? r : One, sum = term;
        for (int i = start + 1; !term.IsZero; i += 2)
        {
            term = -Mul(term, z) / (i * (i + 1));
            sum += term;
        }

        return sum;
    }

    private static BigInteger Atanh(BigInteger y)
    {
        BigInteger z = y * y >> P, power = y, sum = y;
        for (int i = 3; !power.IsZero; i += 2)
        {
            power = Mul(power, z);
            sum += power / i;
        }

        return sum;
    }

    private static BigInteger Arctan(int inverse)
    {
        BigInteger power = One / inverse, sum = power;
        for (int i = 3; !power.IsZero; i += 2)
        {
            power = -power / (inverse * inverse);
            sum += power / i;
        }

        return sum;
    }

    private static BigInteger Round(BigInteger x, BigInteger unit)
    {
        BigInteger n = BigInteger.DivRem(2 * x + unit, 2 * unit, out BigInteger rest);
        return rest.Sign < 0 ? n - 1 : n;
    }
}
