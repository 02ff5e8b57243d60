using System;
using System.Linq;
using System.Threading;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Loops that would run for hours.</summary>
public static partial class LongModels
{
    [Differentiable]
    public static TracedTensor<double> Endless([Shape("n")] TracedTensor<double> x, double limit)
    {
        while (Sum(Sin(x)).EvalScalar() < limit) x = Sin(x) + 0.5;
        return Sum(x);
    }

    /// <summary>Forward is short; what takes long is an inner loop.</summary>
    [Differentiable, Checkpoint(Slots = 2)]
    public static TracedTensor<double> Nested([Shape("n")] TracedTensor<double> x, int outer, int inner)
    {
        for (int i = 0; i < outer; i++)
        {
            for (int j = 0; j < inner; j++) x = Sin(x) + 0.5;
        }

        return Sum(x);
    }
}

/// <summary>An evaluation can be stopped inside of a compiled loop, and the trace stays usable.</summary>
public sealed class CancellationTests
{
    [Fact]
    public void ACompiledLoopThatDoesNotEndCanBeStopped()
    {
        var x = Parameter([1.0, 2.0], 2);
        var endless = LongModels.Endless(x, 3);
        Stopped(token => endless.EvalScalar(token));
        Stopped(token => endless.Grad(x).Eval(token));
        Stopped(token => endless.Jvp(x, Constant([1.0, 1.0], 2)).EvalScalar(token));
        Assert.Equal(3, LongModels.Endless(x, -3).EvalScalar());
        Assert.Equal([1.0, 1.0], LongModels.Endless(x, -3).Grad(x).Eval().ToArray());
    }

    [Fact]
    public void SoCanOneOfWhichAnInnerLoopTakesLong()
    {
        var x = Parameter([1.0, 2.0], 2);
        var slow = LongModels.Nested(x, 1000, 100_000_000);
        Stopped(token => slow.EvalScalar(token));
        Stopped(token => slow.Grad(x).Eval(token));
        Assert.Equal(3, LongModels.Nested(x, 0, 1).EvalScalar());
    }

    /// <summary>What was cancelled is computed when it is asked for again.</summary>
    [Fact]
    public void WhatWasStoppedIsComputedWhenItIsAskedForAgain()
    {
        var x = Parameter([1.0, 2.0], 2);
        var y = LongModels.Nested(x, 30, 20);
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => y.Grad(x).Eval(gone.Token));
        Assert.Equal(LongModels.NestedGrad(x.Eval(), 30, 20).ToArray(), y.Grad(x).Eval().ToArray());
    }

    private static void Stopped(Action<CancellationToken> evaluate)
    {
        using var stop = new CancellationTokenSource(30);
        Assert.ThrowsAny<OperationCanceledException>(() => evaluate(stop.Token));
    }
}
