using System;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>Gradients of gradients against closed forms.</summary>
public class HigherOrderTests
{
    [Fact]
    public void DerivativesOfTheSineGoRound()
    {
        var x = Parameter(0.7);
        var y = Sin(x);
        double[] expected = [Math.Cos(0.7), -Math.Sin(0.7), -Math.Cos(0.7), Math.Sin(0.7)];
        foreach (double value in expected)
        {
            y = y.Grad(x);
            Assert.Equal(value, y.EvalScalar(), 1e-14);
        }
    }

    [Fact]
    public void TheHessianOfAQuadraticFormIsItsMatrix()
    {
        const int n = 4;
        double[] data = Check.Numbers(1, n * n);
        TracedTensor<double> a = Constant(data, n, n), x = Parameter(Check.Numbers(2, n), n);
        var gradient = Dot(x, MatMul(a, x)).Grad(x);
        for (int i = 0; i < n; i++)
        {
            double[] row = Check.Flat(Sum(Slice(gradient, 0, i, 1)).Grad(x));
            for (int j = 0; j < n; j++) Assert.Equal(data[(i * n) + j] + data[(j * n) + i], row[j], 1e-14);
        }
    }

    [Fact]
    public void HessianVectorProductsAgreeInAllModes()
    {
        const int n = 6;
        TracedTensor<double> x = Parameter(Check.Numbers(3, n, 0.5, 2), n), v = Constant(Check.Numbers(4, n), n);
        var f = Sum(Exp(x) * Log(x)) + LogSumExp(x * x);
        var gradient = f.Grad(x);
        double[] overReverse = Check.Flat(gradient.Vjp(v, x)), forwardOverReverse = Check.Flat(gradient.Jvp(x, v)), reverseOverForward = Check.Flat(f.Jvp(x, v).Grad(x));
        for (int i = 0; i < n; i++)
        {
            Assert.Equal(overReverse[i], forwardOverReverse[i], 1e-12);
            Assert.Equal(overReverse[i], reverseOverForward[i], 1e-12);
        }

        double second = f.Jvp(x, v).Jvp(x, v).EvalScalar();
        Assert.Equal(Check.Inner(overReverse, Check.Flat(v)), second, 1e-11);
    }

    [Fact]
    public void SecondDerivativesThroughALoopAreRight()
    {
        // x_k = a^(2^k - 1) for x <- a x^2 from 1.
        var a = Parameter(1.01);
        var x = Constant(1.0);
        for (int k = 0; k < 5; k++) x = a * Square(x);
        const int n = 31;
        Assert.Equal(Math.Pow(1.01, n), x.EvalScalar(), 1e-12);
        var first = x.Grad(a);
        Assert.Equal(n * Math.Pow(1.01, n - 1), first.EvalScalar(), 1e-11);
        var second = first.Grad(a);
        Assert.Equal(n * (n - 1) * Math.Pow(1.01, n - 2), second.EvalScalar(), 1e-9);
        Assert.Equal((double)n * (n - 1) * (n - 2) * Math.Pow(1.01, n - 3), second.Grad(a).EvalScalar(), 1e-7);
    }

    [Fact]
    public void AFragmentIsDifferentiatedTwiceAndThrice()
    {
        // y = a cos x / (1 + e^x); three derivatives in x by differences of the one before.
        var step = Steps.Damped();
        double Derivative(int order, double at)
        {
            TracedTensor<double> a = Parameter(0.8), x = Parameter(at), y = step.Call(a, x);
            for (int i = 0; i < order; i++) y = y.Grad(x);
            return y.EvalScalar();
        }

        for (int order = 1; order <= 3; order++)
        {
            Check.Near((Derivative(order - 1, 0.4 + 1e-5) - Derivative(order - 1, 0.4 - 1e-5)) / 2e-5, Derivative(order, 0.4), 1e-8);
        }
    }

    [Fact]
    public void MixedSecondDerivativesCommute()
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Parameter(0.8), x = Parameter(0.4), y = step.Call(a, step.Call(a, x));
        Assert.Equal(y.Grad(a).Grad(x).EvalScalar(), y.Grad(x).Grad(a).EvalScalar(), 1e-13);
    }

    [Fact]
    public void GradientDescentThroughAGradientIsDifferentiable()
    {
        // One step of descent on (w - t)^2 with rate r: w' = w - 2 r (w - t); loss' = (w' - t)^2.
        TracedTensor<double> w = Parameter(3.0), t = Parameter(1.0), r = Parameter(0.1);
        var inner = Square(w - t);
        var moved = w - (r * inner.Grad(w));
        var outer = Square(moved - t);
        Assert.Equal(-4 * 4 * (1 - 0.2), outer.Grad(r).EvalScalar(), 1e-12);
    }

    [Fact]
    public void GradientsWithRespectToIntermediatesAreThoseOfTheRest()
    {
        var x = Parameter(0.5);
        var u = Exp(x);
        var y = Sin(u) * u;
        double e = Math.Exp(0.5);
        Assert.Equal((Math.Cos(e) * e) + Math.Sin(e), y.Grad(u).EvalScalar(), 1e-14);
        Assert.Equal(((Math.Cos(e) * e) + Math.Sin(e)) * e, y.Grad(x).EvalScalar(), 1e-13);
        Assert.Equal(1.0, y.Grad(y).EvalScalar());
        Assert.Equal(-2.0 * Math.Sin(e), (y / u).Grad(u).Grad(u).EvalScalar() * 2, 1e-12);
    }
}
