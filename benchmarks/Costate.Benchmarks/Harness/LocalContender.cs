using System;

namespace Costate.Benchmarks.Harness;

/// <summary>An implementation that runs in this process.</summary>
/// <param name="gradient">Writes the gradient into the buffer, which has the input's length.</param>
internal sealed class LocalContender(string name, int length, Func<double> primal, Action<double[]> gradient) : IContender
{
    private readonly double[] buffer = new double[length];
    private double sink;

    public string Name => name;

    public Outcome Outcome()
    {
        gradient(buffer);
        double[] probe = RandomData.Uniform(99, buffer.Length);
        double checksum = 0;
        for (int i = 0; i < probe.Length; i++)
        {
            checksum += buffer[i] * probe[i];
        }

        return new Outcome(primal(), checksum);
    }

    public double Sample(bool ofGradient, TimeSpan time)
    {
        var start = CpuClock.Now;
        for (int calls = 0, batch = 1; ; )
        {
            for (int i = 0; i < batch; i++)
            {
                if (ofGradient)
                {
                    gradient(buffer);
                }
                else
                {
                    sink += primal();
                }
            }

            calls += batch;
            var elapsed = CpuClock.Now - start;
            if (elapsed >= time)
            {
                return elapsed.TotalMicroseconds / calls;
            }

            // Reading the clock takes as long as a tiny problem.
            batch = elapsed < time / 64 ? 2 * batch : batch;
        }
    }
}
