using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Costate.Linking;

namespace Costate;

/// <summary>
/// Compares the gradient of a function with central differences. Each element gets the step that fits best of a sweep from large steps,
/// which err by truncation, to small ones, which err by rounding. Differences cannot judge a kink: choose a point beside it.
/// </summary>
public static class GradCheck
{
    private const int MostElements = 200;

    private static readonly double[] Steps = [1e-2, 3e-3, 1e-3, 3e-4, 1e-4, 3e-5, 1e-5, 3e-6, 1e-6, 1e-7];

    /// <summary>Checks a function of one tensor and throws if its gradient is wrong.</summary>
    /// <param name="f">The function; of a result that is no scalar a fixed weighted sum is differentiated.</param>
    /// <param name="x">The point.</param>
    /// <param name="tolerance">The largest difference, relative to the larger of 1 and the derivative.</param>
    /// <returns>What was compared.</returns>
    /// <exception cref="GradCheckException">A derivative differs by more than the tolerance; the message names the element.</exception>
    public static GradCheckReport Verify(Func<TracedTensor<double>, TracedTensor<double>> f, TracedTensor<double> x, double tolerance = 1e-6)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Verify(xs => f(xs[0]), [x], tolerance);
    }

    /// <summary>Checks a function of several tensors and throws if its gradient is wrong.</summary>
    /// <param name="f">The function, of as many tensors as there are in <paramref name="xs"/> and of their shapes.</param>
    /// <param name="xs">The point.</param>
    /// <param name="tolerance">The largest difference, relative to the larger of 1 and the derivative.</param>
    /// <returns>What was compared.</returns>
    /// <exception cref="GradCheckException">A derivative differs by more than the tolerance; the message names the element.</exception>
    public static GradCheckReport Verify(Func<TracedTensor<double>[], TracedTensor<double>> f, TracedTensor<double>[] xs, double tolerance = 1e-6)
    {
        var report = Check(f, xs, tolerance);
        return report.Passed ? report : throw new GradCheckException(report.ToString());
    }

    /// <summary>Checks a function of several tensors.</summary>
    /// <param name="f">The function, of as many tensors as there are in <paramref name="xs"/> and of their shapes.</param>
    /// <param name="xs">The point.</param>
    /// <param name="tolerance">The largest difference, relative to the larger of 1 and the derivative.</param>
    /// <returns>What was compared, and the largest differences.</returns>
    /// <exception cref="ArgumentException">There is no tensor to differentiate by.</exception>
    public static GradCheckReport Check(Func<TracedTensor<double>[], TracedTensor<double>> f, TracedTensor<double>[] xs, double tolerance = 1e-6)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(xs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        if (xs.Length == 0) throw new ArgumentException("A gradient needs at least one tensor to differentiate by.", nameof(xs));
        var point = xs.Select(Point.Of).ToArray();
        var parameters = point.Select(p => p.Parameter()).ToArray();
        var y = f(parameters);
        var weights = Point.Weights(y.Shape.ToArray());
        var gradients = Loss(y, weights).GradOrZero(parameters);
        TracedTensor.Evaluate(gradients);
        var inputs = new List<GradCheckInput>();
        for (int i = 0; i < point.Length; i++) inputs.Add(Compare(f, point, weights, i, Point.Of(gradients[i]).Data));
        return new GradCheckReport(inputs, tolerance);
    }

    private static GradCheckInput Compare(Func<TracedTensor<double>[], TracedTensor<double>> f, Point[] point, Point weights, int input, double[] gradient)
    {
        int count = gradient.Length, compared = Math.Min(count, MostElements);
        var worst = new GradCheckInput(input, compared, 0, -1, 0, 0);
        for (int k = 0; k < compared; k++)
        {
            int element = count <= MostElements ? k : (int)((long)k * count / MostElements);
            double best = double.PositiveInfinity, estimate = double.NaN;
            foreach (double step in Steps)
            {
                double h = step * Math.Max(1, Math.Abs(point[input].Data[element]));
                double difference = (Value(f, point, weights, input, element, h) - Value(f, point, weights, input, element, -h)) / (2 * h);
                double error = Math.Abs(difference - gradient[element]) / Math.Max(1, Math.Abs(gradient[element]));
                if (error < best || double.IsNaN(estimate)) (best, estimate) = (double.IsNaN(error) ? double.PositiveInfinity : error, difference);
            }

            if (best >= worst.LargestError) worst = new GradCheckInput(input, compared, best, element, gradient[element], estimate);
        }

        return worst;
    }

    private static double Value(Func<TracedTensor<double>[], TracedTensor<double>> f, Point[] point, Point weights, int input, int element, double h)
    {
        var moved = point.Select((p, i) => i == input ? p.Moved(element, h) : p.Parameter()).ToArray();
        return Loss(f(moved), weights).EvalScalar();
    }

    private static TracedTensor<double> Loss(TracedTensor<double> y, Point weights) => y.Rank == 0 ? y : TracedTensor.Sum(y * weights.Parameter());
}

/// <summary>What <see cref="GradCheck"/> compared.</summary>
public sealed class GradCheckReport
{
    internal GradCheckReport(IReadOnlyList<GradCheckInput> inputs, double tolerance)
    {
        Inputs = inputs;
        Tolerance = tolerance;
    }

    /// <summary>One for each tensor.</summary>
    public IReadOnlyList<GradCheckInput> Inputs { get; }

    /// <summary>The largest difference that is allowed, relative to the larger of 1 and the derivative.</summary>
    public double Tolerance { get; }

    /// <summary>Whether every derivative is within the tolerance.</summary>
    public bool Passed => Inputs.All(i => i.LargestError <= Tolerance);

    /// <summary>A line for each tensor.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var i in Inputs)
        {
            text.Append(CultureInfo.InvariantCulture, $"input {i.Input}: {i.Elements} derivatives compared, largest relative difference {i.LargestError:0.0e+0} of {Tolerance:0.0e+0} allowed");
            if (!(i.LargestError <= Tolerance)) text.Append(CultureInfo.InvariantCulture, $"; WRONG at element {i.Element}: the gradient is {i.Gradient:R}, central differences give {i.Difference:R}");
            text.Append('\n');
        }

        return text.ToString();
    }
}

/// <summary>The comparison for one tensor.</summary>
/// <param name="Input">Which tensor.</param>
/// <param name="Elements">How many of its elements were compared; a large tensor is sampled.</param>
/// <param name="LargestError">The largest difference, relative to the larger of 1 and the derivative.</param>
/// <param name="Element">Where that is, in row-major order; -1 for an empty tensor.</param>
/// <param name="Gradient">The derivative there.</param>
/// <param name="Difference">The central difference there, with the step that fits best.</param>
public sealed record GradCheckInput(int Input, int Elements, double LargestError, int Element, double Gradient, double Difference);

/// <summary>A gradient differs from central differences, or a JVP from a VJP.</summary>
public sealed class GradCheckException : Exception
{
    internal GradCheckException(string message)
        : base(message)
    {
    }
}
