using Costate;
using static Costate.TracedTensor;

/// <summary>Arithmetic of sizes: reshapes, pieces that are cut and put together.</summary>
public static partial class ReshapesAndWindows
{
    [Differentiable]
    public static TracedTensor<double> FlattenedWithoutOneAxis([Shape("batch, height, width")] TracedTensor<double> x)
    {
        return Reshape(x, x.Dim(0), x.Dim(1));
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS105
    }

    [Differentiable]
    public static TracedTensor<double> Flattened([Shape("batch, height, width")] TracedTensor<double> x) => Reshape(x, x.Dim(0), x.Dim(1) * x.Dim(2));

    [Differentiable]
    public static TracedTensor<double> HeadsThatForgetASize([Shape("tokens, heads*d")] TracedTensor<double> x, int heads, int d)
    {
        return Reshape(x, x.Dim(0), heads, d + 1);
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS105
    }

    [Differentiable]
    public static TracedTensor<double> Heads([Shape("tokens, heads*d")] TracedTensor<double> x, int heads, int d) => Reshape(x, x.Dim(0), heads, d);

    [Differentiable]
    public static TracedTensor<double> PairsOfAnOddLength([Shape("2*n + 1")] TracedTensor<double> x)
    {
        return Reshape(x, x.Dim(0) / 2, 2);
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS105
    }

    [Differentiable]
    [Where("n % 2 == 0")]
    public static TracedTensor<double> PairsOfAnEvenLength([Shape("n")] TracedTensor<double> x) => Reshape(x, x.Dim(0) / 2, 2);

    [Differentiable]
    public static TracedTensor<double> InferredSize([Shape("n, m")] TracedTensor<double> x)
    {
        return Reshape(x, -1);
        //     ^^^^^^^^^^^^^^ COS105
    }

    [Differentiable]
    public static TracedTensor<double> WrittenSize([Shape("n, m")] TracedTensor<double> x) => Reshape(x, x.Dim(0) * x.Dim(1));

    [Differentiable]
    public static TracedTensor<double> WindowBehindTheEnd([Shape("n + 2")] TracedTensor<double> x)
    {
        int n = x.Dim(0) - 2;
        return Slice(x, 0, 3, n);
        //     ^^^^^^^^^^^^^^^^^ COS109
    }

    [Differentiable]
    public static TracedTensor<double> WindowUpToTheEnd([Shape("n + 2")] TracedTensor<double> x)
    {
        int n = x.Dim(0) - 2;
        return Slice(x, 0, 2, n);
    }

    [Differentiable]
    public static TracedTensor<double> WindowBeforeTheStart([Shape("n")] TracedTensor<double> x)
    {
        return Slice(x, 0, -1, 1);
        //     ^^^^^^^^^^^^^^^^^^ COS109
    }

    [Differentiable]
    [Where("n >= 1")]
    public static TracedTensor<double> WindowAtTheEnd([Shape("n")] TracedTensor<double> x) => Slice(x, 0, x.Dim(0) - 1, 1);

    [Differentiable]
    public static TracedTensor<double> ConcatOfDifferentWidths([Shape("n, a")] TracedTensor<double> x, [Shape("m, b")] TracedTensor<double> y)
    {
        return Concat(0, x, y);
        //     ^^^^^^^^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> ConcatOfOneWidth([Shape("n, a")] TracedTensor<double> x, [Shape("m, a")] TracedTensor<double> y) => Concat(0, x, y);

    [Differentiable]
    [return: Shape("n + m")]
    public static TracedTensor<double> ConcatThatCountsOnlyOne([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> y)
    {
        return Concat(0, x, x);
        //     ^^^^^^^^^^^^^^^ COS104
    }

    [Differentiable]
    [return: Shape("n + m")]
    public static TracedTensor<double> ConcatThatCountsBoth([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> y) => Concat(0, x, y);

    [Differentiable]
    public static TracedTensor<double> NeighboursOfDifferentLength([Shape("n")] TracedTensor<double> x)
    {
        int n = x.Dim(0);
        return Slice(x, 0, 1, n - 1) - Slice(x, 0, 0, n);
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> Neighbours([Shape("n + 1")] TracedTensor<double> x)
    {
        int n = x.Dim(0) - 1;
        return Slice(x, 0, 1, n) - Slice(x, 0, 0, n);
    }
}
