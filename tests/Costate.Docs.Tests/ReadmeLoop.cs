using System;
using System.Numerics.Tensors;
using Costate;
using static Costate.TracedTensor;
using Xunit;

namespace ReadmeLoop;

public static partial class Cp
{
    /// <summary>The least-squares update of the first factor, the two others held fixed.</summary>
    [Differentiable]
    [return: Shape("i, r")]
    public static TracedTensor<double> UpdateFirst(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c)
    {
        var gram = MatMul(Transpose(b), b) * MatMul(Transpose(c), c);
        return SolveRight(Einsum("ijk,jr,kr->ir", t, b, c), gram);
    }
}

public static partial class Cp
{
    [Differentiable]
    [return: Shape("i, r; j, r; k, r")]
    public static (TracedTensor<double> A, TracedTensor<double> B, TracedTensor<double> C) Sweep(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c)
    {
        var a = UpdateFirst(t, b, c);
        var second = UpdateFirst(Transpose(t, 1, 0, 2), a, c);
        return (a, second, UpdateFirst(Transpose(t, 2, 0, 1), a, second));
    }

    [Differentiable]
    public static TracedTensor<double> Residual(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("i, r")] TracedTensor<double> a,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c) =>
        Sum(Square(t - Einsum("ir,jr,kr->ijk", a, b, c)));
}

public static partial class Cp
{
    [Differentiable]
    public static TracedTensor<double> Fitted(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c,
        int maxSweeps,
        double tolerance)
    {
        var residual = Sum(Square(t));
        double previous = double.PositiveInfinity;
        for (int sweep = 0; sweep < maxSweeps; sweep++)
        {
            (var a, b, c) = Sweep(t, b, c);
            residual = Residual(t, a, b, c);
            double now = residual.EvalScalar();
            if (Math.Abs(previous - now) < tolerance) break;
            previous = now;
        }

        return residual;
    }
}

public sealed class ReadmeLoopTests
{
    private const int I = 4, J = 3, K = 5, R = 2;

    [Fact]
    public void TheGradientOfTheLoopIsItsSlope()
    {
        var random = new Random(7);
        double[] values = Numbers(random, I * J * K), direction = Numbers(random, I * J * K), b = Numbers(random, J * R), c = Numbers(random, K * R);

        var (residual, sweeps, gradient) = Run(values, b, c, 6, 1e-12);
        Assert.Equal(6, sweeps);
        double slope = 0;
        for (int i = 0; i < direction.Length; i++)
        {
            slope += gradient[i] * direction[i];
        }

        const double H = 1e-5;
        double above = Run(Moved(H), b, c, 6, 0).Residual, below = Run(Moved(-H), b, c, 6, 0).Residual;
        Assert.True(residual > 0);
        Assert.Equal((above - below) / (2 * H), slope, 1e-6 * (1 + Math.Abs(slope)));

        double[] Moved(double h)
        {
            var moved = new double[values.Length];
            for (int i = 0; i < moved.Length; i++)
            {
                moved[i] = values[i] + (h * direction[i]);
            }

            return moved;
        }
    }

    [Theory]
    [InlineData(6, 1e-12)]
    [InlineData(40, 1e-2)]
    [InlineData(0, 0)]
    public void TheLoopInOneMethodIsTheSame(int most, double tolerance)
    {
        var random = new Random(8);
        double[] values = Numbers(random, I * J * K), firstB = Numbers(random, J * R), firstC = Numbers(random, K * R);
        var (data, b0, c0, maxSweeps) = (Tensor.Create(values, [I, J, K]), Tensor.Create(firstB, [J, R]), Tensor.Create(firstC, [K, R]), most);

        var (value, slope, _, _) = Cp.FittedValueAndGrad(data, b0, c0, maxSweeps, tolerance);

        var gradient = new double[values.Length];
        slope.FlattenTo(gradient);
        if (most == 0)
        {
            // No sweep: the sum of the squares.
            Assert.Equal(Math.Pow(Tensor.Norm<double>(data), 2), value, 1e-13 * value);
            Assert.Equal(2 * values[0], gradient[0], 1e-14);
            return;
        }

        var (residual, sweeps, expected) = Run(values, firstB, firstC, most, tolerance);
        Assert.True(tolerance < 1e-3 || sweeps < most);
        Assert.Equal(residual, value);
        for (int i = 0; i < gradient.Length; i++)
        {
            Assert.Equal(expected[i], gradient[i], 1e-12);
        }
    }

    private static double[] Numbers(Random random, int count)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = 0.2 + random.NextDouble();
        }

        return values;
    }

    private static (double Residual, int Sweeps, double[] Gradient) Run(double[] values, double[] firstB, double[] firstC, int maxSweeps, double tolerance)
    {
        var data = Tensor.Create(values, [I, J, K]);
        var (b0, c0) = (Tensor.Create(firstB, [J, R]), Tensor.Create(firstC, [K, R]));

        var t = Parameter(data);                            // copied in; Tensor<double> of System.Numerics.Tensors
        TracedTensor<double> b = Parameter(b0), c = Parameter(c0), residual;
        double previous = double.PositiveInfinity;
        int sweep = 0;
        while (true)
        {
            (var a, b, c) = Cp.Sweep(t, b, c);              // one node of the trace: the compiled sweep
            residual = Cp.Residual(t, a, b, c);
            double now = residual.EvalScalar();             // a number: computed now, once, and kept
            if (++sweep == maxSweeps || Math.Abs(previous - now) < tolerance) break;
            previous = now;
        }

        Tensor<double> dt = residual.Grad(t).Eval();        // through every sweep, in one reverse pass

        var gradient = new double[values.Length];
        dt.FlattenTo(gradient);
        return (residual.EvalScalar(), sweep, gradient);
    }
}
