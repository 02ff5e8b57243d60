using Costate;
using static Costate.TracedTensor;

/// <summary>What is returned against what is declared.</summary>
public static partial class Results
{
    [Differentiable]
    [return: Shape("features, features")]
    public static TracedTensor<double> GramOfTheOtherSide([Shape("samples, features")] TracedTensor<double> x)
    {
        return MatMul(x, Transpose(x));
        //     ^^^^^^^^^^^^^^^^^^^^^^^ COS104
    }

    [Differentiable]
    [return: Shape("features, features")]
    public static TracedTensor<double> Gram([Shape("samples, features")] TracedTensor<double> x) => MatMul(Transpose(x), x);

    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> LossThatIsNotSummed([Shape("n")] TracedTensor<double> x)
    {
        return Square(x);
        //     ^^^^^^^^^ COS104
    }

    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> LossThatIsSummed([Shape("n")] TracedTensor<double> x) => Sum(Square(x));

    [Differentiable]
    [return: Shape("n, m; m, n")]
    public static (TracedTensor<double> X, TracedTensor<double> Transposed) PairInTheWrongOrder([Shape("n, m")] TracedTensor<double> x)
    {
        return (x, x);
        //         ^ COS104
    }

    [Differentiable]
    [return: Shape("n, m; m, n")]
    public static (TracedTensor<double> X, TracedTensor<double> Transposed) Pair([Shape("n, m")] TracedTensor<double> x) => (x, Transpose(x));

    [Differentiable]
    [return: Shape("n; _")]
    public static (TracedTensor<double> X, TracedTensor<double> Any) AnySize([Shape("n")] TracedTensor<double> x) => (x, Concat(0, x, x));

    [Differentiable]
    [return: Shape("n - 1")]
    public static TracedTensor<double> DifferencesThatWrapAround([Shape("n")] TracedTensor<double> x)
    {
        return x - Concat(0, Slice(x, 0, x.Dim(0) - 1, 1), Slice(x, 0, 0, x.Dim(0) - 1));
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS104
    }

    [Differentiable]
    [Where("n >= 1")]
    [return: Shape("n - 1")]
    public static TracedTensor<double> Differences([Shape("n")] TracedTensor<double> x) => Slice(x, 0, 1, x.Dim(0) - 1) - Slice(x, 0, 0, x.Dim(0) - 1);

    [Differentiable]
    [return: Shape("batch, 2*d")]
    public static TracedTensor<double> FeaturesAlongTheBatch([Shape("batch, d")] TracedTensor<double> x)
    {
        return Concat(0, Sin(x), Cos(x));
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^ COS104
    }

    [Differentiable]
    [return: Shape("batch, 2*d")]
    public static TracedTensor<double> Features([Shape("batch, d")] TracedTensor<double> x) => Concat(1, Sin(x), Cos(x));
}
