using System;
using static Costate.TracedTensor;

namespace Costate.Tests.Linking;

/// <summary>Methods that use the language as a user would: every kind of argument, local, call and operator.</summary>
public static partial class Models
{
    [Differentiable]
    public static TracedTensor<double> Loss(
        [Shape("n, m")] TracedTensor<double> x,
        [Shape("m, k")] TracedTensor<double> w,
        [Shape("k")] TracedTensor<double> b)
    {
        var h = Tanh(MatMul(x, w) + b);
        return Mean(Square(h));
    }

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

    [Differentiable]
    [return: Shape("n; n")]
    public static (TracedTensor<double> Sum, TracedTensor<double> Product) Pair([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y)
    {
        var e = Exp(x);
        return (e + y, e * y);
    }

    /// <summary>A window that is not contiguous and is changed after something else of its size has been made.</summary>
    [Differentiable]
    [Where("n >= 1")]
    [return: Shape("n, m")]
    public static TracedTensor<double> Columns([Shape("n, m + 1")] TracedTensor<double> x, [Shape("n, n")] TracedTensor<double> a, [Shape("n, m")] TracedTensor<double> y)
    {
        var window = Slice(x, 1, 0, y.Dim(1));
        var product = MatMul(a, y);
        window = SetSlice(window, Sin(y[0]), 0);
        return Einsum("ij,ij->ij", window, product) + MatMul(a, window);
    }

    /// <summary>Arrays that loops in loops read and change row by row, which branches decide.</summary>
    [Differentiable]
    [return: Shape("")]
    public static TracedTensor<double> Cells([Shape("k, 2, n")] TracedTensor<double> state, [Shape("k, 2, n")] TracedTensor<double> weights, [Shape("m, n")] TracedTensor<double> x)
    {
        var loss = Zeros<double>();
        for (int t = 0; t < x.Dim(0); t++)
        {
            var input = Sin(x[t]);
            for (int j = 0; j < state.Dim(0); j++)
            {
                var cell = Tanh(state[j, 1] + input * weights[j, 0]);
                state = Sum(cell).EvalScalar() > Sum(weights[j, 1]).EvalScalar() ? SetSlice(state, cell * weights[j, 1], j, 1) : SetSlice(state, -cell, j, 0);
                input = cell + state[j, 0];
            }

            loss += Sum(input * input);
        }

        return loss + Sum(Square(state));
    }

    /// <summary>Numbers that are evaluated, and what C# makes of them.</summary>
    [Differentiable]
    public static TracedTensor<double> Normalised([Shape("n, n")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> x, double p, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            x = MatMul(a, x);
            double size = 1 + Norm(x).EvalScalar();
            x = x * Constant(Math.Sin(p) / size);
            if (size < 1.05) break;
        }

        return x * Constant(2 * Math.Sqrt(1 + p)) + Constant(Math.Exp(-Sum(x * x).EvalScalar()));
    }

    /// <summary>A loop that refuses empty tensors, if it runs.</summary>
    [Differentiable]
    public static TracedTensor<double> Centred([Shape("n")] TracedTensor<double> x, int steps)
    {
        for (int i = 0; i < steps; i++) x = Tanh(x) - Mean(x);
        return Sum(x * x * x);
    }

    [Differentiable]
    public static TracedTensor<double> Levelled([Shape("n")] TracedTensor<double> x, double limit, int most)
    {
        int i = 0;
        while (i < most)
        {
            x = 0.5 * x + Mean(x);
            if (Math.Abs(Mean(x).EvalScalar()) < limit) break;
            i++;
        }

        return Sum(x * x);
    }

    [Differentiable(Order = 3)]
    public static TracedTensor<double> Thrice([Shape("n, m")] TracedTensor<double> w, [Shape("m")] TracedTensor<double> x) => Sum(Exp(MatMul(w, x)) * x[0]);

    [Differentiable]
    public static TracedTensor<double> Misfit([Shape("n, m")] TracedTensor<double> w, [NoGradient, Shape("b, m; b, n")] (TracedTensor<double> Inputs, TracedTensor<double> Targets) data) =>
        Sum(Square(Tanh(MatMul(data.Inputs, Transpose(w))) - data.Targets));

    [Differentiable]
    public static TracedTensor<double> Regularised([Shape("n, m")] TracedTensor<double> w, [NoGradient, Shape("b, m; b, n")] (TracedTensor<double> Inputs, TracedTensor<double> Targets) data) =>
        Misfit(w, (data.Inputs, MatMul(data.Inputs, Transpose(StopGradient(w))))) + Sum(Abs(w));

    [Differentiable]
    [return: Shape("length")]
    public static TracedTensor<double> Window([Shape("n")] TracedTensor<double> x, double damping, int start = 1, int length = 2) =>
        Slice(x, 0, start, length) * (2 * damping);

    [Differentiable]
    [return: Shape("i, r")]
    public static TracedTensor<double> Update(
        [Shape("i, j, k")] TracedTensor<double> t,
        [Shape("j, r")] TracedTensor<double> b,
        [Shape("k, r")] TracedTensor<double> c)
    {
        var gram = MatMul(Transpose(b), b) * MatMul(Transpose(c), c);
        return SolveRight(Einsum("ijk,jr,kr->ir", t, b, c), gram + Eye<double>(b.Dim(1)));
    }

    [Differentiable]
    public static TracedTensor<double> Quadratic([Shape("n")] TracedTensor<double> x, [Shape("n, n")] TracedTensor<double> a) =>
        0.5 * Dot(x, MatMul(a, x));

    [Differentiable]
    [return: Shape("n, n")]
    public static TracedTensor<double> Factor([Shape("n, n")] TracedTensor<double> a) => Cholesky(a);

    [Differentiable]
    public static TracedTensor<double> Nested([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y)
    {
        var (sum, product) = Pair(x, y);
        return Sum(sum * product);
    }

    [Differentiable]
    public static TracedTensor<float> Single([Shape("n")] TracedTensor<float> x, float weight) => Sum(Tanh(x) * weight);

    /// <summary>Only sums and products: link 3 is exact for it.</summary>
    [Differentiable]
    [return: Shape("n, k")]
    public static TracedTensor<double> Bilinear([Shape("n, m")] TracedTensor<double> a, [Shape("m, k")] TracedTensor<double> b, [Shape("n, k")] TracedTensor<double> c)
    {
        var product = MatMul(a, b);
        return (product * c) - Transpose(MatMul(Transpose(b), Transpose(a)));
    }

    [Differentiable]
    [return: Shape("2*n, m")]
    public static TracedTensor<double> Structure([Shape("n, m")] TracedTensor<double> x)
    {
        var flipped = Concat(0, x, -x);
        var row = Sum(flipped, 0) + Max(flipped, 0);
        var spread = BroadcastTo(ExpandDims(row, 0), 2 * x.Dim(0), x.Dim(1));
        var stacked = Reshape(Stack(1, flipped, spread), 4 * x.Dim(0), x.Dim(1));
        return Slice(stacked, 0, x.Dim(0), 2 * x.Dim(0));
    }

    [Differentiable]
    [return: Shape("b, n")]
    public static TracedTensor<double> Attention([Shape("b, n, d")] TracedTensor<double> keys, [Shape("b, d")] TracedTensor<double> query) =>
        Softmax(Einsum("bnd,bd->bn", keys, query) / Sqrt(Sum(Square(query), 1, keepDims: true) + 1.0));

    [Differentiable]
    [return: Shape("n, m")]
    public static TracedTensor<double> Triangles([Shape("n, n")] TracedTensor<double> a, [Shape("n, m")] TracedTensor<double> b) =>
        SolveTriangular(Tril(a), b) + SolveTriangular(Triu(a), b, lower: false) - SolveTriangular(Tril(a), b, transpose: true);

    /// <summary>From the packed elements of a lower triangle to those of the upper triangle of its square.</summary>
    [Differentiable]
    [return: Shape("b, n * (n - 1) / 2")]
    public static TracedTensor<double> Packed([Shape("n * (n + 1) / 2")] TracedTensor<double> lower, [Shape("b, n, n")] TracedTensor<double> x)
    {
        var l = UnpackTril(lower, x.Dim(1));
        return PackTriu(MatMul(l, x) + UnpackTriu(PackTril(x, strict: true), x.Dim(1), strict: true), strict: true);
    }

    /// <summary>Not zero where x is not finite.</summary>
    [Differentiable]
    [return: Shape("n, n")]
    public static TracedTensor<double> Masked([Shape("n, n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> row) => (x * 0.0) + row;

    /// <summary>Two choices, each with code of its own.</summary>
    [Differentiable]
    public static TracedTensor<double> Choices([Shape("n, m")] TracedTensor<double> x, bool squared, int power, bool mean = false)
    {
        var y = squared ? Square(x) : x;
        if (mean) y = y / x.Dim(0);
        return Sum(y * power);
    }

    /// <summary>One step of a Kalman filter: several results, a factorisation used twice, a measurement that may be missing.</summary>
    [Differentiable]
    [return: Shape("n; n, n; ")]
    public static (TracedTensor<double> Mean, TracedTensor<double> Covariance, TracedTensor<double> LogLikelihood) Filter(
        [Shape("n")] TracedTensor<double> mean,
        [Shape("n, n")] TracedTensor<double> covariance,
        [Shape("n, n")] TracedTensor<double> transition,
        [Shape("m, n")] TracedTensor<double> observation,
        [Shape("m")] TracedTensor<double> y,
        double processNoise,
        double measurementNoise,
        bool update)
    {
        var predicted = MatMul(transition, mean);
        var p = MatMul(MatMul(transition, covariance), Transpose(transition)) + processNoise * Eye<double>(mean.Dim(0));
        if (!update) return (predicted, p, Sum(predicted) * 0.0);
        var innovation = y - MatMul(observation, predicted);
        var s = MatMul(MatMul(observation, p), Transpose(observation)) + measurementNoise * Eye<double>(y.Dim(0));
        var gain = SolveSpdRight(MatMul(p, Transpose(observation)), s);
        var l = Cholesky(s);
        var z = SolveTriangular(l, Reshape(innovation, y.Dim(0), 1));
        var logDet = 2.0 * Sum(Log(Sum(l * Eye<double>(y.Dim(0)), 1)));
        return (predicted + MatMul(gain, innovation), p - MatMul(gain, MatMul(observation, p)), -0.5 * (Sum(Square(z)) + logDet));
    }

    [Differentiable]
    [return: Shape("..., outputs")]
    public static TracedTensor<double> Dense(
        [Shape("..., inputs")] TracedTensor<double> x,
        [Shape("inputs, outputs")] TracedTensor<double> w,
        [Shape("outputs")] TracedTensor<double> b) => Tanh(MatMul(x, w) + b);

    [Differentiable]
    [return: Shape("..., q, v; ...")]
    public static (TracedTensor<double> Values, TracedTensor<double> Largest) Attention(
        [Shape("..., q, d")] TracedTensor<double> queries,
        [Shape("..., k, d")] TracedTensor<double> keys,
        [Shape("..., k, v")] TracedTensor<double> values)
    {
        var weights = Softmax(MatMul(queries, Transpose(keys)), -1);
        return (MatMul(weights, values), Mean(weights, -1, -2));
    }

    /// <summary>The same layer for no leading axis, for its own and for two.</summary>
    [Differentiable]
    public static TracedTensor<double> DenseEverywhere(
        [Shape("..., rows, inputs")] TracedTensor<double> x,
        [Shape("inputs, outputs")] TracedTensor<double> w,
        [Shape("outputs")] TracedTensor<double> b,
        [Shape("p, q, inputs")] TracedTensor<double> y) =>
        Sum(Dense(Sum(x, -2), w, b), -1) * Sum(Dense(Sum(w, 1), w, b)) + Sum(Dense(x, w, b), -1, -2) * Sum(Dense(y, w, b));
}
