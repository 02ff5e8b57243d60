using System;
using System.Linq;
using Costate.Benchmarks.Harness;

namespace Costate.Benchmarks.Problems;

/// <summary>What a careful programmer would write without the library: scalar loops, derivatives by hand, buffers reused.</summary>
internal static class HandWritten
{
    public static IContender TanhLoop(int size, int steps)
    {
        double[] x = RandomData.Uniform(4, size);
        double[] states = new double[(steps + 1) * size];

        double Forward()
        {
            x.CopyTo(states, 0);
            for (int i = 0; i < steps * size; i++)
            {
                states[i + size] = Math.Tanh((states[i] * 1.01) + 0.001);
            }

            return states.AsSpan(steps * size).ToArray().Sum();
        }

        return new LocalContender("hand-written", size, Forward, gradient =>
        {
            Forward();
            gradient.AsSpan().Fill(1);
            for (int i = steps * size; i > 0; i -= size)
            {
                for (int k = 0; k < size; k++)
                {
                    double y = states[i + k];
                    gradient[k] *= (1 - (y * y)) * 1.01;
                }
            }
        });
    }

    public static IContender LogSumExp(int size)
    {
        double[] x = RandomData.Uniform(5, size);
        return new LocalContender("hand-written", size, () => Value(x, x.Max(), null), gradient =>
        {
            double top = x.Max(), value = Value(x, top, gradient), scale = Math.Exp(top - value);
            for (int i = 0; i < gradient.Length; i++)
            {
                gradient[i] *= scale;
            }
        });

        // The exponentials are the numerators of the gradient, so they are kept when it is wanted.
        static double Value(double[] x, double top, double[]? exponentials)
        {
            double sum = 0;
            for (int i = 0; i < x.Length; i++)
            {
                double e = Math.Exp(x[i] - top);
                sum += e;
                if (exponentials is not null)
                {
                    exponentials[i] = e;
                }
            }

            return top + Math.Log(sum);
        }
    }
}
