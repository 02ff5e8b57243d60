using System;
using System.Numerics.Tensors;
using Costate;
using static Costate.TracedTensor;

namespace Gmm;

/// <summary>A mixture fitted to samples from three clusters in the plane, by gradient ascent with momentum through the trace.</summary>
/// <param name="First">The log-posterior before.</param>
/// <param name="Last">The log-posterior afterwards.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Means">The fitted means.</param>
public sealed record Fit(double First, double Last, int Steps, double[] Means)
{
    /// <summary>Number of samples.</summary>
    public const int Samples = 300;

    private const int Components = 3;

    /// <summary>Where the clusters are: x and y in turn.</summary>
    public static readonly double[] Centres = [-2, 0, 2, 1, 0.5, -2.5];

    /// <summary>Draws the samples and ascends.</summary>
    public static Fit Run(int steps)
    {
        var random = new Random(5);
        double[] samples = new double[2 * Samples];
        for (int i = 0; i < samples.Length; i++)
        {
            // The sum of twelve uniform numbers is close to normal.
            double sum = -6;
            for (int t = 0; t < 12; t++)
            {
                sum += random.NextDouble();
            }

            samples[i] = Centres[(2 * (i / 2 % Components)) + (i % 2)] + (0.5 * sum);
        }

        // Weights, means and factors; the means start near each other.
        double[][] parameters = [new double[Components], [-0.5, 0, 0.5, 0.3, 0.1, -0.6], new double[3 * Components]];
        int[][] shapes = [[Components], [Components, 2], [Components, 3]];
        double[][] velocity = Array.ConvertAll(parameters, p => new double[p.Length]), gradient = Array.ConvertAll(parameters, p => new double[p.Length]);
        var (x, gamma, m) = (Constant(samples, Samples, 2), Constant(1.0), Constant(0.0));
        double first = 0, last = 0;
        for (int step = 0; step <= steps; step++)
        {
            var handles = new TracedTensor<double>[3];
            for (int p = 0; p < 3; p++)
            {
                handles[p] = Parameter(parameters[p], shapes[p]);
            }

            var posterior = Mixture.LogPosterior(handles[0], handles[1], handles[2], x, gamma, m);
            var (dAlphas, dMeans, dFactors) = posterior.Grad(handles[0], handles[1], handles[2]);
            Evaluate(posterior, dAlphas, dMeans, dFactors);
            last = posterior.EvalScalar();
            first = step == 0 ? last : first;
            TracedTensor<double>[] gradients = [dAlphas, dMeans, dFactors];
            for (int p = 0; p < 3; p++)
            {
                gradients[p].EvalTo(new TensorSpan<double>(gradient[p], Array.ConvertAll(shapes[p], s => (nint)s)));
                for (int i = 0; i < gradient[p].Length; i++)
                {
                    velocity[p][i] = (0.9 * velocity[p][i]) + (gradient[p][i] / Samples);
                    parameters[p][i] += 0.05 * velocity[p][i];
                }
            }
        }

        return new Fit(first, last, steps, parameters[1]);
    }

    /// <summary>The fitted mean nearest to a centre, which begins at the given index.</summary>
    public (double X, double Y) Nearest(int centre)
    {
        var best = (X: Means[0], Y: Means[1]);
        for (int i = 2; i < Means.Length; i += 2)
        {
            best = Squared(Means[i], Means[i + 1], centre) < Squared(best.X, best.Y, centre) ? (Means[i], Means[i + 1]) : best;
        }

        return best;
    }

    /// <summary>How far the nearest fitted mean is.</summary>
    public double Distance(int centre) => Math.Sqrt(Squared(Nearest(centre).X, Nearest(centre).Y, centre));

    private static double Squared(double x, double y, int centre) =>
        ((x - Centres[centre]) * (x - Centres[centre])) + ((y - Centres[centre + 1]) * (y - Centres[centre + 1]));
}
