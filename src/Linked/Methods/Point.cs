using System;
using System.Linq;
using System.Numerics.Tensors;

namespace Costate.Linking;

/// <summary>A concrete tensor of doubles of any rank; numbers have rank 0.</summary>
internal sealed record Point(int[] Shape, double[] Data)
{
    /// <summary>The value of a traced tensor.</summary>
    public static Point Of(TracedTensor<double> x)
    {
        int[] shape = x.Shape.ToArray();
        if (shape.Length == 0) return new Point(shape, [x.EvalScalar()]);
        var data = new double[shape.Aggregate(1, (a, b) => a * b)];
        x.EvalTo(new TensorSpan<double>(data, shape.Select(s => (nint)s).ToArray()));
        return new Point(shape, data);
    }

    /// <summary>Numbers between 0.5 and 1.5 that differ from each other, so that no two elements of a result cancel.</summary>
    public static Point Weights(int[] shape)
    {
        var random = new Random(11);
        return Fill(shape, () => 0.5 + random.NextDouble());
    }

    /// <summary>Numbers between -1 and 1.</summary>
    public static Point Random(int[] shape, int seed)
    {
        var random = new Random(seed);
        return Fill(shape, () => (2 * random.NextDouble()) - 1);
    }

    /// <summary>A fresh parameter with this value.</summary>
    public TracedTensor<double> Parameter() => Shape.Length == 0 ? TracedTensor.Parameter(Data[0]) : TracedTensor.Parameter(Data, Shape);

    /// <summary>The same with one element moved.</summary>
    public TracedTensor<double> Moved(int element, double by)
    {
        var data = (double[])Data.Clone();
        data[element] += by;
        return new Point(Shape, data).Parameter();
    }

    private static Point Fill(int[] shape, Func<double> element)
    {
        var data = new double[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < data.Length; i++) data[i] = element();
        return new Point(shape, data);
    }
}
