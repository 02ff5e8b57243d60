using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>One layer of many.</summary>
public sealed partial record Slab([Shape("outputs, inputs")] TracedTensor<double> Weights, [Shape("outputs")] TracedTensor<double> Bias);

/// <summary>Training of arrays of records in one method.</summary>
public static partial class ArrayUpdateModels
{
    /// <summary>How far the layers are from a target.</summary>
    [Differentiable]
    public static TracedTensor<double> Loss([Length("depth"), Dims("outputs = n, inputs = n")] Slab[] layers, [Shape("batch, n")] TracedTensor<double> x, [Shape("batch, n")] TracedTensor<double> target)
    {
        foreach (var layer in layers)
        {
            x = Tanh(MatMul(x, Transpose(layer.Weights)) + layer.Bias);
        }

        return Mean(Square(x - target));
    }

    /// <summary>The layers after a step against the gradient.</summary>
    [Differentiable]
    [return: Length("depth"), Dims("outputs = n, inputs = n")]
    public static Slab[] Step([Length("depth"), Dims("outputs = n, inputs = n")] Slab[] layers, [Shape("batch, n")] TracedTensor<double> x, [Shape("batch, n")] TracedTensor<double> target, [Shape("")] TracedTensor<double> rate)
    {
        var loss = Loss(layers, x, target);
        var gradient = loss.Grad(layers);
        Slab[] next = [.. layers];
        for (var j = 0; j < layers.Length; j++)
        {
            next[j] = new Slab(layers[j].Weights - rate * gradient[j].Weights, layers[j].Bias - rate * gradient[j].Bias);
        }

        return next;
    }

    /// <summary>The loss after a step.</summary>
    [Differentiable(Order = 2)]
    public static TracedTensor<double> LossAfter([Length("depth"), Dims("outputs = n, inputs = n")] Slab[] layers, [Shape("batch, n")] TracedTensor<double> x, [Shape("batch, n")] TracedTensor<double> target, [Shape("")] TracedTensor<double> rate) =>
        Loss(Step(layers, x, target, rate), x, target);

    /// <summary>The same step with the layers stacked by hand.</summary>
    [Differentiable]
    public static (TracedTensor<double> Weights, TracedTensor<double> Biases) StepOfStacks(
        [Shape("depth, n, n")] TracedTensor<double> weights,
        [Shape("depth, n")] TracedTensor<double> biases,
        [Shape("batch, n")] TracedTensor<double> x,
        [Shape("batch, n")] TracedTensor<double> target,
        [Shape("")] TracedTensor<double> rate)
    {
        for (int i = 0; i < weights.Dim(0); i++)
        {
            x = Tanh(MatMul(x, Transpose(weights[i])) + biases[i]);
        }

        var (dw, db) = Mean(Square(x - target)).Grad(weights, biases);
        var (w, b) = (weights, biases);
        for (int j = 0; j < weights.Dim(0); j++)
        {
            w = SetSlice(w, weights[j] - rate * dw[j], j);
            b = SetSlice(b, biases[j] - rate * db[j], j);
        }

        return (w, b);
    }

    /// <summary>The elements the other way round, and what they have been counted.</summary>
    [Differentiable]
    public static (TracedTensor<float>[] Reversed, TracedTensor<float> Sum) Reverse([Shape("n")] TracedTensor<float>[] xs)
    {
        TracedTensor<float>[] ys = [.. xs];
        for (int i = 0; i < xs.Length; i++)
        {
            ys[i] = xs[xs.Length - 1 - i];
        }

        return (ys, Sum(ys[0]));
    }
}
