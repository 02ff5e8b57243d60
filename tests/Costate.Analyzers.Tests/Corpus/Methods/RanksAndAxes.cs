using Costate;
using static Costate.TracedTensor;

/// <summary>Ranks that an operation asks for, and axes that are there.</summary>
public static partial class RanksAndAxes
{
    [Differentiable]
    public static TracedTensor<double> TransposeOfAVector([Shape("n")] TracedTensor<double> x)
    {
        return MatMul(Transpose(x), x);
        //            ^^^^^^^^^^^^ COS102
    }

    [Differentiable]
    public static TracedTensor<double> ProductOfVectors([Shape("n")] TracedTensor<double> x) => MatMul(x, x);

    [Differentiable]
    public static TracedTensor<double> CholeskyOfACube([Shape("n, n, n")] TracedTensor<double> x)
    {
        return Sum(Cholesky(Sum(x)));
        //         ^^^^^^^^^^^^^^^^ COS102
    }

    [Differentiable]
    public static TracedTensor<double> CholeskyOfASlice([Shape("n, n, n")] TracedTensor<double> x) => Sum(Cholesky(Sum(x, 0)));

    [Differentiable]
    public static TracedTensor<double> DotOfMatrices([Shape("n, m")] TracedTensor<double> x)
    {
        return Dot(x, x);
        //     ^^^^^^^^^ COS102
    }

    [Differentiable]
    public static TracedTensor<double> DotOfRows([Shape("n, m")] TracedTensor<double> x) => Dot(Reshape(x, x.Dim(0) * x.Dim(1)), Reshape(x, x.Dim(0) * x.Dim(1)));

    [Differentiable]
    public static TracedTensor<double> SoftmaxOverAnAxisTooMany([Shape("batch, classes")] TracedTensor<double> x)
    {
        return Softmax(x, 2);
        //     ^^^^^^^^^^^^^ COS103
    }

    [Differentiable]
    public static TracedTensor<double> SoftmaxOverTheLastAxis([Shape("batch, classes")] TracedTensor<double> x) => Softmax(x, -1);

    [Differentiable]
    public static TracedTensor<double> SizeOfAnAxisTooMany([Shape("n, m")] TracedTensor<double> x)
    {
        return Sum(x) / x.Dim(2);
        //              ^^^^^^^^ COS103
    }

    [Differentiable]
    public static TracedTensor<double> SizeOfTheLastAxis([Shape("n, m")] TracedTensor<double> x) => Sum(x) / x.Dim(-1);

    [Differentiable]
    public static TracedTensor<double> AxisThatASumTookAway([Shape("n, m")] TracedTensor<double> x)
    {
        var rows = Sum(x, 1);
        return Sum(rows, 1);
        //     ^^^^^^^^^^^^ COS103
    }

    [Differentiable]
    public static TracedTensor<double> AxisThatASumKept([Shape("n, m")] TracedTensor<double> x)
    {
        var rows = Sum(x, 1, keepDims: true);
        return Sum(rows, 1);
    }

    [Differentiable]
    public static TracedTensor<double> AxisThatArrivesAsASize([Shape("n, m")] TracedTensor<double> x, int axis)
    {
        return Sum(x, axis);
        //            ^^^^ COS116
    }

    [Differentiable]
    public static TracedTensor<double> AxisThatIsAConstant([Shape("n, m")] TracedTensor<double> x)
    {
        const int Axis = 1;
        return Sum(x, Axis);
    }

    [Differentiable]
    public static TracedTensor<double> ExponentThatIsASize([Shape("n")] TracedTensor<double> x)
    {
        return Pow(x, x.Dim(0));
        //            ^^^^^^^^ COS116
    }

    [Differentiable]
    public static TracedTensor<double> ExponentThatIsANumber([Shape("n")] TracedTensor<double> x) => Pow(x, 3) * x.Dim(0);

    [Differentiable]
    public static TracedTensor<double> PermutationOfASize([Shape("n, m")] TracedTensor<double> x, int first)
    {
        return Transpose(x, [first, 1]);
        //                   ^^^^^ COS116
    }

    [Differentiable]
    public static TracedTensor<double> Permutation([Shape("n, m, k")] TracedTensor<double> x) => Transpose(x, [2, 0, 1]);
}
