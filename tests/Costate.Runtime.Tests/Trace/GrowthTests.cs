using System;
using System.Collections.Generic;
using System.IO;
using System.Runtime.CompilerServices;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>Tests that look at what all tests share: they run after the others, one by one.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class Alone
{
    public const string Name = "alone";
}

/// <summary>Nodes and bytes grow with the number of steps and with nothing else, and no walk overflows the stack.</summary>
[Collection(Alone.Name)]
public class GrowthTests
{
    [Fact]
    public void NodesAndBytesLieOnALine()
    {
        var sizes = new List<(long Nodes, long Live, long Residual)>();
        foreach (int steps in new[] { 100, 1000, 10_000 })
        {
            var (x, a) = Chain(steps);
            var gradient = x.Grad(a);
            Evaluate(x, gradient);
            var s = TraceStatistics.Of(gradient);
            sizes.Add((s.Nodes, s.LiveBytes, s.ResidualBytes));
        }

        Assert.Equal(2 + 100 + 1 + 100, sizes[0].Nodes);
        Assert.Equal((sizes[1].Nodes - sizes[0].Nodes) * 10, sizes[2].Nodes - sizes[1].Nodes);
        Assert.Equal((sizes[1].Live - sizes[0].Live) * 10, sizes[2].Live - sizes[1].Live);
        Assert.Equal((sizes[1].Residual - sizes[0].Residual) * 10, sizes[2].Residual - sizes[1].Residual);
        Assert.True(sizes[0].Residual > 0);

        // The partial of the parameter is one buffer that is passed along, not one for each step.
        Assert.True(sizes[2].Live - sizes[2].Residual < 10_000 * 2 * sizeof(double) + 100);
    }

    [Fact]
    public void AHundredThousandStepsAreBuiltEvaluatedDifferentiatedPrintedAndCollected()
    {
        var alive = Run(100_000);
        for (int i = 0; i < 3 && alive.IsAlive; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.False(alive.IsAlive);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference Run(int steps)
    {
        var (x, a) = Chain(steps);
        var gradient = x.Grad(a);
        Assert.True(double.IsFinite(gradient.EvalScalar()));
        Assert.True(double.IsFinite(x.Jvp(a, Constant(1.0)).EvalScalar()));
        Assert.Equal(gradient.EvalScalar(), x.Jvp(a, Constant(1.0)).EvalScalar(), 1e-12);
        var counter = new LineCounter();
        TraceText.Write(counter, gradient);
        Assert.Equal(TraceStatistics.Of(gradient).Nodes, counter.Lines);
        return new WeakReference(a.Node);
    }

    [Fact]
    public void ADroppedTraceLeavesTheTable()
    {
        int before = Settled();
        Drop();
        Assert.True(Settled() < before + 1000);
    }

    private static (TracedTensor<double> X, TracedTensor<double> A) Chain(int steps)
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Parameter(0.9), x = Constant(0.3);
        for (int k = 0; k < steps; k++) x = step.Call(a, x);
        return (x, a);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Drop()
    {
        var (x, _) = Chain(5000);
        Assert.True(NodeTable.Sweep() >= 5000);
        GC.KeepAlive(x);
    }

    private static int Settled()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return NodeTable.Sweep();
    }

    private sealed class LineCounter : StringWriter
    {
        public long Lines { get; private set; }

        public override void WriteLine() => Lines++;

        public override void Write(char value)
        {
        }

        public override void Write(string? value)
        {
        }
    }
}
