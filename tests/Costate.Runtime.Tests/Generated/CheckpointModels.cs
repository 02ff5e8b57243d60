using System;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Loops in two forms: one that keeps what its gradient reads, and one that runs iterations again.</summary>
public static partial class CheckpointModels
{
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Path([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, int steps)
    {
        var sum = x;
        for (int i = 0; i < steps; i++)
        {
            x = Tanh(MatMul(w, x));
            sum = sum + x / (i + 1);
        }

        return Sum(sum * sum);
    }

    [Differentiable, Checkpoint(Slots = 3)]
    [return: Shape("")]
    public static TracedTensor<double> PathAgain([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, int steps)
    {
        var sum = x;
        for (int i = 0; i < steps; i++)
        {
            x = Tanh(MatMul(w, x));
            sum = sum + x / (i + 1);
        }

        return Sum(sum * sum);
    }

    /// <summary>The caller says for how many states there is room.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> PathWithin([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, int steps, [Checkpoint] int states)
    {
        var sum = x;
        for (int i = 0; i < steps; i++)
        {
            x = Tanh(MatMul(w, x));
            sum = sum + x / (i + 1);
        }

        return Sum(sum * sum);
    }

    /// <summary>A method that is called gets its room from this one.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> PathWithinTwice([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, int steps, int k) => PathWithin(w, x, steps, k + 1) + PathWithin(w, x, k, 3);

    /// <summary>The same where data end the loop.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> GrowWithin([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, double limit, [Checkpoint] int states)
    {
        while (Norm(x).EvalScalar() < limit)
        {
            x = 1.05 * x + 0.01 * Tanh(MatMul(w, x));
        }

        return Sum(x * x);
    }

    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Grow([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, double limit)
    {
        while (Norm(x).EvalScalar() < limit)
        {
            x = 1.05 * x + 0.01 * Tanh(MatMul(w, x));
        }

        return Sum(x * x);
    }

    /// <summary>Data end the loop, by its test or by a jump, and there is a loop in it.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Settle([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, double limit)
    {
        double trips = 0;
        while (trips < 60)
        {
            var before = x;
            for (int j = 0; j < x.Dim(0); j++)
            {
                x = SetSlice(x, Tanh(Dot(w[j], x)) + 0.5, j);
            }

            trips += 1;
            if (Norm(x - before).EvalScalar() < limit)
            {
                break;
            }
        }

        return Sum(x * x);
    }

    [Differentiable, Checkpoint(Slots = 4)]
    [return: Shape("")]
    public static TracedTensor<double> SettleAgain([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, double limit)
    {
        double trips = 0;
        while (trips < 60)
        {
            var before = x;
            for (int j = 0; j < x.Dim(0); j++)
            {
                x = SetSlice(x, Tanh(Dot(w[j], x)) + 0.5, j);
            }

            trips += 1;
            if (Norm(x - before).EvalScalar() < limit)
            {
                break;
            }
        }

        return Sum(x * x);
    }

    /// <summary>A sweep of alternating least squares for a CP decomposition.</summary>
    [Differentiable]
    [return: Shape("i, r; j, r; k, r")]
    public static (TracedTensor<double> A, TracedTensor<double> B, TracedTensor<double> C) Sweep([Shape("i, j, k")] TracedTensor<double> t, [Shape("j, r")] TracedTensor<double> b, [Shape("k, r")] TracedTensor<double> c, [Shape("")] TracedTensor<double> weight)
    {
        var ridge = weight * Eye<double>(b.Dim(1));
        var a = SolveSpdRight(Einsum("ijk,jr,kr->ir", t, b, c), MatMul(Transpose(b), b) * MatMul(Transpose(c), c) + ridge);
        var second = SolveSpdRight(Einsum("ijk,ir,kr->jr", t, a, c), MatMul(Transpose(a), a) * MatMul(Transpose(c), c) + ridge);
        return (a, second, SolveSpdRight(Einsum("ijk,ir,jr->kr", t, a, second), MatMul(Transpose(a), a) * MatMul(Transpose(second), second) + ridge));
    }

    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Loss([Shape("i, j, k")] TracedTensor<double> t, [Shape("i, r")] TracedTensor<double> a, [Shape("j, r")] TracedTensor<double> b, [Shape("k, r")] TracedTensor<double> c) =>
        Sum(Square(t - Einsum("ir,jr,kr->ijk", a, b, c)));

    /// <summary>Sweeps of alternating least squares, until one leaves the loss as it was.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Fit([Shape("i, j, k")] TracedTensor<double> t, [Shape("j, r")] TracedTensor<double> b, [Shape("k, r")] TracedTensor<double> c, [Shape("")] TracedTensor<double> weight, double tolerance, int most)
    {
        var loss = Sum(Square(t));
        double previous = double.PositiveInfinity;
        for (int sweep = 0; sweep < most; sweep++)
        {
            (var a, b, c) = Sweep(t, b, c, weight);
            loss = Loss(t, a, b, c);
            double now = loss.EvalScalar();
            if (Math.Abs(previous - now) < tolerance)
            {
                break;
            }

            previous = now;
        }

        return loss;
    }

    [Differentiable, Checkpoint(Slots = 40)]
    [return: Shape("")]
    public static TracedTensor<double> FitAgain([Shape("i, j, k")] TracedTensor<double> t, [Shape("j, r")] TracedTensor<double> b, [Shape("k, r")] TracedTensor<double> c, [Shape("")] TracedTensor<double> weight, double tolerance, int most)
    {
        var loss = Sum(Square(t));
        double previous = double.PositiveInfinity;
        for (int sweep = 0; sweep < most; sweep++)
        {
            (var a, b, c) = Sweep(t, b, c, weight);
            loss = Loss(t, a, b, c);
            double now = loss.EvalScalar();
            if (Math.Abs(previous - now) < tolerance)
            {
                break;
            }

            previous = now;
        }

        return loss;
    }

    [Differentiable, Checkpoint(Slots = 2)]
    public static TracedTensor<double> Scaled([Shape("n")] TracedTensor<double> x, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            x = Sin(x) * (i + 1);
        }

        return Sum(x);
    }

    /// <summary>A gradient in a body, of a loop that keeps few states and reads its index.</summary>
    [Differentiable]
    public static TracedTensor<double> Steepness([Shape("n")] TracedTensor<double> x, int steps) => Sum(Scaled(x, steps).Grad(x));

    [Differentiable, Checkpoint(Slots = 2)]
    public static TracedTensor<double> Mixed([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps)
    {
        var c = w;
        for (int i = 0; i < 3 * steps; i++)
        {
            (x, c) = (i % 3) switch { 0 => (Tanh(x * c), c), 1 => (c + 0.1 * x, x), _ => (x, c - Sin(x) * w) };
            if (Sum(x).EvalScalar() > 9)
            {
                break;
            }
        }

        return Sum(x * c);
    }

    /// <summary>Several loops of one index that keep few states, some while they run first.</summary>
    [Differentiable]
    public static TracedTensor<double> MixedTwice([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps)
    {
        var y = Mixed(x, w, steps);
        var (g, h) = (y.Grad(x), y.Grad(w));
        return Sum(g * h) + Mixed(g, h, 1);
    }
}
