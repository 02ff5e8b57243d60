using Costate;
using static Costate.TracedTensor;

/// <summary>Reductions that need an element, and checks that only sizes decide.</summary>
public static partial class Reductions
{
    [Differentiable]
    public static TracedTensor<double> MeanOfNothing([Shape("n, 0")] TracedTensor<double> x)
    {
        return Mean(x, 1);
        //     ^^^^^^^^^^ COS110
    }

    [Differentiable]
    [Where("m >= 1")]
    public static TracedTensor<double> MeanOfSome([Shape("n, m")] TracedTensor<double> x) => Mean(x, 1);

    [Differentiable]
    public static TracedTensor<double> SumOfNothing([Shape("n, 0")] TracedTensor<double> x) => Sum(x, 1);

    [Differentiable]
    public static TracedTensor<double> MaximumOfAnEmptySlice([Shape("n")] TracedTensor<double> x)
    {
        return Max(Slice(x, 0, 0, 0));
        //     ^^^^^^^^^^^^^^^^^^^^^^ COS110
    }

    [Differentiable]
    public static TracedTensor<double> MaximumOfASlice([Shape("n + 1")] TracedTensor<double> x) => Max(Slice(x, 0, 0, 1));

    // The least sizes that satisfy these facts are 577 and 408, and squares prove nothing about n and k: nobody knows.
    [Differentiable]
    [Where("n*n == 2*k*k + 1 && n >= 100")]
    public static TracedTensor<double> CheckedWhenItRuns([Shape("n")] TracedTensor<double> x, [Shape("k + 1")] TracedTensor<double> y)
    {
        return x * y;
        //     ^^^^^ COS101
    }

    [Differentiable]
    [Where("n == k + 1")]
    public static TracedTensor<double> ProvedWhenItIsWritten([Shape("n")] TracedTensor<double> x, [Shape("k + 1")] TracedTensor<double> y) => x * y;
}
