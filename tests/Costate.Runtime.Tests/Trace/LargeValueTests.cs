using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Threading;
using Costate.CompilerServices;
using Costate.Execution;
using Costate.Ir;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>The memory of large values is used again by later traces, and no value that can be reached notices. All numbers are small integers, so every one is exact.</summary>
[Collection(Alone.Name)]
public class LargeValueTests
{
    private static TracedTensor<double>? kept;
    private static double[]? asFinalized;

    [Fact]
    public void ManyTracesWithAnyLifetimesKeepTheirNumbers() => Live(seed: 1, rounds: 400);

    [Fact]
    public void ThreadsThatComputeAndCollectAtTheSameTimeKeepTheirNumbers()
    {
        var failures = new List<Exception>();
        bool done = false;
        var collector = new Thread(() =>
        {
            for (int i = 0; !Volatile.Read(ref done); i++)
            {
                GC.Collect(i % 3);
                Thread.Sleep(1);
            }
        });
        var threads = Enumerable.Range(2, 4).Select(seed => new Thread(() =>
        {
            try
            {
                Live(seed, rounds: 150);
            }
            catch (Exception e)
            {
                lock (failures) failures.Add(e);
            }
        })).ToArray();
        collector.Start();
        foreach (var thread in threads) thread.Start();
        foreach (var thread in threads) thread.Join();
        Volatile.Write(ref done, true);
        collector.Join();
        Assert.Empty(failures);
    }

    [Fact]
    public void AGradientReadsWhatNoHandleHolds()
    {
        const int n = 20_000;
        double[] data = Data(n, 5);
        var (x, y) = Chain(data, 4);
        y.EvalScalar();
        for (int i = 0; i < 20; i++)
        {
            // Others take all memory that is free.
            var (other, sum) = Chain(Data(n, i), 4);
            sum.Grad(other).Eval();
            GC.Collect();
        }

        Assert.Equal(GradientOf(data, 4), Check.Flat(y.Grad(x)));
    }

    [Fact]
    public void AFinalizerReadsTheValueThatItsObjectHolds()
    {
        for (int i = 0; i < 5; i++)
        {
            (kept, asFinalized) = (null, null);
            LetGo(i);
            GC.Collect();
            GC.WaitForPendingFinalizers();
            Assert.Equal(Data(30_000, i).Select(v => 2 * v), asFinalized);
            Assert.Equal(Data(30_000, i).Select(v => 2 * v), Check.Flat(kept!));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void ALoopThatBuildsTheSameTraceAgainTakesNoNewMemory(bool gradient)
    {
        const int n = 20_000, steps = 20;
        double[] data = Data(n, 3), result = new double[n], expected = GradientOf(data, steps);
        var allocated = new List<long>();
        for (int i = 0; i < 160; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Once(data, result, steps, gradient);
            allocated.Add(GC.GetAllocatedBytesForCurrentThread() - before);
        }

        if (gradient) Assert.Equal(expected, result);

        // Now and then a collection comes too late, on a busy machine for several calls in a row; without the pool it would be every value of every call.
        long one = n * sizeof(double), median = allocated.TakeLast(100).Order().ElementAt(50);
        Assert.True(median < one, $"{median} bytes a call in steady state");
        Assert.True(allocated.TakeLast(100).Sum() < 100 * steps / 2 * one, $"{allocated.TakeLast(100).Sum()} bytes in a hundred calls");
    }

    [Fact]
    public void MemoryOfTracesThatAreGoneIsGivenBack()
    {
        for (int i = 0; i < 5; i++) Once(Data(50_000, 1), new double[50_000], 30, gradient: true);
        for (int i = 0; i < 6; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        // Other tests may have left a trace somewhere, but not these.
        Assert.InRange(LargeArrays.Shared.FreeBytes, 0, 30 * 50_000 * sizeof(double));
        Assert.InRange(LargeArrays.Shared.LentBytes, 0, 30 * 50_000 * sizeof(double));
    }

    [Fact]
    public void AValueWhoseComputationFailsLeavesItsMemory()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var (x, y) = Chain(Data(20_000, 1), 5);
        var gradient = y.Grad(x);
        Assert.Throws<OperationCanceledException>(() => gradient.Eval(source.Token));
        Assert.Equal(GradientOf(Data(20_000, 1), 5), Check.Flat(gradient));
    }

    [Fact]
    public void ResidualsAreKeptInAdvanceWhileGradientsFollow()
    {
        const int n = 13_007;
        var step = Curved();
        double[] data = Check.Numbers(1, n);
        Assert.Equal(2, KeptInAdvance(step, data, out double[] expected));
        for (int i = 0; i < 6; i++)
        {
            Evaluated(step, data);

            // Full collections are noticed by themselves, and with them what died without a reader.
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Assert.Equal(0, KeptInAdvance(step, data, out double[] afterwards));
        Assert.Equal(expected, afterwards);
        Assert.Equal(2, KeptInAdvance(step, data, out double[] again));
        Assert.Equal(expected, again);
    }

    /// <summary>The calls that keep residuals when a value is evaluated before its gradient is.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long KeptInAdvance(Fragment step, double[] data, out double[] gradient)
    {
        var x = Parameter(data, data.Length);
        var y = Sum(step.Call(step.Call(x)));
        var before = EngineCounters.OfThisThread;
        y.EvalScalar();
        long kept = (EngineCounters.OfThisThread - before).ForwardKeeping;
        gradient = Check.Flat(y.Grad(x));
        return kept;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Evaluated(Fragment step, double[] data) => Sum(step.Call(step.Call(Parameter(data, data.Length)))).EvalScalar();

    /// <summary>cos(x) / (1 + exp(x)), whose adjoint needs more than its input and its output.</summary>
    private static InterpretedFragment Curved()
    {
        var b = new GraphBuilder("Curved");
        var x = b.Input("x", new TensorType(DType.F64, Costate.Shape.Of(DimExpr.Symbol("n"))));
        return new InterpretedFragment(b.Build([b.Div(b.Cos(x), b.Add(b.ConstLike(1, x), b.Exp(x)))]));
    }

    /// <summary>Holds some traces for a while, drops others in the middle, and looks at each number that it gets.</summary>
    private static void Live(int seed, int rounds)
    {
        var random = new Random(seed);
        var alive = new List<(TracedTensor<double> X, TracedTensor<double> Y, TracedTensor<double> Sum, double[] Data, int Steps)>();
        for (int round = 0; round < rounds; round++)
        {
            int n = random.Next(2) == 0 ? 11_000 : 12_500, steps = random.Next(1, 6);
            double[] data = Data(n, random.Next(100));
            switch (random.Next(6))
            {
                case 0:
                    // Nothing is held but what runs.
                    Assert.Equal(SumOf(data, steps), Chain(data, steps).Sum.EvalScalar());
                    break;
                case 1:
                    double[] result = new double[n];
                    Once(data, result, steps, gradient: true);
                    Assert.Equal(GradientOf(data, steps), result);
                    break;
                case 2:
                    var x = Parameter(data, n);
                    var y = Steps(x, steps);
                    alive.Add((x, y, Sum(y * x), data, steps));
                    break;
                case 3:
                    float[] singles = Array.ConvertAll(data, v => (float)v);
                    Assert.Equal(singles.Select(v => 3 * v), (Parameter(singles, n) * 3f).Eval());
                    break;
                case 4 when alive.Count > 0:
                    var at = alive[random.Next(alive.Count)];
                    if (random.Next(2) == 0) Assert.Equal(ChainOf(at.Data, at.Steps), Check.Flat(at.Y));
                    if (random.Next(2) == 0) Assert.Equal(SumOf(at.Data, at.Steps), at.Sum.EvalScalar());
                    if (random.Next(2) == 0) Assert.Equal(GradientOf(at.Data, at.Steps), Check.Flat(at.Sum.Grad(at.X)));
                    if (random.Next(2) == 0) Assert.Equal(at.Data, Check.Flat(at.X));
                    break;
                default:
                    if (alive.Count > 4) alive.RemoveAt(random.Next(alive.Count));
                    break;
            }
        }
    }

    private static double[] Data(int n, int seed) => Enumerable.Range(0, n).Select(i => (double)(((i * 7) + (seed * 13)) % 31)).ToArray();

    private static (TracedTensor<double> X, TracedTensor<double> Sum) Chain(double[] data, int steps)
    {
        var x = Parameter(data, data.Length);
        return (x, Sum(Steps(x, steps) * x));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Once(double[] data, double[] result, int steps, bool gradient)
    {
        var (x, sum) = Chain(data, steps);
        if (gradient) sum.Grad(x).EvalTo(new TensorSpan<double>(result, [result.Length]));
        else sum.EvalScalar();
    }

    /// <summary>y = 2 y + x, beginning with x: (2^(k + 1) - 1) x after k steps.</summary>
    private static TracedTensor<double> Steps(TracedTensor<double> x, int steps)
    {
        var y = x;
        for (int i = 0; i < steps; i++) y = (2.0 * y) + x;
        return y;
    }

    private static double[] ChainOf(double[] data, int steps) => Array.ConvertAll(data, v => (Math.ScaleB(1, steps + 1) - 1) * v);

    private static double SumOf(double[] data, int steps) => data.Sum(v => (Math.ScaleB(1, steps + 1) - 1) * v * v);

    private static double[] GradientOf(double[] data, int steps) => Array.ConvertAll(data, v => 2 * (Math.ScaleB(1, steps + 1) - 1) * v);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void LetGo(int seed)
    {
        var value = Parameter(Data(30_000, seed), 30_000) * 2.0;
        Evaluate(value);
        _ = new Holder(value);
    }

    private sealed class Holder(TracedTensor<double> value)
    {
        ~Holder()
        {
            // Traces that come between its death and this find free what is free.
            for (int i = 0; i < 3; i++) Evaluate(Parameter(Data(30_000, 50 + i), 30_000) * 5.0);
            asFinalized = Check.Flat(value);
            kept = value;
        }
    }
}
