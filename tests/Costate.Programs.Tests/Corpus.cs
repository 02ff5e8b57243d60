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
        ["What changes the last value of a carry wrote over what its loop had kept for the adjoint"] = """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y, int k)
            {
                for (int i = 0; i < k; i++)
                {
                    x = Tanh(y * x);
                }

                return Sum(Square(SetSlice(x, x[0] * 5, 0)));
            }
            """,
        ["A branch in a loop wrote over what the iteration before it had kept for the adjoint"] = """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y, double p)
            {
                for (int i = 0; i < x.Dim(0); i++)
                {
                    if (Norm(y).EvalScalar() > p)
                    {
                        x = Sigmoid(x) - 0.5 * x;
                    }

                    x = Tanh(x);
                }

                return x;
            }
            """,
        ["With a cotangent absent, what adds to a partial that a branch extends was left out with the partial"] = """
            [Differentiable]
            public static (TracedTensor<double> Result0, TracedTensor<double> Result1) F([Shape("n")] TracedTensor<double> y, [Shape("")] TracedTensor<double> z, double p)
            {
                var v = z;
                if (Norm(y).EvalScalar() < 0.1)
                {
                    v = z;
                }
                else if (Norm(y).EvalScalar() > p)
                {
                    v = Sin(z) - v;
                }

                return (v, z);
            }
            """,
        ["The link of bodies did not count what sizes decide as decisions"] = """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double p)
            {
                for (int i = 0; i < x.Dim(0); i++)
                {
                    x = i % 2 == 0 ? Sin(x) : Cos(x);
                    if (Norm(x).EvalScalar() > p)
                    {
                        x = x * 0.5;
                    }
                }

                return x;
            }
            """,
        ["The link of bodies did not follow the loops of methods that are called"] = """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Inner(Sin(x));

            [Differentiable]
            public static TracedTensor<double> Inner([Shape("n")] TracedTensor<double> x)
            {
                for (int i = 0; i < x.Dim(0); i++)
                {
                    x = i == 1 ? Cos(x) : x * i;
                }

                return x;
            }
            """,
        ["The links took a branch that refuses sizes for a mistake"] = """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, double p)
            {
                if (Norm(x).EvalScalar() < p)
                {
                    x = x * Max(x, 0);
                }

                return x;
            }
            """,
    };
}
