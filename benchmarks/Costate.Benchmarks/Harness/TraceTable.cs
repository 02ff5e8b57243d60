using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using static Costate.TracedTensor;

namespace Costate.Benchmarks.Harness;

/// <summary>
/// What one node costs in each phase of its life, and how that grows with the length of the loop: a trace whose cost a step rises
/// with the number of steps is of no use to a loop that stops when it has converged.
/// </summary>
internal static class TraceTable
{
    private const int Rounds = 15;
    private static readonly int[] Steps = [100, 1_000, 10_000, 100_000];

    /// <summary>Measures a step on vectors of 16 elements; lengths of the loop take turns, so that all see the same machine.</summary>
    public static int Run(Func<TracedTensor<double>, TracedTensor<double>> step, TextWriter output)
    {
        double[] data = RandomData.Uniform(5, 16), gradient = new double[16];
        foreach (int steps in Steps.Concat(Steps)) Phases(step, data, gradient, steps, Math.Max(1, 20_000 / steps));
        var samples = Steps.Select(_ => new double[Rounds][]).ToArray();
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < Steps.Length; i++)
            {
                samples[i][round] = Phases(step, data, gradient, Steps[i], Math.Max(1, 100_000 / Steps[i]));
            }
        }

        output.WriteLine("Medians of " + Rounds + " interleaved samples, nanoseconds a step of one node with 16 elements; collections of garbage included.");
        output.WriteLine();
        output.WriteLine("| steps | build | evaluate | differentiate | evaluate the gradient | all | all / all at " + Steps[0] + " |");
        output.WriteLine("|--:|--:|--:|--:|--:|--:|--:|");
        double first = 0;
        for (int i = 0; i < Steps.Length; i++)
        {
            double[] medians = Enumerable.Range(0, 4).Select(phase => Median(samples[i].Select(s => s[phase]))).ToArray();
            double all = Median(samples[i].Select(s => s.Sum()));
            if (i == 0) first = all;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {Steps[i]} | {medians[0]:F0} | {medians[1]:F0} | {medians[2]:F0} | {medians[3]:F0} | {all:F0} | {all / first:F2} |"));
        }

        return 0;
    }

    private static double[] Phases(Func<TracedTensor<double>, TracedTensor<double>> step, double[] data, double[] gradient, int steps, int repetitions)
    {
        // Each sample pays for its own garbage and not for that of the one before.
        GC.Collect();
        var ticks = new long[4];
        for (int repetition = 0; repetition < repetitions; repetition++)
        {
            var x = Parameter(data, data.Length);
            long start = Stopwatch.GetTimestamp();
            var y = x;
            for (int i = 0; i < steps; i++) y = step(y);
            start = Lap(ref ticks[0], start);
            Evaluate(y);
            start = Lap(ref ticks[1], start);
            var dx = Sum(y).Grad(x);
            start = Lap(ref ticks[2], start);
            dx.EvalTo(new TensorSpan<double>(gradient, [gradient.Length]));
            Lap(ref ticks[3], start);
        }

        return ticks.Select(t => t * (1e9 / Stopwatch.Frequency) / ((double)steps * repetitions)).ToArray();
    }

    private static long Lap(ref long ticks, long start)
    {
        long now = Stopwatch.GetTimestamp();
        ticks += now - start;
        return now;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ElementAt(Rounds / 2);
}
