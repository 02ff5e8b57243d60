using System;
using System.Linq;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>Comparisons of derivatives with central differences and with each other.</summary>
internal static class Check
{
    public static double[] Flat(TracedTensor<double> x)
    {
        if (x.Rank == 0) return [x.EvalScalar()];
        var value = x.Eval();
        var flat = new double[(int)value.FlattenedLength];
        if (flat.Length > 0) value.FlattenTo(flat);
        return flat;
    }

    /// <summary>Numbers that look random and are the same everywhere.</summary>
    public static double[] Numbers(int seed, int count, double low = -1, double high = 1)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => low + (random.NextDouble() * (high - low))).ToArray();
    }

    /// <summary>Compares Vjp and Jvp of a function with central differences along random directions, and with each other.</summary>
    public static void Derivatives(Func<TracedTensor<double>[], TracedTensor<double>> f, params (double[] Data, int[] Shape)[] inputs)
    {
        var xs = inputs.Select(i => Leaf(i.Data, i.Shape)).ToArray();
        var y = f(xs);
        double[] weights = Numbers(7, Flat(y).Length);
        var seed = y.Rank == 0 ? Constant(weights[0]) : Constant(weights, y.Shape.ToArray());
        var gradients = y.Vjp(seed, xs);
        for (int k = 0; k < xs.Length; k++)
        {
            double[] direction = Numbers(11 + k, inputs[k].Data.Length);
            double[] gradient = Flat(gradients[k]);
            Assert.Equal(xs[k].Shape.ToArray(), gradients[k].Shape.ToArray());
            double reverse = Inner(gradient, direction);

            var v = xs[k].Rank == 0 ? Constant(direction[0]) : Constant(direction, inputs[k].Shape);
            var tangent = y.Jvp(xs[k], v);
            Assert.Equal(y.Shape.ToArray(), tangent.Shape.ToArray());
            double forward = Inner(Flat(tangent), weights);
            Near(reverse, forward, 1e-11);
            Near((Shifted(1e-6) - Shifted(-1e-6)) / 2e-6, reverse, 2e-7);

            double Shifted(double step)
            {
                var moved = (double[])inputs[k].Data.Clone();
                for (int i = 0; i < moved.Length; i++) moved[i] += step * direction[i];
                var arguments = (TracedTensor<double>[])xs.Clone();
                arguments[k] = Leaf(moved, inputs[k].Shape);
                return Inner(Flat(f(arguments)), weights);
            }
        }
    }

    public static double Inner(double[] a, double[] b)
    {
        Assert.Equal(a.Length, b.Length);
        double sum = 0;
        for (int i = 0; i < a.Length; i++) sum += a[i] * b[i];
        return sum;
    }

    public static void Near(double expected, double actual, double tolerance) =>
        Assert.True(Math.Abs(expected - actual) <= tolerance * (1 + Math.Abs(expected)), $"expected {expected:R}, got {actual:R}");

    private static TracedTensor<double> Leaf(double[] data, int[] shape) => shape.Length == 0 ? Parameter(data[0]) : Parameter(data, shape);
}
