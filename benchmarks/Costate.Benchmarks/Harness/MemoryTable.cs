using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;

namespace Costate.Benchmarks.Harness;

/// <summary>
/// What the gradient of a long loop takes with room for fewer and fewer states: all memory that a new thread asks for, above that of one iteration, and the time of a call that has it already.
/// </summary>
internal static class MemoryTable
{
    private const int Rounds = 5;

    /// <param name="forms">What computes a gradient through so many iterations, by name.</param>
    /// <param name="iterations">The length of the loop.</param>
    /// <param name="output">Where the table goes.</param>
    public static int Run(IReadOnlyList<(string Name, Action<int> Gradient)> forms, int iterations, TextWriter output)
    {
        foreach (var (_, gradient) in forms) gradient(2);
        long[] bytes = forms.Select(f => Taken(() => f.Gradient(iterations)) - Taken(() => f.Gradient(1))).ToArray();
        var times = forms.Select(_ => new double[Rounds]).ToArray();
        for (int round = -1; round < Rounds; round++)
        {
            for (int i = 0; i < forms.Count; i++)
            {
                var watch = Stopwatch.StartNew();
                forms[i].Gradient(iterations);
                if (round >= 0) times[i][round] = watch.Elapsed.TotalMilliseconds;
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Gradient through {iterations} iterations: memory above one iteration's, which comes in blocks that double in size, and medians of {Rounds} interleaved calls."));
        output.WriteLine();
        output.WriteLine("| room for | MB | ms | time / time with all |");
        output.WriteLine("|---|--:|--:|--:|");
        for (int i = 0; i < forms.Count; i++)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {forms[i].Name} | {bytes[i] / 1e6:F1} | {Median(times[i]):F0} | {Median(times[i]) / Median(times[0]):F2} |"));
        }

        return 0;
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

    private static long Taken(Action action)
    {
        long bytes = 0;
        var thread = new Thread(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        return bytes;
    }
}
