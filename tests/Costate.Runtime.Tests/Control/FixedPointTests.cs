using System;
using System.Linq;
using Costate.Execution;
using Costate.Runtime.Tests.Trace;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Control;

/// <summary>Fixed points in a trace, against closed forms, loops that were differentiated step by step, and exact solutions.</summary>
public class FixedPointTests
{
    private const double Tolerance = 1e-13;

    [Fact]
    public void TheBabylonianRootHasTheDerivativesOfTheRoot()
    {
        var a = Parameter([0.25, 2.0, 9.0], 3);
        var root = FixedPoint.Solve(x => 0.5 * (x + (a / x)), Ones<double>(3), Tolerance);
        double[] data = [0.25, 2.0, 9.0];
        var first = Sum(root).Grad(a);
        var second = Sum(first).Grad(a);
        var third = Sum(second).Grad(a);
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Math.Sqrt(data[i]), Check.Flat(root)[i], 1e-13);
            Check.Near(0.5 / Math.Sqrt(data[i]), Check.Flat(first)[i], 1e-12);
            Check.Near(-0.25 * Math.Pow(data[i], -1.5), Check.Flat(second)[i], 1e-11);
            Check.Near(0.375 * Math.Pow(data[i], -2.5), Check.Flat(third)[i], 1e-10);
        }
    }

    [Theory]
    [InlineData(AdjointSolver.Neumann)]
    [InlineData(AdjointSolver.Gmres)]
    public void ALayerHasTheGradientOfItsIterations(AdjointSolver adjoint)
    {
        const int n = 7;
        TracedTensor<double> w = Parameter(Check.Numbers(1, n * n, -0.3, 0.3), n, n), b = Parameter(Check.Numbers(2, n), n);
        TracedTensor<double> Step(TracedTensor<double> x) => Tanh(MatMul(w, x) + b);
        var implied = FixedPoint.Solve(Step, Zeros<double>(n), Tolerance, adjoint: adjoint);
        var unrolled = Zeros<double>(n);
        for (int i = 0; i < 200; i++) unrolled = Step(unrolled);
        Near(unrolled, implied, 1e-12);
        var weights = Constant(Check.Numbers(3, n), n);
        Near(Sum(weights * unrolled).Grad(w), Sum(weights * implied).Grad(w), 1e-9);
        Near(Sum(weights * unrolled).Grad(b), Sum(weights * implied).Grad(b), 1e-9);

        // (I - J)^-T by elimination, J = diag(1 - x^2) W.
        var x = Constant(Check.Flat(implied), n);
        var j = ExpandDims(1 - (x * x), 1) * w;
        var exact = Solve(Transpose(Eye<double>(n) - j), weights) * (1 - (x * x));
        Near(exact, Sum(weights * implied).Grad(b), 1e-9);
        Check.Derivatives(p => FixedPoint.Solve(x => Tanh(MatMul(p[0], x) + p[1]), Zeros<double>(n), Tolerance, adjoint: adjoint, adjointTolerance: 1e-13), (Check.Flat(w), [n, n]), (Check.Flat(b), [n]));

        // The product of a Hessian with a vector, and of it the gradient once more.
        var v = Constant(Check.Numbers(4, n), n);
        var (hImplied, hUnrolled) = (Sum(Sum(weights * implied).Grad(b) * v).Grad(w), Sum(Sum(weights * unrolled).Grad(b) * v).Grad(w));
        Near(hUnrolled, hImplied, 1e-7);
        Near(Sum(weights * unrolled).Jvp(b, v).Jvp(b, v), Sum(weights * implied).Jvp(b, v).Jvp(b, v), 1e-7);
    }

    [Fact]
    public void GmresNeedsFarFewerApplicationsWhereTheStepContractsSlowly()
    {
        // x = 0.999 q x + b, q orthogonal: every eigenvalue has the absolute value 0.999.
        const int n = 12;
        double[] rotation = new double[n * n];
        for (int i = 0; i < n; i += 2)
        {
            double angle = 0.4 + (0.2 * i);
            (rotation[(i * n) + i], rotation[(i * n) + i + 1]) = (Math.Cos(angle), -Math.Sin(angle));
            (rotation[((i + 1) * n) + i], rotation[((i + 1) * n) + i + 1]) = (Math.Sin(angle), Math.Cos(angle));
        }

        TracedTensor<double> q = Constant(rotation, n, n), b = Parameter(Check.Numbers(5, n), n);
        TracedTensor<double> Gradient(AdjointSolver adjoint, int steps)
        {
            var point = Solve(Eye<double>(n) - (0.999 * q), b).ConvergedUnder(x => (0.999 * MatMul(q, x)) + b, 1e-9, adjoint, adjointTolerance: 1e-11, adjointSteps: steps);
            return Sum(point * point).Grad(b);
        }

        var exact = Solve(Transpose(Eye<double>(n) - (0.999 * q)), 2 * Solve(Eye<double>(n) - (0.999 * q), b));
        Near(exact, Gradient(AdjointSolver.Gmres, n + 3), 1e-8);
        Near(exact, Gradient(AdjointSolver.Neumann, 40_000), 1e-6);
        var error = Assert.Throws<ConvergenceException>(() => Check.Flat(Gradient(AdjointSolver.Neumann, 5000)));
        Assert.True(error.IsDerivative);
        Assert.Equal(5000, error.Steps);
        Assert.Contains("AdjointSolver.Gmres", error.Message, StringComparison.Ordinal);
        Assert.Equal(n - 3, Assert.Throws<ConvergenceException>(() => Check.Flat(Gradient(AdjointSolver.Gmres, n - 4))).Steps);
    }

    [Fact]
    public void GmresSolvesWhereTheStepDoesNotContract()
    {
        // 0 = 3 - 2 x: the step x + 3 - 2 x a goes to and fro for ever, and x' = -x / a.
        var a = Parameter(1.0);
        TracedTensor<double> Found(AdjointSolver adjoint) => Constant(1.5).ConvergedUnder(x => x + (3 - (2 * a * x)), 1e-12, adjoint, adjointSteps: 100);
        Assert.Equal(-1.5, Found(AdjointSolver.Gmres).Grad(a).EvalScalar(), 1e-10);
        Assert.Equal(3.0, Found(AdjointSolver.Gmres).Grad(a).Grad(a).EvalScalar(), 1e-9);
        Assert.Throws<ConvergenceException>(() => Found(AdjointSolver.Neumann).Grad(a).EvalScalar());
    }

    [Fact]
    public void ASingularSystemIsAnErrorAndNotANumber()
    {
        var a = Parameter([1.0, 2], 2);
        foreach (var adjoint in new[] { AdjointSolver.Neumann, AdjointSolver.Gmres })
        {
            var point = Constant([1.0, 1], 2).ConvergedUnder(x => x + (0 * a), 1e-12, adjoint);
            Assert.True(Assert.Throws<ConvergenceException>(() => Check.Flat(Sum(point).Grad(a))).IsDerivative);
        }
    }

    [Fact]
    public void WhatHasNotConvergedSaysHowFarItIs()
    {
        var a = Parameter(2.0);
        TracedTensor<double> Step(TracedTensor<double> x) => 0.5 * (x + (a / x));
        var error = Assert.Throws<ConvergenceException>(() => FixedPoint.Solve(Step, Constant(1.0), 1e-12, maxSteps: 3).EvalScalar());
        Assert.Equal((1e-12, 3, false), (error.Tolerance, error.Steps, error.IsDerivative));
        Assert.InRange(error.Residual, 1e-12, 1e-2);
        Assert.Contains("maxSteps", error.Message, StringComparison.Ordinal);
        Assert.Contains("no fixed point", Assert.Throws<ConvergenceException>(() => Constant(1.0).ConvergedUnder(Step, 1e-3).EvalScalar()).Message, StringComparison.Ordinal);
        Assert.True(double.IsNaN(Assert.Throws<ConvergenceException>(() => FixedPoint.Solve(x => Sqrt(x - 10), Constant(1.0), 1e-3).EvalScalar()).Residual));
    }

    [Fact]
    public void WrongUsesAreNamed()
    {
        var a = Parameter([1.0, 2], 2);
        Assert.Equal("COS123", Assert.Throws<ShapeMismatchException>(() => FixedPoint.Solve(x => Sum(x * a), a, 1e-9)).Id);
        Assert.Equal("COS123", Assert.Throws<ShapeMismatchException>(() => FixedPoint.Solve(x => Concat(0, x, a), a, 1e-9)).Id);
        Assert.Equal("COS206", Assert.Throws<GradientException>(() => FixedPoint.Solve(x => Sin(x), a, 1e-9, gauge: (x, v) => v * v)).Id);
        Assert.Contains("that does not depend on a tangent", Assert.Throws<GradientException>(() => FixedPoint.Solve(x => Sin(x), a, 1e-9, gauge: (x, v) => v + 1.0)).Message, StringComparison.Ordinal);
        Assert.Equal("COS206", Assert.Throws<GradientException>(() => FixedPoint.Solve(x => Sin(x), a, 1e-9, gauge: (x, v) => v - x)).Id);
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPoint.Solve(x => x, a, double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => FixedPoint.Solve(x => x, a, 1e-9, maxSteps: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => a.ConvergedUnder(x => x, 1e-9, restart: 0));
        Assert.Throws<ArgumentNullException>(() => a.ConvergedUnder(null!, 1e-9));
        Assert.Throws<ArgumentNullException>(() => a.ConvergedUnder(x => null!, 1e-9));
        Assert.Contains("recorded once", Assert.Throws<NotSupportedException>(() => FixedPoint.Solve(x => Sum(x).EvalScalar() > 0 ? x : a, a, 1e-9)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheStartHasNoInfluence()
    {
        TracedTensor<double> a = Parameter(2.0), start = Parameter(1.0);
        var root = FixedPoint.Solve(x => 0.5 * (x + (a / x)), start, 1e-12);
        var error = Assert.Throws<GradientException>(() => root.Grad(start));
        Assert.Equal("COS202", error.Id);
        Assert.Contains("the start of a fixed point", error.Message, StringComparison.Ordinal);
        Assert.Equal("COS202", Assert.Throws<GradientException>(() => root.ConvergedUnder(x => 0.5 * (x + 2 / x), 1e-9).Grad(a)).Id);
        Assert.Equal(0, root.GradOrZero(start)[0].EvalScalar());

        // From where the parameter is too it is the same.
        Assert.Equal(0.5 / Math.Sqrt(2), FixedPoint.Solve(x => 0.5 * (x + (a / x)), a * start, 1e-12).Grad(a).EvalScalar(), 1e-12);
    }

    [Fact]
    public void EqualFixedPointsAreOneNode()
    {
        var a = Parameter([1.0, 2], 2);
        TracedTensor<double> Root() => FixedPoint.Solve(x => 0.5 * (x + (a / x)), a, 1e-12);
        Assert.Equal(Root(), Root());
        Assert.NotEqual(Root(), FixedPoint.Solve(x => 0.5 * (x + (a / x)), a, 1e-11));
    }

    [Fact]
    public void StepsMayDifferentiate()
    {
        // Newton's method for x^3 + x = b, as in a body.
        var b = Parameter(10.0);
        var x = FixedPoint.Solve(
            x =>
            {
                var y = (x * x * x) + x - b;
                return x - (y / y.Grad(x));
            },
            Constant(3.0),
            1e-12);
        Assert.Equal(2, x.EvalScalar(), 1e-12);
        Assert.Equal(1.0 / 13, x.Grad(b).EvalScalar(), 1e-12);
        Assert.Equal(-12.0 / 2197, x.Grad(b).Grad(b).EvalScalar(), 1e-11);
    }

    [Fact]
    public void StatesOfTwoTensorsFloatsAndNoElements()
    {
        TracedTensor<double> a = Parameter([0.2, 0.4, 0.1], 3), w = Parameter(Check.Numbers(6, 6), 3, 2);
        (TracedTensor<double>, TracedTensor<double>) Step(TracedTensor<double> x, TracedTensor<double> y) => (Sin(a + (0.1 * MatMul(w, y))), 0.2 * MatMul(x, w));
        var (x, y) = FixedPoint.Solve(Step, (Zeros<double>(3), Zeros<double>(2)), Tolerance);
        var (u, v) = (Zeros<double>(3), Zeros<double>(2));
        for (int i = 0; i < 60; i++) (u, v) = Step(u, v);
        Near((Dot(u, u) + Sum(v)).Grad(w), (Dot(x, x) + Sum(y)).Grad(w), 1e-9);
        var (p, q) = (u, v).ConvergedUnder(Step, 1e-9);
        Near((Dot(u, u) + Sum(v)).Grad(a), (Dot(p, p) + Sum(q)).Grad(a), 1e-9);

        var f = Parameter(2f);
        Assert.Equal(0.5f / MathF.Sqrt(2), FixedPoint.Solve(x => 0.5f * (x + (f / x)), Constant(1f), 1e-6).Grad(f).EvalScalar(), 1e-5f);

        var nothing = Parameter(Array.Empty<double>(), 0);
        foreach (var adjoint in new[] { AdjointSolver.Neumann, AdjointSolver.Gmres })
        {
            Assert.Empty(Check.Flat(Sum(FixedPoint.Solve(x => 0.5 * (x + (nothing / x)), nothing, 1e-12, adjoint: adjoint)).Grad(nothing)));
        }
    }

    [Fact]
    public void TheDominantEigenvectorOfPowerIteration()
    {
        const int n = 4;
        TracedTensor<double> Dominant(TracedTensor<double> a) => FixedPoint.Solve(
            x =>
            {
                var y = MatMul((2 * Ones<double>(n, n)) + a + Transpose(a), x);
                return y / Norm(y);
            },
            Ones<double>(n),
            1e-13,
            adjointTolerance: 1e-13);
        double[] data = Check.Numbers(9, n * n, -0.5, 0.5);
        Check.Derivatives(p => Dominant(p[0]), (data, [n, n]));

        // Of the eigenvalue x^T A x the derivative is x x^T, whatever the vector does.
        var a = Parameter(data, n, n);
        var x = Dominant(a);
        var value = Dot(x, MatMul((2 * Ones<double>(n, n)) + a + Transpose(a), x));
        Near(2 * Outer(x, x), value.Grad(a), 1e-10);
    }

    [Fact]
    public void AGradientCostsTheSameAfterTenStepsAndAfterTenThousand()
    {
        // The loop of C# damps the step more or less; what is differentiated is the step itself.
        static (long Nodes, long Bytes) Cost(int steps)
        {
            const int n = 20;
            TracedTensor<double> w = Parameter(Check.Numbers(7, n * n, -0.1, 0.1), n, n), b = Parameter(Check.Numbers(8, n), n);
            TracedTensor<double> Step(TracedTensor<double> x) => Tanh(MatMul(w, x) + b);
            var x = Zeros<double>(n);
            double share = Math.Min(1, 300.0 / steps);
            for (int i = 0; i < steps; i++)
            {
                x = ((1 - share) * x) + (share * Step(x));
                if (i % 100 == 99) x.Eval();
            }

            var point = Constant(Check.Flat(x), n).ConvergedUnder(Step, 1e-6);
            point.Eval();
            var (counters, before) = (EngineCounters.OfThisThread, GC.GetAllocatedBytesForCurrentThread());
            Check.Flat(Sum(point).Grad(w));

            // Whether the node of a number is still there from before is up to the collector.
            var spent = EngineCounters.OfThisThread - counters;
            return (spent.NodesBuilt + spent.NodesFound, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Cost(300);
        var (few, many) = (Cost(300), Cost(3000));
        Assert.Equal(few.Nodes, many.Nodes);
        Assert.InRange(many.Bytes, 0, few.Bytes + 20_000);
    }

    internal static void Near(TracedTensor<double> expected, TracedTensor<double> actual, double tolerance)
    {
        double[] e = Check.Flat(expected), a = Check.Flat(actual);
        Assert.Equal(e.Length, a.Length);
        for (int i = 0; i < e.Length; i++) Check.Near(e[i], a[i], tolerance);
    }
}
