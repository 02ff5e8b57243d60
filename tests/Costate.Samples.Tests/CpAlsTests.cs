using System;
using System.Linq;
using System.Numerics.Tensors;
using Costate;
using CpAls;
using Xunit;

namespace Costate.Samples.Tests;

/// <summary>The four questions, asked of the sample: compiled sweeps in a host loop with an evaluation at every step.</summary>
public sealed class CpAlsTests
{
    private static readonly Settings Settings = new(Rank: 3, Seed: 4, Weight: 0.1, Decay: 0.9, Tolerance: 1e-300, MaxSweeps: 0);

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    [InlineData(1000)]
    public void TheGradientGoesThroughEverySweep(int sweeps)
    {
        var problem = Noise();
        var settings = Settings with { MaxSweeps = sweeps };
        var fit = Solver.Run(problem, settings);
        Assert.Equal(sweeps, fit.Sweeps);

        double[] gradient = new double[problem.Data.Length], direction = Problem.Normal(new Random(7), problem.Data.Length);
        var (dt, dw) = fit.Loss.Grad(fit.Data, fit.Weight);
        TracedTensor.Evaluate(dt, dw);
        dt.Eval().FlattenTo(gradient);

        double slope = gradient.Zip(direction, (g, d) => g * d).Sum();
        double best = new[] { 1e-3, 1e-4, 1e-5 }.Min(h => Math.Abs(Difference(x => Solver.LossAfter(problem with { Data = problem.Data.Zip(direction, (a, d) => a + (x * d)).ToArray() }, settings, sweeps), h) - slope));
        Assert.True(best <= 1e-7 * (1 + Math.Abs(slope)), $"dL/dT along a direction differs by {best:E2} of {slope:E2}.");
        best = new[] { 1e-2, 1e-3, 1e-4 }.Min(h => Math.Abs(Difference(x => Solver.LossAfter(problem, settings with { Weight = settings.Weight + x }, sweeps), h * settings.Weight) - dw.EvalScalar()));
        Assert.True(best <= 1e-7 * (1 + Math.Abs(dw.EvalScalar())), $"dL/dweight differs by {best:E2} of {dw.EvalScalar():E2}.");
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0)]
    [InlineData(10, 0)]
    [InlineData(400, 0)]
    [InlineData(4000, 1e-6)]
    public void TheLoopInOneMethodGivesTheSame(int sweeps, double tolerance)
    {
        var (problem, settings) = (TwoTerms(), Settings with { Rank = 2, MaxSweeps = sweeps, Tolerance = tolerance });
        var whole = Solver.RunInOneMethod(problem, settings);
        if (sweeps == 0)
        {
            // A host loop makes one sweep at least; this one none, and its loss is that of factors of zeros.
            Assert.Equal(problem.Norm * problem.Norm, whole.Loss.EvalScalar(), 1e-12);
            return;
        }

        var fit = Solver.Run(problem, settings);
        Assert.Equal(tolerance > 0, fit.Converged);
        Assert.True(tolerance == 0 || fit.Sweeps < sweeps);
        Assert.Equal(fit.Loss.EvalScalar(), whole.Loss.EvalScalar());
        Assert.Equal(fit.A.Eval().ToArray(), whole.A.Eval().ToArray());
        var (dt, dw) = fit.Loss.Grad(fit.Data, fit.Weight);
        var (wholeDt, wholeDw) = whole.Loss.Grad(whole.Data, whole.Weight);
        Close(dt.Eval().ToArray(), wholeDt.Eval().ToArray());
        Close([dw.EvalScalar()], [wholeDw.EvalScalar()]);

        // However few states there is room for.
        var few = Solver.RunInOneMethod(problem, settings with { States = 3 });
        var (fewDt, fewDw) = few.Loss.Grad(few.Data, few.Weight);
        Assert.Equal(wholeDt.Eval().ToArray(), fewDt.Eval().ToArray());
        Assert.Equal(wholeDw.EvalScalar(), fewDw.EvalScalar());

        // The order in which cotangents are added is each program's own.
        static void Close(double[] expected, double[] actual)
        {
            double scale = expected.Max(Math.Abs);
            Assert.All(expected.Zip(actual), p => Assert.Equal(p.First, p.Second, 1e-9 * scale));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(100)]
    public void EachSweepRunsOnceForwardAndOnceBackward(int sweeps)
    {
        var before = EngineCounters.OfThisThread;
        var fit = Solver.Run(Noise(), Settings with { MaxSweeps = sweeps });
        var forward = EngineCounters.OfThisThread - before;

        // A sweep, its shrunken weight and its loss: three calls a step.
        Assert.Equal(3 * sweeps, forward.Calls);

        before = EngineCounters.OfThisThread;
        fit.Loss.EvalScalar();
        Assert.Equal(0, (EngineCounters.OfThisThread - before).Calls);

        before = EngineCounters.OfThisThread;
        var (dt, dw) = fit.Loss.Grad(fit.Data, fit.Weight);
        TracedTensor.Evaluate(dt, dw);
        var backward = EngineCounters.OfThisThread - before;

        // The sweeps kept their residuals; the evaluated loss did not, so it runs once more and nothing else does.
        Assert.Equal((0, 1, (2 * sweeps) + 1), (backward.Forward, backward.ForwardKeeping, backward.Adjoint));

        before = EngineCounters.OfThisThread;
        dt.Eval();
        dw.EvalScalar();
        Assert.Equal(0, (EngineCounters.OfThisThread - before).Calls);
    }

    [Fact]
    public void AConvergedFitObeysTheEnvelopeIdentity()
    {
        // Rank 2 and noise: a best approximation exists, which it need not for a tensor of higher rank.
        var problem = TwoTerms();
        var fit = Solver.Run(problem, Settings with { Rank = 2, Tolerance = 1e-9, MaxSweeps = 4000 });
        Assert.True(fit.Converged);
        double[] total = new double[problem.Data.Length], partial = new double[problem.Data.Length];
        fit.Loss.Grad(fit.Data).Eval().FlattenTo(total);
        Cp.LossGrad(fit.Data.Eval(), fit.A.Eval(), fit.B.Eval(), fit.C.Eval()).dt.FlattenTo(partial);
        Assert.All(total.Zip(partial), p => Assert.Equal(p.Second, p.First, 1e-5));
    }

    [Fact]
    public void ANotANumberIsShownAndNotHidden()
    {
        var problem = Noise();
        problem.Data[5] = double.NaN;
        var fit = Solver.Run(problem, Settings with { MaxSweeps = 10 });
        Assert.True(double.IsNaN(fit.Residual));
        Assert.Equal(1, fit.Sweeps);
    }

    private static Problem Noise() => new("noise", Problem.Normal(new Random(3), 60), [5, 4, 3]);

    private static Problem TwoTerms()
    {
        var noise = Noise();
        double[] factors = Problem.Normal(new Random(11), 2 * (5 + 4 + 3));
        for (int n = 0; n < 60; n++)
        {
            var (i, j, k) = (n / 12, n / 3 % 4, n % 3);
            noise.Data[n] = 0.1 * noise.Data[n];
            for (int r = 0; r < 2; r++)
            {
                noise.Data[n] += factors[(2 * i) + r] * factors[10 + (2 * j) + r] * factors[18 + (2 * k) + r];
            }
        }

        return noise;
    }

    private static double Difference(Func<double, double> f, double h) => ((8 * (f(h) - f(-h))) - (f(2 * h) - f(-2 * h))) / (12 * h);
}
