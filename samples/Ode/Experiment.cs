using System;
using System.Diagnostics;
using System.Linq;
using System.Numerics.Tensors;

namespace Ode;

/// <summary>One integration with its gradients.</summary>
/// <param name="Steps">Steps that were taken.</param>
/// <param name="Rejected">Steps that were tried in vain.</param>
/// <param name="State">The populations at the end.</param>
/// <param name="ByX">The derivatives of both by the populations at time 0, row by row.</param>
/// <param name="ByP">The derivatives of both by the parameters, row by row.</param>
public sealed record Experiment(int Steps, int Rejected, double[] State, double[] ByX, double[] ByP)
{
    /// <summary>Integrates, and differentiates each population by the compiled adjoint of the whole integration.</summary>
    public static Experiment Run(double[] x, double[] p, double duration, double tolerance)
    {
        Tensor<double> start = Tensor.Create(x, [2]), parameters = Tensor.Create(p, [4]);
        var (state, steps, rejected) = Predation.Integrate(start, parameters, duration, tolerance);
        double[] byX = new double[4], byP = new double[8];
        for (int row = 0; row < 2; row++)
        {
            var unit = Tensor.Create([row == 0 ? 1.0 : 0.0, row == 1 ? 1.0 : 0.0], [2]);
            var (dx, dp) = Predation.IntegrateVjp(start, parameters, duration, tolerance, unit, 0, 0);
            dx.FlattenTo(byX.AsSpan(2 * row, 2));
            dp.FlattenTo(byP.AsSpan(4 * row, 4));
        }

        return new Experiment((int)steps, (int)rejected, [state[0], state[1]], byX, byP);
    }

    /// <summary>Times of the misfit and of its gradient, in microseconds; the least of several rounds.</summary>
    public static (double Value, double Gradient) Time(double[] x, double[] p, double duration, double tolerance)
    {
        Tensor<double> start = Tensor.Create(x, [2]), parameters = Tensor.Create(p, [4]), seen = Tensor.Create(new double[2], [2]);
        double Least(Action action) => Enumerable.Range(0, 50).Min(_ =>
        {
            long begin = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(begin).TotalMicroseconds;
        });
        return (Least(() => Predation.Misfit(start, parameters, seen, duration, tolerance)), Least(() => Predation.MisfitGrad(start, parameters, seen, duration, tolerance)));
    }
}
