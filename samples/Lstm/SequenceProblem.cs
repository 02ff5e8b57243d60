using System;
using System.Numerics.Tensors;

namespace Lstm;

/// <summary>A network with a sequence, and memory for what calls with a gradient write beside it.</summary>
/// <param name="l">Layers.</param>
/// <param name="c">Steps of the sequence.</param>
/// <param name="b">Elements of a step.</param>
/// <param name="main">Weights and biases of the gates, l times 8 times b numbers.</param>
/// <param name="extra">Weights of the input, weights and biases of the prediction, 3 b numbers.</param>
/// <param name="state">Hidden values and cells before the first step, l times 2 times b numbers.</param>
/// <param name="sequence">c times b numbers.</param>
public sealed class SequenceProblem(int l, int c, int b, double[] main, double[] extra, double[] state, double[] sequence)
{
    private readonly double[] stateBar = new double[2 * l * b];
    private readonly double[] sequenceBar = new double[c * b];

    /// <summary>The number of parameters: those of the gates and those of input and prediction.</summary>
    public int Parameters => main.Length + extra.Length;

    /// <summary>The mean negative log-likelihood.</summary>
    public double Value() => Network.Loss(Tensor(main, l, 8, b), Tensor(extra, 3, b), Tensor(state, l, 2, b), Tensor(sequence, c, b));

    /// <summary>The value, and the gradient by the parameters of the gates and then the others.</summary>
    public double ValueAndGradient(Span<double> gradient) => Network.LossValueAndGrad(
        Tensor(main, l, 8, b),
        Tensor(extra, 3, b),
        Tensor(state, l, 2, b),
        Tensor(sequence, c, b),
        new TensorSpan<double>(gradient[..main.Length], [l, 8, b]),
        new TensorSpan<double>(gradient[main.Length..], [3, b]),
        new TensorSpan<double>(stateBar, [l, 2, b]),
        new TensorSpan<double>(sequenceBar, [c, b]));

    private static ReadOnlyTensorSpan<double> Tensor(double[] data, params ReadOnlySpan<nint> shape) => new(data, shape);
}
