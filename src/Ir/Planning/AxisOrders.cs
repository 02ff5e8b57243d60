using System;
using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>
/// A set of triangles: pairs (i, j) of axes such that elements whose index along i is less than along j do not count. Both (i, j) and
/// (j, i) is a diagonal. Tensors of more axes than fit here have none.
/// </summary>
internal readonly struct AxisOrders(ulong bits) : IEquatable<AxisOrders>
{
    /// <summary>Axes that fit.</summary>
    public const int Most = 8;

    private readonly ulong bits = bits;

    public static AxisOrders None => default;

    /// <summary>Every pair: what is said of a tensor without elements that count.</summary>
    public static AxisOrders All => new(ulong.MaxValue);

    /// <summary>The pairs, the greater axis first, in order.</summary>
    public IEnumerable<(int Greater, int Lesser)> Pairs
    {
        get
        {
            for (int i = 0; i < Most; i++)
            {
                for (int j = 0; j < Most; j++)
                {
                    if (Has(i, j))
                    {
                        yield return (i, j);
                    }
                }
            }
        }
    }

    /// <summary>What counts has an index along one axis that is not less than along another one.</summary>
    public static AxisOrders Of(int greater, int lesser) => greater < Most && lesser < Most ? new(Bit(greater, lesser)) : None;

    /// <summary>A triangle of the last two axes.</summary>
    public static AxisOrders Last(int rank, bool lower) => lower ? Of(rank - 2, rank - 1) : Of(rank - 1, rank - 2);

    public bool Has(int greater, int lesser) => greater != lesser && (bits & Bit(greater, lesser)) != 0;

    /// <summary>What counts counts in both.</summary>
    public static AxisOrders operator |(AxisOrders a, AxisOrders b) => new AxisOrders(a.bits | b.bits).Closed();

    /// <summary>What counts counts in one of them.</summary>
    public static AxisOrders operator &(AxisOrders a, AxisOrders b) => new(a.bits & b.bits);

    /// <summary>The same of a tensor in which axis i is axis <paramref name="to"/>[i], or is not if that is negative.</summary>
    public AxisOrders Map(int[] to)
    {
        ulong mapped = 0;
        for (int i = 0; bits != 0 && i < to.Length; i++)
        {
            for (int j = 0; j < to.Length; j++)
            {
                if (Math.Max(i, j) < Most && Has(i, j) && Math.Min(to[i], to[j]) >= 0 && Math.Max(to[i], to[j]) < Most)
                {
                    mapped |= Bit(to[i], to[j]);
                }
            }
        }

        return new(mapped);
    }

    public bool Equals(AxisOrders other) => bits == other.bits;

    public override bool Equals(object? obj) => obj is AxisOrders other && Equals(other);

    public override int GetHashCode() => bits.GetHashCode();

    // What is not less than something that is not less than a third one is not less than that.
    private AxisOrders Closed()
    {
        ulong closed = bits;
        for (int k = 0; k < Most; k++)
        {
            for (int i = 0; i < Most; i++)
            {
                for (int j = 0; j < Most; j++)
                {
                    if ((closed & Bit(i, k)) != 0 && (closed & Bit(k, j)) != 0)
                    {
                        closed |= Bit(i, j);
                    }
                }
            }
        }

        return new(closed);
    }

    private static ulong Bit(int greater, int lesser) => 1UL << ((Most * greater) + lesser);
}
