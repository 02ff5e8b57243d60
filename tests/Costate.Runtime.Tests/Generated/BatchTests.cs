using System;
using System.Linq;
using System.Numerics.Tensors;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Methods with one tensor as result, and with a scalar beside other results.</summary>
public static partial class BatchModels
{
    [Differentiable]
    [return: Shape("n, m")]
    public static TracedTensor<double> Field([Shape("n, k")] TracedTensor<double> x, [Shape("k, m")] TracedTensor<double> w, [NoGradient, Shape("n; m")] (TracedTensor<double> Rows, TracedTensor<double> Columns) known, [Shape("")] TracedTensor<double> scale, double power) =>
        Pow(Exp(MatMul(x, w) * scale) + Square(Outer(known.Rows, known.Columns)), power);

    [Differentiable]
    [return: Shape("n + 1")]
    public static TracedTensor<double> Grown([Shape("n")] TracedTensor<double> x) => Concat(0, x * x, Reshape(Sum(x), 1));

    [Differentiable]
    [return: Shape("n")]
    public static TracedTensor<double> Settle([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> step, double limit, int most)
    {
        for (int i = 0; i < most; i++)
        {
            int k = i;
            double size = Norm(x).EvalScalar();
            for (int j = 0; j <= k; j++) x = Sin(x) + step * x;
            if (Math.Abs(Norm(x).EvalScalar() - size) < limit) break;
        }

        return x;
    }

    /// <summary>The residuals and their sum of squares, which is minimised.</summary>
    [Differentiable]
    [return: Shape("; n")]
    public static (TracedTensor<double> Loss, TracedTensor<double> Residuals) Fit([Shape("n, m")] TracedTensor<double> a, [Shape("m")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y, [Shape("n")] TracedTensor<double> offset)
    {
        var r = Tanh(MatMul(a, x)) - y;
        return (Sum(Square(r)), r + offset);
    }

    [Differentiable]
    [return: Shape("; n")]
    public static (TracedTensor<double> Size, TracedTensor<double> Last) Walk([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> step, int most, bool twice)
    {
        for (int i = 0; i < most; i++)
        {
            x = Sin(x) + step;
            if (Norm(x).EvalScalar() > 4) break;
        }

        return (twice ? Sum(x * x) : Sum(x), x);
    }
}

/// <summary>Jacobians, batches of cotangents and tangents, and gradients of one result of several, against the trace.</summary>
public sealed class BatchTests
{
    [Theory]
    [InlineData(2, 3, 2, 4)]
    [InlineData(3, 1, 4, 0)]
    [InlineData(1, 2, 1, 1)]
    [InlineData(0, 2, 3, 2)]
    [InlineData(2, 0, 3, 2)]
    public void BatchesAgreeWithTheTrace(int n, int k, int m, int count)
    {
        var (x, w, rows, columns, scale) = (Sample(1, n, k), Sample(2, k, m), Sample(3, n), Sample(4, m), 0.7);
        var (tx, tw, ts) = (Parameter(x), Parameter(w), Parameter(scale));
        var field = BatchModels.Field(tx, tw, (Constant(rows), Constant(columns)), ts, 1.5);

        var (jx, jw, js) = BatchModels.FieldJacobian(x, w, (rows, columns), scale, 1.5);
        Close(field.Jacobian(tx).Eval(), jx);
        Close(field.Jacobian(tw).Eval(), jw);
        Close(field.Jacobian(ts).Eval(), js);

        var seeds = Sample(5, count, n, m);
        var (dx, dw, ds) = BatchModels.FieldBatchedVjp(x, w, (rows, columns), scale, 1.5, seeds);
        Close(field.BatchedVjp(Constant(seeds), tx).Eval(), dx);
        Close(field.BatchedVjp(Constant(seeds), tw).Eval(), dw);
        Close(field.BatchedVjp(Constant(seeds), ts).Eval(), ds);

        var (vx, vw, vs) = (Sample(6, count, n, k), Sample(7, count, k, m), Sample(8, count));
        var (value, tangents) = BatchModels.FieldBatchedJvp(x, w, (rows, columns), scale, 1.5, vx, vw, vs);
        Close(field.Eval(), value);
        Close((field.BatchedJvp(tx, Constant(vx)) + field.BatchedJvp(tw, Constant(vw)) + field.BatchedJvp(ts, Constant(vs))).Eval(), tangents);
    }

    /// <summary>Every row reads what one run of the loop has kept.</summary>
    [Theory]
    [InlineData(3, 20)]
    [InlineData(2, 0)]
    public void LoopsThatDataEndAreReversedForEachRow(int n, int most)
    {
        var (x, step) = (Sample(1, n), Sample(2, n));
        var (tx, ts) = (Parameter(x), Parameter(step));
        var y = BatchModels.Settle(tx, ts, 0.01, most);
        var (jx, js) = BatchModels.SettleJacobian(x, step, 0.01, most);
        Close(y.Jacobian(tx).Eval(), jx);
        if (most > 0) Close(y.Jacobian(ts).Eval(), js);
        else Assert.All(js.ToArray(), v => Assert.Equal(0, v));
        var seeds = Sample(3, 4, n);
        Close(y.BatchedVjp(Constant(seeds), tx).Eval(), BatchModels.SettleBatchedVjp(x, step, 0.01, most, seeds).dx);
    }

    /// <summary>The result has one element more than the input, so the Jacobian is made of tangents.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    public void AJacobianComesFromTangentsIfThoseAreFewer(int n)
    {
        var x = Sample(1, n);
        var jacobian = BatchModels.GrownJacobian(x);
        Assert.Equal([(nint)n + 1, n], jacobian.Lengths.ToArray());
        for (int i = 0; i <= n; i++)
        {
            for (int j = 0; j < n; j++) Assert.Equal(i == n ? 1 : i == j ? 2 * x[j] : 0, jacobian[i, j]);
        }
    }

    [Fact]
    public void ABatchOfTheWrongShapeIsRefused()
    {
        var x = Sample(1, 3);
        var error = Assert.Throws<ShapeMismatchException>(() => BatchModels.GrownBatchedVjp(x, Sample(2, 5, 3)));
        Assert.Contains("'cotangents' of shape [5, 4], but got [5, 3]", error.Message, StringComparison.Ordinal);
        Assert.Throws<ShapeMismatchException>(() => BatchModels.GrownBatchedJvp(x, x));
        var (a, b) = (Sample(1, 2, 3), Sample(2, 3, 4));
        Assert.Throws<ShapeMismatchException>(() => BatchModels.FieldBatchedJvp(a, b, (Sample(3, 2), Sample(4, 4)), 1, 1, Sample(5, 5, 2, 3), Sample(6, 6, 3, 4), Sample(7, 5)));
    }

    [Theory]
    [InlineData(3, 2)]
    [InlineData(1, 1)]
    [InlineData(0, 2)]
    public void TheFirstOfSeveralResultsHasAGradient(int n, int m)
    {
        var (a, x, y, offset) = (Sample(1, n, m), Sample(2, m), Sample(3, n), Sample(4, n));
        var (ta, tx, ty, to) = (Parameter(a), Parameter(x), Parameter(y), Parameter(offset));
        var (loss, residuals) = BatchModels.Fit(ta, tx, ty, to);
        var (ga, gx, gy) = loss.Grad(ta, tx, ty);

        // What only the residuals depend on is not among the gradients.
        var all = BatchModels.FitValueAndGrad(a, x, y, offset);
        Assert.Equal(loss.EvalScalar(), all.Loss, 1e-12);
        Close(residuals.Eval(), all.Residuals);
        Close(ga.Eval(), all.da);
        Close(gx.Eval(), all.dx);
        Close(gy.Eval(), all.dy);
        (Tensor<double> da, Tensor<double> dx, Tensor<double> dy) = BatchModels.FitGrad(a, x, y, offset);
        Assert.Equal(all.da.ToArray(), da.ToArray());
        Assert.Equal(all.dx.ToArray(), dx.ToArray());
        Assert.Equal(all.dy.ToArray(), dy.ToArray());
    }

    [Theory]
    [InlineData(4, 5, false)]
    [InlineData(4, 5, true)]
    [InlineData(2, 0, true)]
    public void InLoopsToo(int n, int most, bool twice)
    {
        var (x, step) = (Sample(1, n), Sample(2, n));
        var (tx, ts) = (Parameter(x), Parameter(step));
        var (size, last) = BatchModels.Walk(tx, ts, most, twice);
        var all = BatchModels.WalkValueAndGrad(x, step, most, twice);
        Assert.Equal(size.EvalScalar(), all.Size, 1e-12);
        Close(last.Eval(), all.Last);
        Close(size.Grad(tx).Eval(), all.dx);
        Close(size.Grad(ts).Eval(), all.dstep);
    }

    private static void Close(Tensor<double> expected, Tensor<double> actual)
    {
        Assert.Equal(expected.Lengths.ToArray(), actual.Lengths.ToArray());
        foreach (var (e, a) in expected.ToArray().Zip(actual.ToArray())) Assert.Equal(e, a, 1e-12 * (1 + Math.Abs(e)));
    }

    private static Tensor<double> Sample(int seed, params nint[] lengths)
    {
        var random = new Random(seed);
        return Tensor.Create(Enumerable.Range(0, (int)lengths.Aggregate((nint)1, (p, l) => p * l)).Select(_ => (2 * random.NextDouble()) - 1).ToArray(), lengths);
    }
}
