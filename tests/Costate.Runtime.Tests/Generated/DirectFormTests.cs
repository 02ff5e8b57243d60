using System;
using System.Linq;
using System.Numerics.Tensors;
using Xunit;

namespace Costate.Runtime.Tests.Generated;

/// <summary>The members on concrete tensors: against closed forms, central differences, strided and empty memory.</summary>
public sealed class DirectFormTests
{
    private static readonly Random Source = new(11);

    [Fact]
    public void AnAxisOfSizeOneMayStandAnywhere()
    {
        var column = Tensor.Create([1.0, 2, 3], [3, 1]);
        var (x, row, scale) = (Tensor.Create([0.5, -1, 2], [3, 1]), Tensor.Create([2.0], [1]), 1.5);
        var expected = Models.Chain(TracedTensor.Parameter(x), TracedTensor.Parameter(row), TracedTensor.Parameter(column), TracedTensor.Parameter(scale)).Eval();
        var actual = Models.Chain(x, row, column, scale);
        Assert.Equal([3, 1], actual.Lengths.ToArray());
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(expected[i, 0], actual[i, 0]);
        }
    }

    [Fact]
    public void TheGradientOfAQuadraticFormIsItsClosedForm()
    {
        var (x, a) = (Sample(5), Sample(5, 5));
        var (value, dx, da) = Models.QuadraticValueAndGrad(x, a);
        double expected = 0;
        for (int i = 0; i < 5; i++)
        {
            double row = 0;
            for (int j = 0; j < 5; j++)
            {
                expected += 0.5 * x[i] * a[i, j] * x[j];
                row += 0.5 * (a[i, j] + a[j, i]) * x[j];
                Assert.Equal(0.5 * x[i] * x[j], da[i, j], 1e-13);
            }

            Assert.Equal(row, dx[i], 1e-13);
        }

        Assert.Equal(expected, value, 1e-13);
        Assert.Equal(value, Models.Quadratic(x, a));
    }

    [Fact]
    public void TheHessianOfAQuadraticFormIsItsSymmetricPart()
    {
        var (x, a, v) = (Sample(5), Sample(5, 5), Sample(5));
        var (hx, ha) = Models.QuadraticHvp(x, a, v, Tensor.CreateFromShape<double>([5, 5]));
        for (int i = 0; i < 5; i++)
        {
            double row = 0;
            for (int j = 0; j < 5; j++)
            {
                row += 0.5 * (a[i, j] + a[j, i]) * v[j];
                Assert.Equal(0.5 * ((v[i] * x[j]) + (x[i] * v[j])), ha[i, j], 1e-13);
            }

            Assert.Equal(row, hx[i], 1e-13);
        }
    }

    [Fact]
    public void AResultThatLivesInAnotherArgumentIsRefused()
    {
        var (x, w, b, dw, db) = (Sample(3, 2), Sample(2, 5), Sample(5), Sample(2, 5), Sample(5));
        var input = Assert.Throws<ArgumentException>(() => Models.LossValueAndGrad(x, w, b, x, dw, db));
        Assert.Equal("dx", input.ParamName);
        Assert.StartsWith("The memory of 'dx' is that of 'x', at least in part.", input.Message, StringComparison.Ordinal);
        var memory = new double[20];
        var partly = Assert.Throws<ArgumentException>(() => Models.LossValueAndGrad(x, w, b, Sample(3, 2), new TensorSpan<double>(memory.AsSpan(0, 10), [2, 5]), new TensorSpan<double>(memory.AsSpan(9, 5), [5])));
        Assert.StartsWith("The memory of 'db' is that of 'dw'", partly.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 2, 5)]
    [InlineData(9, 17, 8)]
    public void GradientAndTangentAreWhatDifferencesShow(int n, int m, int k)
    {
        var (x, w, b) = (Sample(n, m), Sample(m, k), Sample(k));
        var (vx, vw, vb) = (Sample(n, m), Sample(m, k), Sample(k));
        const double h = 1e-5;
        double Shifted(double s) => Models.Loss(Add(x, vx, s), Add(w, vw, s), Add(b, vb, s));
        double slope = (Shifted(h) - Shifted(-h)) / (2 * h);
        var (dx, dw, db) = Models.LossGrad(x, w, b);
        var (value, tangent) = Models.LossJvp(x, w, b, vx, vw, vb);
        Assert.Equal(slope, Inner(dx, vx) + Inner(dw, vw) + Inner(db, vb), 1e-8);
        Assert.Equal(slope, tangent, 1e-8);
        Assert.Equal(Models.Loss(x, w, b), value);

        var (hx, hw, hb) = Models.LossHvp(x, w, b, vx, vw, vb);
        double Slope(double s)
        {
            var (gx, gw, gb) = Models.LossGrad(Add(x, vx, s), Add(w, vw, s), Add(b, vb, s));
            return Inner(gx, vx) + Inner(gw, vw) + Inner(gb, vb);
        }

        Assert.Equal((Slope(h) - Slope(-h)) / (2 * h), Inner(hx, vx) + Inner(hw, vw) + Inner(hb, vb), 1e-7);
    }

    [Fact]
    public void VjpAndJvpAreTransposesOfEachOther()
    {
        var (t, b, c) = (Sample(4, 5, 6), Sample(5, 2), Sample(6, 2));
        var (vt, vb, vc) = (Sample(4, 5, 6), Sample(5, 2), Sample(6, 2));
        var seed = Sample(4, 2);
        var (value, tangent) = Models.UpdateJvp(t, b, c, vt, vb, vc);
        var (dt, db, dc) = Models.UpdateVjp(t, b, c, seed);
        Assert.Equal(Inner(seed, tangent), Inner(dt, vt) + Inner(db, vb) + Inner(dc, vc), 1e-9);
        Assert.Equal(Inner(value, seed), Inner(Models.Update(t, b, c), seed), 1e-12);
    }

    [Fact]
    public void SeveralResultsComeAsTuples()
    {
        var (x, y) = (Sample(7), Sample(7));
        var (sum, product) = Models.Pair(x, y);
        var (ds, dp) = (Sample(7), Sample(7));
        var (dx, dy) = Models.PairVjp(x, y, ds, dp);
        for (int i = 0; i < 7; i++)
        {
            double e = Math.Exp(x[i]);
            Assert.Equal(e + y[i], sum[i], 1e-14);
            Assert.Equal(e * y[i], product[i], 1e-14);
            Assert.Equal((ds[i] * e) + (dp[i] * e * y[i]), dx[i], 1e-13);
            Assert.Equal(ds[i] + (dp[i] * e), dy[i], 1e-13);
        }
    }

    [Fact]
    public void NumbersAndIntegersArePassedAsTheyAre()
    {
        var x = Tensor.Create([1.0, 2, 3, 4, 5], [5]);
        Assert.Equal([1.0, 1.5, 2.0], Flat(Models.Window(x, 0.5, 1, 3)));
        Assert.Equal([0, 0.5, 1, 1.5, 0], Flat(Models.WindowVjp(x, 0.5, 1, 3, Tensor.Create([1.0, 2, 3], [3]))));
        Assert.Throws<ShapeMismatchException>(() => Models.Window(x, 0.5, 3, 3));
    }

    [Theory]
    [InlineData(-3)]
    [InlineData(0)]
    [InlineData(4)]
    public void AnIntegerThatIsOnlyANumberMayBeNegative(int shift)
    {
        var x = Tensor.Create([0.5, -1.0, 2.0, 7.0], [4]);
        double expected = 0;
        double[] gradient = [0, 0, 0, 0], hessian = [0, 0, 0, 0];
        for (int i = 0; i < 3; i++)
        {
            double term = (x[i] * (shift - 1)) + shift;
            expected += 3 * term * term;
            gradient[i] = 6 * term * (shift - 1);
            hessian[i] = 6.0 * (shift - 1) * (shift - 1);
        }

        Assert.Equal(expected, Models.Shifted(x, shift, 3), 1e-12);
        Assert.Equal(gradient, Flat(Models.ShiftedGrad(x, shift, 3)), (a, b) => Math.Abs(a - b) < 1e-12);
        var (value, dx) = Models.ShiftedValueAndGrad(x, shift, 3);
        Assert.Equal(expected, value, 1e-12);
        Assert.Equal(gradient, Flat(dx), (a, b) => Math.Abs(a - b) < 1e-12);
        Assert.Equal(gradient.Sum(), Models.ShiftedJvp(x, shift, 3, Tensor.Create([1.0, 1, 1, 1], [4])).tangent, 1e-12);
        Assert.Equal(hessian, Flat(Models.ShiftedHvp(x, shift, 3, Tensor.Create([1.0, 1, 1, 1], [4]))), (a, b) => Math.Abs(a - b) < 1e-12);

        var leaf = TracedTensor.Parameter([0.5, -1.0, 2.0, 7.0], 4);
        var traced = Models.Shifted(leaf, shift, 3);
        Assert.Equal(expected, traced.EvalScalar(), 1e-12);
        Assert.Equal(gradient, Flat(traced.Grad(leaf).Eval()), (a, b) => Math.Abs(a - b) < 1e-12);
        var refused = Assert.Throws<ShapeMismatchException>(() => Models.Shifted(leaf, shift, -1));
        Assert.Contains("'count' of 'Shifted'", refused.Message, StringComparison.Ordinal);
        Assert.Equal(refused.Message, Assert.Throws<ShapeMismatchException>(() => Models.Shifted(x, shift, -1)).Message);
    }

    [Fact]
    public void StridedMemoryIsReadAndWritten()
    {
        var (x, w, b) = (Sample(3, 2), Sample(2, 5), Sample(5));
        var wide = Sample(3, 4);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 2; j++) wide[i, j + 1] = x[i, j];
        }

        ReadOnlyTensorSpan<double> part = wide.AsReadOnlyTensorSpan().Slice([0..3, 1..3]);
        Assert.False(part.IsDense);
        Assert.Equal(Models.Loss(x, w, b), Models.Loss(part, w, b));

        var (expected, _, _) = Models.LossGrad(x, w, b);
        var target = Sample(3, 4);
        double corner = target[0, 0];
        var (dw, db) = (Sample(2, 5), Sample(5));
        Models.LossValueAndGrad(part, w, b, target.AsTensorSpan().Slice([0..3, 1..3]), dw, db);
        for (int i = 0; i < 3; i++)
        {
            for (int j = 0; j < 2; j++) Assert.Equal(expected[i, j], target[i, j + 1], 1e-15);
        }

        Assert.Equal(corner, target[0, 0]);
    }

    [Fact]
    public void EmptyTensorsAreTensors()
    {
        var (dx, dy) = Models.PairVjp(Sample(0), Sample(0), Sample(0), Sample(0));
        Assert.Equal(0, dx.FlattenedLength + dy.FlattenedLength);
        var (g, dw, db) = Models.LossGrad(Sample(2, 0), Sample(0, 3), Sample(3));
        Assert.Equal(0, g.FlattenedLength + dw.FlattenedLength);
        Assert.Equal(3, db.FlattenedLength);
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedByName()
    {
        var wrong = Assert.Throws<ShapeMismatchException>(() => Models.Loss(Sample(3, 2), Sample(4, 5), Sample(5)));
        Assert.Equal("w", wrong.ParamName);
        var rank = Assert.Throws<ShapeMismatchException>(() => Models.Loss(Sample(3, 2), Sample(4), Sample(5)));
        Assert.Equal("w", rank.ParamName);
        var result = Assert.Throws<ShapeMismatchException>(() => Models.LossValueAndGrad(Sample(3, 2), Sample(2, 5), Sample(5), Sample(3, 2), Sample(5, 2), Sample(5)));
        Assert.Equal("dw", result.ParamName);
        var tangent = Assert.Throws<ShapeMismatchException>(() => Models.LossJvp(Sample(3, 2), Sample(2, 5), Sample(5), Sample(2, 3), Sample(2, 5), Sample(5)));
        Assert.Equal("xTangent", tangent.ParamName);
    }

    [Theory]
    [InlineData("COS101", -1, 4, 2, "'start' of 'Checked'")]
    [InlineData("COS002", 0, 4, 0, "is not positive")]
    [InlineData("COS109", 5, 4, 2, "The window ends behind axis 0")]
    [InlineData("COS110", 0, 1, 2, "needs at least one element")]
    [InlineData("COS105", 0, 4, 1, "The size parts - 2 in")]
    public void AGuardFailsWithTheIdOfItsDiagnostic(string id, int start, int length, int parts, string message)
    {
        double[] data = [1, 2, 3, 4, 5, 6];
        var x = Tensor.Create(data, [6]);
        var direct = Assert.Throws<ShapeMismatchException>(() => Models.Checked(x, start, length, parts));
        var traced = Assert.Throws<ShapeMismatchException>(() => Models.Checked(TracedTensor.Parameter(data, 6), start, length, parts));
        Assert.Equal((id, id), (direct.Id, traced.Id));
        Assert.Contains(message, direct.Message, StringComparison.Ordinal);
        Assert.Equal(direct.Message, traced.Message);
        Assert.Equal(2.5, Models.Checked(x, 1, 6, 3));
    }

    [Fact]
    public void AFailedFactorisationNamesTheLine()
    {
        var failure = Assert.Throws<FactorizationException>(() => Models.Factor(Tensor.Create([1.0, 2, 2, 1], [2, 2])));
        Assert.Contains("Cholesky(a)", failure.Message, StringComparison.Ordinal);
        Assert.Equal(2, failure.Pivot);
    }

    [Fact]
    public void TheFormWithMemoryOfTheCallerAllocatesNothing()
    {
        var (x, w, b) = (Sample(9, 17), Sample(17, 8), Sample(8));
        var (dx, dw, db) = (Sample(9, 17), Sample(17, 8), Sample(8));
        double value = Models.LossValueAndGrad(x, w, b, dx, dw, db);
        for (int i = 0; i < 3; i++) Models.LossValueAndGrad(x, w, b, dx, dw, db);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) value += Models.LossValueAndGrad(x, w, b, dx, dw, db);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(value > 0);
    }

    private static Tensor<double> Sample(params ReadOnlySpan<nint> lengths)
    {
        nint count = 1;
        foreach (nint length in lengths) count *= length;
        return Tensor.Create(Enumerable.Range(0, (int)count).Select(_ => (2 * Source.NextDouble()) - 1).ToArray(), lengths);
    }

    private static Tensor<double> Add(Tensor<double> x, Tensor<double> v, double scale) =>
        Tensor.Create(Flat(x).Zip(Flat(v), (a, b) => a + (scale * b)).ToArray(), x.Lengths);

    private static double Inner(Tensor<double> x, Tensor<double> y) => Flat(x).Zip(Flat(y), (a, b) => a * b).Sum();

    private static double[] Flat(Tensor<double> x)
    {
        var array = new double[x.FlattenedLength];
        x.FlattenTo(array);
        return array;
    }
}
