using static Costate.TracedTensor;

namespace Costate.Tests.Linking;

/// <summary>A layer that is one of many, with a number.</summary>
public readonly partial record struct Stage([Shape("outputs, inputs")] TracedTensor<double> Weights, [Shape("outputs")] TracedTensor<double> Bias, [Shape("")] TracedTensor<double> Scale)
{
    [Differentiable]
    [return: Shape("batch, outputs")]
    public TracedTensor<double> Apply([Shape("batch, inputs")] TracedTensor<double> x) => Tanh(MatMul(x, Transpose(Weights)) + Bias) * Scale;

    [Differentiable]
    public TracedTensor<double> Size() => Sum(Square(Weights)) + Sum(Square(Bias)) + Scale;
}

/// <summary>A model with an array of layers, and one behind it.</summary>
public sealed partial record Deep([Length("depth"), Dims("outputs = width, inputs = width")] Stage[] Hidden, [Dims("inputs = width, outputs = classes")] Stage Output)
{
    [Differentiable]
    public TracedTensor<double> Misfit([Shape("batch, width")] TracedTensor<double> x, [Shape("batch, classes")] TracedTensor<double> y)
    {
        foreach (var layer in Hidden)
        {
            x = layer.Apply(x);
        }

        return Mean(Square(Output.Apply(x) - y));
    }
}

/// <summary>Methods over arrays of records, of tensors and of tuples.</summary>
public static partial class ArrayModels
{
    [Differentiable]
    public static TracedTensor<double> Forward([Length("depth"), Dims("outputs = width, inputs = width")] Stage[] layers, [Shape("batch, width")] TracedTensor<double> x)
    {
        for (int j = 0; j < layers.Length; j++)
        {
            x = Tanh(MatMul(x, Transpose(layers[j].Weights)) + layers[j].Bias) * layers[j].Scale;
        }

        return x;
    }

    [Differentiable]
    public static TracedTensor<double> Sizes(Stage[] layers)
    {
        var sum = layers[^1].Size();
        foreach (var layer in layers[1..])
        {
            sum = sum + layer.Size();
        }

        return sum * layers.Length;
    }

    [Differentiable]
    public static TracedTensor<double> Alternating([Length("2*half"), Shape("n, n")] TracedTensor<double>[] weights, [Shape("half")] TracedTensor<double> scales, [Shape("n")] TracedTensor<double> x)
    {
        for (int i = 0; i < scales.Dim(0); i++)
        {
            x = Tanh(MatMul(weights[2 * i], x)) * scales[i];
            x = MatMul(weights[weights.Length - 1 - i], x);
        }

        return x;
    }

    [Differentiable]
    public static TracedTensor<double> Affine([Shape("n; ")] (TracedTensor<double> Shift, TracedTensor<double> Scale)[] steps, [Shape("n")] TracedTensor<double> x)
    {
        foreach (var (shift, scale) in steps)
        {
            x = x * scale + shift;
        }

        return x;
    }

    [Differentiable]
    public static TracedTensor<double> OneAndMany([Dims("outputs = n, inputs = n")] Stage first, [Length("more"), Dims("outputs = n, inputs = n")] Stage[] others, [Shape("batch, n")] TracedTensor<double> x)
    {
        Stage[] two = [first, others[0]];
        return Forward(others, Forward(two, x)) + Sizes([first, others[^1]]) + Total(new Deep(others, first));

        TracedTensor<double> Total(Deep deep) => Sum(deep.Hidden[deep.Hidden.Length - 1].Bias) + deep.Misfit(x, x);
    }
}
