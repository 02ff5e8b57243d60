using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>An associative combination, up to rounding, with a neutral element.</summary>
internal interface IReduction
{
    static abstract double Neutral { get; }

    static abstract V Combine<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged;
}

internal readonly struct SumReduction : IReduction
{
    public static double Neutral => 0.0;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.Add(a, b);
}

internal readonly struct MaxReduction : IReduction
{
    public static double Neutral => double.NegativeInfinity;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static V Combine<S, V>(V a, V b) where S : struct, ISimd<V> where V : unmanaged => S.Max(a, b);
}
