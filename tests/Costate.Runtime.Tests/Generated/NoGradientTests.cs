using System;
using System.Linq;
using System.Numerics.Tensors;
using Costate.Ir;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Methods with data that nobody differentiates by, and the same without the mark.</summary>
public static partial class NoGradientModels
{
    [Differentiable]
    public static TracedTensor<double> Misfit([Shape("n, m")] TracedTensor<double> w, [NoGradient, Shape("b, m")] TracedTensor<double> data, [Shape("n")] TracedTensor<double> bias, [NoGradient, Shape("b, n; b")] (TracedTensor<double> Targets, TracedTensor<double> Weights) known) =>
        Sum(Sum(Square(Tanh(MatMul(data, Transpose(w)) + bias) - known.Targets), 1) * known.Weights);

    [Differentiable]
    public static TracedTensor<double> Whole([Shape("n, m")] TracedTensor<double> w, [Shape("b, m")] TracedTensor<double> data, [Shape("n")] TracedTensor<double> bias, [Shape("b, n; b")] (TracedTensor<double> Targets, TracedTensor<double> Weights) known) =>
        Sum(Sum(Square(Tanh(MatMul(data, Transpose(w)) + bias) - known.Targets), 1) * known.Weights);

    /// <summary>Calls one, with data and with what the gradient is stopped at; y does not depend on the data of the second call by a derivative.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Twice([Shape("n, m")] TracedTensor<double> w, [NoGradient, Shape("b, m")] TracedTensor<double> data, [Shape("n")] TracedTensor<double> bias, [NoGradient, Shape("b")] TracedTensor<double> weights)
    {
        var targets = MatMul(data, Transpose(StopGradient(w)));
        return Misfit(w, data, bias, (targets, weights));
    }

    [Differentiable]
    public static TracedTensor<double> Scale([Shape("n")] TracedTensor<double> x, [NoGradient, Shape("n")] TracedTensor<double> by) => x * by;
}

/// <summary>What [NoGradient] excludes has no derivative, costs nothing, and takes no part of another derivative away.</summary>
public sealed class NoGradientTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 3, 2)]
    [InlineData(0, 3, 2)]
    public void TheGradientIsThatOfTheOtherParameters(int b, int m, int n)
    {
        var (w, data, bias, targets, weights) = (Sample(1, n, m), Sample(2, b, m), Sample(3, n), Sample(4, b, n), Sample(5, b));
        var whole = NoGradientModels.WholeGrad(w, data, bias, (targets, weights));
        (Tensor<double> dw, Tensor<double> dbias) = NoGradientModels.MisfitGrad(w, data, bias, (targets, weights));
        Assert.Equal(whole.dw.ToArray(), dw.ToArray());
        Assert.Equal(whole.dbias.ToArray(), dbias.ToArray());

        (Tensor<double> hw, Tensor<double> hbias) = NoGradientModels.MisfitHvp(w, data, bias, (targets, weights), w, bias);
        var zero = (Zero(b, n), Zero(b));
        var hessian = NoGradientModels.WholeHvp(w, data, bias, (targets, weights), w, Zero(b, m), bias, zero);
        Close(hessian.hw, hw);
        Close(hessian.hbias, hbias);
        var (value, tangent) = NoGradientModels.MisfitJvp(w, data, bias, (targets, weights), w, bias);
        var (_, expected) = NoGradientModels.WholeJvp(w, data, bias, (targets, weights), w, Zero(b, m), bias, zero);
        Assert.Equal(expected, tangent, 1e-12 * (1 + Math.Abs(value)));
    }

    [Fact]
    public void ATraceHasTheSameGradients()
    {
        var (w, bias) = (Parameter(Sample(1, 2, 3)), Parameter(Sample(3, 2)));
        var (data, weights) = (Constant(Sample(2, 5, 3)), Constant(Sample(5, 5)));
        var targets = MatMul(data, Transpose(StopGradient(w)));
        var (dw, dbias) = NoGradientModels.Twice(w, data, bias, weights).Grad(w, bias);
        var (ew, ebias) = NoGradientModels.Whole(w, data, bias, (targets, weights)).Grad(w, bias);
        Close(ew.Eval(), dw.Eval());
        Close(ebias.Eval(), dbias.Eval());
        var second = Sum(dw * dw).Grad(bias).Eval();
        Close(Sum(ew * ew).Grad(bias).Eval(), second);
        Assert.Contains(second.ToArray(), v => v != 0);
    }

    [Fact]
    public void ADerivativeThroughItIsRefused()
    {
        var (x, v) = (Parameter([1.0, 2.0], 2), Constant([1.0, 1.0], 2));
        var y = NoGradientModels.Scale(x, Exp(x));
        Assert.Equal(DiagnosticIds.ExcludedPath, Assert.Throws<GradientException>(() => Sum(y).Grad(x)).Id);
        Assert.Equal(DiagnosticIds.ExcludedPath, Assert.Throws<GradientException>(() => Sum(y).GradOrZero(x)).Id);
        Assert.Equal(DiagnosticIds.ExcludedPath, Assert.Throws<GradientException>(() => y.Jvp(x, v)).Id);
        var error = Assert.Throws<GradientException>(() => Sum(NoGradientModels.Scale(v, x)).Grad(x));
        Assert.Equal(DiagnosticIds.ExcludedPath, error.Id);
        Assert.Contains("the parameter 'by' of Scale", error.Message, StringComparison.Ordinal);

        // Of a derivative that was taken before, too.
        var z = Parameter([3.0, 4.0], 2);
        var gradient = Sum(Square(NoGradientModels.Scale(z, x))).Grad(z);
        Assert.Equal([6.0, 32.0], gradient.Eval().ToArray());
        Assert.Equal(DiagnosticIds.ExcludedPath, Assert.Throws<GradientException>(() => Sum(gradient).Grad(x)).Id);
    }

    [Fact]
    public void WhatDoesNotGoThroughItIsNot()
    {
        var (x, w) = (Parameter([1.0, 2.0], 2), Parameter([3.0, 4.0], 2));
        var y = NoGradientModels.Scale(x, Exp(w));
        Assert.Equal([Math.Exp(3), Math.Exp(4)], Sum(y).Grad(x).Eval().ToArray());
        Assert.Equal([Math.Exp(3) + 3, Math.Exp(4) + 4], Sum(y + (x * w)).Grad(x).Eval().ToArray());
        Close(Exp(x).Eval(), Sum(NoGradientModels.Scale(x, StopGradient(Exp(x)))).Grad(x).Eval());
        Assert.Equal([Math.Exp(3), Math.Exp(4)], y.Jvp(x, Constant([1.0, 1.0], 2)).Eval().ToArray());
    }

    private static void Close(Tensor<double> expected, Tensor<double> actual)
    {
        Assert.Equal(expected.Lengths.ToArray(), actual.Lengths.ToArray());
        foreach (var (e, a) in expected.ToArray().Zip(actual.ToArray())) Assert.Equal(e, a, 1e-12 * (1 + Math.Abs(e)));
    }

    private static Tensor<double> Zero(params nint[] lengths) => Tensor.CreateFromShape<double>(lengths);

    private static Tensor<double> Sample(int seed, params nint[] lengths)
    {
        var random = new Random(seed);
        return Tensor.Create(Enumerable.Range(0, (int)lengths.Aggregate((nint)1, (p, l) => p * l)).Select(_ => (2 * random.NextDouble()) - 1).ToArray(), lengths);
    }
}
