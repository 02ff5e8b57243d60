using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Costate.CompilerServices;

namespace Costate.Benchmarks.Harness;

/// <summary>
/// Matrix products against the processor's peak, measured by a loop of independent multiply-adds in registers, and against OpenBLAS at its
/// best; all samples of a size alternate.
/// </summary>
internal static class MatMulTable
{
    private const int Rounds = 15;
    private static readonly int[] Sizes = [4, 7, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024];
    private static readonly TimeSpan SampleTime = TimeSpan.FromMilliseconds(4);
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(150);
    private static double sink;

    /// <summary>Prints the table.</summary>
    /// <param name="sizes">The sizes to measure; none for the usual ones.</param>
    /// <param name="output">Where to.</param>
    public static int Run(IReadOnlyList<int> sizes, TextWriter output)
    {
        var servers = BlasServer.Start(out string reason);
        if (servers.Count == 0)
        {
            output.WriteLine("OpenBLAS is skipped: " + reason + ".");
        }

        output.WriteLine("Products of two n by n matrices of doubles on one thread; medians of " + Rounds + " interleaved samples.");
        output.WriteLine();
        output.WriteLine("| n | GFLOP/s | peak | of peak | OpenBLAS | kernels | of OpenBLAS |");
        output.WriteLine("|--:|--:|--:|--:|--:|---|--:|");
        var plan = ContractPlan.Parse("ab,bc->ac");
        foreach (int n in sizes.Count > 0 ? sizes : Sizes)
        {
            double[] a = RandomData.Uniform(1, n * n), b = RandomData.Uniform(2, n * n), c = new double[n * n];
            void Own() => Contraction.Run<double>(plan, [n, n, n], a, b, c);
            Repeat.Microseconds(Own, WarmUp);
            Repeat.Microseconds(Peak, WarmUp);
            servers.ForEach(s => s.Sample(n, WarmUp));
            List<double> own = [], peak = [];
            var other = servers.ToDictionary(s => s.Kernels, _ => new List<double>());
            for (int round = 0; round < Rounds; round++)
            {
                own.Add(Repeat.Microseconds(Own, SampleTime));
                peak.Add(Repeat.Microseconds(Peak, SampleTime));
                servers.ForEach(s => other[s.Kernels].Add(s.Sample(n, SampleTime)));
            }

            double flops = 2e-3 * n * n * n, speed = flops / Median(own), most = PeakFlops * 1e-3 / Median(peak);
            var (kernels, best) = other.Select(o => (o.Key, Speed: flops / Median(o.Value))).DefaultIfEmpty(("-", double.NaN)).MaxBy(o => o.Item2);
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {n} | {speed:F1} | {most:F1} | {speed / most:F2} | {best:F1} | {kernels} | {speed / best:F2} |"));
        }

        servers.ForEach(s => s.Dispose());
        return 0;
    }

    private static int PeakFlops => 2 * Steps * 12 * (Vector512.IsHardwareAccelerated ? 8 : 4);

    private const int Steps = 2000;

    private static void Peak() => sink += Vector512.IsHardwareAccelerated ? Peak512() : Peak256();

    // Twelve chains hide the latency of a multiply-add on every processor so far.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Peak512()
    {
        Vector512<double> x = Vector512.Create(1e-9), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int step = 0; step < Steps; step++)
        {
            a = Vector512.FusedMultiplyAdd(x, x, a);
            b = Vector512.FusedMultiplyAdd(x, x, b);
            c = Vector512.FusedMultiplyAdd(x, x, c);
            d = Vector512.FusedMultiplyAdd(x, x, d);
            e = Vector512.FusedMultiplyAdd(x, x, e);
            f = Vector512.FusedMultiplyAdd(x, x, f);
            g = Vector512.FusedMultiplyAdd(x, x, g);
            h = Vector512.FusedMultiplyAdd(x, x, h);
            i = Vector512.FusedMultiplyAdd(x, x, i);
            j = Vector512.FusedMultiplyAdd(x, x, j);
            k = Vector512.FusedMultiplyAdd(x, x, k);
            l = Vector512.FusedMultiplyAdd(x, x, l);
        }

        return Vector512.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double Peak256()
    {
        Vector256<double> x = Vector256.Create(1e-9), a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (int step = 0; step < Steps; step++)
        {
            a = Vector256.FusedMultiplyAdd(x, x, a);
            b = Vector256.FusedMultiplyAdd(x, x, b);
            c = Vector256.FusedMultiplyAdd(x, x, c);
            d = Vector256.FusedMultiplyAdd(x, x, d);
            e = Vector256.FusedMultiplyAdd(x, x, e);
            f = Vector256.FusedMultiplyAdd(x, x, f);
            g = Vector256.FusedMultiplyAdd(x, x, g);
            h = Vector256.FusedMultiplyAdd(x, x, h);
            i = Vector256.FusedMultiplyAdd(x, x, i);
            j = Vector256.FusedMultiplyAdd(x, x, j);
            k = Vector256.FusedMultiplyAdd(x, x, k);
            l = Vector256.FusedMultiplyAdd(x, x, l);
        }

        return Vector256.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
