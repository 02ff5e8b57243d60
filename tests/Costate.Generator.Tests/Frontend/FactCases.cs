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
        new(
            "COS107",
            """
            [Differentiable]
            [return: Shape("n, 2*[|_|]")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x;
            """,
            "The result is declared with the dimension 2*_, which says nothing that could be checked. Write _ alone for a " +
            "dimension of any size, or give it a name.",
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
            "'MatMul(x, x)': MatMul of [n, _] and [n, _]: the inner dimensions are _ and n. It fails for _ = 2, n = 3. " +
            "Here _ is axis 1 of x [n, _], n is axis 0 of x [n, _]. 'MatMul(x, Transpose(x))' fits.",
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
            "'MatMul(x, x)': MatMul of [_1, _2] and [_1, _2]: the inner dimensions are _2 and _1. It fails for _1 = 2, _2 " +
            "= 3. Here _1 is axis 0 of x [_1, _2], _2 is axis 1 of x [_1, _2]. 'MatMul(x, Transpose(x))' fits.",
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
            "'MatMul(x, w)': MatMul of [batch, inner] and [iner, hidden]: the inner dimensions are inner and iner. It " +
            "fails for iner = 2, inner = 3. Here iner is axis 0 of w [iner, hidden], inner is axis 1 of x [batch, inner]. " +
            "Did you mean 'inner' where [Shape] says 'iner'?",
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
            "No parameter has the dimension 'hiden' of the result. Did you mean 'hidden'?",
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
            "'G(x, y)': 'n' of 'G' would be rows (axis 0 of 'x', which gets [rows]) and cols (axis 0 of 'y', which gets " +
            "[cols]). It fails for cols = 2, rows = 3. Here cols is axis 0 of y [cols], rows is axis 0 of x [rows]. If " +
            "rows and cols are one size, give them one name in [Shape].",
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
            "'predicted - y': [n, 1] and [n] make [n, n]: each of the n elements meets each of the other n. Reshape one " +
            "of them if they belong together element by element; if every pair is meant, say so by ExpandDims(x, -1) in " +
            "this place.",
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
            "'x * y': [n, 1] and [1, n] make [n, n]: each of the n elements meets each of the other n. Reshape one of " +
            "them if they belong together element by element; if every pair is meant, say so by ExpandDims(x, -1) in this " +
            "place.",
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
            "'a * x': [n] meets [n, n] along the last axis, and would fit the one before it as well. Say which is meant " +
            "by ExpandDims(x, 0) or ExpandDims(x, -1) in this place.",
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
            "'Max(x, a)': [n] meets [n, n] along the last axis, and would fit the one before it as well. Say which is " +
            "meant by ExpandDims(x, 0) or ExpandDims(x, -1) in this place.",
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
            "'iner' and 'inner' are two sizes. Did you mean 'inner' here? If not, names that differ by more say so.",
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
            "'hiddne' and 'hidden' are two sizes. Did you mean 'hidden' here? If not, names that differ by more say so.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("hidden1")] TracedTensor<double> b, [Shape("hidden2, in")] TracedTensor<double> w, [Shape("rows, cols")] TracedTensor<double> x, [Shape("cols")] TracedTensor<double> y) => Sum(w) * Sum(b) * Sum(x) * Sum(y);
            """),
    ];
}
