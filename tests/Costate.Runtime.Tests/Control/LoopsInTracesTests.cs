using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using Costate.CompilerServices;
using Costate.Execution;
using Costate.Ir;
using Costate.Ir.Tests.Derivatives;
using Costate.Runtime.Tests.Trace;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Control;

/// <summary>Fragments with loops as nodes of a trace: derivatives, what they keep, what they cost, bad input.</summary>
public class LoopsInTracesTests
{
    private static readonly TensorType Number = new(DType.F64, Costate.Shape.Scalar);

    [Theory]
    [InlineData("WhileDoubling", new[] { 4 }, new[] { 4 })]
    [InlineData("ForRowRecurrence", new[] { 4, 3 }, new[] { 3, 3 })]
    [InlineData("ForRagged", new[] { 5 }, new int[0])]
    [InlineData("Nested", new[] { 2 }, new[] { 3, 2 })]
    public void DerivativesOfAnyOrderAgreeWithDifferences(string name, int[] first, int[] second)
    {
        var fragment = Fragment(name);
        TracedTensor<double> F(TracedTensor<double>[] x) => TraceCall.Invoke<double>(fragment, x[0], x[1]);
        (double[], int[])[] inputs = [(Check.Numbers(3, Count(first)), first), (Check.Numbers(4, Count(second)), second)];
        Check.Derivatives(F, inputs);
        Check.Derivatives(x => Sum(F(x) * F(x)).Grad(x[1]), inputs);
        Check.Derivatives(x => (F(x) * F(x)).Jvp(x[0], Constant(Check.Numbers(5, Count(first)), first)), inputs);
    }

    [Fact]
    public void WhatALoopKeepsIsCounted()
    {
        var x = Parameter(Check.Numbers(1, 1000), 1000);
        var y = Sum(TraceCall.Invoke<double>(Fragment("ForRagged"), x, Parameter(0.5)));
        var gradient = y.Grad(x);
        gradient.Eval();

        // One entry of i numbers for each i, at least.
        Assert.True(TraceStatistics.Of(y).ResidualBytes > 8L * 1000 * 999 / 2);
    }

    [Fact]
    public void AStackAndNothingElseIsKept()
    {
        // Residuals that are all in the log: the pack is empty, and still the node keeps something.
        var fragment = Fragment("ForRagged");
        Assert.True(fragment.KeepsLog);
        var x = Parameter(Check.Numbers(1, 6), 6);
        var y = TraceCall.Invoke<double>(fragment, x, Parameter(0.5));
        var before = EngineCounters.OfThisThread;
        Sum(y).Grad(x).Eval();
        Assert.Equal(1, (EngineCounters.OfThisThread - before).Adjoint - 1);
        Assert.True(y.Node.Log!.Bytes > 0);
    }

    [Fact]
    public void ACarryThatWindowsChangeIsChangedWhereItLies()
    {
        // Sixteen times the rows: sixteen times the work, and 256 times if an iteration copied the matrix.
        var fragment = Fragment("ForRowRecurrence");
        var w = Constant(Check.Numbers(2, 4), 2, 2);
        double Seconds(int n, bool gradient)
        {
            double[] data = Check.Numbers(1, (n + 1) * 2);
            double best = double.MaxValue;
            for (int repeat = 0; repeat < 3; repeat++)
            {
                var x = Parameter(data, n + 1, 2);
                var y = Sum(TraceCall.Invoke<double>(fragment, x, w));
                TracedTensor<double> wanted = gradient ? y.Grad(x) : y;
                long start = Stopwatch.GetTimestamp();
                TracedTensor.Evaluate(wanted);
                best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            }

            return best;
        }

        foreach (bool gradient in new[] { false, true })
        {
            Seconds(100, gradient);
            double small = Seconds(4_000, gradient), large = Seconds(64_000, gradient);
            Assert.True(large < 64 * small, $"{small * 1e3:F2} ms for 4,000 rows, {large * 1e3:F2} ms for 64,000, gradient: {gradient}");
        }
    }

    [Fact]
    public void AGuardOfALoopIsCheckedInEachIteration()
    {
        // x[k] for k = 0, 1, ... as long as the sum is below a bound: past the end of x there is none.
        var b = new GraphBuilder("Seek");
        var x = b.Input("x", new TensorType(DType.F64, Costate.Shape.Parse("n")));
        var bound = b.Input("bound", Number);
        var sum = ControlCases.While(b, [b.Const(0, Number)],
            (r, k, c) => r.Less(c[0], r.Import(bound, b)),
            (r, k, c) => [r.Add(c[0], r.Reshape(r.ReadAt(r.Import(x, b), Costate.Shape.Of(k), Costate.Shape.Of(DimExpr.One)), Costate.Shape.Scalar))])[0];
        var fragment = new InterpretedFragment(b.Build([sum]));
        var ones = Constant([1.0, 1, 1, 1], 4);
        Assert.Equal(3, TraceCall.Invoke<double>(fragment, ones, Constant(2.5)).EvalScalar());
        var tooFar = TraceCall.Invoke<double>(fragment, ones, Constant(9.5));
        var error = Assert.Throws<ShapeMismatchException>(() => tooFar.EvalScalar());
        Assert.StartsWith("COS", error.Id, StringComparison.Ordinal);
        Assert.Contains("Seek", error.Message, StringComparison.Ordinal);
        Assert.Contains("k = 4, n = 4", error.Message, StringComparison.Ordinal);
        Assert.Equal(4, TraceCall.Invoke<double>(fragment, ones, Constant(4.0)).EvalScalar());
    }

    [Fact]
    public void ALoopThatDoesNotEndCanBeStopped()
    {
        var b = new GraphBuilder("Forever");
        var x = b.Input("x", Number);
        var y = ControlCases.While(b, [x],
            (r, k, c) => r.Less(r.Sin(c[0]), r.Const(2, Number)),
            (r, k, c) => [r.Sin(c[0])])[0];
        var start = Parameter(1.5);
        var endless = TraceCall.Invoke<double>(new InterpretedFragment(b.Build([y])), start);
        using var stop = new CancellationTokenSource(50);
        Assert.Throws<OperationCanceledException>(() => endless.EvalScalar(stop.Token));
        using var again = new CancellationTokenSource(20);
        Assert.Throws<OperationCanceledException>(() => endless.Grad(start).EvalScalar(again.Token));
        Assert.Equal(Math.Sin(1.5), Sin(start).EvalScalar());
    }

    [Fact]
    public void CarriesThatChangePlacesAreNotCopied()
    {
        // Three carries in a ring and one that is computed; each is somewhere else after each iteration.
        var b = new GraphBuilder("Ring");
        var type = new TensorType(DType.F64, Costate.Shape.Parse("n"));
        var x = Enumerable.Range(0, 4).Select(i => b.Input("x" + i, type)).ToArray();
        var count = DimExpr.Symbol("times");
        var y = ControlCases.For(b, count, x, (r, i, c) => [c[1], c[2], r.Add(c[0], c[3]), r.Mul(c[3], c[0])]);
        var graph = b.Build(y);
        var fragment = new InterpretedFragment(new Graph(graph.Name, ["times"], graph.Nodes, graph.Inputs, graph.Outputs, graph.OutputNames, graph.Guards));
        for (int times = 0; times < 8; times++)
        {
            double[][] carries = Enumerable.Range(0, 4).Select(i => Check.Numbers(i, 3)).ToArray();
            var result = TraceCall.InvokeMany<double>(fragment, carries.Select(c => (TracedValue)Parameter(c, 3)).ToArray(), [times]);
            for (int t = 0; t < times; t++)
            {
                double[][] c = carries;
                carries = [c[1], c[2], c[0].Zip(c[3], (p, q) => p + q).ToArray(), c[3].Zip(c[0], (p, q) => p * q).ToArray()];
            }

            for (int k = 0; k < 4; k++) Assert.Equal(carries[k], Check.Flat(result.Tensor<double>(k)));
        }

        var body = graph.Nodes.Single(n => n.Op is ForOp).Regions[0];
        int[] homes = [-1, -1, -1, -1];
        var schedule = new Schedule<double>(new Plan<double>("Ring", body, new System.Collections.Generic.Dictionary<string, long> { ["n"] = 3 }, 4, 4), ulong.MaxValue, 0, homes);
        Assert.Equal([1, 2, -1, -1], Enumerable.Range(0, 4).Select(schedule.PassedOn));
    }

    private static InterpretedFragment Fragment(string name) => new(ControlCases.All.Single(c => c.Name == name).Determined());

    private static int Count(int[] shape) => shape.Aggregate(1, (n, s) => n * s);
}
