using System;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>After an evaluation at every step the result feeds the next one, and the final gradient is right.</summary>
public class ContinuityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void FixedPointOfCosineHasTheGradientOfItsRecurrence(int steps)
    {
        const double a0 = 0.9;
        var a = Parameter(a0);
        var x = Constant(0.3);
        double value = 0.3, derivative = 0;
        for (int k = 0; k < steps; k++)
        {
            x = a * Cos(x);
            (value, derivative) = (a0 * Math.Cos(value), Math.Cos(value) - (a0 * Math.Sin(value) * derivative));
            Assert.Equal(value, x.EvalScalar(), 1e-14);
        }

        Assert.Equal(derivative, x.Grad(a).EvalScalar(), 1e-12);
    }

    [Theory]
    [InlineData(100)]
    [InlineData(1000)]
    public void FixedPointOfCosineHasTheClosedFormGradient(int steps)
    {
        var a = Parameter(0.9);
        var x = Constant(0.3);
        double last = 0;
        for (int k = 0; k < steps; k++)
        {
            x = a * Cos(x);
            last = x.EvalScalar();
        }

        Assert.Equal(Math.Cos(last) / (1 + (0.9 * Math.Sin(last))), x.Grad(a).EvalScalar(), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void PowerIterationHasTheGradientOfItsEigenvalue(int steps)
    {
        const int n = 5;
        double[] data = Symmetric(n);
        var m = Parameter(data, n, n);
        var v = Constant([1.0, 0.5, -0.25, 0.75, 0.1], n);
        for (int k = 0; k < steps; k++)
        {
            var w = MatMul(m, v);
            var norm = Norm(w);
            Assert.True(norm.EvalScalar() > 0);
            v = w / norm;
        }

        var rayleigh = Dot(v, MatMul(m, v));
        double[] gradient = Flat(rayleigh.Grad(m));
        double[] expected = steps >= 100 ? Outer(Flat(v)) : Differences(data, n, steps);
        for (int i = 0; i < gradient.Length; i++) Assert.Equal(expected[i], gradient[i], steps >= 100 ? 1e-10 : 1e-7);
    }

    // At the fixed point the eigenvalue's derivative is the outer product of the eigenvector with itself.
    private static double[] Outer(double[] v)
    {
        var outer = new double[v.Length * v.Length];
        for (int i = 0; i < outer.Length; i++) outer[i] = v[i / v.Length] * v[i % v.Length];
        return outer;
    }

    private static double[] Differences(double[] data, int n, int steps)
    {
        var gradient = new double[data.Length];
        for (int i = 0; i < data.Length; i++)
        {
            double[] up = (double[])data.Clone(), down = (double[])data.Clone();
            up[i] += 1e-6;
            down[i] -= 1e-6;
            gradient[i] = (Rayleigh(up, n, steps) - Rayleigh(down, n, steps)) / 2e-6;
        }

        return gradient;
    }

    private static double Rayleigh(double[] m, int n, int steps)
    {
        double[] v = [1.0, 0.5, -0.25, 0.75, 0.1];
        double[] Product(double[] x)
        {
            var y = new double[n];
            for (int i = 0; i < n * n; i++) y[i / n] += m[i] * x[i % n];
            return y;
        }

        static double Inner(double[] x, double[] y)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++) sum += x[i] * y[i];
            return sum;
        }

        for (int k = 0; k < steps; k++)
        {
            double[] w = Product(v);
            double norm = Math.Sqrt(Inner(w, w));
            for (int i = 0; i < n; i++) v[i] = w[i] / norm;
        }

        return Inner(v, Product(v));
    }

    private static double[] Symmetric(int n)
    {
        var data = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++) data[(i * n) + j] = Math.Cos(i * j) + (i == j ? 2 + (3 * i) : 0);
        }

        return data;
    }

    private static double[] Flat(TracedTensor<double> x)
    {
        var flat = new double[(int)x.Eval().FlattenedLength];
        x.Eval().FlattenTo(flat);
        return flat;
    }
}
