using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics.Tensors;
using Costate.Benchmarks.Harness;
using static Costate.TracedTensor;

namespace Costate.Benchmarks.Problems;

/// <summary>The squared error after ten sweeps of alternating least squares, as a function of the tensor.</summary>
internal static partial class CpAls
{
    private const int Sweeps = 10;

    [Differentiable]
    [return: Shape("i, r; j, r; k, r")]
    internal static (TracedTensor<double> A, TracedTensor<double> B, TracedTensor<double> C) Sweep(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c)
    {
        var first = SolveRight(Einsum("ijk,jr,kr->ir", t, b, c), MatMul(Transpose(b), b) * MatMul(Transpose(c), c));
        var second = SolveRight(Einsum("ijk,ir,kr->jr", t, first, c), MatMul(Transpose(first), first) * MatMul(Transpose(c), c));
        var third = SolveRight(Einsum("ijk,ir,jr->kr", t, first, second), MatMul(Transpose(first), first) * MatMul(Transpose(second), second));
        return (first, second, third);
    }

    [Differentiable]
    [return: Shape("")]
    internal static TracedTensor<double> Loss(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("i, r")] TracedTensor<double> a,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c) =>
        Sum(Square(Einsum("ir,jr,kr->ijk", a, b, c) - t));

    [Differentiable]
    [return: Shape("")]
    internal static TracedTensor<double> Fit(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c,
        int sweeps)
    {
        // Where the factors begin is given, as it is for the others.
        (b, c) = (StopGradient(b), StopGradient(c));
        var a = Zeros<double>(t.Dim(0), b.Dim(1));
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            (a, b, c) = Sweep(t, b, c);
        }

        return Loss(t, a, b, c);
    }

    /// <summary>The same with few states; the caller says how many.</summary>
    [Differentiable]
    [return: Shape("")]
    internal static TracedTensor<double> FitWithin(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c,
        int sweeps,
        [Checkpoint] int states)
    {
        (b, c) = (StopGradient(b), StopGradient(c));
        var a = Zeros<double>(t.Dim(0), b.Dim(1));
        for (int sweep = 0; sweep < sweeps; sweep++)
        {
            (a, b, c) = Sweep(t, b, c);
        }

        return Loss(t, a, b, c);
    }

    /// <summary>Gradients through many sweeps with room for all states, and for fewer and fewer.</summary>
    public static IReadOnlyList<(string Name, Action<int> Gradient)> Rooms(int size, int rank)
    {
        double[] data = RandomData.Uniform(1, size * size * size, 0.1), dt = new double[data.Length];
        double[] b0 = RandomData.Uniform(2, size * rank), c0 = RandomData.Uniform(3, size * rank), db = new double[b0.Length], dc = new double[c0.Length];
        void Gradient(int sweeps, int states)
        {
            ReadOnlyTensorSpan<double> t = new(data, [size, size, size]), b = new(b0, [size, rank]), c = new(c0, [size, rank]);
            TensorSpan<double> tBar = new(dt, [size, size, size]), bBar = new(db, [size, rank]), cBar = new(dc, [size, rank]);
            _ = states == 0 ? FitValueAndGrad(t, b, c, sweeps, tBar, bBar, cBar) : FitWithinValueAndGrad(t, b, c, sweeps, states, tBar, bBar, cBar);
        }

        return
        [
            ("what the gradient reads", sweeps => Gradient(sweeps, 0)),
            .. new[] { 800, 200, 40, 10, 3 }.Select(states => (states.ToString(CultureInfo.InvariantCulture) + " states", (Action<int>)(sweeps => Gradient(sweeps, states)))),
        ];
    }

    /// <summary>The whole loop in one method, called directly.</summary>
    public static IContender Compiled(int size, int rank)
    {
        double[] data = RandomData.Uniform(1, size * size * size, 0.1);
        double[] b0 = RandomData.Uniform(2, size * rank), c0 = RandomData.Uniform(3, size * rank), db = new double[b0.Length], dc = new double[c0.Length];
        return new LocalContender(
            "Costate, loop in one method",
            data.Length,
            () => Fit(new ReadOnlyTensorSpan<double>(data, [size, size, size]), new ReadOnlyTensorSpan<double>(b0, [size, rank]), new ReadOnlyTensorSpan<double>(c0, [size, rank]), Sweeps),
            gradient => FitValueAndGrad(
                new ReadOnlyTensorSpan<double>(data, [size, size, size]),
                new ReadOnlyTensorSpan<double>(b0, [size, rank]),
                new ReadOnlyTensorSpan<double>(c0, [size, rank]),
                Sweeps,
                new TensorSpan<double>(gradient, [size, size, size]),
                new TensorSpan<double>(db, [size, rank]),
                new TensorSpan<double>(dc, [size, rank])));
    }

    /// <summary>A loop in plain C# around the compiled sweep; each call builds its trace anew, so nothing is cached between calls.</summary>
    public static IContender Traced(int size, int rank)
    {
        double[] data = RandomData.Uniform(1, size * size * size, 0.1);
        double[] b0 = RandomData.Uniform(2, size * rank), c0 = RandomData.Uniform(3, size * rank);

        TracedTensor<double> Run(TracedTensor<double> t)
        {
            var (b, c) = (Constant(b0, size, rank), Constant(c0, size, rank));
            TracedTensor<double> a;
            int sweep = 0;
            do
            {
                (a, b, c) = Sweep(t, b, c);
            }
            while (++sweep < Sweeps);
            return Loss(t, a, b, c);
        }

        return new LocalContender(
            "Costate, loop of fragments",
            data.Length,
            () => Run(Parameter(data, size, size, size)).EvalScalar(),
            gradient =>
            {
                var t = Parameter(data, size, size, size);
                Run(t).Grad(t).EvalTo(new TensorSpan<double>(gradient, [size, size, size]));
            });
    }
}
