using System;
using System.Linq;
using System.Numerics.Tensors;
using Ode;
using Xunit;

namespace Costate.Samples.Tests;

/// <summary>A loop whose steps data decide, differentiated: against golden values, against the sensitivity equations, and against differences.</summary>
public sealed class OdeTests
{
    [Fact]
    public void StateAndDerivativesAreTheGoldenOnes() => Assert.All(Golden.All, g =>
    {
        var run = Experiment.Run(g.X, g.P, g.Duration, 1e-12);
        Assert.InRange(Golden.Error(run.State, g.State), 0, 1e-11);
        Assert.InRange(Golden.Error(run.ByX, [.. g.ByX[0], .. g.ByX[1]]), 0, 1e-10);
        Assert.InRange(Golden.Error(run.ByP, [.. g.ByP[0], .. g.ByP[1]]), 0, 1e-10);
    });

    [Fact]
    public void TheErrorFollowsTheTolerance() => Assert.All(Golden.All, g =>
    {
        double[] errors = new[] { 1e-5, 1e-7, 1e-9, 1e-11 }.Select(t => Golden.Error(Experiment.Run(g.X, g.P, g.Duration, t).ByP, [.. g.ByP[0], .. g.ByP[1]])).ToArray();
        Assert.All(errors.Zip(errors.Skip(1)), p => Assert.True(p.Second < p.First / 10));
    });

    [Fact]
    public void TheSensitivityEquationsGiveTheSame()
    {
        var g = Golden.All[0];
        double[] solved = Sensitivity.Solve(g.X, g.P, g.Duration, 20_000);
        var run = Experiment.Run(g.X, g.P, g.Duration, 1e-12);
        Assert.InRange(Golden.Error(run.ByX, [.. solved.AsSpan(1, 2), .. solved.AsSpan(8, 2)]), 0, 1e-10);
        Assert.InRange(Golden.Error(run.ByP, [.. solved.AsSpan(3, 4), .. solved.AsSpan(10, 4)]), 0, 1e-10);
    }

    [Theory]
    [InlineData(1e-4)]
    [InlineData(1e-8)]
    public void TheGradientInOneCallIsTheSumOverTheAdjoints(double tolerance)
    {
        var g = Golden.All[0];
        Tensor<double> x = Tensor.Create(g.X, [2]), p = Tensor.Create(g.P, [4]), seen = Tensor.Create([1.0, 2.0], [2]);
        var run = Experiment.Run(g.X, g.P, g.Duration, tolerance);
        Assert.True(run.Rejected > 0, "No step was tried in vain, so that side of the branch was not run.");
        var (dx, dp, dSeen) = Predation.MisfitGrad(x, p, seen, g.Duration, tolerance);
        double[] away = [run.State[0] - 1, run.State[1] - 2];
        for (int i = 0; i < 4; i++)
        {
            Close((away[0] * run.ByP[i]) + (away[1] * run.ByP[4 + i]), dp[i]);
        }

        for (int i = 0; i < 2; i++)
        {
            Close((away[0] * run.ByX[i]) + (away[1] * run.ByX[2 + i]), dx[i]);
            Close(-away[i], dSeen[i]);
        }

        static void Close(double expected, double actual) => Assert.Equal(expected, actual, 1e-10 * (1 + Math.Abs(expected)));
    }

    [Fact]
    public void ATimeOfZeroIsTheStart()
    {
        var run = Experiment.Run([3, 4], [1, 1, 1, 1], 0, 1e-8);
        Assert.Equal((0, 0), (run.Steps, run.Rejected));
        Assert.Equal([3.0, 4.0], run.State);
        Assert.Equal([1.0, 0, 0, 1], run.ByX);
        Assert.All(run.ByP, d => Assert.Equal(0, d));
    }
}
