using System;

namespace Costate.Benchmarks.Harness;

/// <summary>An implementation that runs in this process.</summary>
internal sealed class LocalContender : IContender
{
    private readonly Func<double> primal;
    private readonly Action<double[]> gradient;
    private readonly double[] buffer;

    // Made once, so that what a sample allocates is what the work allocates.
    private readonly Action ofPrimal, ofGradient;
    private double sink;

    /// <param name="name">Its name in the table.</param>
    /// <param name="length">The elements of a gradient.</param>
    /// <param name="primal">Computes the value.</param>
    /// <param name="gradient">Writes the gradient into a buffer.</param>
    public LocalContender(string name, int length, Func<double> primal, Action<double[]> gradient)
    {
        (Name, this.primal, this.gradient, buffer) = (name, primal, gradient, new double[length]);
        ofPrimal = () => sink += primal();
        ofGradient = () => gradient(buffer);
    }

    public string Name { get; }

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

    public double Sample(bool gradient, TimeSpan time) => Repeat.Microseconds(gradient ? ofGradient : ofPrimal, time);
}
