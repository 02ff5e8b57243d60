using System;
using System.Collections.Generic;

namespace Costate.Linking;

/// <summary>
/// The values of terms in the field with 2^61 - 1 elements, where inputs are drawn at random and everything but sums, products, quotients and choices is a
/// random function. Terms that are equal by the laws of these have one value; terms that are not have two, but for a chance of about their degree in 2^61.
/// A body that takes derivatives is compared so: the order in which a sweep over the trace adds cotangents is no part of its meaning.
/// </summary>
internal sealed class TermField(TermBank bank, ulong seed)
{
    private const ulong P = (1UL << 61) - 1;

    private readonly List<ulong> values = [];

    public ulong this[int term]
    {
        get
        {
            // Operands are older than what is made from them.
            while (values.Count <= term) values.Add(Value(values.Count));
            return values[term];
        }
    }

    private ulong Value(int term)
    {
        var (op, tag, operands) = bank[term];
        ulong sum = 0;
        switch (op)
        {
            case "Number" when double.IsFinite(BitConverter.Int64BitsToDouble(tag)):
                return Dyadic(BitConverter.Int64BitsToDouble(tag));
            case "Add" or "ReduceSum":
                foreach (int operand in operands) sum = Add(sum, values[operand]);
                return sum;
            case "Neg":
                return Add(0, P - values[operands[0]]);
            case "Mul" or "MulZ":
                return Mul(values[operands[0]], values[operands[1]]);
            case "Div" when values[operands[1]] != 0:
                return Mul(values[operands[0]], Power(values[operands[1]], P - 2));
            case "Contract":
                for (int i = 0; i < operands.Length; i += 2) sum = Add(sum, Mul(values[operands[i]], values[operands[i + 1]]));
                return sum;
            case "Select":
                ulong condition = values[operands[0]];
                return Add(Mul(condition, values[operands[1]]), Mul(Add(1, P - condition), values[operands[2]]));
            default:
                return Random(op, tag, operands);
        }
    }

    private ulong Random(string op, long tag, int[] operands)
    {
        ulong hash = Mix(seed ^ (ulong)tag);
        foreach (char c in op) hash = Mix(hash ^ c);
        foreach (int operand in operands) hash = Mix(hash ^ values[operand]);
        return hash % P;
    }

    private static ulong Mix(ulong x)
    {
        x += 0x9E3779B97F4A7C15;
        x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9;
        x = (x ^ (x >> 27)) * 0x94D049BB133111EB;
        return x ^ (x >> 31);
    }

    /// <summary>The number that a double is: an integer times a power of two.</summary>
    private static ulong Dyadic(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        int exponent = (int)(bits >> 52);
        ulong mantissa = ((ulong)bits & ((1UL << 52) - 1)) | (exponent == 0 ? 0 : 1UL << 52);

        // 2^61 is 1 here, so powers of two come round.
        int shift = (((Math.Max(exponent, 1) - 1075) % 61) + 61) % 61;
        ulong magnitude = Mul(mantissa, 1UL << shift);
        return value < 0 ? Add(0, P - magnitude) : magnitude;
    }

    private static ulong Add(ulong a, ulong b)
    {
        ulong sum = a + b;
        return sum >= P ? sum - P : sum;
    }

    private static ulong Mul(ulong a, ulong b) => (ulong)((UInt128)a * b % P);

    private static ulong Power(ulong a, ulong exponent)
    {
        ulong result = 1;
        for (; exponent != 0; exponent >>= 1, a = Mul(a, a))
        {
            if ((exponent & 1) != 0) result = Mul(result, a);
        }

        return result;
    }
}
