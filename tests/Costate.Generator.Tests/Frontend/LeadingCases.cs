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
            "'Sum(x, 0)': axis 0 is counted from the front, where the leading axes of [..., n, m] stand. Count from the " +
            "end: n is axis -2, m is axis -1.",
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
            "'Softmax(x, 0)': axis 0 is counted from the front, where the leading axes of [...] stand. No axis of it has a " +
            "fixed place; only functions of all axes or of none can be used.",
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
            "'Softmax(x)': what it computes depends on the number of leading axes: with none, [] does not fit; with two, " +
            "[a, b] gives [a, b]. Only the axes behind '...' can be named, and they are counted from the end.",
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
            "'x.Dim(0)': axis 0 is counted from the front, where the leading axes of [..., n, m] stand. Count from the " +
            "end: n is axis -2, m is axis -1. Here x is [..., n, m].",
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
            "'x.Dim(-3)': axis -3 of [..., n, m] is one of the leading axes, of which there may be any number. Here x is " +
            "[..., n, m].",
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
            "'x.Rank': the rank of [..., n] is not fixed: it has any number of leading axes. Behind them the sizes are " +
            "Dim(-1), Dim(-2) and so on.",
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
            "'Transpose(x)': the result would be [n, ...], where the leading axes are not the first ones. They stay in " +
            "front of all others, or are reduced with them.",
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
            "'Transpose(x, 0, 2, 1)': axis 0 is counted from the front, where the leading axes of [..., n, m] stand. Count " +
            "from the end: n is axis -2, m is axis -1.",
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
            "'Transpose(x, -3, -1, -2)': what it computes depends on the number of leading axes: with none, [n, m] does " +
            "not fit; with two, [a, b, n, m] does not fit. Only the axes behind '...' can be named, and they are counted " +
            "from the end.",
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
            "'Reshape(x, x.Dim(-2) * x.Dim(-1))': what it computes depends on the number of leading axes: with none, [n, " +
            "m] gives [m*n]; with two, [a, b, n, m] does not fit. Only the axes behind '...' can be named, and they are " +
            "counted from the end.",
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
            "'Einsum(\"bij,jk->bik\", x, w)': what it computes depends on the number of leading axes: with none, [n, m] " +
            "and [m, k] do not fit; with two, [a, b, n, m] and [m, k] do not fit. Let tensors without '...' have no more " +
            "axes than stand behind it, and those with it the same number; ExpandDims(x, axis) adds one.",
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
            "'x + w': what it computes depends on the number of leading axes: with none, [n] and [k, n] give [k, n]; with " +
            "two, [a, b, n] and [k, n] do not fit. Let tensors without '...' have no more axes than stand behind it, and " +
            "those with it the same number; ExpandDims(x, axis) adds one.",
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
            "'x * w': what it computes depends on the number of leading axes: with none, [n] and [1, n] give [1, n]; with " +
            "two, [a, b, n] and [1, n] give [a, b, n]. Let tensors without '...' have no more axes than stand behind it, " +
            "and those with it the same number; ExpandDims(x, axis) adds one.",
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
            "'x - y': what it computes depends on the number of leading axes: with none, [n] and [k, n] give [k, n]; with " +
            "two, [a, b, n] and [a, b, k, n] do not fit. Let tensors without '...' have no more axes than stand behind it, " +
            "and those with it the same number; ExpandDims(x, axis) adds one.",
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
            "'MatMul(x, y)': what it computes depends on the number of leading axes: with none, [n] and [n, m] give [m]; " +
            "with two, [a, b, n] and [a, b, n, m] do not fit. Let tensors without '...' have no more axes than stand " +
            "behind it, and those with it the same number; ExpandDims(x, axis) adds one.",
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
            "'Stack(0, x, x)': axis 0 is counted from the front, where the leading axes of [..., n] stand. Count from the " +
            "end: n is axis -1.",
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
            "'ExpandDims(x, -3)': the result would be [1, ..., n], where the leading axes are not the first ones. They " +
            "stay in front of all others, or are reduced with them.",
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
            "'G(x)': The parameter 'x' of 'G' has the shape [b, n], the argument has [..., n], whose number of axes is not " +
            "fixed. Declare '...' there too, or pass a tensor without leading axes. Here x is [..., n].",
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
            "'G(x)': The parameter 'x' of 'G' has the shape [..., n, m], the argument has [..., n]. Here x is [..., n]. " +
            "ExpandDims(x, axis) adds an axis of size 1; Squeeze and Sum take one away.",
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
            "'G(x, y)': '...' of 'G' would be [a] ('x' gets [a, b]) and [c, d] ('y' gets [c, d, e]). Here x is [a, b], y " +
            "is [c, d, e]. Make the two sizes one, by the declared shapes or by Transpose, Slice or Reshape.",
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
            "'G(x, y)': '...' of 'G' would be [a] ('x' gets [a, b]) and [...] ('y' gets [..., e]). Here x is [a, b], y is " +
            "[..., e]. Make the two sizes one, by the declared shapes or by Transpose, Slice or Reshape.",
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
            "'G(x, y)': 'n' of 'G' would be c (axis -1 of 'x', which gets [a, b, c]) and d (axis -1 of 'y', which gets [a, " +
            "b, d]). It fails for c = 2, d = 3. Here c is axis 2 of x [a, b, c], d is axis 2 of y [a, b, d]. If c and d " +
            "are one size, give them one name in [Shape].",
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
            "'MatMul(x, w)': MatMul of [..., n] and [m, k]: the inner dimensions are n and m. It fails for m = 2, n = 3. " +
            "Here m is axis 0 of w [m, k], n is axis -1 of x [..., n]. If n and m are one size, give them one name in " +
            "[Shape].",
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
            "The result of 'F' has the shape [..., n], declared is [b, n]. Here x is [..., n]. Declare [return: " +
            "Shape(\"..., n\")], or return another value.",
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
            "The result of 'F' has the shape [], declared is [...]. Declare [return: Shape(\"\")], or return another value.",
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
            "The shape \"n, ...\" has '...' in a place where it means nothing. It stands for any number of leading axes: " +
            "write it once, alone and first, as in \"..., n, m\".",
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
            "The shape \"2*..., n\" has '...' in a place where it means nothing. It stands for any number of leading axes: " +
            "write it once, alone and first, as in \"..., n, m\".",
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
            "The shape \".., n\" cannot be read: leading axes are written with three points, '...'. Write the axes " +
            "separated by commas, each a name, a number or an expression such as 2*n + 1.",
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
            "No parameter has the dimension '...' of the result. Declare '...' on a parameter too, or name the axes of the " +
            "result.",
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
            "The fact \"... >= 1\" cannot be read: '...' stands for axes and is no size. Write comparisons of sizes joined " +
            "by &&, such as \"n % 2 == 0 && k <= n\".",
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
            "'Stack(-3, x, x)': A new axis -3 is out of range for the shape [n]. Here x is [n]. Axes count from 0, or back " +
            "from -1 for the last one.",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Stack(-2, x, x);
            """),
    ];
}
