using System;
using System.Globalization;
using System.Linq;
using Costate.Linking;

namespace Costate;

/// <summary>
/// Compares forward and reverse mode: for every direction v and cotangent w the products of J v with w and of v with J^T w are one number.
/// It holds at kinks too, and it cannot see a derivative that is wrong in both modes; <see cref="GradCheck"/> can.
/// </summary>
public static class DotTest
{
    private const int Directions = 3;

    /// <summary>Checks a function of one tensor and throws if the two modes disagree.</summary>
    /// <param name="f">The function.</param>
    /// <param name="x">The point.</param>
    /// <param name="tolerance">The largest difference, relative to the sizes of the two products' terms.</param>
    /// <returns>The largest relative difference.</returns>
    /// <exception cref="GradCheckException">The two modes disagree.</exception>
    public static double Verify(Func<TracedTensor<double>, TracedTensor<double>> f, TracedTensor<double> x, double tolerance = 1e-10)
    {
        ArgumentNullException.ThrowIfNull(f);
        return Verify(xs => f(xs[0]), [x], tolerance);
    }

    /// <summary>Checks a function of several tensors and throws if the two modes disagree.</summary>
    /// <param name="f">The function, of as many tensors as there are in <paramref name="xs"/> and of their shapes.</param>
    /// <param name="xs">The point.</param>
    /// <param name="tolerance">The largest difference, relative to the sizes of the two products' terms.</param>
    /// <returns>The largest relative difference.</returns>
    /// <exception cref="GradCheckException">The two modes disagree.</exception>
    public static double Verify(Func<TracedTensor<double>[], TracedTensor<double>> f, TracedTensor<double>[] xs, double tolerance = 1e-10)
    {
        ArgumentNullException.ThrowIfNull(f);
        ArgumentNullException.ThrowIfNull(xs);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tolerance);
        if (xs.Length == 0) throw new ArgumentException("A derivative needs at least one tensor to differentiate by.", nameof(xs));
        double largest = 0;
        for (int seed = 1; seed <= Directions; seed++)
        {
            var (forward, reverse, scale) = Products(f, xs, seed);
            double difference = Math.Abs(forward - reverse) / Math.Max(scale, double.Epsilon);
            if (forward == reverse) difference = 0;
            if (!(difference <= tolerance))
            {
                throw new GradCheckException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Forward and reverse mode disagree: <J v, w> is {forward:R}, <v, J^T w> is {reverse:R}, a relative difference of {difference:0.0e+0} where {tolerance:0.0e+0} is allowed."));
            }

            largest = Math.Max(largest, difference);
        }

        return largest;
    }

    private static (double Forward, double Reverse, double Scale) Products(Func<TracedTensor<double>[], TracedTensor<double>> f, TracedTensor<double>[] xs, int seed)
    {
        var point = xs.Select(Point.Of).ToArray();
        var parameters = point.Select(p => p.Parameter()).ToArray();
        var y = f(parameters);
        var w = Point.Random(y.Shape.ToArray(), seed);
        var v = point.Select((p, i) => Point.Random(p.Shape, (100 * seed) + i)).ToArray();
        double forward = 0, reverse = 0, scale = 0;
        for (int i = 0; i < parameters.Length; i++)
        {
            double[] tangent = OrZero(() => y.Jvp(parameters[i], v[i].Parameter()), y.Shape.ToArray());
            double[] cotangent = OrZero(() => y.Vjp(w.Parameter(), parameters[i]), point[i].Shape);
            forward += Dot(tangent, w.Data, ref scale);
            reverse += Dot(v[i].Data, cotangent, ref scale);
        }

        return (forward, reverse, scale);
    }

    // No dependence is a derivative of zero here, in each mode by itself.
    private static double[] OrZero(Func<TracedTensor<double>> derivative, int[] shape)
    {
        try
        {
            return Point.Of(derivative()).Data;
        }
        catch (GradientException)
        {
            return new double[shape.Aggregate(1, (a, b) => a * b)];
        }
    }

    private static double Dot(double[] a, double[] b, ref double scale)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
        {
            sum += a[i] * b[i];
            scale += Math.Abs(a[i] * b[i]);
        }

        return sum;
    }
}
