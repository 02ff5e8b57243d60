using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Linking;

namespace Costate.Tests.Programs;

/// <summary>The compiled gradient against differences of the compiled values along a random direction, for several steps: the best one counts.</summary>
internal static class CentralDifferences
{
    private const double Tolerance = 2e-6;

    private static readonly double[] Steps = [1e-4, 1e-5, 1e-3, 1e-6, 1e-7];

    // Different, so that a transposition shows.
    private static readonly int[] Sizes = [3, 4, 2, 5];

    public static string? Check(RandomProgram program, Fragment fragment)
    {
        try
        {
            return Compare(program, fragment);
        }
        catch (ShapeMismatchException)
        {
            // A branch that runs is no place for these sizes.
            return null;
        }
    }

    private static string? Compare(RandomProgram program, Fragment fragment)
    {
        var graph = fragment.Graph;
        if (fragment.DifferentiableInputs.Length == 0) return null;
        var sizes = graph.Symbols.Select((s, i) => (s, Size: s == "length" ? 2L : Sizes[i % Sizes.Length])).ToDictionary(e => e.s, e => e.Size, StringComparer.Ordinal);
        if (graph.Guards.Any(g => !g.Holds(s => sizes[s]))) return null;
        var random = new Random(program.Style);
        var parameters = program.Parameters.Where(p => p.Kind is StepKind.Tensor or StepKind.Number).ToArray();
        int[][] shapes = [.. graph.Inputs.Select(v => graph.TypeOf(v).Shape.Evaluate(s => sizes[s]))];
        double[][] x = [.. shapes.Select((s, i) => Numbers(s, parameters[i].Range.Low, parameters[i].Range.High))];
        double[][] direction = [.. fragment.DifferentiableInputs.Select(i => Numbers(shapes[i], -1, 1))];
        var at = new EntryPoints<double>(fragment, x, shapes, sizes);
        double[][] weights = [.. at.Forward().Select(y => Numbers([y.Length], -1, 1))];
        double[]?[] gradient = at.Adjoint(weights, [.. direction.Select(d => new double[d.Length])], (1UL << direction.Length) - 1);
        double slope = direction.Select((d, i) => Dot(d, gradient[i]!)).Sum();
        var (best, nearest) = (double.PositiveInfinity, double.NaN);
        foreach (double h in Steps)
        {
            double difference = (Value(h) - Value(-h)) / (2 * h);
            double error = Math.Abs(difference - slope) / Math.Max(1, Math.Max(Math.Abs(slope), Math.Abs(difference)));
            if (error < best) (best, nearest) = (error, difference);
            if (best <= Tolerance) return null;
        }

        return string.Create(CultureInfo.InvariantCulture, $"the gradient along a direction is {slope:R}, differences say {nearest:R} ({SizesText(sizes)})");

        double Value(double step)
        {
            double[][] moved = [.. x.Select(v => (double[])v.Clone())];
            for (int i = 0; i < direction.Length; i++)
            {
                double[] input = moved[fragment.DifferentiableInputs[i]];
                for (int k = 0; k < input.Length; k++) input[k] += step * direction[i][k];
            }

            return new EntryPoints<double>(fragment, moved, shapes, sizes).Forward().Select((y, i) => Dot(y, weights[i])).Sum();
        }

        double[] Numbers(int[] shape, double low, double high)
        {
            double[] numbers = new double[shape.Aggregate(1, (a, b) => a * b)];
            for (int i = 0; i < numbers.Length; i++) numbers[i] = low + ((high - low) * random.NextDouble());
            return numbers;
        }
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    private static string SizesText(IReadOnlyDictionary<string, long> sizes) => string.Join(", ", sizes.Select(s => s.Key + "=" + s.Value.ToString(CultureInfo.InvariantCulture)));
}
