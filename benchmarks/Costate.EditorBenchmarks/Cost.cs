using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;

namespace Costate.EditorBenchmarks;

/// <summary>What one thing took: time that passed, and time that the process computed, which a busy machine does not lengthen.</summary>
internal readonly record struct Cost(double Wall, double Cpu)
{
    public static Cost operator +(Cost a, Cost b) => new(a.Wall + b.Wall, a.Cpu + b.Cpu);

    public static Cost operator -(Cost a, Cost b) => new(a.Wall - b.Wall, a.Cpu - b.Cpu);

    public static Cost operator /(Cost a, double divisor) => new(a.Wall / divisor, a.Cpu / divisor);

    /// <summary>Milliseconds of an action.</summary>
    public static Cost Of(Action action)
    {
        // Processor time covers all threads: analyzers run on several, and the runtime compiles on one of its own.
        var computed = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        action();
        return new Cost(Stopwatch.GetElapsedTime(start).TotalMilliseconds, (Environment.CpuUsage.TotalTime - computed).TotalMilliseconds);
    }

    /// <summary>The medians, each for itself.</summary>
    public static Cost Median(IEnumerable<Cost> costs)
    {
        var all = costs.ToArray();
        return new Cost(Middle(all.Select(c => c.Wall)), Middle(all.Select(c => c.Cpu)));
    }

    private static double Middle(IEnumerable<double> values)
    {
        double[] sorted = values.Order().ToArray();
        return sorted[sorted.Length / 2];
    }
}
