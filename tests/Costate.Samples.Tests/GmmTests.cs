using System;
using System.Linq;
using System.Numerics.Tensors;
using CpAls;
using Gmm;
using Xunit;

namespace Costate.Samples.Tests;

/// <summary>The mixture's objective: against golden values, at a size where it runs in strips, and what a call allocates.</summary>
public sealed class GmmTests
{
    [Fact]
    public void ValueAndGradientAreTheGoldenOnes() => Assert.All(Golden.All, g => Assert.InRange(g.LargestError(), 0, 1e-13));

    /// <summary>Without a prior the objective is a sum over samples, so many at once, in several strips, give the sum over parts.</summary>
    [Fact]
    public void TheGradientIsTheSumOverParts()
    {
        const int D = 10, K = 25, N = 1500, Part = 100;
        double[] x = Numbers(1, N * D), whole = new double[K * (1 + D + (D * (D + 1) / 2))], sum = new double[whole.Length], part = new double[whole.Length];
        double value = Make(D, K, N, x).ValueAndGradient(whole), parts = 0;
        for (int at = 0; at < N; at += Part)
        {
            parts += Make(D, K, Part, x.AsSpan(at * D, Part * D).ToArray()).ValueAndGradient(part);
            TensorPrimitives.Add(sum, part, sum);
        }

        Assert.Equal(value, parts, 1e-10 * Math.Abs(value));
        Assert.All(whole.Zip(sum), p => Assert.Equal(p.First, p.Second, 1e-9));
        Assert.Equal(value, Make(D, K, N, x).Value());
    }

    /// <summary>Where the factors are large enough for products to leave out their zeros.</summary>
    [Theory]
    [InlineData(13, 2, 29)]
    [InlineData(32, 3, 40)]
    public void TheGradientOfLargeFactorsIsThatOfDifferences(int d, int k, int n)
    {
        const double Step = 1e-6;
        double[][] parameters = [Numbers(6, k), Numbers(7, k * d), Numbers(8, k * d * (d + 1) / 2)];
        double[] x = Numbers(1, n * d), gradient = new double[parameters.Sum(p => p.Length)];
        Problem().ValueAndGradient(gradient);
        int at = 0;
        foreach (double[] parameter in parameters)
        {
            for (int i = 0; i < parameter.Length; i++, at++)
            {
                double middle = parameter[i];
                parameter[i] = middle + Step;
                double after = Problem().Value();
                parameter[i] = middle - Step;
                double before = Problem().Value();
                parameter[i] = middle;
                Assert.Equal((after - before) / (2 * Step), gradient[at], 1e-5);
            }
        }

        MixtureProblem Problem() => new(d, k, n, 1.25, 2, parameters[0], parameters[1], parameters[2], x);
    }

    [Fact]
    public void ACallIntoMemoryOfTheCallerAllocatesNothing()
    {
        const int D = 10, K = 25, N = 1000;
        var problem = Make(D, K, N, Numbers(1, N * D));
        double[] gradient = new double[problem.Parameters];
        Assert.Equal(0, AllocatedBy(() => problem.ValueAndGradient(gradient)));
        Assert.Equal(0, AllocatedBy(() => problem.Value()));
    }

    [Fact]
    public void ACallOfTheDecompositionAllocatesNothing()
    {
        double[] t = Numbers(2, 5 * 6 * 7), a = Numbers(3, 5 * 3), b = Numbers(4, 6 * 3), c = Numbers(5, 7 * 3);
        double[] dt = new double[t.Length], da = new double[a.Length], db = new double[b.Length], dc = new double[c.Length];
        Assert.Equal(0, AllocatedBy(() => Cp.LossValueAndGrad(
            new ReadOnlyTensorSpan<double>(t, [5, 6, 7]),
            new ReadOnlyTensorSpan<double>(a, [5, 3]),
            new ReadOnlyTensorSpan<double>(b, [6, 3]),
            new ReadOnlyTensorSpan<double>(c, [7, 3]),
            new TensorSpan<double>(dt, [5, 6, 7]),
            new TensorSpan<double>(da, [5, 3]),
            new TensorSpan<double>(db, [6, 3]),
            new TensorSpan<double>(dc, [7, 3]))));
    }

    private static long AllocatedBy(Func<double> call)
    {
        for (int i = 0; i < 3; i++)
        {
            call();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++)
        {
            call();
        }

        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static MixtureProblem Make(int d, int k, int n, double[] x) =>
        new(d, k, n, 0, 0, Numbers(6, k), Numbers(7, k * d), Numbers(8, k * d * (d + 1) / 2), x);

    private static double[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => random.NextDouble() - 0.5).ToArray();
    }
}
