using System.Collections.Generic;

namespace Costate.Generator.Tests.Frontend;

/// <summary>What would mean different things for different numbers of leading axes.</summary>
internal static class LeadingCases
{
    public static readonly IReadOnlyList<DiagnosticCase> All =
    [
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => [|Sum(x, 0)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => Sum(x, -1, -2);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("...")] TracedTensor<double> x) => [|Softmax(x, 0)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => Softmax(x);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("...")] TracedTensor<double> x) => [|Softmax(x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("...")] TracedTensor<double> x) => x - LogSumExp(x);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => x / [|x.Dim(0)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => x / x.Dim(-2);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => x / [|x.Dim(-3)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => x / x.Dim(-1);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => x * [|x.Rank|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => x * Sum(x, -1, true).Dim(-1);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => [|Transpose(x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => Transpose(x);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => [|Transpose(x, 0, 2, 1)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => Exp(Transpose(x));
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => [|Transpose(x, -3, -1, -2)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Transpose(x, -1, -2);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x) => [|Reshape(x, x.Dim(-2) * x.Dim(-1))|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Reshape(x, x.Dim(-2) * x.Dim(-1));
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x, [Shape("m, k")] TracedTensor<double> w) =>
                [|Einsum("bij,jk->bik", x, w)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x, [Shape("m, k")] TracedTensor<double> w) =>
                MatMul(x, w);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("k, n")] TracedTensor<double> w) => [|x + w|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w) => x + w * w;
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("1, n")] TracedTensor<double> w) => [|x * w|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n, m")] TracedTensor<double> x, [Shape("n, 1")] TracedTensor<double> w) => x * w;
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("..., k, n")] TracedTensor<double> y) => [|x - y|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("..., k, n")] TracedTensor<double> y) =>
                ExpandDims(x, -2) - y;
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("..., n, m")] TracedTensor<double> y) => [|MatMul(x, y)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("..., n, m")] TracedTensor<double> y) =>
                Squeeze(MatMul(ExpandDims(x, -2), y), -2);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => [|Stack(0, x, x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => Stack(-2, x, x);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => [|ExpandDims(x, -3)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => ExpandDims(x, -2);
            """),
        new(
            "COS121",
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("b, n")] TracedTensor<double> x) => Softmax(x, 0);
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => [|G(x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("..., b")] TracedTensor<double> x) => Softmax(x);
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> v) => G(x) + G(v);
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("..., n, m")] TracedTensor<double> x) => Transpose(x);
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => [|G(x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("..., n, m")] TracedTensor<double> x) => Transpose(x);
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("a, b, c, d")] TracedTensor<double> y) =>
                Sum(G(ExpandDims(x, -1))) * G(y);
            """),
        new(
            "COS117",
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("..., n")] TracedTensor<double> x, [Shape("..., m")] TracedTensor<double> y) => Sum(x, -1) * Sum(y, -1);
            [Differentiable]
            public static TracedTensor<double> F([Shape("a, b")] TracedTensor<double> x, [Shape("c, d, e")] TracedTensor<double> y) => [|G(x, y)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("..., n")] TracedTensor<double> x, [Shape("..., m")] TracedTensor<double> y) => Sum(x, -1) * Sum(y, -1);
            [Differentiable]
            public static TracedTensor<double> F([Shape("a, c, b")] TracedTensor<double> x, [Shape("a, c, e")] TracedTensor<double> y) => G(x, y);
            """),
        new(
            "COS117",
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("..., n")] TracedTensor<double> x, [Shape("..., m")] TracedTensor<double> y) => Sum(x, -1) * Sum(y, -1);
            [Differentiable]
            public static TracedTensor<double> F([Shape("a, b")] TracedTensor<double> x, [Shape("..., e")] TracedTensor<double> y) => [|G(x, y)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("..., n")] TracedTensor<double> x, [Shape("..., m")] TracedTensor<double> y) => Sum(x, -1) * Sum(y, -1);
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., a, b")] TracedTensor<double> x, [Shape("..., a, e")] TracedTensor<double> y) => G(x, y);
            """),
        new(
            "COS117",
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("..., n")] TracedTensor<double> x, [Shape("..., n")] TracedTensor<double> y) => x * y;
            [Differentiable]
            public static TracedTensor<double> F([Shape("a, b, c")] TracedTensor<double> x, [Shape("a, b, d")] TracedTensor<double> y) => [|G(x, y)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("..., n")] TracedTensor<double> x, [Shape("..., n")] TracedTensor<double> y) => x * y;
            [Differentiable]
            public static TracedTensor<double> F([Shape("a, b, c")] TracedTensor<double> x, [Shape("a, b, c")] TracedTensor<double> y) => G(x, y);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("m, k")] TracedTensor<double> w) => [|MatMul(x, w)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, [Shape("n, k")] TracedTensor<double> w) => MatMul(x, w);
            """),
        new(
            "COS104",
            """
            [Differentiable]
            [return: Shape("b, n")]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x, int b) => [|Exp(x)|];
            """,
            """
            [Differentiable]
            [return: Shape("..., n")]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => Exp(x);
            """),
        new(
            "COS104",
            """
            [Differentiable]
            [return: Shape("...")]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => [|Mean(x)|];
            """,
            """
            [Differentiable]
            [return: Shape("...")]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => Mean(x, -1);
            """),
        new(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, [|...|]")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("2*[|...|], n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("..., 2*n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("[|.|]., n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape(" ... , n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS108",
            """
            [Differentiable]
            [return: Shape("[|...|], n")]
            public static TracedTensor<double> F([Shape("b, n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            [return: Shape("_, n")]
            public static TracedTensor<double> F([Shape("b, n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS112",
            """
            [Differentiable, Where("[|...|] >= 1")]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => Mean(x);
            """,
            """
            [Differentiable, Where("n >= 1")]
            public static TracedTensor<double> F([Shape("..., n")] TracedTensor<double> x) => Mean(x, -1);
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|Stack(-3, x, x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Stack(-2, x, x);
            """),
    ];
}
