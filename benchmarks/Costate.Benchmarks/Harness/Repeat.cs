using System;

namespace Costate.Benchmarks.Harness;

/// <summary>Measures work that takes less time than reading a clock does.</summary>
internal static class Repeat
{
    /// <summary>Microseconds of processor time for one call: the mean over as many calls as fit into the time, at least one.</summary>
    public static double Microseconds(Action work, TimeSpan time)
    {
        var start = CpuClock.Now;
        for (int calls = 0, batch = 1; ;)
        {
            for (int i = 0; i < batch; i++)
            {
                work();
            }

            calls += batch;
            var elapsed = CpuClock.Now - start;
            if (elapsed >= time)
            {
                return elapsed.TotalMicroseconds / calls;
            }

            batch = elapsed < time / 64 ? 2 * batch : batch;
        }
    }
}
