using System;
using System.Linq;
using System.Numerics.Tensors;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Declared facts, in compiled code: what they make legal is right, and sizes that break them are refused.</summary>
public sealed class FactTests
{
    private static readonly double[] X = [0.5, -1.0, 0.25, 2.0], Y = [1.0, 3.0, -0.5, 0.75];

    [Fact]
    public void WhatTheFactsMakeLegalIsRight()
    {
        // The first half of y against the first half of exp(x) y, the second half of x against the second.
        double expected = Enumerable.Range(0, 4).Sum(i => Math.Exp(X[i]) * Y[i] * (i < 2 ? Y[i] : X[i]));
        var (x, y) = (Parameter(X, 4), Parameter(Y, 4));
        var folded = FactModels.Folded(x, y);
        Assert.Equal(expected, folded.EvalScalar(), 1e-12);
        Assert.Equal(expected, FactModels.Folded(Tensor.Create(X), Tensor.Create(Y)), 1e-12);
        double[] dx = new double[4];
        folded.Grad(x).Eval().FlattenTo(dx);
        for (int i = 0; i < 4; i++)
        {
            Assert.Equal(Math.Exp(X[i]) * Y[i] * (i < 2 ? Y[i] : X[i] + 1), dx[i], 1e-12);
        }
    }

    [Fact]
    public void ACallProvesTheFactsOfWhatItCalls()
    {
        double expected = Enumerable.Range(0, 4).Sum(i => Math.Exp(X[i]) * X[i] * X[i] * (i < 2 ? X[i] * X[i] : X[i]));
        Assert.Equal(expected, FactModels.Doubled(Parameter(X, 4)).EvalScalar(), 1e-12);
    }

    [Fact]
    public void SizesThatBreakAFactAreRefusedByName()
    {
        var odd = Assert.Throws<ShapeMismatchException>(() => FactModels.Folded(Parameter(X[..3], 3), Parameter(Y[..3], 3)));
        Assert.Equal("COS113: Folded: 'Folded' declares [Where(\"n % 2 == 0\")], which does not hold. Here n = 3, and the inputs are [3], [3].", odd.Message);
        var unequal = Assert.Throws<ShapeMismatchException>(() => FactModels.Folded(Parameter(X, 4), Parameter(Y[..2], 2)));
        Assert.Equal("COS113: Folded: 'Folded' declares [Where(\"n == m\")], which does not hold. Here m = 2, n = 4, and the inputs are [4], [2].", unequal.Message);
        Assert.Equal("COS113", Assert.Throws<ShapeMismatchException>(() => FactModels.Folded(Tensor.Create(X), Tensor.Create(Y[..2]))).Id);
    }
}
