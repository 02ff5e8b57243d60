using System;
using System.Linq;
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

    internal static void Near(TracedTensor<double> expected, TracedTensor<double> actual, double tolerance)
    {
        double[] e = Check.Flat(expected), a = Check.Flat(actual);
        Assert.Equal(e.Length, a.Length);
        for (int i = 0; i < e.Length; i++) Check.Near(e[i], a[i], tolerance);
    }
}
