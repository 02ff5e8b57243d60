using System;
using System.Collections.Generic;

namespace Costate.Tests.Programs;

/// <summary>What random programs have found, shrunk: each failed once.</summary>
internal static class Corpus
{
    public static readonly IReadOnlyDictionary<string, string> Methods = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["The direct forms of a method without sizes asked for the residuals of sizes that were not there"] = """
            [Differentiable]
            public static (TracedTensor<double> Result0, TracedTensor<double> Result1) F([Shape("")] TracedTensor<double> x, double p) =>
                (Reshape(Pow(Tanh(x), 5), 1, 1), Square(x));
            """,
        ["A body that ran at size 1 contracted in another order than its graph"] = """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y, [Shape("n, n, n")] TracedTensor<double> w) =>
                Einsum("a,ab,abc->cb", y, x, w);
            """,
        ["A body that ran at size 1 summed in another order than its graph"] = """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> y) => Einsum("ab,ab,cb->b", y, y, y);
            """,
        ["The check of masks left out a constant that only a matrix needs whose factor is there"] = """
            [Differentiable]
            public static (TracedTensor<double> Result0, TracedTensor<double> Result1) F([Shape("n")] TracedTensor<double> y, [Shape("n, n")] TracedTensor<double> z, [Shape("n, n")] TracedTensor<double> w) =>
                (SolveSpd(MatMul(w, Transpose(w)) + 1.5 * Eye<double>(w.Dim(0)), w), SolveRight(y, Tanh(Tril(z, -1)) * 0.3 + 2.0 * Eye<double>(w.Dim(0))));
            """,
        ["The link of emitted code took floats that overflow for a mistake, where doubles do not overflow"] = """
            [Differentiable]
            public static TracedTensor<float> F([Shape("n, n")] TracedTensor<float> z)
            {
                var v = Expm1(z);
                return SolveSpdRight(v, MatMul(v, Transpose(v)) + 1.5f * Eye<float>(v.Dim(0)));
            }
            """,
        ["The link of emitted code measured the sensitivity of floats in units of doubles"] = """
            [Differentiable]
            public static TracedTensor<float> F([Shape("n, n")] TracedTensor<float> z) =>
                Sin(Einsum("ab,a,ba->ab", z, Einsum("ab,ab->b", z, z), z));
            """,
    };
}
