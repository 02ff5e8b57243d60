using System;

namespace Costate.Ir.Checking;

/// <summary>
/// An element re + im i of the field with p^2 elements, p = 2^31 - 1 and i^2 = -1 (p is 3 modulo 4, so -1 has no root modulo p).
/// Numbers are drawn modulo p; the second component exists because there every number modulo p has a square root.
/// </summary>
internal readonly struct FieldElement(uint re, uint im) : IEquatable<FieldElement>
{
    public const uint P = int.MaxValue;

    public static readonly FieldElement Zero = default;

    public static readonly FieldElement One = new(1, 0);

    public uint Re { get; } = re;

    public uint Im { get; } = im;

    public bool IsZero => (Re | Im) == 0;

    public static FieldElement Of(long value)
    {
        long r = value % P;
        return new((uint)(r < 0 ? r + P : r), 0);
    }

    /// <summary>A finite double, which is an integer times a power of two, exactly.</summary>
    public static FieldElement Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)((bits >> 52) & 0x7ff);
        long mantissa = (bits & 0xfffffffffffffL) | (exponent == 0 ? 0 : 1L << 52);

        // 2^31 = 1 modulo p.
        int power = (((Math.Max(exponent, 1) - 1075) % 31) + 31) % 31;
        uint result = Mul((uint)(mantissa % P), 1u << power);
        return new(value < 0 ? Neg(result) : result, 0);
    }

    public static FieldElement operator +(FieldElement a, FieldElement b) => new(Sum(a.Re, b.Re), Sum(a.Im, b.Im));

    public static FieldElement operator -(FieldElement a) => new(Neg(a.Re), Neg(a.Im));

    public static FieldElement operator -(FieldElement a, FieldElement b) => a + -b;

    public static FieldElement operator *(FieldElement a, FieldElement b) => (a.Im | b.Im) == 0
        ? new(Mul(a.Re, b.Re), 0)
        : new(Sum(Mul(a.Re, b.Re), Neg(Mul(a.Im, b.Im))), Sum(Mul(a.Re, b.Im), Mul(a.Im, b.Re)));

    public static bool operator ==(FieldElement a, FieldElement b) => a.Equals(b);

    public static bool operator !=(FieldElement a, FieldElement b) => !a.Equals(b);

    /// <exception cref="DivideByZeroException">The element is 0.</exception>
    public FieldElement Inverse()
    {
        if (IsZero)
        {
            throw new DivideByZeroException("0 has no inverse.");
        }

        uint norm = Power(Norm, P - 2);
        return new(Mul(Re, norm), Mul(Neg(Im), norm));
    }

    /// <summary>A square root, if there is one; one and the same for equal elements.</summary>
    public bool TryRoot(out FieldElement root)
    {
        root = Zero;
        if (Im == 0)
        {
            // Either re or -re is a square modulo p, and i^2 = -1.
            root = TryRoot(Re, out uint r) ? new(r, 0) : new(0, RootOf(Neg(Re)));
            return true;
        }

        if (!TryRoot(Norm, out uint norm))
        {
            return false;
        }

        const uint Half = 1u << 30;
        if (!TryRoot(Mul(Sum(Re, norm), Half), out uint re))
        {
            re = RootOf(Mul(Sum(Re, Neg(norm)), Half));
        }

        root = new(re, Mul(Im, Power(Sum(re, re), P - 2)));
        return true;
    }

    public bool Equals(FieldElement other) => Re == other.Re && Im == other.Im;

    public override bool Equals(object? obj) => obj is FieldElement other && Equals(other);

    public override int GetHashCode() => unchecked((int)((Re * 0x9E3779B1u) ^ (Im * 0x85EBCA77u)));

    public override string ToString() => Im == 0 ? Re.ToString(System.Globalization.CultureInfo.InvariantCulture) : Re + "+" + Im + "i";

    private uint Norm => Sum(Mul(Re, Re), Mul(Im, Im));

    private static uint Sum(uint a, uint b)
    {
        uint sum = a + b;
        return sum >= P ? sum - P : sum;
    }

    private static uint Neg(uint a) => a == 0 ? 0 : P - a;

    private static uint Mul(uint a, uint b)
    {
        ulong product = (ulong)a * b;
        uint folded = (uint)(product & P) + (uint)(product >> 31);
        return folded >= P ? folded - P : folded;
    }

    private static uint Power(uint x, uint exponent)
    {
        uint result = 1;
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                result = Mul(result, x);
            }

            x = Mul(x, x);
        }

        return result;
    }

    private static uint RootOf(uint square) => Power(square, (P + 1) / 4);

    private static bool TryRoot(uint x, out uint root)
    {
        root = RootOf(x);
        return Mul(root, root) == x;
    }
}
