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

    public double Sample(bool ofGradient, TimeSpan time) => ofGradient
        ? Repeat.Microseconds(() => gradient(buffer), time)
        : Repeat.Microseconds(() => sink += primal(), time);
}
