using System;
using System.Threading;
using Costate;
using static Costate.TracedTensor;

namespace CpAls;

/// <summary>The numbers that steer a run.</summary>
/// <param name="Rank">Number of rank-one terms.</param>
/// <param name="Seed">Seed of the starting factors.</param>
/// <param name="Weight">Regularisation weight of the first sweep.</param>
/// <param name="Decay">Factor by which the weight shrinks from sweep to sweep.</param>
/// <param name="Tolerance">
/// The run has converged when the relative residual falls below this, or when it changes by less than a thousandth of it and the
/// weight has fallen below it.
/// </param>
/// <param name="MaxSweeps">Most sweeps.</param>
/// <param name="States">The sweeps whose factors the adjoint of the loop in one method may have in memory at a time.</param>
public sealed record Settings(int Rank, int Seed, double Weight, double Decay, double Tolerance, int MaxSweeps, int States = 40);

/// <summary>A finished iteration, still a trace: its loss can be differentiated through every sweep.</summary>
/// <param name="Data">The tensor, a parameter.</param>
/// <param name="Weight">The regularisation weight, a parameter.</param>
/// <param name="A">The first factor.</param>
/// <param name="B">The second factor.</param>
/// <param name="C">The third factor.</param>
/// <param name="Loss">The squared error after the last sweep.</param>
/// <param name="Sweeps">How many sweeps were made.</param>
/// <param name="Residual">The relative residual after the last sweep.</param>
/// <param name="Converged">Whether the tolerance was met.</param>
public sealed record Fit(
    TracedTensor<double> Data,
    TracedTensor<double> Weight,
    TracedTensor<double> A,
    TracedTensor<double> B,
    TracedTensor<double> C,
    TracedTensor<double> Loss,
    int Sweeps,
    double Residual,
    bool Converged);

/// <summary>The loop, either way: ordinary C# around two annotated methods, or the whole of it in one annotated method.</summary>
public static class Solver
{
    /// <summary>Iterates until the concrete residual says so.</summary>
    /// <param name="progress">Called with the sweep and the relative residual.</param>
    public static Fit Run(Problem problem, Settings settings, Action<int, double>? progress = null, CancellationToken cancellation = default)
    {
        var t = Parameter(problem.Data, problem.Shape);
        var weight = Parameter(settings.Weight);
        double norm = problem.Norm > 0 ? problem.Norm : 1;
        var (b, c) = Start(problem, settings);
        TracedTensor<double> a, loss;
        double factor = 1, previous = double.PositiveInfinity, residual;
        int sweep = 0;
        bool converged;
        do
        {
            (a, b, c) = Cp.Sweep(t, b, c, weight * factor);
            loss = Cp.Loss(t, a, b, c);

            // A number in the middle of the loop. The trace is untouched: the gradient below goes through every sweep.
            residual = Math.Sqrt(loss.EvalScalar(cancellation)) / norm;
            converged = residual < settings.Tolerance ||
                (Math.Abs(previous - residual) < settings.Tolerance * 1e-3 && settings.Weight * factor < settings.Tolerance);
            previous = residual;
            factor *= settings.Decay;
            sweep++;
            progress?.Invoke(sweep, residual);
        }
        while (!converged && !double.IsNaN(residual) && sweep < settings.MaxSweeps);

        return new Fit(t, weight, a, b, c, loss, sweep, residual, converged);
    }

    /// <summary>The same with the whole loop in one method: one node of the trace, and one more for its gradient.</summary>
    /// <returns>The parameters and results; how many sweeps were made only the compiled loop knows.</returns>
    public static (TracedTensor<double> Data, TracedTensor<double> Weight, TracedTensor<double> A, TracedTensor<double> B, TracedTensor<double> C, TracedTensor<double> Loss) RunInOneMethod(Problem problem, Settings settings)
    {
        var t = Parameter(problem.Data, problem.Shape);
        var weight = Parameter(settings.Weight);
        var (b, c) = Start(problem, settings);
        var (a, second, third, loss) = Cp.Iterate(
            t,
            b,
            c,
            weight,
            problem.Norm > 0 ? problem.Norm : 1,
            settings.Decay,
            settings.Tolerance,
            settings.Weight > 0 ? settings.Tolerance / settings.Weight : double.PositiveInfinity,
            settings.MaxSweeps,
            settings.States);
        return (t, weight, a, second, third, loss);
    }

    private static (TracedTensor<double> B, TracedTensor<double> C) Start(Problem problem, Settings settings)
    {
        var random = new Random(settings.Seed);
        TracedTensor<double> b = Constant(Problem.Normal(random, problem.Shape[1] * settings.Rank), problem.Shape[1], settings.Rank);
        TracedTensor<double> c = Constant(Problem.Normal(random, problem.Shape[2] * settings.Rank), problem.Shape[2], settings.Rank);
        return (b, c);
    }

    /// <summary>The loss after a fixed number of sweeps, on a changed tensor or weight: what differences are taken of.</summary>
    public static double LossAfter(Problem problem, Settings settings, int sweeps) =>
        Run(problem, settings with { MaxSweeps = sweeps, Tolerance = 0 }).Loss.EvalScalar();
}
