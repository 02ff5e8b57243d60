using Costate;
using static Costate.TracedTensor;

namespace Iris;

/// <summary>A layer: every output is a weighted sum of the inputs.</summary>
public sealed partial record Layer(
    [Shape("inputs, outputs")] TracedTensor<double> Weights,
    [Shape("outputs")] TracedTensor<double> Bias);

/// <summary>A network with one layer of hidden units; what comes out is a score for each class.</summary>
public sealed partial record Classifier(
    [Dims("outputs = hidden")] Layer Hidden,
    [Dims("inputs = hidden, outputs = classes")] Layer Output)
{
    /// <summary>The scores of the classes.</summary>
    [Differentiable]
    [return: Shape("samples, classes")]
    public TracedTensor<double> Scores([Shape("samples, inputs")] TracedTensor<double> x)
    {
        var hidden = Tanh(MatMul(x, Hidden.Weights) + Hidden.Bias);
        return MatMul(hidden, Output.Weights) + Output.Bias;
    }

    /// <summary>The mean of the negative logarithm of the probability of the right class, and the squares of the weights.</summary>
    /// <param name="x">The measurements.</param>
    /// <param name="y">For each sample 1 at its class and 0 elsewhere.</param>
    /// <param name="decay">What the squares of the weights count.</param>
    [Differentiable]
    public TracedTensor<double> Loss([Shape("samples, inputs")] TracedTensor<double> x, [Shape("samples, classes")] TracedTensor<double> y, double decay)
    {
        var scores = Scores(x);
        var surprise = LogSumExp(scores, 1) - Sum(scores * y, 1);
        return Mean(surprise) + decay * (Sum(Square(Hidden.Weights)) + Sum(Square(Output.Weights)));
    }
}
