using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Annotated methods, compiled by the generator as in a user's project.</summary>
public static partial class Models
{
    /// <summary>A layer and its mean square.</summary>
    [Differentiable]
    public static TracedTensor<double> Loss(
        [Shape("n, m")] TracedTensor<double> x,
        [Shape("m, k")] TracedTensor<double> w,
        [Shape("k")] TracedTensor<double> b)
    {
        var h = Tanh(MatMul(x, w) + b);
        return Mean(Square(h));
    }

    /// <summary>Elementwise code with a row, a column and a scalar.</summary>
    [Differentiable]
    [return: Shape("n, m")]
    public static TracedTensor<double> Chain(
        [Shape("n, m")] TracedTensor<double> x,
        [Shape("m")] TracedTensor<double> row,
        [Shape("n, 1")] TracedTensor<double> column,
        [Shape("")] TracedTensor<double> scale)
    {
        var z = x * row - column;
        return Select(GreaterThan(z, 0.0), Exp(-z) * scale, z / (1.0 + Square(z)));
    }

    /// <summary>Two results that depend on the inputs in different ways.</summary>
    [Differentiable]
    [return: Shape("n; n")]
    public static (TracedTensor<double> Sum, TracedTensor<double> Product) Pair(
        [Shape("n")] TracedTensor<double> x,
        [Shape("n")] TracedTensor<double> y)
    {
        var e = Exp(x);
        return (e + y, e * y);
    }

    /// <summary>A window, damped.</summary>
    [Differentiable]
    [return: Shape("length")]
    public static TracedTensor<double> Window([Shape("n")] TracedTensor<double> x, double damping, int start = 1, int length = 2) =>
        Slice(x, 0, start, length) * damping;

    /// <summary>A least-squares update.</summary>
    [Differentiable]
    [return: Shape("i, r")]
    public static TracedTensor<double> Update(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c)
    {
        var gram = MatMul(Transpose(b), b) * MatMul(Transpose(c), c);
        return SolveRight(Einsum("ijk,jr,kr->ir", t, b, c), gram);
    }

    /// <summary>A quadratic form, half of it.</summary>
    [Differentiable]
    public static TracedTensor<double> Quadratic([Shape("n")] TracedTensor<double> x, [Shape("n, n")] TracedTensor<double> a) =>
        0.5 * Dot(x, MatMul(a, x));

    /// <summary>A factor that does not exist for every matrix.</summary>
    [Differentiable]
    [return: Shape("n, n")]
    public static TracedTensor<double> Factor([Shape("n, n")] TracedTensor<double> a) => Cholesky(a);

    /// <summary>A call of another annotated method.</summary>
    [Differentiable]
    public static TracedTensor<double> Nested([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y)
    {
        var (sum, product) = Pair(x, y);
        return Sum(sum * product);
    }

    /// <summary>A form with two flags, one of which factors a matrix that need not be positive definite.</summary>
    [Differentiable]
    public static TracedTensor<double> Energy(
        [Shape("n, n")] TracedTensor<double> a,
        [Shape("n, k")] TracedTensor<double> b,
        double weight = 0.5,
        bool whitened = false,
        bool transposed = false)
    {
        if (whitened)
        {
            b = SolveTriangular(Cholesky(a), b, transpose: transposed);
        }

        return weight * Sum(Square(MatMul(transposed ? Transpose(a) : a, b)));
    }

    /// <summary>Two results with a flag between sizes and numbers.</summary>
    [Differentiable]
    [return: Shape("length; n")]
    public static (TracedTensor<double> Part, TracedTensor<double> All) Split([Shape("n")] TracedTensor<double> x, int start, bool damped, int length = 1, double factor = 0.5)
    {
        var y = Exp(x);
        return (Slice(damped ? y * factor : y, 0, start, length), damped ? y : x * y);
    }

    /// <summary>A call with its own flag and with a constant.</summary>
    [Differentiable]
    public static TracedTensor<double> Energies([Shape("n, n")] TracedTensor<double> a, [Shape("n, k")] TracedTensor<double> b, bool transposed) =>
        Energy(a, b, transposed: !transposed) + Energy(a, b, 2.0, false, transposed);

    /// <summary>An integer that is only a number, and one that is a size besides.</summary>
    [Differentiable]
    public static TracedTensor<double> Shifted([Shape("n")] TracedTensor<double> x, int shift, int count) =>
        Sum(Square(Slice(x, 0, 0, count) * (shift - 1) + shift)) * count;

    /// <summary>A mean with much to check at the call.</summary>
    [Differentiable]
    public static TracedTensor<double> Checked([Shape("n")] TracedTensor<double> x, int start, int length, int parts) =>
        Mean(Slice(x, 0, start, length / parts)) * Sum(Ones<double>(parts - 2));

    /// <summary>An extension method.</summary>
    [Differentiable]
    public static TracedTensor<double> Squash([Shape("n")] this TracedTensor<double> x, double scale = 2.0, bool centred = false) =>
        Sum(Tanh(centred ? x - Mean(x) : x) * scale);

    /// <summary>An extension method with a tuple, called from another one as such.</summary>
    [Differentiable]
    [return: Shape("n; ")]
    public static (TracedTensor<double> Difference, TracedTensor<double> Squashed) Against([Shape("n")] this TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) =>
        (x - y, (x - y).Squash(centred: true));

    /// <summary>In single precision.</summary>
    [Differentiable]
    public static TracedTensor<float> Single([Shape("n")] TracedTensor<float> x, float weight) => Sum(Tanh(x) * weight);
}
