using System.Runtime.CompilerServices;

namespace Costate.Tracing;

/// <summary>The 64-bit hash of nodes. Equality is always checked, so it has to be fast and well spread, nothing more.</summary>
internal static class NodeHash
{
    /// <summary>A bijection that spreads every bit over the word.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Mix(ulong x)
    {
        x ^= x >> 32;
        x *= 0xD6E8FEB86659FD93;
        x ^= x >> 32;
        return x;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong hash, ulong value) => Mix((hash * 0x9E3779B97F4A7C15) + value);
}
