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

/// <summary>A network of as many layers as there are.</summary>
public sealed partial record DeepMlp(
    [Length("depth"), Dims("outputs = width, inputs = width")] Layer[] Hidden,
    [Dims("inputs = width, outputs = classes")] Layer Output)
{
    /// <summary>How far the network is from what is wanted.</summary>
    [Differentiable]
    public TracedTensor<double> Loss([Shape("batch, width")] TracedTensor<double> x, [Shape("batch, classes")] TracedTensor<double> y)
    {
        foreach (var layer in Hidden)
        {
            x = Tanh(layer.Apply(x));
        }

        return Mean(Square(Output.Apply(x) - y));
    }
}

/// <summary>Functions of arrays.</summary>
public static partial class Layers
{
    /// <summary>A chain of matrices, each with a scale, applied to a vector from the last to the first.</summary>
    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Chain([Length("count"), Shape("n, n")] TracedTensor<double>[] matrices, [Shape("count")] TracedTensor<double> scales, [Shape("n")] TracedTensor<double> x)
    {
        for (int i = 1; i <= matrices.Length; i++)
        {
            x = scales[^i] * MatMul(matrices[^i], x);
        }

        return x;
    }
}

/// <summary>Descent for a chain of layers.</summary>
public static partial class Descent
{
    /// <summary>How far the layers are from what is wanted.</summary>
    [Differentiable]
    public static TracedTensor<double> Loss([Length("depth"), Dims("outputs = width, inputs = width")] Layer[] layers, [Shape("batch, width")] TracedTensor<double> x, [Shape("batch, width")] TracedTensor<double> y)
    {
        foreach (var layer in layers)
        {
            x = Tanh(layer.Apply(x));
        }

        return Mean(Square(x - y));
    }

    /// <summary>The layers after a step against the gradient.</summary>
    [Differentiable]
    [return: Length("depth"), Dims("outputs = width, inputs = width")]
    public static Layer[] Step([Length("depth"), Dims("outputs = width, inputs = width")] Layer[] layers, [Shape("batch, width")] TracedTensor<double> x, [Shape("batch, width")] TracedTensor<double> y, [Shape("")] TracedTensor<double> rate)
    {
        var loss = Loss(layers, x, y);
        var gradient = loss.Grad(layers);
        Layer[] next = [.. layers];
        for (var j = 0; j < layers.Length; j++)
        {
            next[j] = new Layer(layers[j].Weights - rate * gradient[j].Weights, layers[j].Bias - rate * gradient[j].Bias);
        }

        return next;
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
    public void ADeepNetworkInATraceAndInMemory()
    {
        var (x, y) = (Data(4, 3), Data(4, 2));
        var layers = Enumerable.Range(0, 6).Select(_ => new Layer.Values(Data(3, 3), Data(3))).ToArray();
        var values = new DeepMlp.Values(Layer.Stack.Of(layers), new(Data(2, 3), Data(2)));
        DeepMlp model = Parameter(values);                          // six layers, and one
        var loss = model.Loss(Parameter(x), Parameter(y));          // one node, and one for each tensor of a layer that stacks it
        Layer[] gradient = loss.Grad(model.Hidden);                 // as many layers
        var third = loss.Grad(model.Hidden[2]);                     // or one of them
        Layer.Stack numbers = Layer.Stack.Eval(gradient);           // all of it evaluated at once
        var (value, dmodel, _, _) = values.LossValueAndGrad(x, y);  // no trace: dmodel.Hidden is a Layer.Stack too
        Layer.Values layer = dmodel.Hidden[2];                      // a copy of one of them
        Assert.Equal(loss.EvalScalar(), value, 12);
        Assert.Equal(Numbers(dmodel.Hidden.Weights), Numbers(numbers.Weights), (p, q) => Math.Abs(p - q) < 1e-12);
        Assert.Equal(Numbers(layer.Bias), Numbers(third.Eval().Bias), (p, q) => Math.Abs(p - q) < 1e-12);
        var losses = new List<double>();
        for (int step = 0; step < 500; step++)
        {
            (value, dmodel, _, _) = values.LossValueAndGrad(x, y);
            losses.Add(value);
            values = values.Zip(dmodel, (w, dw) => w - 0.2 * dw);
        }

        Assert.True(losses[^1] < 0.75 * losses[0], losses[0] + " to " + losses[^1]);
    }

    [Fact]
    public void LayersAreTrainedByAMethodThatReturnsThem()
    {
        var (x, wanted) = (Data(4, 3), Data(4, 3));
        var values = new DeepMlp.Values(Layer.Stack.Of([.. Enumerable.Range(0, 3).Select(_ => new Layer.Values(Data(3, 3), Data(3)))]), new(Data(2, 3), Data(2)));
        TracedTensor<double> rate = Parameter(0.5);
        Layer.Stack stack = values.Hidden;
        for (int step = 0; step < 200; step++)
        {
            stack = Descent.Step(stack, x, wanted, 0.5);            // forward, back and the step: one call
        }

        Layer[] hidden = Parameter(values.Hidden);
        var after = Descent.Loss(Descent.Step(hidden, Parameter(x), Parameter(wanted), rate), Parameter(x), Parameter(wanted));
        var drate = after.Grad(rate);                               // what a larger step would do
        Assert.True(Descent.Loss(stack, x, wanted) < 0.5 * Descent.Loss(values.Hidden, x, wanted));
        double Moved(double by) => Descent.Loss(Descent.Step(values.Hidden, x, wanted, 0.5 + by), x, wanted);
        Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, drate.EvalScalar(), 1e-8);
    }

    [Fact]
    public void AChainOfMatricesIsOneTensor()
    {
        var (matrices, scales, x) = (Data(3, 2, 2), Data(3), Data(2));
        double[] expected = Numbers(x), m = Numbers(matrices), s = Numbers(scales);
        for (int i = 2; i >= 0; i--)
        {
            expected = [s[i] * ((m[4 * i] * expected[0]) + (m[(4 * i) + 1] * expected[1])), s[i] * ((m[(4 * i) + 2] * expected[0]) + (m[(4 * i) + 3] * expected[1]))];
        }

        Assert.Equal(expected, Numbers(Layers.Chain(matrices, scales, x)), (p, q) => Math.Abs(p - q) < 1e-14);
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
