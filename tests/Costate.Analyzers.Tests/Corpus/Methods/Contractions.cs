using Costate;
using static Costate.TracedTensor;

/// <summary>Products of matrices and vectors, and solves, whose inner sizes must be one.</summary>
public static partial class Contractions
{
    [Differentiable]
    public static TracedTensor<double> LayerWithoutTranspose([Shape("batch, inner")] TracedTensor<double> x, [Shape("hidden, inner")] TracedTensor<double> w)
    {
        return Tanh(MatMul(x, w));
        //          ^^^^^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> Layer([Shape("batch, inner")] TracedTensor<double> x, [Shape("hidden, inner")] TracedTensor<double> w) =>
        Tanh(MatMul(x, Transpose(w)));

    [Differentiable]
    public static TracedTensor<double> GramOfTheWrongSide([Shape("samples, features")] TracedTensor<double> x, [Shape("samples")] TracedTensor<double> y)
    {
        return Solve(MatMul(x, Transpose(x)), MatMul(Transpose(x), y));
        //     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> NormalEquations([Shape("samples, features")] TracedTensor<double> x, [Shape("samples")] TracedTensor<double> y) =>
        Solve(MatMul(Transpose(x), x), MatMul(Transpose(x), y));

    [Differentiable]
    public static TracedTensor<double> AttentionWithoutTranspose([Shape("queries, d")] TracedTensor<double> q, [Shape("keys, d")] TracedTensor<double> k, [Shape("keys, v")] TracedTensor<double> v)
    {
        var weights = Softmax(MatMul(q, k), 1);
        //                    ^^^^^^^^^^^^ COS101
        return MatMul(weights, v);
    }

    [Differentiable]
    public static TracedTensor<double> Attention([Shape("queries, d")] TracedTensor<double> q, [Shape("keys, d")] TracedTensor<double> k, [Shape("keys, v")] TracedTensor<double> v)
    {
        var weights = Softmax(MatMul(q, Transpose(k)), 1);
        return MatMul(weights, v);
    }

    [Differentiable]
    public static TracedTensor<double> ValuesOfTheQueries([Shape("queries, d")] TracedTensor<double> q, [Shape("keys, d")] TracedTensor<double> k, [Shape("queries, v")] TracedTensor<double> v)
    {
        var weights = Softmax(MatMul(q, Transpose(k)), 1);
        return MatMul(weights, v);
        //     ^^^^^^^^^^^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> DotOfDifferentLengths([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> y)
    {
        return Dot(x, y);
        //     ^^^^^^^^^ COS101
    }

    [Differentiable]
    [Where("n == m")]
    public static TracedTensor<double> DotOfLengthsThatAFactMakesEqual([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> y) => Dot(x, y);

    [Differentiable]
    public static TracedTensor<double> PowerOfAMatrixThatIsNotSquare([Shape("n, m")] TracedTensor<double> a)
    {
        var twice = MatMul(a, a);
        //          ^^^^^^^^^^^^ COS101
        return MatMul(twice, a);
    }

    [Differentiable]
    public static TracedTensor<double> PowerOfASquareMatrix([Shape("n, n")] TracedTensor<double> a) => MatMul(MatMul(a, a), a);

    [Differentiable]
    public static TracedTensor<double> FactorOfARectangle([Shape("rows, cols")] TracedTensor<double> a)
    {
        return Cholesky(a);
        //     ^^^^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> FactorOfAGram([Shape("rows, cols")] TracedTensor<double> a) => Cholesky(MatMul(Transpose(a), a));

    [Differentiable]
    public static TracedTensor<double> TraceOfARectangle([Shape("rows, cols")] TracedTensor<double> a)
    {
        return Trace(a) + Sum(a);
        //     ^^^^^^^^ COS101
    }

    [Differentiable]
    public static TracedTensor<double> TraceOfAProduct([Shape("rows, cols")] TracedTensor<double> a) => Trace(MatMul(a, Transpose(a))) + Sum(a);
}
