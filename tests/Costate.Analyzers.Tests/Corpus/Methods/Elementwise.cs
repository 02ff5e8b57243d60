using Costate;
using static Costate.TracedTensor;

/// <summary>Operands that meet element by element; what stretches is said, or it is suspicious.</summary>
public static partial class Elementwise
{
    [Differentiable]
    public static TracedTensor<double> ResidualOfOtherSamples([Shape("train, k")] TracedTensor<double> x, [Shape("test, k")] TracedTensor<double> y)
    {
        return Sum(Square(x - y));
        //                ^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> Residual([Shape("train, k")] TracedTensor<double> x, [Shape("train, k")] TracedTensor<double> y) => Sum(Square(x - y));

    [Differentiable]
    public static TracedTensor<double> BiasAlongTheWrongAxis([Shape("batch, hidden")] TracedTensor<double> x, [Shape("batch")] TracedTensor<double> b)
    {
        return x + b;
        //     ^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> Bias([Shape("batch, hidden")] TracedTensor<double> x, [Shape("hidden")] TracedTensor<double> b) => x + b;

    [Differentiable]
    public static TracedTensor<double> BiasOfRows([Shape("batch, hidden")] TracedTensor<double> x, [Shape("batch")] TracedTensor<double> b) => x + ExpandDims(b, -1);

    [Differentiable]
    public static TracedTensor<double> MaskOfOtherLength([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> y)
    {
        return Select(LessThan(x, 0), x, y);
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> Mask([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) => Select(LessThan(x, 0), x, y);

    [Differentiable]
    public static TracedTensor<double> ShiftedByOne([Shape("n + 1")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y)
    {
        return x * y;
        //     ^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> WithoutTheLast([Shape("n + 1")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) => Slice(x, 0, 0, y.Dim(0)) * y;

    [Differentiable]
    public static TracedTensor<double> ColumnAgainstRow([Shape("n, 1")] TracedTensor<double> prediction, [Shape("n")] TracedTensor<double> target)
    {
        return Sum(Square(prediction - target));
        //                ^^^^^^^^^^^^^^^^^^^ COS118
    }

    [Differentiable]
    public static TracedTensor<double> ColumnAgainstColumn([Shape("n, 1")] TracedTensor<double> prediction, [Shape("n")] TracedTensor<double> target) =>
        Sum(Square(Squeeze(prediction, 1) - target));

    [Differentiable]
    public static TracedTensor<double> AllPairsOnPurpose([Shape("n")] TracedTensor<double> x) => Sum(Square(ExpandDims(x, -1) - x));

    [Differentiable]
    public static TracedTensor<double> VectorAgainstSquareMatrix([Shape("n, n")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> d)
    {
        return Sum(a * d);
        //         ^^^^^ COS118
    }

    [Differentiable]
    public static TracedTensor<double> RowsOfASquareMatrix([Shape("n, n")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> d) => Sum(a * ExpandDims(d, -1));

    [Differentiable]
    public static TracedTensor<double> MaskOfOtherNumbers([Shape("n")] TracedTensor<double> x)
    {
        return Select(GreaterThan(Ones<float>(1), 0f), x, -x);
        //                        ^^^^^^^^^^^^^^ COS111
    }

    [Differentiable]
    public static TracedTensor<double> MaskOfTheSameNumbers([Shape("n")] TracedTensor<double> x) => Sum(Select(And(LessThan(x, 1), GreaterThan(x, 0)), x, Zeros<double>(x.Dim(0))));
}
