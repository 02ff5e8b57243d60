using System;
using System.Globalization;
using System.Linq;
using System.Numerics.Tensors;
using System.Threading;
using Costate.Runtime.Tests.Trace;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Methods whose loops run iterations again for their gradients, against the same methods that keep everything.</summary>
public class CheckpointTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(50)]
    public void NoBitOfValueGradientOrCurvatureChanges(int steps)
    {
        var (w, x) = (Sample(1, 5, 5), Sample(2, 5));
        var kept = CheckpointModels.PathValueAndGrad(w, x, steps);
        var again = CheckpointModels.PathAgainValueAndGrad(w, x, steps);
        Assert.Equal(kept.value, again.value);
        Assert.Equal(kept.dw.ToArray(), again.dw.ToArray());
        Assert.Equal(kept.dx.ToArray(), again.dx.ToArray());
        var (vw, vx) = (Sample(3, 5, 5), Sample(4, 5));
        var curvature = CheckpointModels.PathHvp(w, x, steps, vw, vx);
        var curvatureAgain = CheckpointModels.PathAgainHvp(w, x, steps, vw, vx);
        Assert.Equal(curvature.hw.ToArray(), curvatureAgain.hw.ToArray());
        Assert.Equal(curvature.hx.ToArray(), curvatureAgain.hx.ToArray());
        Assert.Equal(CheckpointModels.PathJvp(w, x, steps, vw, vx), CheckpointModels.PathAgainJvp(w, x, steps, vw, vx));
    }

    [Theory]
    [InlineData(1e9)]
    [InlineData(1e-2)]
    [InlineData(1e-9)]
    [InlineData(1e-3)]
    [InlineData(1e-5)]
    [InlineData(1e-7)]
    [InlineData(1e-12)]
    [InlineData(0)]
    public void NorDoesOneWhereDataEndTheLoop(double limit)
    {
        var (w, x) = (Sample(5, 4, 4), Sample(6, 4));
        var kept = CheckpointModels.SettleValueAndGrad(w, x, limit);
        var again = CheckpointModels.SettleAgainValueAndGrad(w, x, limit);
        Assert.Equal(kept.value, again.value);
        Assert.Equal(kept.dw.ToArray(), again.dw.ToArray());
        Assert.Equal(kept.dx.ToArray(), again.dx.ToArray());
    }

    /// <summary>Also as many as there are iterations, and more.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(29)]
    [InlineData(30)]
    [InlineData(10_000)]
    public void TheCallerMaySayHowManyStatesThereAre(int states)
    {
        var (w, x) = (Sample(9, 5, 5), Sample(10, 5));
        var kept = CheckpointModels.PathValueAndGrad(w, x, 30);
        var within = CheckpointModels.PathWithinValueAndGrad(w, x, 30, states);
        Assert.Equal(kept.value, within.value);
        Assert.Equal(kept.dw.ToArray(), within.dw.ToArray());
        Assert.Equal(kept.dx.ToArray(), within.dx.ToArray());
        var (grown, grownWithin) = (CheckpointModels.GrowValueAndGrad(w, x, 10), CheckpointModels.GrowWithinValueAndGrad(w, x, 10, states));
        Assert.Equal(grown.value, grownWithin.value);
        Assert.Equal(grown.dw.ToArray(), grownWithin.dw.ToArray());
        Assert.Equal(grown.dx.ToArray(), grownWithin.dx.ToArray());
        Assert.Equal(CheckpointModels.GrowHvp(w, x, 10, w, x).hw.ToArray(), CheckpointModels.GrowWithinHvp(w, x, 10, states, w, x).hw.ToArray());
        var (tw, tx) = (Parameter(w), Parameter(x));
        Assert.Equal(CheckpointModels.Path(tw, tx, 30).Grad(tw).Eval().ToArray(), CheckpointModels.PathWithin(tw, tx, 30, states).Grad(tw).Eval().ToArray());
        Assert.Equal(CheckpointModels.Grow(tw, tx, 10).Grad(tx).Eval().ToArray(), CheckpointModels.GrowWithin(tw, tx, 10, states).Grad(tx).Eval().ToArray());
    }

    [Fact]
    public void OrAnotherMethodSaysIt()
    {
        var (w, x) = (Sample(9, 5, 5), Sample(10, 5));
        var (first, second, both) = (CheckpointModels.PathValueAndGrad(w, x, 20), CheckpointModels.PathValueAndGrad(w, x, 4), CheckpointModels.PathWithinTwiceValueAndGrad(w, x, 20, 4));
        Assert.Equal(first.value + second.value, both.value);
        Assert.All(both.dx.ToArray().Zip(first.dx.ToArray(), second.dx.ToArray()), d => Assert.Equal(d.Second + d.Third, d.First, 1e-12 * (1 + Math.Abs(d.First))));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    public void ThereMustBeRoomForOne(int states)
    {
        var (w, x) = (Sample(9, 5, 5), Sample(10, 5));
        var error = Assert.ThrowsAny<ArgumentException>(() => CheckpointModels.PathWithinValueAndGrad(w, x, 30, states));
        Assert.Contains("'PathWithin' declares [Checkpoint] int states, so 1 <= states, which does not hold", error.Message, StringComparison.Ordinal);
        Assert.Contains(states.ToString(CultureInfo.InvariantCulture), error.Message, StringComparison.Ordinal);
        Assert.Contains("[Checkpoint] int states", Assert.ThrowsAny<ArgumentException>(() => CheckpointModels.PathWithin(Parameter(w), Parameter(x), 30, states)).Message, StringComparison.Ordinal);
    }

    /// <summary>However long the loop is, the memory is that of the states, in steps of whole blocks.</summary>
    [Fact]
    public void MemoryIsWhatTheCallerGivesAway()
    {
        const int size = 256;
        var (w, x) = (Sample(1, size, size), Sample(2, size));
        CheckpointModels.GrowWithinValueAndGrad(w, x, 1e8, 10);
        long few = Taken(() => CheckpointModels.GrowWithinValueAndGrad(w, x, 1e2, 10)), many = Taken(() => CheckpointModels.GrowWithinValueAndGrad(w, x, 1e40, 10)), wide = Taken(() => CheckpointModels.GrowWithinValueAndGrad(w, x, 1e40, 2_000));
        Assert.InRange(many, 0, few + 10_000);
        Assert.InRange(wide, many + (1_900 * size * sizeof(double)), many + (4 * 2_000 * size * sizeof(double)));
    }

    [Fact]
    public void TheSameInATrace()
    {
        var (w, x) = (Parameter(Sample(7, 6, 6)), Parameter(Sample(8, 6)));
        var (kept, again) = (CheckpointModels.Path(w, x, 30), CheckpointModels.PathAgain(w, x, 30));
        Assert.Equal(kept.EvalScalar(), again.EvalScalar());
        Assert.Equal(kept.Grad(w).Eval().ToArray(), again.Grad(w).Eval().ToArray());
        Assert.Equal(kept.Grad(x).Eval().ToArray(), again.Grad(x).Eval().ToArray());

        // The derivative of the gradient is that of a graph which keeps everything, and is interpreted.
        var (second, secondAgain) = (Sum(kept.Grad(w) * kept.Grad(w)).Grad(x), Sum(again.Grad(w) * again.Grad(w)).Grad(x));
        Assert.All(second.Eval().ToArray().Zip(secondAgain.Eval().ToArray()), p => Assert.Equal(p.First, p.Second, 1e-9 * Math.Abs(p.First)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void LoopsOfOneIndexDoNotMixTheirStates(int steps)
    {
        double[] x = Check.Numbers(1, 3), w = Check.Numbers(2, 3, 0.5, 1.0);
        Check.Derivatives(p => CheckpointModels.Steepness(p[0], Math.Min(steps, 3)), (x, [3]));
        Check.Derivatives(p => CheckpointModels.MixedTwice(p[0], p[1], steps), (x, [3]), (w, [3]));
        var (px, pw) = (Parameter(x, 3), Parameter(w, 3));
        var y = CheckpointModels.MixedTwice(px, pw, steps);
        var (_, dx, dw) = CheckpointModels.MixedTwiceValueAndGrad(Tensor.Create(x, [3]), Tensor.Create(w, [3]), steps);
        Assert.All(Check.Flat(y.Grad(px)).Zip(dx), p => Assert.Equal(p.First, p.Second, 1e-11));
        Assert.All(Check.Flat(y.Grad(pw)).Zip(dw), p => Assert.Equal(p.First, p.Second, 1e-11));
    }

    [Fact]
    public void NothingIsAllocatedInSteadyState()
    {
        var (w, x, dw, dx) = (Sample(1, 5, 5), Sample(2, 5), Sample(1, 5, 5), Sample(2, 5));
        double value = 0;
        for (int i = 0; i < 4; i++) value += CheckpointModels.PathAgainValueAndGrad(w, x, 100, dw, dx);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 20; i++) value += CheckpointModels.PathAgainValueAndGrad(w, x, 100, dw, dx);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(value > 0);
    }

    /// <summary>What a product with the Hessian takes does not grow with the loop, and that of the loop that keeps everything does.</summary>
    [Fact]
    public void CurvatureKeepsNoMoreThanItHasRoomFor()
    {
        const int size = 64, steps = 4_000;
        var (w, x, vw, vx) = (Sample(1, size, size), Sample(2, size), Sample(3, size, size), Sample(4, size));
        CheckpointModels.PathAgainHvp(w, x, 3, vw, vx);
        long few = Taken(() => CheckpointModels.PathAgainHvp(w, x, 3, vw, vx)), again = Taken(() => CheckpointModels.PathAgainHvp(w, x, steps, vw, vx)), kept = Taken(() => CheckpointModels.PathHvp(w, x, steps, vw, vx));
        Assert.InRange(again, 0, few + 10_000);
        Assert.InRange(kept, few + ((long)steps * size * sizeof(double)), long.MaxValue);
    }

    /// <summary>All memory that a new thread takes for a gradient through as many sweeps, its results included; the data are there before.</summary>
    [Fact]
    public void EightHundredSweepsTakeLittleMoreThanOne()
    {
        const int size = 40, rank = 8, sweeps = 800;
        var (t, b, c) = (Sample(1, size, size, size), Sample(2, size, rank), Sample(3, size, rank));
        var (dt, db, dc) = (Sample(1, size, size, size), Sample(2, size, rank), Sample(3, size, rank));
        Again(1);
        long one = Taken(() => Again(1)), all = Taken(() => Again(sweeps)), kept = Taken(() => CheckpointModels.FitValueAndGrad(t, b, c, 0.1, 0, sweeps, dt, db, dc, out _));
        Assert.InRange(all - one, 0, 20 << 20);
        Assert.InRange(kept - one, 100 << 20, long.MaxValue);

        void Again(int most) => CheckpointModels.FitAgainValueAndGrad(t, b, c, 0.1, 0, most, dt, db, dc, out _);
    }

    private static long Taken(Action action)
    {
        long bytes = 0;
        var thread = new Thread(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            bytes = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        return bytes;
    }

    private static Tensor<double> Sample(int seed, params ReadOnlySpan<nint> lengths)
    {
        nint count = 1;
        foreach (nint length in lengths) count *= length;
        var random = new Random(seed);
        return Tensor.Create(Enumerable.Range(0, (int)count).Select(_ => (2 * random.NextDouble()) - 1).ToArray(), lengths);
    }
}
