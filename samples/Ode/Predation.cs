using System;
using Costate;
using static Costate.TracedTensor;

namespace Ode;

/// <summary>
/// Prey and predators (Lotka 1925, Volterra 1926): the prey grows by p0 and is eaten by p1, the predators die by p2 and grow by p3. The equations are
/// integrated by the method of order 5 with an embedded one of order 4 (Dormand and Prince 1980), which chooses its own steps.
/// </summary>
public static partial class Predation
{
    /// <summary>How fast both populations change.</summary>
    [Differentiable]
    [return: Shape("2")]
    public static TracedTensor<double> Rates([Shape("2")] TracedTensor<double> x, [Shape("4")] TracedTensor<double> p)
    {
        var meetings = x[0] * x[1];
        return Stack(0, p[0] * x[0] - p[1] * meetings, p[3] * meetings - p[2] * x[1]);
    }

    /// <summary>The populations at the end of a time.</summary>
    /// <param name="x">The populations at time 0.</param>
    /// <param name="p">The parameters.</param>
    /// <param name="duration">The time.</param>
    /// <param name="tolerance">The error that a step may make, relative to the populations.</param>
    /// <returns>The populations, and how many steps were taken and how many were tried in vain.</returns>
    /// <remarks>
    /// The length of a step is chosen by numbers, so the derivative is that of the method at the steps that were taken, and tends to the
    /// solution of the sensitivity equations with the tolerance.
    /// </remarks>
    [Differentiable]
    [return: Shape("2; ; ")]
    public static (TracedTensor<double> State, TracedTensor<double> Steps, TracedTensor<double> Rejected) Integrate(
        [Shape("2")] TracedTensor<double> x,
        [Shape("4")] TracedTensor<double> p,
        double duration,
        double tolerance)
    {
        double time = 0, length = duration * 1e-3, steps = 0, rejected = 0;
        var slope = Rates(x, p);
        while (time < duration)
        {
            double step = Math.Min(length, duration - time);
            var h = Constant(step);
            var second = Rates(x + h * (1.0 / 5 * slope), p);
            var third = Rates(x + h * (3.0 / 40 * slope + 9.0 / 40 * second), p);
            var fourth = Rates(x + h * (44.0 / 45 * slope - 56.0 / 15 * second + 32.0 / 9 * third), p);
            var fifth = Rates(x + h * (19372.0 / 6561 * slope - 25360.0 / 2187 * second + 64448.0 / 6561 * third - 212.0 / 729 * fourth), p);
            var sixth = Rates(x + h * (9017.0 / 3168 * slope - 355.0 / 33 * second + 46732.0 / 5247 * third + 49.0 / 176 * fourth - 5103.0 / 18656 * fifth), p);
            var next = x + h * (35.0 / 384 * slope + 500.0 / 1113 * third + 125.0 / 192 * fourth - 2187.0 / 6784 * fifth + 11.0 / 84 * sixth);
            var last = Rates(next, p);

            // The difference of the two orders, measured by the larger of both ends of the step.
            var difference = h * (71.0 / 57600 * slope - 71.0 / 16695 * third + 71.0 / 1920 * fourth - 17253.0 / 339200 * fifth + 22.0 / 525 * sixth - 1.0 / 40 * last);
            double error = Sqrt(Mean(Square(difference / Max(Abs(x), Abs(next))))).EvalScalar() / tolerance;
            if (error <= 1)
            {
                time += step;
                steps += 1;
                (x, slope) = (next, last);
            }
            else
            {
                rejected += 1;
            }

            length = step * Math.Min(5, Math.Max(0.2, 0.9 * Math.Pow(Math.Max(error, 1e-10), -0.2)));
        }

        return (x, Constant(steps), Constant(rejected));
    }

    /// <summary>Half the squared distance from where the populations were seen at the end.</summary>
    [Differentiable]
    public static TracedTensor<double> Misfit(
        [Shape("2")] TracedTensor<double> x,
        [Shape("4")] TracedTensor<double> p,
        [Shape("2")] TracedTensor<double> seen,
        double duration,
        double tolerance)
    {
        var (state, _, _) = Integrate(x, p, duration, tolerance);
        return 0.5 * Sum(Square(state - seen));
    }
}
