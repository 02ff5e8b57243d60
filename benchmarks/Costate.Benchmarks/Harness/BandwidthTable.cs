using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics.Tensors;
using Costate.Benchmarks.Problems;

namespace Costate.Benchmarks.Harness;

/// <summary>
/// The gradient of log-sum-exp over 16 Mi doubles against the memory's bandwidth, measured by a triad a = b + s c over arrays of that length.
/// The gradient must read its operand for the maximum, read it again for the exponentials and write them, and scale them in place.
/// </summary>
internal static class BandwidthTable
{
    private const int Length = 1 << 24;
    private const int Rounds = 9;

    // Numbers that go to and from memory for each element: see above; a triad reads two and writes one.
    private const double GradientTraffic = 5;
    private const double TriadTraffic = 3;

    public static int Run(TextWriter output)
    {
        double[] x = RandomData.Uniform(5, Length), y = RandomData.Uniform(6, Length), z = new double[Length];
        void Gradient() => LogSumExpProblem.SoftValueAndGrad(new ReadOnlyTensorSpan<double>(x, [Length]), new TensorSpan<double>(z, [Length]));
        void Triad() => TensorPrimitives.MultiplyAdd(y, 3.0, x, z);
        List<double> gradient = [], triad = [];
        Gradient();
        Triad();
        for (int round = 0; round < Rounds; round++)
        {
            gradient.Add(Repeat.Microseconds(Gradient, TimeSpan.Zero));
            triad.Add(Repeat.Microseconds(Triad, TimeSpan.Zero));
        }

        double Speed(List<double> times, double traffic) => traffic * sizeof(double) * Length / times.Order().ElementAt(Rounds / 2) * 1e-3;
        double own = Speed(gradient, GradientTraffic), most = Speed(triad, TriadTraffic);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"log-sum-exp gradient, 16 Mi doubles: {own:F1} GB/s; triad: {most:F1} GB/s; ratio {own / most:F2}"));
        return 0;
    }
}
