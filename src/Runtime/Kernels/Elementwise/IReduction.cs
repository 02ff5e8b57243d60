using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>An associative combination, up to rounding, with a neutral element.</summary>
internal interface IReduction
{
    static abstract double Neutral { get; }

    static abstract V Combine<V>(V a, V b) where V : unmanaged, ISimd<V>;
}

internal readonly struct SumReduction : IReduction
{
    public static double Neutral => 0.0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<V>(V a, V b) where V : unmanaged, ISimd<V> => a + b;
}

internal readonly struct MaxReduction : IReduction
{
    public static double Neutral => double.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<V>(V a, V b) where V : unmanaged, ISimd<V> => V.Max(a, b);
}
