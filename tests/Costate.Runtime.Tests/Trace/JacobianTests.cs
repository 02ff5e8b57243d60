using System;
using System.Linq;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>Jacobians and batches of seeds of a trace.</summary>
public class JacobianTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 5)]
    [InlineData(5, 2)]
    [InlineData(7, 7)]
    [InlineData(0, 3)]
    [InlineData(3, 0)]
    public void ItIsTheClosedFormInBothModes(int rows, int columns)
    {
        double[] weights = Check.Numbers(1, rows * columns), point = Check.Numbers(2, columns);
        TracedTensor<double> w = Constant(weights, rows, columns), x = Parameter(point, columns);
        var inner = Einsum("ij,j->i", w, x);
        var jacobian = Tanh(inner).Jacobian(x);
        Assert.Equal([rows, columns], jacobian.Shape.ToArray());
        double[] values = Check.Flat(jacobian), sums = Check.Flat(inner);
        for (int i = 0; i < rows; i++)
        {
            double slope = 1 - (Math.Tanh(sums[i]) * Math.Tanh(sums[i]));
            for (int j = 0; j < columns; j++) Check.Near(slope * weights[(i * columns) + j], values[(i * columns) + j], 1e-12);
        }
    }

    [Fact]
    public void TheAxesOfTheValueComeBeforeThoseOfTheVariable()
    {
        double[] a = Check.Numbers(3, 6), b = Check.Numbers(4, 12);
        TracedTensor<double> x = Parameter(a, 2, 3), y = Constant(b, 3, 4);
        var wide = MatMul(x, y).Jacobian(x);
        Assert.Equal([2, 4, 2, 3], wide.Shape.ToArray());
        double[] values = Check.Flat(wide);
        for (int i = 0, at = 0; i < 2; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                for (int k = 0; k < 2; k++)
                {
                    for (int l = 0; l < 3; l++) Assert.Equal(i == k ? b[(l * 4) + j] : 0, values[at++]);
                }
            }
        }

        Assert.Equal([2, 3], Sum(x * x).Jacobian(x).Shape.ToArray());
        Assert.Equal(a.Select(v => 2 * v), Check.Flat(Sum(x * x).Jacobian(x)));
        var s = Parameter(0.5);
        Assert.Equal([3], (s * Constant(new double[] { 1, 2, 3 }, 3)).Jacobian(s).Shape.ToArray());
        Assert.Equal([1.0, 2, 3], Check.Flat((s * Constant(new double[] { 1, 2, 3 }, 3)).Jacobian(s)));
        Assert.Equal([2 * 0.5], Check.Flat((s * s).Jacobian(s)));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void TheJacobianOfAGradientIsTheHessian(int n)
    {
        double[] point = Check.Numbers(5, n);
        var x = Parameter(point, n);
        var loss = Exp(Sum(x * x));
        double[] hessian = Check.Flat(loss.Grad(x).Jacobian(x));
        double value = Math.Exp(point.Sum(v => v * v));
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double expected = value * ((4 * point[i] * point[j]) + (i == j ? 2 : 0));
                Check.Near(expected, hessian[(i * n) + j], 1e-10);
            }
        }
    }

    [Fact]
    public void ItIsDifferentiatedAgainInBothModes()
    {
        Check.Derivatives(xs => Tanh(xs[0] * xs[0]).Jacobian(xs[0]), (Check.Numbers(6, 3), [3]));
        Check.Derivatives(xs => Outer(xs[0]).Jacobian(xs[0]), (Check.Numbers(8, 2), [2]));

        static TracedTensor<double> Outer(TracedTensor<double> x) => Einsum("i,j->ij", x * x, Sin(x));
    }

    [Fact]
    public void ABatchIsTheProductsOneByOneAndOfBothModesDual()
    {
        double[] point = Check.Numbers(9, 6), up = Check.Numbers(10, 4 * 2), along = Check.Numbers(11, 5 * 6);
        var x = Parameter(point, 2, 3);
        var y = Sum(Sin(x) * x, 1);
        TracedTensor<double> seeds = Constant(up, 4, 2), directions = Constant(along, 5, 2, 3);
        TracedTensor<double> rows = y.BatchedVjp(seeds, x), tangents = y.BatchedJvp(x, directions);
        Assert.Equal([4, 2, 3], rows.Shape.ToArray());
        Assert.Equal([5, 2], tangents.Shape.ToArray());
        for (int k = 0; k < 4; k++) Assert.Equal(Check.Flat(y.Vjp(Constant(up[(2 * k)..(2 * k + 2)], 2), x)), Check.Flat(rows[k]));
        for (int l = 0; l < 5; l++) Assert.Equal(Check.Flat(y.Jvp(x, Constant(along[(6 * l)..(6 * l + 6)], 2, 3))), Check.Flat(tangents[l]));
        double[] left = Check.Flat(Einsum("kab,lab->kl", rows, directions)), right = Check.Flat(Einsum("ka,la->kl", seeds, tangents));
        for (int i = 0; i < left.Length; i++) Check.Near(left[i], right[i], 1e-12);

        Assert.Equal([0, 2, 3], y.BatchedVjp(Zeros<double>(0, 2), x).Eval().Lengths.ToArray().Select(n => (int)n));
        Assert.Equal([0, 2], y.BatchedJvp(x, Zeros<double>(0, 2, 3)).Eval().Lengths.ToArray().Select(n => (int)n));
    }

    [Fact]
    public void ThePrimalIsComputedOnceHoweverManySeeds()
    {
        var step = Steps.Damped();
        Assert.Equal(Keeping(1), Keeping(5));
        Assert.Equal(Keeping(1), Keeping(20));

        long Keeping(int seeds)
        {
            TracedTensor<double> a = Parameter(0.9), x = Constant(0.3);
            for (int k = 0; k < 10; k++) x = step.Call(a, x);
            var y = x * Constant(new double[] { 1, 2, 3 }, 3);
            var before = EngineCounters.OfThisThread;
            Check.Flat(y.BatchedVjp(Constant(Check.Numbers(12, seeds * 3), seeds, 3), a));
            return (EngineCounters.OfThisThread - before).ForwardKeeping;
        }
    }

    [Fact]
    public void TheSameJacobianIsFoundAgain()
    {
        var a = Parameter(0.9);
        var z = Stack(0, a, a * a, Exp(a), Sin(a));
        double[] first = Check.Flat(z.Jacobian(a));
        var before = EngineCounters.OfThisThread;
        Assert.Equal(first, Check.Flat(z.Jacobian(a)));
        Assert.Equal(0, (EngineCounters.OfThisThread - before).Calls);
    }

    [Fact]
    public void WhatIsNoDerivativeIsAnError()
    {
        TracedTensor<double> x = Parameter(new double[] { 1, 2, 3 }, 3), other = Parameter(new double[] { 1, 2 }, 2);
        Assert.Throws<GradientException>(() => Sin(x).Jacobian(other));
        Assert.Throws<GradientException>(() => StopGradient(x).Jacobian(x));
        Assert.Throws<GradientException>(() => Sin(x).BatchedVjp(Zeros<double>(0, 3), other));
        Assert.Throws<GradientException>(() => Sin(x).BatchedJvp(other, Zeros<double>(0, 2)));
        var e = Assert.Throws<ShapeMismatchException>(() => Sin(x).BatchedVjp(Zeros<double>(4, 2), x));
        Assert.Contains("[4, 3]", e.Message);
        Assert.Contains("[4, 2]", e.Message);
        Assert.Throws<ShapeMismatchException>(() => Sin(x).BatchedVjp(Zeros<double>(3), x));
        Assert.Throws<ShapeMismatchException>(() => Sin(x).BatchedJvp(x, Constant(1.0)));
        Assert.Throws<ArgumentNullException>(() => Sin(x).Jacobian(null!));
    }
}
