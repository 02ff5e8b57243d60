using System;
using System.Linq;
using System.Numerics.Tensors;
using Costate;
using static Costate.TracedTensor;
using Xunit;

namespace LanguageModel;

public static partial class Language
{
    /// <summary>Follows x_(i+1) = tanh(w x_i), and adds up where it has been.</summary>
    [Differentiable]
    public static TracedTensor<double> Path([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, int steps)
    {
        var sum = x;
        for (int i = 0; i < steps; i++)
        {
            x = Tanh(MatMul(w, x));
            sum = sum + x / (i + 1);
        }

        return sum;
    }

    /// <summary>Whole numbers forward, and backward as if nothing had been rounded.</summary>
    [Differentiable]
    public static TracedTensor<double> Rounded([Shape("n")] TracedTensor<double> x) => Floor(x + 0.5);

    [Linearization(nameof(Rounded))]
    private static TracedTensor<double> RoundedTangent(TracedTensor<double> x, TracedTensor<double> dx) => dx;

    /// <summary>The length of a step, scaled; the derivative is made from the result, and is 0 where the length is.</summary>
    [Differentiable]
    public static TracedTensor<double> Length([Shape("n")] TracedTensor<double> step, [Shape("")] TracedTensor<double> scale) => Sqrt(Sum(step * step)) * scale;

    [Linearization(nameof(Length))]
    private static TracedTensor<double> LengthTangent(
        TracedTensor<double> step, TracedTensor<double> scale, TracedTensor<double> length, TracedTensor<double> dStep, TracedTensor<double> dScale) =>
        scale * scale * Sum(step * dStep) / length + length / scale * dScale;

    /// <summary>Many steps of a coupled system; its gradient keeps the states before eight of them at a time.</summary>
    [Differentiable, Checkpoint(Slots = 8)]
    public static TracedTensor<double> Drift([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            x = x + 0.01 * Tanh(MatMul(w, x));
        }

        return x;
    }

    /// <summary>A potential whose forces and their derivatives are compiled.</summary>
    [Differentiable(Order = 2)]
    public static TracedTensor<double> Potential([Shape("n")] TracedTensor<double> x, double strength) => Sum(Log(1.0 + strength * Square(x[1..] - x[..^1])));

    /// <summary>How far a linear model is from data that nobody differentiates by.</summary>
    [Differentiable]
    public static TracedTensor<double> Misfit([Shape("n, m")] TracedTensor<double> w, [NoGradient, Shape("batch, m")] TracedTensor<double> data, [NoGradient, Shape("batch, n")] TracedTensor<double> targets) =>
        Mean(Square(MatMul(data, Transpose(w)) - targets));

    /// <summary>Newton's iteration for the square root of each element, as long as it moves and for so many steps at most.</summary>
    [Differentiable]
    public static TracedTensor<double> Root([Shape("n")] TracedTensor<double> x, int most)
    {
        var y = x;
        for (int i = 0; i < most; i++)
        {
            var next = (y + x / y) * 0.5;
            double moved = Norm(next - y).EvalScalar();
            y = next;
            if (moved < 1e-12)
            {
                break;
            }
        }

        return y;
    }

    /// <summary>The real root of x^3 + x = b by Newton's method, whose slope is a derivative. The result can be differentiated by b.</summary>
    [Differentiable]
    public static TracedTensor<double> Solution([Shape("")] TracedTensor<double> b)
    {
        var x = 0.5 * b;
        while (true)
        {
            var y = x * x * x + x - b;
            if (Math.Abs(y.EvalScalar()) < 1e-12)
            {
                break;
            }

            x = x - y / y.Grad(x);
        }

        return x;
    }

    /// <summary>The state in which a network that feeds itself comes to rest.</summary>
    [Differentiable]
    public static TracedTensor<double> Rest([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b) =>
        FixedPoint.Solve(x => Tanh(MatMul(w, x) + b), 0 * b, tolerance: 1e-12);

    /// <summary>The same state, iterated in a loop that is nobody else's business, and then declared to be what it is.</summary>
    [Differentiable]
    public static TracedTensor<double> RestBySteps([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b, int steps)
    {
        var x = 0 * b;
        for (int i = 0; i < steps; i++)
        {
            x = 0.5 * (x + Step(x));
        }

        return x.ConvergedUnder(Step, tolerance: 1e-9, adjoint: AdjointSolver.Gmres);

        TracedTensor<double> Step(TracedTensor<double> x) => Tanh(MatMul(w, x) + b);
    }

    /// <summary>The matrix of rank one that is nearest to another one, by alternating least squares.</summary>
    [Differentiable]
    public static TracedTensor<double> RankOne([Shape("n, m")] TracedTensor<double> a, [NoGradient, Shape("m")] TracedTensor<double> start)
    {
        var (u, v) = FixedPoint.Solve(Sweep, (MatMul(a, start), start), tolerance: 1e-12, gauge: (u, v, du, dv) =>
        {
            // For every s (s u, v / s) is a fixed point too: along (u, -v) nothing is determined.
            var along = (Dot(u, du) - Dot(v, dv)) / (Dot(u, u) + Dot(v, v));
            return (du - along * u, dv + along * v);
        });
        return Outer(u, v);

        (TracedTensor<double>, TracedTensor<double>) Sweep(TracedTensor<double> u, TracedTensor<double> v)
        {
            u = MatMul(a, v) / Dot(v, v);
            return (u, MatMul(u, a) / Dot(u, u));
        }
    }

    /// <summary>Each row becomes a mixture of itself and of the row before it, as that is by then.</summary>
    [Differentiable]
    public static TracedTensor<double> Smooth([Shape("rows, cols")] TracedTensor<double> x, double share)
    {
        for (int i = 1; i < x.Dim(0); i++)
        {
            x = SetSlice(x, x[i] * (1 - share) + x[i - 1] * share, i);
        }

        return x[.., 1..^1];
    }
}

public sealed class LanguageTests
{
    [Fact]
    public void APathAddsUp()
    {
        var w = Parameter(new double[] { 0.5, 0, 0, 0.25 }, 2, 2);
        var x = Parameter(new double[] { 1, 2 }, 2);
        double first = Math.Tanh(0.5), second = Math.Tanh(0.5 * first);
        Assert.Equal(1 + first + (second / 2), Language.Path(w, x, 2).Eval()[0], 12);
        Assert.Equal(x.Eval().ToArray(), Language.Path(w, x, 0).Eval().ToArray());
    }

    [Fact]
    public void ADeclaredDerivativeIsTheDerivative()
    {
        var (x, scale) = (Parameter([0.3, -0.4], 2), Parameter(2.0));
        Assert.Equal([1.0, 1.0], Sum(Language.Rounded(x)).Grad(x).Eval().ToArray());
        GradCheck.Verify(xs => Language.Length(xs[0], xs[1]), [x, scale]);
        var zero = Parameter([0.0, 0.0], 2);
        Assert.Equal([0.0, 0.0], Language.Length(zero, scale).Grad(zero).Eval().ToArray());
    }

    [Fact]
    public void ADriftIsReversedFromFewStates()
    {
        var w = Parameter(new double[] { 0.5, -1, 2, 0.25 }, 2, 2);
        double Loss(double h) => Sum(Language.Drift(w, Parameter(new double[] { 1 + h, 2 }, 2), 300)).EvalScalar();
        var x = Parameter(new double[] { 1, 2 }, 2);
        Assert.Equal((Loss(1e-6) - Loss(-1e-6)) / 2e-6, Sum(Language.Drift(w, x, 300)).Grad(x).Eval()[0], 6);
    }

    [Fact]
    public void ARootIsDifferentiatedThroughItsIterations()
    {
        var x = Parameter(new double[] { 4, 9 }, 2);
        var y = Language.Root(x, 50);
        Assert.Equal(2, y.Eval()[0], 12);
        Assert.Equal(1.0 / 6, Sum(y).Grad(x).Eval()[1], 9);
    }

    [Fact]
    public void ASolutionIsFoundByItsDerivativeAndDifferentiated()
    {
        var b = Parameter(10.0);
        var x = Language.Solution(b);
        Assert.Equal(2, x.EvalScalar(), 12);

        // x' = 1 / (3 x^2 + 1), x'' = -6 x x'^3.
        Assert.Equal(1.0 / 13, x.Grad(b).EvalScalar(), 10);
        Assert.Equal(-12.0 / 2197, x.Grad(b).Grad(b).EvalScalar(), 8);
    }

    [Fact]
    public void TheHessianOfAPotential()
    {
        var x = Parameter([0.0, 0.0, 0.0], 3);
        var hessian = Language.Potential(x, 0.5).Grad(x).Jacobian(x).Eval();
        Assert.Equal([1, -1, 0, -1, 2, -1, 0, -1, 1], hessian.ToArray());
    }

    [Fact]
    public void TheGradientIsByTheModelAlone()
    {
        var (w, data, targets) = (Tensor.Create([1.0, -1.0], [1, 2]), Tensor.Create([1.0, 2.0, 3.0, 4.0], [2, 2]), Tensor.Create([0.0, 1.0], [2, 1]));
        Assert.Equal([-1.0 - 6, -2.0 - 8], Language.MisfitGrad(w, data, targets).ToArray());
    }

    [Fact]
    public void ARestIsDifferentiatedAsAFixedPoint()
    {
        // x = tanh(0.5 x + b), so x' = (1 - x^2) / (1 - 0.5 (1 - x^2)) b'.
        TracedTensor<double> w = Parameter([0.5], 1, 1), b = Parameter([0.3], 1);
        double x = Language.Rest(w, b).Eval()[0], slope = 1 - (x * x);
        Assert.Equal(Math.Tanh((0.5 * x) + 0.3), x, 11);
        Assert.Equal(slope / (1 - (0.5 * slope)), Sum(Language.Rest(w, b)).Grad(b).Eval()[0], 8);
        Assert.Equal(slope / (1 - (0.5 * slope)), Sum(Language.RestBySteps(w, b, 100)).Grad(b).Eval()[0], 8);
        var error = Assert.Throws<ConvergenceException>(() => Language.RestBySteps(w, b, 3).Eval());
        Assert.Equal(1e-9, error.Tolerance);
        Assert.True(error.Residual > 1e-9 && !error.IsDerivative);
    }

    [Fact]
    public void TheNearestMatrixOfRankOneIsItsOwnGradient()
    {
        // Half of its square is half of the largest singular value's square, whose derivative it is.
        var a = Parameter([3.0, 1, 0, 1, 2, 0.5], 3, 2);
        var nearest = Language.RankOne(a, Parameter([1.0, 1], 2));
        var gradient = (0.5 * Sum(nearest * nearest)).Grad(a).Eval().ToArray();
        Assert.All(nearest.Eval().ToArray().Zip(gradient), p => Assert.Equal(p.First, p.Second, 8));
    }

    [Fact]
    public void ARowIsMixedWithTheRowBefore()
    {
        var x = Parameter(new double[] { 0, 8, 0, 0, 0, 0, 0, 0, 0 }, 3, 3);
        Assert.Equal([8, 4, 2], Language.Smooth(x, 0.5).Eval().ToArray());
        Assert.Equal(1.75, Sum(Language.Smooth(x, 0.5)).Grad(x).Eval()[0, 1], 12);
    }
}
