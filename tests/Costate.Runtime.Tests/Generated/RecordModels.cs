using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>A layer of a network.</summary>
public sealed partial record Layer(
    [Shape("outputs, inputs")] TracedTensor<double> Weights,
    [Shape("outputs")] TracedTensor<double> Bias);

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
    public static TracedTensor<double> Size(Layer layer) => Sum(Square(layer.Weights)) + Sum(Square(layer.Bias));
}
