using System;
using System.Numerics.Tensors;

namespace Gmm;

/// <summary>A mixture with its samples, and memory for what calls with a gradient write beside it.</summary>
/// <param name="d">Dimensions of a sample.</param>
/// <param name="k">Components.</param>
/// <param name="n">Samples.</param>
/// <param name="gamma">Inverse scale of the prior.</param>
/// <param name="m">Degrees of freedom of the prior beyond d + 1.</param>
/// <param name="alphas">k weights.</param>
/// <param name="means">k means of d numbers.</param>
/// <param name="factors">k packed factors of d (d + 1) / 2 numbers.</param>
/// <param name="x">n samples of d numbers.</param>
public sealed class MixtureProblem(int d, int k, int n, double gamma, double m, double[] alphas, double[] means, double[] factors, double[] x)
{
    private readonly double[] unused = new double[n * d];

    /// <summary>The number of parameters: weights, means and factors.</summary>
    public int Parameters => alphas.Length + means.Length + factors.Length;

    /// <summary>The logarithm of the posterior without its constants.</summary>
    public double Value() => Mixture.LogPosterior(
        Tensor(alphas, k), Tensor(means, k, d), Tensor(factors, k, factors.Length / k), Tensor(x, n, d), gamma, m);

    /// <summary>The value, and the gradient by weights, means and factors one after the other.</summary>
    public double ValueAndGradient(Span<double> gradient) => Mixture.LogPosteriorValueAndGrad(
        Tensor(alphas, k),
        Tensor(means, k, d),
        Tensor(factors, k, factors.Length / k),
        Tensor(x, n, d),
        gamma,
        m,
        new TensorSpan<double>(gradient[..alphas.Length], [k]),
        new TensorSpan<double>(gradient.Slice(alphas.Length, means.Length), [k, d]),
        new TensorSpan<double>(gradient[(alphas.Length + means.Length)..], [k, factors.Length / k]),
        new TensorSpan<double>(unused, [n, d]),
        out _,
        out _);

    private static ReadOnlyTensorSpan<double> Tensor(double[] data, params ReadOnlySpan<nint> shape) => new(data, shape);
}
