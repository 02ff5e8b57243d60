using System;
using System.Linq;
using System.Numerics.Tensors;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Control;

/// <summary>Where a body is, and how it moves.</summary>
public partial record Particle([Shape("n")] TracedTensor<double> Place, [Shape("n")] TracedTensor<double> Speed);

/// <summary>Two of them, and what binds them.</summary>
public partial record struct Pair([Dims("n = n")] Particle First, [Dims("n = n")] Particle Second, [Shape("")] TracedTensor<double> Spring);

public static partial class RecordLoopModels
{
    /// <summary>Records are carried whole, changed by `with`, taken apart, and one is exchanged for another in a branch.</summary>
    [Differentiable]
    public static TracedTensor<double> Energy(Pair pair, [Shape("")] TracedTensor<double> step, int count, double limit)
    {
        var (first, second, spring) = pair;
        for (int i = 0; i < count; i++)
        {
            var force = spring * (second.Place - first.Place);
            first = first with { Speed = first.Speed + step * force };
            second = second with { Speed = second.Speed - step * force };
            first = first with { Place = first.Place + step * first.Speed };
            second = new Particle(second.Place + step * second.Speed, second.Speed);
            pair = pair with { First = first, Spring = pair.Spring * 1.01 };
            if (Norm(force).EvalScalar() > limit)
            {
                (first, second) = (second, first);
                spring = pair.Spring;
            }
        }

        return Sum(Square(first.Speed)) + Sum(Square(second.Speed)) * 0.5 + Sum(pair.First.Place * first.Place) + spring;
    }
}

/// <summary>Loops that carry records: the compiled form, the trace of its operations, and differences agree.</summary>
public sealed class RecordLoopTests
{
    [Theory]
    [InlineData(3, 5, 1.0)]
    [InlineData(1, 4, 0.0)]
    [InlineData(2, 0, 1.0)]
    [InlineData(0, 3, 1.0)]
    public void GradientsByRecordsAreThoseOfDifferences(int n, int count, double limit)
    {
        var data = Enumerable.Range(0, 4).Select(k => Sample(k, n)).ToArray();
        double spring = 0.7, step = 0.3;
        double Value(Tensor<double>[] x, double s, double h) => RecordLoopModels.Energy(new Pair.Values(new(x[0], x[1]), new(x[2], x[3]), s), h, count, limit);
        var (pair, slope) = RecordLoopModels.EnergyGrad(new Pair.Values(new(data[0], data[1]), new(data[2], data[3]), spring), step, count, limit);
        Tensor<double>[] gradient = [pair.First.Place, pair.First.Speed, pair.Second.Place, pair.Second.Speed];
        const double h = 1e-6;
        for (int k = 0; k < 4; k++)
        {
            for (int i = 0; i < n; i++)
            {
                Tensor<double>[] Moved(double by) => data.Select((d, at) => at == k ? Tensor.Create(d.ToArray().Select((v, p) => p == i ? v + by : v).ToArray(), [n]) : d).ToArray();
                Assert.Equal((Value(Moved(h), spring, step) - Value(Moved(-h), spring, step)) / (2 * h), gradient[k][i], 1e-7);
            }
        }

        Assert.Equal((Value(data, spring + h, step) - Value(data, spring - h, step)) / (2 * h), pair.Spring, 1e-7);
        Assert.Equal((Value(data, spring, step + h) - Value(data, spring, step - h)) / (2 * h), slope, 1e-7);

        // As a node of a trace.
        var traced = new Pair(new(Parameter(data[0]), Parameter(data[1])), new(Parameter(data[2]), Parameter(data[3])), Parameter(spring));
        var loss = RecordLoopModels.Energy(traced, Parameter(step), count, limit);
        Assert.Equal(Value(data, spring, step), loss.EvalScalar(), 1e-13);
        if (count > 0 && n > 0) Assert.Equal(gradient[1].ToArray(), loss.Grad(traced).First.Speed.Eval().ToArray(), (a, b) => Math.Abs(a - b) < 1e-12);
    }

    private static Tensor<double> Sample(int seed, int n)
    {
        var random = new Random(seed);
        return Tensor.Create(Enumerable.Range(0, n).Select(_ => (2 * random.NextDouble()) - 1).ToArray(), [n]);
    }
}
