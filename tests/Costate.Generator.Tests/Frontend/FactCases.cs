using System.Collections.Generic;

namespace Costate.Generator.Tests.Frontend;

/// <summary>What can be wrong with facts, and with what needs one.</summary>
internal static class FactCases
{
    public static readonly IReadOnlyList<DiagnosticCase> All =
    [
        new(
            "COS112",
            """
            [Differentiable, Where("n % 2 [|=|] 0")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """,
            "The fact \"n % 2 = 0\" cannot be read: an equality is written ==. Write comparisons of sizes joined by &&, " +
            "such as \"n % 2 == 0 && k <= n\".",
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
            "The fact \"n != m\" cannot be read: a fact is one of ==, <, <=, > and >=; what is only unequal proves " +
            "nothing. Write comparisons of sizes joined by &&, such as \"n % 2 == 0 && k <= n\".",
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
            "The fact \"n <= m & n <= 3\" cannot be read: facts are joined by &&. Write comparisons of sizes joined by " +
            "&&, such as \"n % 2 == 0 && k <= n\".",
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
            "The fact \"2*n\" cannot be read: a comparison is missing: ==, <, <=, > or >=. Write comparisons of sizes " +
            "joined by &&, such as \"n % 2 == 0 && k <= n\".",
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
            "'iner' is no dimension and no int parameter of 'F'. Did you mean 'inner'?",
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
            "'q' is no dimension and no int parameter of any method of 'Inner'. Its names are k, n.",
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
            "'Head(x, count)': 'Head' declares [Where(\"k <= n\")], which is count <= m here. It fails for count = 1, m = " +
            "0. Here count is the parameter 'count', m is axis 0 of x [m]. If it always holds, add [Where(\"count <= " +
            "m\")] to 'F'.",
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
            "'Half(Concat(0, x, Ones<double>(1)))': 'Half' declares [Where(\"n % 2 == 0\")], which is 1 == 0 here. Pass " +
            "tensors of other sizes.",
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
            "'G(x)': 'G' declares [Where(\"n >= 3\")], which is 2 >= 3 here. Pass tensors of other sizes.",
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
            "No sizes satisfy k < n && n <= k, so 'F' could never be called. Correct a fact, or leave one away.",
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
            "No sizes satisfy n % 2 == 1 && n % 4 == 0, so 'F' could never be called. Correct a fact, or leave one away.",
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
            "No sizes satisfy n < 0, since sizes are not negative, so 'F' could never be called. Correct a fact, or leave " +
            "one away.",
            """
            [Differentiable, Where("n < 1")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS115",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { if ([|x.Dim(0) > 2|]) { x = -x; } return x; }
            """,
            "The facts about 'F' do not decide 'x.Dim(0) > 2': it holds for n = 3 and fails for n = 2, and one graph " +
            "serves all sizes. Here n is axis 0 of x [n]. If it always holds, add [Where(\"n > 2\")]. If it never does, " +
            "add [Where(\"n <= 2\")]. Otherwise pass a bool parameter, whose values are compiled separately, or branch " +
            "outside of the differentiable method.",
            """
            [Differentiable, Where("n >= 3")]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { if (x.Dim(0) > 2) { x = -x; } return x; }
            """),
        new(
            "COS115",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|x.Dim(0) == x.Dim(1)|] ? x : -x;
            """,
            "The facts about 'F' do not decide 'x.Dim(0) == x.Dim(1)': it holds for m = 2, n = 2 and fails for m = 2, n = " +
            "3, and one graph serves all sizes. Here m is axis 1 of x [n, m], n is axis 0 of x [n, m]. If it always " +
            "holds, add [Where(\"n == m\")]. Otherwise pass a bool parameter, whose values are compiled separately, or " +
            "branch outside of the differentiable method.",
            """
            [Differentiable, Where("n < m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x.Dim(0) == x.Dim(1) ? x : -x;
            """),
        new(
            "COS115",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => [|k < 0|] ? x : -x;
            """,
            "The facts about 'F' do not decide 'k < 0', and one graph serves all sizes. Here k is the parameter 'k'. If " +
            "it never does, add [Where(\"k >= 0\")]. Otherwise pass a bool parameter, whose values are compiled " +
            "separately, or branch outside of the differentiable method.",
            """
            [Differentiable, Where("k >= 0")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => k < 0 ? x : -x;
            """),
    ];
}
