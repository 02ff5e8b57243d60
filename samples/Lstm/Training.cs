using System;

namespace Lstm;

/// <summary>A network trained to say which of three symbols comes next in a sequence that repeats itself.</summary>
/// <param name="First">The loss before.</param>
/// <param name="Last">The loss afterwards.</param>
/// <param name="Steps">Steps taken.</param>
public sealed record Training(double First, double Last, int Steps)
{
    private const int Layers = 2;
    private const int Length = 60;
    private const int Symbols = 3;

    /// <summary>Descends along the compiled gradient, with momentum.</summary>
    /// <param name="steps">Steps.</param>
    public static Training Run(int steps)
    {
        int[] pattern = [0, 1, 2, 1, 0, 2];
        double[] sequence = new double[Length * Symbols];
        for (int t = 0; t < Length; t++)
        {
            sequence[(t * Symbols) + pattern[t % pattern.Length]] = 1;
        }

        var random = new Random(3);
        double[] main = new double[Layers * 8 * Symbols], extra = new double[3 * Symbols];
        foreach (double[] weights in new[] { main, extra })
        {
            for (int i = 0; i < weights.Length; i++)
            {
                weights[i] = random.NextDouble() - 0.5;
            }
        }

        var problem = new SequenceProblem(Layers, Length, Symbols, main, extra, new double[Layers * 2 * Symbols], sequence);
        double[] gradient = new double[problem.Parameters], velocity = new double[problem.Parameters];
        double first = problem.Value(), last = first;
        for (int step = 0; step < steps; step++)
        {
            problem.ValueAndGradient(gradient);
            for (int i = 0; i < gradient.Length; i++)
            {
                velocity[i] = (0.9 * velocity[i]) - (0.5 * gradient[i]);
                if (i < main.Length)
                {
                    main[i] += velocity[i];
                }
                else
                {
                    extra[i - main.Length] += velocity[i];
                }
            }

            last = problem.Value();
        }

        return new Training(first, last, steps);
    }
}
