using System;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>Exact numbers of fragment calls.</summary>
public class CostTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void EachStepRunsOnceAndEachAdjointOnceWithAtMostOneExtraForward(int steps)
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Parameter(0.9), x = Constant(0.3);
        var before = EngineCounters.OfThisThread;
        for (int k = 0; k < steps; k++)
        {
            x = step.Call(a, x);
            x.EvalScalar();
            x.EvalScalar();
        }

        var forward = EngineCounters.OfThisThread - before;
        Assert.Equal((steps, 0, 0), (forward.Forward, forward.ForwardKeeping, forward.Adjoint));

        before = EngineCounters.OfThisThread;
        var gradient = x.Grad(a);
        Assert.Equal(0, (EngineCounters.OfThisThread - before).Calls);
        gradient.EvalScalar();
        var backward = EngineCounters.OfThisThread - before;
        Assert.Equal((0, steps, steps), (backward.Forward, backward.ForwardKeeping, backward.Adjoint));

        before = EngineCounters.OfThisThread;
        gradient.EvalScalar();
        x.EvalScalar();
        Assert.Equal(0, (EngineCounters.OfThisThread - before).Calls);
    }

    [Fact]
    public void WithoutEvaluationInBetweenNothingRunsTwice()
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Parameter(0.9), x = Constant(0.3);
        for (int k = 0; k < 50; k++) x = step.Call(a, x);
        var before = EngineCounters.OfThisThread;
        x.Grad(a).EvalScalar();
        var counts = EngineCounters.OfThisThread - before;
        Assert.Equal((0, 50, 50), (counts.Forward, counts.ForwardKeeping, counts.Adjoint));
        x.EvalScalar();
        Assert.Equal(100, (EngineCounters.OfThisThread - before).Calls);
    }

    [Fact]
    public void TheEvaluatedNodeKeepsNothingAndItsAncestorsKeepTheirResiduals()
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Parameter(0.9), x = Constant(0.3);
        for (int k = 0; k < 50; k++) x = step.Call(a, x);
        var before = EngineCounters.OfThisThread;
        x.EvalScalar();
        var counts = EngineCounters.OfThisThread - before;
        Assert.Equal((1, 49), (counts.Forward, counts.ForwardKeeping));
        x.Grad(a).EvalScalar();
        counts = EngineCounters.OfThisThread - before;
        Assert.Equal((1, 50, 50), (counts.Forward, counts.ForwardKeeping, counts.Adjoint));
    }

    [Fact]
    public void ValuesThatDependOnNoParameterKeepNothing()
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Constant(0.9), x = Constant(0.3);
        for (int k = 0; k < 10; k++) x = step.Call(a, x);
        var before = EngineCounters.OfThisThread;
        x.EvalScalar();
        Assert.Equal((10, 0), ((EngineCounters.OfThisThread - before).Forward, (EngineCounters.OfThisThread - before).ForwardKeeping));
        Assert.Equal(0, TraceStatistics.Of(x).ResidualBytes);
    }

    [Fact]
    public void OpsWhoseAdjointNeedsOnlyInputsAndOutputsNeverRunTwice()
    {
        TracedTensor<double> a = Parameter(0.9), x = Constant(0.3);
        for (int k = 0; k < 20; k++)
        {
            x = a * Tanh(x);
            x.EvalScalar();
        }

        var before = EngineCounters.OfThisThread;
        x.Grad(a).EvalScalar();
        var counts = EngineCounters.OfThisThread - before;
        Assert.Equal((0, 0), (counts.Forward, counts.ForwardKeeping));

        // The first tanh is of a constant: it has no adjoint.
        Assert.Equal(39, counts.Adjoint);
    }

    [Fact]
    public void TwoGradientsOfOneValueShareTheSweep()
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Parameter(0.9), x0 = Parameter(0.3), x = x0;
        for (int k = 0; k < 30; k++) x = step.Call(a, x);
        var before = EngineCounters.OfThisThread;
        var da = x.Grad(a);
        var built = EngineCounters.OfThisThread - before;

        // The seed, 1.0, may have been there before.
        Assert.InRange(built.NodesBuilt, 30, 31);
        before = EngineCounters.OfThisThread;
        var dx = x.Grad(x0);
        Assert.Equal(0, (EngineCounters.OfThisThread - before).NodesBuilt);
        Evaluate(da, dx);
        Assert.Equal(30, (EngineCounters.OfThisThread - before).Adjoint);
        Assert.Equal((da, dx), x.Grad(a, x0));
    }

    [Fact]
    public void OnlyTheWantedPartialsAreComputed()
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Parameter(0.9), x0 = Parameter(0.3), x = x0;
        for (int k = 0; k < 30; k++) x = step.Call(a, x);
        x.EvalScalar();
        var (da, dx) = x.Grad(a, x0);
        var before = EngineCounters.OfThisThread;
        dx.EvalScalar();
        Assert.Equal(30, (EngineCounters.OfThisThread - before).Adjoint);

        // The cotangents of all steps are there; what is missing is the partial of a, once for each step.
        da.EvalScalar();
        Assert.Equal(60, (EngineCounters.OfThisThread - before).Adjoint);
    }

    [Fact]
    public void SeveralValuesEvaluatedAtOnceAreEachComputedOnce()
    {
        var a = Parameter(2.0);
        var b = Exp(a);
        var (c, d) = (b * 3.0, b + 1.0);
        var before = EngineCounters.OfThisThread;
        Evaluate(c, d, b);
        Assert.Equal(3, (EngineCounters.OfThisThread - before).Calls);
        Assert.Equal(Math.Exp(2) * 3, c.EvalScalar(), 1e-12);
        Assert.Equal(3, (EngineCounters.OfThisThread - before).Calls);
    }

    [Fact]
    public void TangentsRunOncePerNode()
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Parameter(0.9), x = Constant(0.3);
        for (int k = 0; k < 25; k++) x = step.Call(a, x);
        var before = EngineCounters.OfThisThread;
        x.Jvp(a, Constant(1.0)).EvalScalar();
        Assert.Equal(25, (EngineCounters.OfThisThread - before).Tangent);
    }
}
