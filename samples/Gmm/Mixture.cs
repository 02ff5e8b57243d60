using Costate;
using static Costate.TracedTensor;

namespace Gmm;

/// <summary>
/// A Gaussian mixture with a Wishart prior on its precisions, the objective of published gradient benchmarks. A component has a weight
/// (the proportions are the softmax of all weights), a mean, and a lower triangular Q with Q^T Q its precision: the logarithms of Q's
/// diagonal come first, then what stands below it, packed by columns.
/// </summary>
public static partial class Mixture
{
    /// <summary>The logarithm of the posterior without its constants: likelihood of the samples plus prior.</summary>
    /// <param name="alphas">Weights.</param>
    /// <param name="means">Means, one a row.</param>
    /// <param name="factors">Packed factors of the precisions, one a row.</param>
    /// <param name="x">Samples, one a row.</param>
    /// <param name="gamma">Inverse scale of the prior.</param>
    /// <param name="m">Degrees of freedom of the prior beyond d + 1.</param>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> LogPosterior(
        [Shape("k")] TracedTensor<double> alphas,
        [Shape("k, d")] TracedTensor<double> means,
        [Shape("k, d * (d + 1) / 2")] TracedTensor<double> factors,
        [Shape("n, d")] TracedTensor<double> x,
        [Shape("")] TracedTensor<double> gamma,
        [Shape("")] TracedTensor<double> m)
    {
        // Samples and prior are given.
        (x, gamma, m) = (StopGradient(x), StopGradient(gamma), StopGradient(m));
        int d = means.Dim(1);
        var logDiagonal = Slice(factors, 1, 0, d);
        var below = Slice(factors, 1, d, d * (d - 1) / 2);
        var diagonal = Exp(logDiagonal);
        var q = Transpose(UnpackTriu(below, d, strict: true)) + ExpandDims(diagonal, 1) * Eye<double>(d);
        var logDeterminant = Sum(logDiagonal, 1);

        // Q (x - mean), for all components and samples. The samples, of which there are many, stand last: vectors run along the last axis.
        var y = Einsum("kab,nb->kan", q, x) - ExpandDims(Einsum("kab,kb->ka", q, means), 2);
        var terms = ExpandDims(alphas + logDeterminant, 1) - 0.5 * Sum(Square(y), 1);
        var likelihood = Sum(LogSumExp(terms, 0) - LogSumExp(alphas));

        var norm = Sum(Square(diagonal)) + Sum(Square(below));
        return likelihood + 0.5 * Square(gamma) * norm - m * Sum(logDeterminant);
    }
}
