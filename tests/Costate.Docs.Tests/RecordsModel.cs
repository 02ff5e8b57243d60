using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics.Tensors;
using Costate;
using static Costate.TracedTensor;
using Xunit;

namespace RecordsModel;

/// <summary>A layer of a network.</summary>
public sealed partial record Layer(
    [Shape("outputs, inputs")] TracedTensor<double> Weights,
    [Shape("outputs")] TracedTensor<double> Bias)
{
    /// <summary>The layer on a batch.</summary>
    [Differentiable]
    [return: Shape("batch, outputs")]
    public TracedTensor<double> Apply([Shape("batch, inputs")] TracedTensor<double> x) => MatMul(x, Transpose(Weights)) + Bias;
}

/// <summary>A network of two layers.</summary>
public sealed partial record Mlp(
    [Dims("outputs = hidden")] Layer Hidden,
    [Dims("inputs = hidden, outputs = classes")] Layer Output)
{
    /// <summary>How far the network is from what is wanted.</summary>
    [Differentiable]
    public TracedTensor<double> Loss([Shape("batch, inputs")] TracedTensor<double> x, [Shape("batch, classes")] TracedTensor<double> y) =>
        Mean(Square(Output.Apply(Tanh(Hidden.Apply(x))) - y));
}

/// <summary>Functions of networks.</summary>
public static partial class Training
{
    /// <summary>The sum of all squares of weights.</summary>
    [Differentiable]
    public static TracedTensor<double> Size(Mlp model) => Sum(Square(model.Hidden.Weights)) + Sum(Square(model.Output.Weights));

    /// <summary>One layer that does what two do without anything between them.</summary>
    [Differentiable]
    [return: Dims("outputs = k, inputs = n")]
    public static Layer Compose([Dims("outputs = m, inputs = n")] Layer first, [Dims("outputs = k, inputs = m")] Layer second)
    {
        var (weights, bias) = second;
        return second with { Weights = MatMul(weights, first.Weights), Bias = MatMul(weights, first.Bias) + bias };
    }
}

public sealed class RecordsTests
{
    private readonly Random random = new(3);

    [Fact]
    public void ARecordInATrace()
    {
        var (values, x, y) = (Network(), Data(4, 3), Data(4, 2));
        Mlp model = Parameter(values);                      // a parameter for each tensor
        var loss = model.Loss(Parameter(x), Parameter(y));  // one node
        Mlp gradient = loss.Grad(model);                    // one reverse sweep
        Mlp.Values numbers = gradient.Eval();               // all of it evaluated at once
        var (dmlp, _, _) = values.LossGrad(x, y);
        Assert.Equal(Numbers(dmlp.Hidden.Weights), Numbers(numbers.Hidden.Weights), (p, q) => Math.Abs(p - q) < 1e-12);
        Assert.Equal(Numbers(dmlp.Output.Bias), Numbers(numbers.Output.Bias), (p, q) => Math.Abs(p - q) < 1e-12);
    }

    [Fact]
    public void ANetworkIsTrainedAsOneObject()
    {
        var (values, x, y) = (Network(), Data(4, 3), Data(4, 2));
        var losses = new List<double>();
        for (int step = 0; step < 300; step++)
        {
            var (value, gradient, _, _) = values.LossValueAndGrad(x, y);
            losses.Add(value);
            values = values.Zip(gradient, (w, dw) => w - 0.2 * dw);
        }

        Assert.True(losses[^1] < 0.05 * losses[0], losses[0] + " to " + losses[^1]);
        Assert.True(Training.Size(values) > 0);
    }

    [Fact]
    public void TwoLayersAreOne()
    {
        var (values, x) = (Network(), Parameter(Data(4, 3)));
        var (first, second) = (Parameter(values.Hidden), Parameter(values.Output));
        Assert.Equal(
            Numbers(second.Apply(first.Apply(x)).Eval()),
            Numbers(Training.Compose(first, second).Apply(x).Eval()),
            (p, q) => Math.Abs(p - q) < 1e-12);
    }

    private Mlp.Values Network() => new(new(Data(5, 3), Data(5)), new(Data(2, 5), Data(2)));

    private Tensor<double> Data(params nint[] lengths) =>
        Tensor.Create(Enumerable.Range(0, (int)lengths.Aggregate((a, b) => a * b)).Select(_ => random.NextDouble() - 0.5).ToArray(), lengths);

    private static double[] Numbers(Tensor<double> tensor)
    {
        double[] numbers = new double[tensor.FlattenedLength];
        tensor.FlattenTo(numbers);
        return numbers;
    }
}
