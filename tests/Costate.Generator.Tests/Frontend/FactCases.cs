using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Costate.Generator.Tests.Frontend;

/// <summary>What can be wrong with facts, and with what needs one.</summary>
internal static class FactCases
{
    public static readonly IReadOnlyList<DiagnosticCase> All =
    [
        new(
            "COS112",
            """
            [[|Where("n == m")|]]
            public static partial class Inner
            {
                [Differentiable] public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
                [Differentiable] public static TracedTensor<double> G([Shape("m")] TracedTensor<double> x) => x;
            }
            """,
            """
            [Where("n == m")]
            public static partial class Inner
            {
                [Differentiable] public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
                [Differentiable] public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> y) => x * y;
            }
            """),
        new(
            "COS112",
            """
            [Differentiable, Where("n % 2 [|=|] 0")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable, Where("n % 2 == 0")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS112",
            """
            [Differentiable, Where("n [|!|]= m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable, Where("n < m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS112",
            """
            [Differentiable, Where("n <= m [|&|] n <= 3")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable, Where("1 <= n <= m && n <= 3")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS112",
            """
            [Differentiable, Where("2*n[|"|])]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable, Where("2*n > 1")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS112",
            """
            [Differentiable, Where("n <= [|iner|]")]
            public static TracedTensor<double> F([Shape("n, inner")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable, Where("n <= inner")]
            public static TracedTensor<double> F([Shape("n, inner")] TracedTensor<double> x) => x;
            """),
        new(
            "COS112",
            """
            [Where("n <= [|q|] && 1 <= n")]
            public static partial class Inner
            {
                [Differentiable]
                public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => x;
                [Differentiable]
                public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => x;
            }
            """,
            """
            [Where("n <= q && 1 <= n")]
            public static partial class Inner
            {
                [Differentiable]
                public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
                [Differentiable]
                public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, int q) => x;
            }
            """),
        new(
            "COS113",
            """
            [Differentiable, Where("k <= n")]
            public static TracedTensor<double> Head([Shape("n")] TracedTensor<double> x, int k) => Slice(x, 0, 0, k);

            [Differentiable]
            public static TracedTensor<double> F([Shape("m")] TracedTensor<double> x, int count) => [|Head(x, count)|];
            """,
            """
            [Differentiable, Where("k <= n")]
            public static TracedTensor<double> Head([Shape("n")] TracedTensor<double> x, int k) => Slice(x, 0, 0, k);

            [Differentiable, Where("count < m")]
            public static TracedTensor<double> F([Shape("m")] TracedTensor<double> x, int count) => Head(x, count);
            """),
        new(
            "COS113",
            """
            [Differentiable, Where("n % 2 == 0")]
            public static TracedTensor<double> Half([Shape("n")] TracedTensor<double> x) => Slice(x, 0, 0, x.Dim(0) / 2);

            [Differentiable]
            public static TracedTensor<double> F([Shape("2*m")] TracedTensor<double> x) => [|Half(Concat(0, x, Ones<double>(1)))|];
            """,
            """
            [Differentiable, Where("n % 2 == 0")]
            public static TracedTensor<double> Half([Shape("n")] TracedTensor<double> x) => Slice(x, 0, 0, x.Dim(0) / 2);

            [Differentiable]
            public static TracedTensor<double> F([Shape("2*m")] TracedTensor<double> x) => Half(Concat(0, x, Ones<double>(2)));
            """),
        new(
            "COS113",
            """
            [Differentiable, Where("n >= 3")]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => x;

            [Differentiable]
            public static TracedTensor<double> F([Shape("2")] TracedTensor<double> x) => [|G(x)|];
            """,
            """
            [Differentiable, Where("n >= 3")]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => x;

            [Differentiable]
            public static TracedTensor<double> F([Shape("3")] TracedTensor<double> x) => G(x);
            """),
        new(
            "COS114",
            """
            [Differentiable, Where("k < n"), [|Where("n <= k")|]]
            public static TracedTensor<double> F([Shape("n, k")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable, Where("k <= n"), Where("n <= k")]
            public static TracedTensor<double> F([Shape("n, k")] TracedTensor<double> x) => x;
            """),
        new(
            "COS114",
            """
            [Differentiable, [|Where("n % 2 == 1 && n % 4 == 0")|]]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable, Where("n % 2 == 0 && n % 4 == 2")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS114",
            """
            [Differentiable, [|Where("n < 0")|]]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable, Where("n < 1")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS115",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { int k = [|x.Dim(0) > 2|] ? 1 : 2; return x * k; }
            """,
            """
            [Differentiable, Where("n >= 3")]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { int k = x.Dim(0) > 2 ? 1 : 2; return x * k; }
            """),
        new(
            "COS115",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x * ([|x.Dim(0) == x.Dim(1)|] ? 1 : 2);
            """,
            """
            [Differentiable, Where("n < m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x * (x.Dim(0) == x.Dim(1) ? 1 : 2);
            """),
        new(
            "COS115",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => x * ([|k < 0|] ? 1 : 2);
            """,
            """
            [Differentiable, Where("k >= 0")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => x * (k < 0 ? 1 : 2);
            """),
        new(
            "COS107",
            """
            [Differentiable]
            [return: Shape("n, 2*[|_|]")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            [return: Shape("n, _")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, _")] TracedTensor<double> x) => [|MatMul(x, x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, _")] TracedTensor<double> x) => MatMul(x, Transpose(x));
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("_, _")] TracedTensor<double> x) => [|MatMul(x, x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("_, _")] TracedTensor<double> x) => MatMul(x, Transpose(x));
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("batch, inner")] TracedTensor<double> x, [Shape("iner, hidden")] TracedTensor<double> w) => [|MatMul(x, w)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("batch, inner")] TracedTensor<double> x, [Shape("inner, hidden")] TracedTensor<double> w) => MatMul(x, w);
            """),
        new(
            "COS108",
            """
            [Differentiable]
            [return: Shape("bacth, [|hiden|]")]
            public static TracedTensor<double> F([Shape("bacth, hidden")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            [return: Shape("bacth, hidden")]
            public static TracedTensor<double> F([Shape("bacth, hidden")] TracedTensor<double> x) => x;
            """),
        new(
            "COS117",
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) => x * y;

            [Differentiable]
            public static TracedTensor<double> F([Shape("rows")] TracedTensor<double> x, [Shape("cols")] TracedTensor<double> y) => [|G(x, y)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) => x * y;

            [Differentiable, Where("rows == cols")]
            public static TracedTensor<double> F([Shape("rows")] TracedTensor<double> x, [Shape("cols")] TracedTensor<double> y) => G(x, y);
            """),
        new(
            "COS118",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 1")] TracedTensor<double> predicted, [Shape("n")] TracedTensor<double> y) => [|predicted - y|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 1")] TracedTensor<double> predicted, [Shape("n")] TracedTensor<double> y) => Squeeze(predicted, 1) - y;
            """),
        new(
            "COS118",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 1")] TracedTensor<double> x, [Shape("1, n")] TracedTensor<double> y) => [|x * y|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 1")] TracedTensor<double> x) => x * Transpose(x);
            """),
        new(
            "COS118",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> x) => [|a * x|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> x) => a * ExpandDims(x, 0);
            """)
        { Severity = DiagnosticSeverity.Info },
        new(
            "COS118",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> x) => [|Max(x, a)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> a, [Shape("m")] TracedTensor<double> x, [Shape("n, 1")] TracedTensor<double> y) => Max(x, a) * y;
            """)
        { Severity = DiagnosticSeverity.Info },
        new(
            "COS119",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("batch, inner")] TracedTensor<double> x, [Shape("batch, [|iner|]")] TracedTensor<double> y) => Sum(x, 1) * Sum(y, 1);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("batch, inner")] TracedTensor<double> x, [Shape("batch, outer")] TracedTensor<double> y) => Sum(x, 1) * Sum(y, 1);
            """),
        new(
            "COS119",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("hidden")] TracedTensor<double> b, [Shape("hidden, in")] TracedTensor<double> w, [Shape("[|hiddne|]")] TracedTensor<double> x) => Sum(w) * Sum(b) * Sum(x);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("hidden1")] TracedTensor<double> b, [Shape("hidden2, in")] TracedTensor<double> w, [Shape("rows, cols")] TracedTensor<double> x, [Shape("cols")] TracedTensor<double> y) => Sum(w) * Sum(b) * Sum(x) * Sum(y);
            """),
    ];
}
