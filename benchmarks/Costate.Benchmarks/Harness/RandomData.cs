using System;

namespace Costate.Benchmarks.Harness;

/// <summary>The inputs of the problems: the same bits as in pytorch/baselines.py.</summary>
internal static class RandomData
{
    /// <summary>Numbers in [0, 1): the SplitMix64 sequence of a seed, its upper 53 bits.</summary>
    public static double[] Uniform(ulong seed, int count)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            ulong z = seed + ((ulong)(i + 1) * 0x9E3779B97F4A7C15);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            values[i] = ((z ^ (z >> 31)) >> 11) * (1.0 / (1L << 53));
        }

        return values;
    }

    public static double[] Uniform(ulong seed, int count, double shift) => Array.ConvertAll(Uniform(seed, count), v => v + shift);
}
