using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using Costate.Runtime.Tests.Trace;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Declared derivatives, in both modes, at every order, and wherever a method is called.</summary>
public class LinearizationTests
{
    private static readonly double[] X = [0.3, 1.2, -0.7, 2.5, 0.1];
    private static readonly double[] W = [0.9, -0.4, 1.3, 0.2, -1.1];

    /// <summary>Where the declared derivative is the derivative: central differences, and forward against reverse mode.</summary>
    public static TheoryData<string> True => new(Functions.Keys);

    private static readonly Dictionary<string, (Func<TracedTensor<double>[], TracedTensor<double>> F, (double[], int[])[] Inputs)> Functions = new()
    {
        ["Soft"] = (x => LinearizationModels.Soft(x[0]), [(X, [5])]),
        ["Length"] = (x => LinearizationModels.Length(x[0]), [(X, [5])]),
        ["Scaled"] = (x => LinearizationModels.Scaled(x[0], x[1], 3, 0.7, false), [(Numbers(1, 15), [3, 5]), (X, [5])]),
        ["Scaled bent"] = (x => LinearizationModels.Scaled(x[0], x[1], 3, 0.7, true), [(Numbers(1, 15), [3, 5]), (X, [5])]),
        ["Pair"] = (x => LinearizationModels.Pair(x[0], x[1], x[2]) is var (wave, total) ? wave * total : null!, [(X, [5]), (W, [5]), ([1.7], [])]),
        ["Elsewhere"] = (x => LinearizationModels.Elsewhere(x[0]), [(X, [5])]),
        ["Turned"] = (x => LinearizationModels.Turned(x[0]) * LinearizationModels.Turned(x[0], 1.5), [(X, [5])]),
        ["Iterated"] = (x => LinearizationModels.Iterated(x[0], x[1], 5), [(X, [5]), (W, [5])]),
        ["Iterated again"] = (x => LinearizationModels.IteratedAgain(x[0], x[1], 5), [(X, [5]), (W, [5])]),
        ["Walk, positive"] = (x => LinearizationModels.Walk(x[0], x[1], 4), [([0.3, 1.2, 0.7], [3]), ([0.9, 0.4, 1.3], [3])]),
        ["Walk, negative"] = (x => LinearizationModels.Walk(x[0], x[1], 4), [([-2.3, -1.2, -0.7], [3]), ([0.9, 0.8, 1.3], [3])]),
        ["A record"] = (x => new LinearLayer(x[0], x[1]).Of(x[2]), [(Numbers(1, 10), [2, 5]), ([0.1, -0.2], [2]), (X, [5])]),
        ["Of a gradient"] = (x => LinearizationModels.Walk(x[0], x[1], 2).Grad(x[0]), [([0.3, 1.2, 0.7], [3]), ([0.9, 0.4, 1.3], [3])]),
        ["Of a gradient, in a loop"] = (x => Sum(LinearizationModels.Iterated(x[0], x[1], 3)).Grad(x[1]), [(X, [5]), (W, [5])]),
        ["Of a tangent"] = (x => LinearizationModels.Scaled(x[0], x[1], 3, 0.7, true).Jvp(x[1], x[1]), [(Numbers(1, 15), [3, 5]), (X, [5])]),
        ["Of a gradient of a gradient"] = (x => Sum(Sum(LinearizationModels.Soft(x[0])).Grad(x[0])).Grad(x[0]), [(X, [5])]),
    };

    [Theory]
    [MemberData(nameof(True))]
    public void ATrueDerivativeIsThatOfDifferencesInBothModes(string name) => Check.Derivatives(Functions[name].F, Functions[name].Inputs);

    [Fact]
    public void RoundingIsPassedStraightThrough()
    {
        var x = Parameter(X, 5);
        double[] rounded = X.Select(v => Math.Floor(v + 0.5)).ToArray();
        Assert.Equal(rounded, Values(LinearizationModels.Rounded(x)));
        Assert.Equal(rounded.Select(r => 2 * r), Values(Sum(LinearizationModels.Rounded(x) * LinearizationModels.Rounded(x)).Grad(x)));
        Assert.Equal(W, Values(LinearizationModels.Rounded(x).Jvp(x, Constant(W, 5))));

        // The derivative of 2 round(x) is 2, by the declaration again.
        Assert.All(Values(Sum(Sum(LinearizationModels.Rounded(x) * LinearizationModels.Rounded(x)).Grad(x)).Grad(x)), v => Assert.Equal(2, v));
    }

    [Fact]
    public void HigherOrdersAreThoseOfTheDeclaration()
    {
        // y = x, y' = x^2 by declaration, so y'' = 2 x and y''' = 2.
        var x = Parameter(X, 5);
        var first = Sum(LinearizationModels.Squarish(x)).Grad(x);
        var second = Sum(first).Grad(x);
        Assert.Equal(X.Select(v => v * v), Values(first));
        Assert.Equal(X.Select(v => 2 * v), Values(second));
        Assert.All(Values(Sum(second).Grad(x)), v => Assert.Equal(2, v));
        Assert.All(Values(second.Jvp(x, Constant(W, 5))).Zip(W), p => Assert.Equal(2 * p.Second, p.First, 1e-15));
        Assert.Equal(Values(first), Values(LinearizationModels.Slope(x)));
        Assert.Equal(Values(second), Values(Sum(LinearizationModels.Slope(x)).Grad(x)));

        // x goes to 1.5 times itself, rounded to some extent, twice; the gradient of the sum of Squarish is its square, times 1.5 for each step.
        double[] end = X.Select(v => v + (0.5 * Math.Floor(v + 0.5))).Select(v => v + (0.5 * Math.Floor(v + 0.5))).ToArray();
        Assert.All(Values(LinearizationModels.Quantized(x, 2).Grad(x)).Zip(end), p => Assert.Equal(p.Second * p.Second * 2.25, p.First, 1e-13));
    }

    [Fact]
    public void DerivativesInBodiesAndInIterationsUseIt()
    {
        double[] x = X;
        for (int i = 0; i < 3; i++) x = x.Select(v => v - (0.125 * (Math.Floor(v + 0.5) + v))).ToArray();
        Assert.All(Values(LinearizationModels.Descent(Parameter(X, 5), 3)).Zip(x), p => Assert.Equal(p.Second, p.First, 1e-15));

        // Each step is x - (round(x) + x) / 8, whose derivative is 3/4 by declaration.
        var moved = Parameter(X, 5);
        Assert.All(Values(Sum(LinearizationModels.Descent(moved, 3)).Grad(moved)), v => Assert.Equal(0.421875, v, 1e-15));
    }

    [Fact]
    public void ALinearizationCanBeMoreAccurateThanTheBody()
    {
        // At 800 the derivative of the body is e^x / (1 + e^x), infinity by infinity, of which strong zeros make 0; and the square root has none at 0.
        var x = Parameter([800.0, -800.0, 0.0], 3);
        Assert.Equal([1.0, 0.0, 0.5], Values(Sum(LinearizationModels.Soft(x)).Grad(x)));
        Assert.Equal([1.0, 0.0, 0.5], Values(LinearizationModels.Soft(x).Jvp(x, Constant([1.0, 1.0, 1.0], 3))));
        Assert.Equal(0, Values(Sum(Log(1.0 + Exp(x))).Grad(x))[0]);
        var zero = Parameter([0.0, 0.0, 0.0], 3);
        Assert.Equal([0.0, 0.0, 0.0], Values(LinearizationModels.Length(zero).Grad(zero)));
        Assert.Equal([0.0], Values(LinearizationModels.Length(zero).Jvp(zero, Constant([1.0, 2.0, 3.0], 3))));
    }

    [Fact]
    public void WhatALinearizationIgnoresIsZeroByDeclaration()
    {
        var (x, w) = (Parameter(X, 5), Parameter(W, 5));
        var y = Sum(LinearizationModels.Frozen(x, w));
        Assert.Equal(W, Values(y.Grad(x)));
        var error = Assert.Throws<GradientException>(() => y.Grad(w));
        Assert.Equal("COS202", error.Id);
        Assert.Contains("only through the declared linearization of 'Frozen' on line ", error.Message, StringComparison.Ordinal);
        Assert.All(Values(y.GradOrZero(w)[0]), v => Assert.Equal(0, v));

        // The gradient by x is w, and that has one by w.
        Assert.All(Values(Sum(y.Grad(x)).Grad(w)), v => Assert.Equal(1, v));

        // Another way to w counts as ever.
        Assert.Equal(X, Values((y + Sum(x * w)).Grad(w)));
    }

    [Fact]
    public void AnExcludedParameterHasNoTangent()
    {
        var (x, w, b) = (Parameter(X, 5), Parameter(W, 5), Parameter(X, 5));
        var y = Sum(LinearizationModels.Weighted(x, Constant(W, 5), b));
        Assert.Equal(W.Select(v => 2 * v), Values(y.Grad(x)));
        Assert.All(Values(y.Grad(b)), v => Assert.Equal(1, v));
        Assert.Equal("COS205", Assert.Throws<GradientException>(() => Sum(LinearizationModels.Weighted(x, w * 1.0, b)).Grad(w)).Id);
    }

    /// <summary>Every subset of the cotangents that may be absent, and of the gradients that may not be wanted.</summary>
    [Fact]
    public void AbsentCotangentsAndUnwantedGradientsLeaveTheOthersAlone()
    {
        var xs = new[] { Parameter(X, 5), Parameter(W, 5), Parameter(1.7) };
        var seeds = new[] { Constant(Numbers(3, 5), 5), Constant(0.6) };
        for (int present = 1; present < 4; present++)
        {
            var results = LinearizationModels.Pair(xs[0], xs[1], xs[2]);
            var y = (present & 1) == 0 ? results.Total * seeds[1] : Sum(results.Wave * seeds[0]);
            y = present == 3 ? y + (results.Total * seeds[1]) : y;
            var expected = Expected(present).Select(Values).ToArray();
            for (int wanted = 1; wanted < 8; wanted++)
            {
                int[] by = Enumerable.Range(0, 3).Where(k => (wanted >> k & 1) != 0).ToArray();
                var gradients = y.GradOrZero(by.Select(k => xs[k]).ToArray());
                for (int k = 0; k < by.Length; k++) Assert.All(Values(gradients[k]).Zip(expected[by[k]]), p => Assert.Equal(p.Second, p.First, 1e-12));
            }
        }

        // The same of the plain operations.
        TracedTensor<double>[] Expected(int present)
        {
            var wave = Exp(xs[0] * xs[1]);
            var first = Sum(wave * seeds[0]);
            var second = Sum(wave) * xs[2] * seeds[1];
            return (present == 1 ? first : present == 2 ? second : first + second).GradOrZero(xs);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(20)]
    public void CheckpointsChangeNoBit(int steps)
    {
        var (x, w) = (Tensor.Create(X), Tensor.Create(W));
        var (kept, again) = (LinearizationModels.WalkValueAndGrad(x, w, steps), LinearizationModels.WalkAgainValueAndGrad(x, w, steps));
        Assert.Equal(kept.value, again.value);
        Assert.Equal(kept.dx.ToArray(), again.dx.ToArray());
        Assert.Equal(kept.dw.ToArray(), again.dw.ToArray());
        Assert.Equal(LinearizationModels.WalkJvp(x, w, steps, w, x), LinearizationModels.WalkAgainJvp(x, w, steps, w, x));
        var (hessian, hessianAgain) = (LinearizationModels.WalkHvp(x, w, steps, w, x), LinearizationModels.WalkAgainHvp(x, w, steps, w, x));
        Assert.Equal(hessian.hx.ToArray(), hessianAgain.hx.ToArray());
        Assert.Equal(hessian.hw.ToArray(), hessianAgain.hw.ToArray());

        // In a trace the same, and the loop of a linearization may run again as well.
        var (tx, tw) = (Parameter(X, 5), Parameter(W, 5));
        var y = Sum(LinearizationModels.IteratedAgain(tx, tw, steps));
        var plain = tx;
        for (int i = 0; i < steps; i++) plain = Sin(plain * tw);
        Assert.All(Values(y.Grad(tx)).Zip(Values(Sum(plain).Grad(tx))), p => Assert.Equal(p.Second, p.First, 1e-13));
        Assert.All(Values(y.GradOrZero(tw)[0]).Zip(Values(Sum(plain).GradOrZero(tw)[0])), p => Assert.Equal(p.Second, p.First, 1e-13));
    }

    [Fact]
    public void LeadingAxesAndSinglePrecision()
    {
        float[] x = Numbers(1, 12).Select(v => (float)v).ToArray(), w = Numbers(2, 3).Select(v => (float)v).ToArray();
        var (tx, tw) = (Parameter(x, 2, 2, 3), Parameter(w, 3));
        var y = LinearizationModels.Rows(tx, tw);
        Assert.Equal([2, 2], y.Shape.ToArray());
        var gradient = Sum(y).Grad(tx, tw);
        Assert.All(gradient.Dx1.Eval().Zip(x.Select((v, i) => MathF.Cos(v) * w[i % 3])), p => Assert.Equal(p.Second, p.First, 1e-6f));
        Assert.All(gradient.Dx2.Eval().Zip(Enumerable.Range(0, 3).Select(i => x.Where((_, k) => k % 3 == i).Sum(MathF.Sin))), p => Assert.Equal(p.Second, p.First, 1e-5f));
    }

    [Fact]
    public void TheValueIsThatOfTheBodyAndTheDerivativeThatOfAnotherFunction()
    {
        var x = Parameter(X, 5);
        Assert.Equal(X.Select(v => Math.Floor(v) + Math.Tanh(v)), Values(LinearizationModels.Smooth(x)), (a, b) => Math.Abs(a - b) < 1e-15);
        Assert.Equal(X.Select(v => 1 - (Math.Tanh(v) * Math.Tanh(v))), Values(Sum(LinearizationModels.Smooth(x)).Grad(x)), (a, b) => Math.Abs(a - b) < 1e-15);
    }

    [Fact]
    public void GradientsOfDirectCallsAreThoseOfTraces()
    {
        var (x, w) = (Tensor.Create(X), Tensor.Create(W));
        var (tx, tw) = (Parameter(X, 5), Parameter(W, 5));
        var (value, dx, dw) = LinearizationModels.WalkValueAndGrad(x, w, 4);
        var y = LinearizationModels.Walk(tx, tw, 4);
        Assert.Equal(y.EvalScalar(), value);
        Assert.All(dx.Zip(Values(y.Grad(tx))), p => Assert.Equal(p.Second, p.First, 1e-12));
        Assert.All(dw.Zip(Values(y.Grad(tw))), p => Assert.Equal(p.Second, p.First, 1e-12));
        var curvature = LinearizationModels.WalkHvp(x, w, 4, x, w);
        var slope = Sum(y.Grad(tx) * Constant(X, 5)) + Sum(y.Grad(tw) * Constant(W, 5));
        Assert.All(curvature.hx.Zip(Values(slope.Grad(tx))), p => Assert.Equal(p.Second, p.First, 1e-9));
        Assert.All(curvature.hw.Zip(Values(slope.Grad(tw))), p => Assert.Equal(p.Second, p.First, 1e-9));
    }

    private static double[] Values(TracedTensor<double> x) => Check.Flat(x);

    private static double[] Numbers(int seed, int count) => Check.Numbers(seed, count);
}
