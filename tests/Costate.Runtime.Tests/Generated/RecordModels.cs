using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>A layer of a network.</summary>
public sealed partial record Layer(
    [Shape("outputs, inputs")] TracedTensor<double> Weights,
    [Shape("outputs")] TracedTensor<double> Bias);

/// <summary>Two layers, a number and a tuple, partly by properties.</summary>
public readonly partial record struct Net(
    [Dims("outputs = hidden")] Layer Hidden,
    [Dims("inputs = hidden, outputs = 1")] Layer Output,
    [Shape("")] TracedTensor<double> Scale)
{
    /// <summary>Applied to the inputs.</summary>
    [Shape("inputs; ")]
    public required (TracedTensor<double> Centre, TracedTensor<double> Offset) Shift { get; init; }

    /// <summary>The network on a batch.</summary>
    [Differentiable]
    [return: Shape("batch, 1")]
    public TracedTensor<double> Apply([Shape("batch, inputs")] TracedTensor<double> x, bool squashed = true)
    {
        var y = RecordModels.Apply(Output, RecordModels.Apply(Hidden, x - Shift.Centre)) * Scale + Shift.Offset;
        return squashed ? Tanh(y) : y;
    }

    /// <summary>How large it is.</summary>
    [Differentiable]
    public TracedTensor<double> Penalty() => Scale * (RecordModels.Size(Hidden) + this.Output.Size());
}

/// <summary>In single precision, as a struct.</summary>
public partial record struct Affine([Shape("n")] TracedTensor<float> Factor, [Shape("n")] TracedTensor<float> Term);

/// <summary>Methods over records.</summary>
public static partial class RecordModels
{
    /// <summary>A layer on a batch.</summary>
    /// <param name="layer">The layer.</param>
    [Differentiable]
    [return: Shape("batch, outputs")]
    public static TracedTensor<double> Apply(Layer layer, [Shape("batch, inputs")] TracedTensor<double> x) =>
        Tanh(MatMul(x, Transpose(layer.Weights)) + layer.Bias);

    /// <summary>How large a layer is.</summary>
    [Differentiable]
    public static TracedTensor<double> Size(this Layer layer) => Sum(Square(layer.Weights)) + Sum(Square(layer.Bias));

    /// <summary>The error of a network.</summary>
    [Differentiable]
    public static TracedTensor<double> Loss(Net net, [Shape("batch, inputs")] TracedTensor<double> x, [Shape("batch, 1")] TracedTensor<double> y, double weight) =>
        Mean(Square(net.Apply(x) - y)) + weight * net.Penalty();

    /// <summary>Two layers in one.</summary>
    [Differentiable]
    [return: Dims("inputs = n, outputs = k")]
    public static Layer Compose([Dims("inputs = n, outputs = m")] Layer first, [Dims("inputs = m, outputs = k")] Layer second) =>
        new(MatMul(second.Weights, first.Weights), MatMul(second.Weights, first.Bias) + second.Bias);

    /// <summary>A struct with another element type.</summary>
    [Differentiable]
    public static TracedTensor<float> Length(Affine affine) => Sum(Exp(affine.Factor)) + Sum(affine.Term * affine.Factor);

    /// <summary>One of two overloads that differ in their records only.</summary>
    [Differentiable]
    public static TracedTensor<double> Total(Layer layer) => Sum(layer.Weights) * Sum(layer.Bias);

    /// <summary>The other one.</summary>
    [Differentiable]
    public static TracedTensor<float> Total(Affine affine) => Sum(affine.Factor * affine.Term);
}
