using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>What a stage multiplies by and adds.</summary>
public sealed partial record Gate([Shape("n")] TracedTensor<double> Factor, [Shape("")] TracedTensor<double> Term);

/// <summary>One stage of many: a matrix, a record in the record, and a member that is set by its name.</summary>
public readonly partial record struct Stage([Shape("outputs, inputs")] TracedTensor<double> Weights, [Dims("n = outputs")] Gate Gate)
{
    /// <summary>What is added before anything else happens.</summary>
    [Shape("outputs")]
    public required TracedTensor<double> Bias { get; init; }
}

/// <summary>Stages, with an array of tensors beside them, and a number.</summary>
public sealed partial record Tower(
    [Length("depth"), Dims("outputs = n, inputs = n")] Stage[] Stages,
    [Length("depth"), Shape("n")] TracedTensor<double>[] Skips,
    [Shape("")] TracedTensor<double> Scale)
{
    /// <summary>The tower on a batch.</summary>
    [Differentiable]
    [return: Shape("batch, n")]
    public TracedTensor<double> Apply([Shape("batch, n")] TracedTensor<double> x)
    {
        for (int i = 0; i < Stages.Length; i++)
        {
            x = ArrayModels.One(Stages[i], x) + Skips[^(i + 1)];
        }

        return x * Scale;
    }

    /// <summary>How large it is.</summary>
    [Differentiable]
    public TracedTensor<double> Penalty()
    {
        var sum = Scale * Scale;
        foreach (var (weights, gate) in Stages)
        {
            sum = sum + Sum(Square(weights)) + gate.Term;
        }

        foreach (var skip in Skips[1..])
        {
            sum = sum + Sum(Square(skip));
        }

        return sum;
    }
}

/// <summary>Methods over arrays of records and of tensors.</summary>
public static partial class ArrayModels
{
    /// <summary>One stage on a batch.</summary>
    [Differentiable]
    [return: Shape("batch, outputs")]
    public static TracedTensor<double> One(Stage stage, [Shape("batch, inputs")] TracedTensor<double> x) =>
        Tanh(MatMul(x, Transpose(stage.Weights)) + stage.Bias) * stage.Gate.Factor + stage.Gate.Term;

    /// <summary>All stages on a batch, and how large what comes out is.</summary>
    [Differentiable]
    public static TracedTensor<double> Loss([Length("depth"), Dims("outputs = n, inputs = n")] Stage[] stages, [Shape("batch, n")] TracedTensor<double> x, [Shape("depth")] TracedTensor<double> shares)
    {
        var loss = 0 * Sum(x);
        for (int i = 0; i < stages.Length; i++)
        {
            x = One(stages[i], x);
            loss = loss + shares[i] * Mean(Square(x));
        }

        return loss;
    }

    /// <summary>The same with the elements stacked by hand.</summary>
    [Differentiable]
    public static TracedTensor<double> LossOfStacks(
        [Shape("depth, n, n")] TracedTensor<double> weights,
        [Shape("depth, n")] TracedTensor<double> factors,
        [Shape("depth")] TracedTensor<double> terms,
        [Shape("depth, n")] TracedTensor<double> biases,
        [Shape("batch, n")] TracedTensor<double> x,
        [Shape("depth")] TracedTensor<double> shares)
    {
        var loss = 0 * Sum(x);
        for (int i = 0; i < weights.Dim(0); i++)
        {
            x = Tanh(MatMul(x, Transpose(weights[i])) + biases[i]) * factors[i] + terms[i];
            loss = loss + shares[i] * Mean(Square(x));
        }

        return loss;
    }

    /// <summary>A product of many matrices with a vector, in single precision.</summary>
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<float> Chain([Shape("n, n")] TracedTensor<float>[] matrices, [Shape("n")] TracedTensor<float> x)
    {
        foreach (var matrix in matrices)
        {
            x = MatMul(matrix, x);
        }

        return x;
    }

    /// <summary>Every other element, at least two of them.</summary>
    [Differentiable]
    public static TracedTensor<double> Alternate([Length("2*pairs"), Shape("n")] TracedTensor<double>[] xs)
    {
        var sum = Dot(xs[0], xs[1]);
        for (int i = 0; i < xs.Length / 2; i++)
        {
            sum = sum + Sum(xs[2 * i] * Sin(xs[2 * i + 1]));
        }

        return sum;
    }

    /// <summary>Arrays that are written out, and parts of arrays, passed on.</summary>
    [Differentiable]
    [Where("count >= 1")]
    public static TracedTensor<double> Passed([Length("count + 1"), Shape("n")] TracedTensor<double>[] xs, [Shape("n")] TracedTensor<double> y) =>
        Alternate([xs[0], y, y, xs[^1]]) + Total(xs[..^1], StopGradient(y)) * Total(xs, StopGradient(xs[0]));

    /// <summary>Products with one tensor, each of them used.</summary>
    [Differentiable]
    public static TracedTensor<double> Total([Shape("n")] TracedTensor<double>[] xs, [NoGradient, Shape("n")] TracedTensor<double> y)
    {
        var sum = Dot(xs[0], y);
        foreach (var x in xs)
        {
            sum = sum + Dot(x, y) * Dot(x, x);
        }

        return sum;
    }
}
