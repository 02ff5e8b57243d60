using System;

namespace Costate;

/// <summary>Integer arithmetic that rounds towards minus infinity, as the division of dimensions does.</summary>
internal static class DimMath
{
    public static long FloorDiv(long a, long b)
    {
        var quotient = checked(a / b);
        return a % b != 0 && (a < 0) != (b < 0) ? quotient - 1 : quotient;
    }

    public static long Gcd(long a, long b)
    {
        a = Math.Abs(a);
        b = Math.Abs(b);
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    public static long Lcm(long a, long b) => checked(a / Gcd(a, b) * b);

    public static long Power(long value, int power)
    {
        var result = 1L;
        for (; power > 0; power--) result = checked(result * value);
        return result;
    }
}
