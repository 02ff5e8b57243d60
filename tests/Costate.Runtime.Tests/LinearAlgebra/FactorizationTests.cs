using System;
using System.Linq;
using System.Numerics;

using Costate.CompilerServices;

using MathNet.Numerics.LinearAlgebra;

using Xunit;

namespace Costate.Runtime.Tests.LinearAlgebra;

public class FactorizationTests
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 5, 7, 8, 9, 15, 16, 17, 31, 33, 64, 65, 100, 150];

    private static readonly int[] Widths = [0, 1, 2, 3, 7, 8, 9, 33, 70];

    [Fact]
    public void Cholesky_agrees_with_MathNet()
    {
        var random = new Random(1);
        foreach (int n in Sizes)
        {
            double[] a = Reference.PositiveDefinite<double>(random, n);
            double[] expected = n == 0 ? [] : Dense(a, n, n).Cholesky().Factor.ToRowMajorArray();

            // The strict upper triangle must not be read.
            double[] dirty = (double[])a.Clone();
            for (int i = 0; i < n; i++) dirty.AsSpan((i * n) + i + 1, n - i - 1).Fill(double.NaN);
            var l = new double[n * n];
            Array.Fill(l, double.NaN);
            Assert.Equal(0, Cholesky.Factor<double>(dirty, l, n));
            Assert.True(Reference.MaxDifference(expected, l) <= 1e-13 * Math.Max(1, n), $"n = {n}");
            for (int i = 0; i < n; i++)
                for (int j = i + 1; j < n; j++) Assert.Equal(0, l[(i * n) + j]);

            Assert.Equal(0, Cholesky.Factor<double>(dirty, dirty, n));
            Assert.Equal(l, dirty);
        }
    }

    [Fact]
    public void Cholesky_works_in_single_precision_and_in_batches()
    {
        var random = new Random(2);
        foreach (int n in (int[])[1, 3, 8, 17, 70])
        {
            float[][] parts = Enumerable.Range(0, 3).Select(_ => Reference.PositiveDefinite<float>(random, n)).ToArray();
            float[] a = parts.SelectMany(x => x).ToArray(), l = new float[a.Length];
            Assert.Equal(0, Cholesky.Factor<float>(a, l, n));
            for (int i = 0; i < 3; i++)
            {
                float[] one = l.AsSpan(i * n * n, n * n).ToArray();
                float[] product = Reference.MatMul(one, Reference.Transpose(one, n, n), n, n, n);
                Assert.True(Reference.MaxDifference(parts[i], product) < 1e-5 * n, $"n = {n}");
            }

            parts[1][0] = -1;
            Assert.Equal(1, Cholesky.Factor<float>(parts.SelectMany(x => x).ToArray(), l, n));
            Assert.True(Reference.MaxDifference(
                Reference.MatMul(l[^(n * n)..], Reference.Transpose(l[^(n * n)..], n, n), n, n, n), parts[2]) < 1e-5 * n);
        }
    }

    [Fact]
    public void Cholesky_reports_the_first_pivot_that_is_not_positive()
    {
        var random = new Random(3);
        foreach (int n in Sizes)
        {
            for (int bad = 0; bad < n; bad += Math.Max(1, n / 5))
            {
                double[] a = Reference.PositiveDefinite<double>(random, n);
                a[(bad * n) + bad] = bad % 2 == 0 ? -1 : 0;
                for (int j = 0; bad % 2 == 1 && j < bad; j++) a[(bad * n) + j] = 0;
                Assert.Equal(bad + 1, Cholesky.Factor<double>(a, new double[n * n], n));
            }
        }
    }

    [Fact]
    public void Cholesky_shows_NaN_as_NaN()
    {
        var random = new Random(4);
        foreach (int n in (int[])[1, 2, 9, 65, 100])
        {
            double[] a = Reference.PositiveDefinite<double>(random, n), l = new double[n * n];
            a[(n - 1) * n] = double.NaN;
            Assert.Equal(0, Cholesky.Factor<double>(a, l, n));
            for (int i = 0; i < n; i++)
                for (int j = 0; j < n; j++) Assert.Equal(j > i ? 0 : double.NaN, l[(i * n) + j]);
        }
    }

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(false, false, true)]
    [InlineData(false, true, false)]
    [InlineData(false, true, true)]
    [InlineData(true, false, false)]
    [InlineData(true, false, true)]
    [InlineData(true, true, false)]
    [InlineData(true, true, true)]
    public void Triangular_solves_satisfy_their_equation(bool right, bool lower, bool transpose)
    {
        var random = new Random(5);
        foreach (int n in Sizes)
        {
            foreach (int m in Widths)
            {
                SolveTriangular<double>(random, n, m, right, lower, transpose, unit: false);
                SolveTriangular<double>(random, n, m, right, lower, transpose, unit: true);
            }
        }

        foreach (int n in (int[])[3, 8, 37])
            SolveTriangular<float>(random, n, 19, right, lower, transpose, unit: false);
    }

    [Fact]
    public void Batches_are_solved_one_by_one()
    {
        var random = new Random(6);
        const int N = 5, M = 4;
        double[] a = Reference.PositiveDefinite<double>(random, N).Concat(Reference.PositiveDefinite<double>(random, N)).ToArray();
        double[] l = new double[a.Length], b = Reference.Random<double>(random, 2 * N * M), x = (double[])b.Clone();
        double[] packed = new double[2 * Lu.PackedLength(N)], y = (double[])b.Clone();
        Cholesky.Factor<double>(a, l, N);
        Factorization.SolveCholesky<double>(l, x, N, M, right: false);
        Assert.Equal(0, Lu.Factor<double>(a, packed, N));
        Lu.Solve<double>(packed, y, N, M, right: false, transpose: false);
        Assert.True(Reference.MaxDifference(x, y) < 1e-13);
        for (int i = 0; i < 2; i++)
        {
            double[] product = Reference.MatMul(a[(i * N * N)..((i + 1) * N * N)], x[(i * N * M)..((i + 1) * N * M)], N, N, M);
            Assert.True(Reference.MaxDifference(b[(i * N * M)..((i + 1) * N * M)], product) < 1e-13);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Solving_with_a_Cholesky_factor_satisfies_the_equation(bool right)
    {
        var random = new Random(7);
        foreach (int n in Sizes)
        {
            foreach (int m in Widths)
            {
                double[] a = Reference.PositiveDefinite<double>(random, n), l = new double[n * n];
                Cholesky.Factor<double>(a, l, n);
                double[] b = Reference.Random<double>(random, n * m), x = (double[])b.Clone();
                Factorization.SolveCholesky<double>(l, x, n, m, right);
                double[] product = right ? Reference.MatMul(x, a, m, n, n) : Reference.MatMul(a, x, n, n, m);
                Assert.True(Reference.MaxDifference(b, product) < 1e-12, $"n = {n}, m = {m}");
            }
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Solving_with_an_LU_factor_satisfies_the_equation(bool right, bool transpose)
    {
        var random = new Random(8);
        foreach (int n in Sizes)
        {
            double[] a = Reference.Random<double>(random, n * n), packed = new double[Lu.PackedLength(n)];
            Assert.Equal(0, Lu.Factor<double>(a, packed, n));

            // Random matrices may be badly conditioned: allow the forward error that partial pivoting has.
            double tolerance = n == 0 ? 0 : 1e-15 * n * Dense(a, n, n).ConditionNumber();
            foreach (int m in Widths)
            {
                double[] x = Reference.Random<double>(random, n * m), op = transpose ? Reference.Transpose(a, n, n) : a;
                double[] b = right ? Reference.MatMul(x, op, m, n, n) : Reference.MatMul(op, x, n, n, m);
                Lu.Solve<double>(packed, b, n, m, right, transpose);
                Assert.True(Reference.MaxDifference(b, x) <= tolerance, $"n = {n}, m = {m}");
            }
        }
    }

    [Fact]
    public void LU_agrees_with_MathNet()
    {
        var random = new Random(9);
        foreach (int n in Sizes.Where(n => n > 0))
        {
            double[] a = Reference.Random<double>(random, n * n), packed = new double[Lu.PackedLength(n)];
            Lu.Factor<double>(a, packed, n);
            var expected = Dense(a, n, n).LU();
            double[] both = (expected.L + expected.U - Matrix<double>.Build.DenseIdentity(n)).ToRowMajorArray();
            Assert.True(Reference.MaxDifference(both, packed[..(n * n)]) < 1e-11 * n, $"n = {n}");

            double[] log = new double[1], sign = new double[1];
            Lu.LogAbsDet<double>(packed, log, n);
            Lu.DetSign<double>(packed, sign, n);
            double[] value = [Math.Log(Math.Abs(expected.Determinant))];
            Assert.True(Math.Abs(log[0] - value[0]) < 1e-11 * Math.Max(1, Math.Abs(value[0])), $"n = {n}");
            Assert.Equal(Math.Sign(expected.Determinant), sign[0]);
        }
    }

    [Fact]
    public void LU_reports_a_zero_pivot_and_shows_NaN_as_NaN()
    {
        double[] packed = new double[12], log = new double[1], sign = new double[1];
        Assert.Equal(2, Lu.Factor<double>([1, 2, 3, 2, 4, 6, 1, 2, 4], packed, 3));
        Lu.LogAbsDet<double>(packed, log, 3);
        Lu.DetSign<double>(packed, sign, 3);
        Assert.Equal(double.NegativeInfinity, log[0]);
        Assert.Equal(0, sign[0]);

        Assert.Equal(0, Lu.Factor<double>([1, 2, 3, 2, 4, double.NaN, 1, 2, 4], packed, 3));
        Assert.All(packed[..9], x => Assert.True(double.IsNaN(x)));
        Lu.LogAbsDet<double>(packed, log, 3);
        Assert.True(double.IsNaN(log[0]));

        Lu.LogAbsDet<double>([], log, 0);
        Lu.DetSign<double>([], sign, 0);
        Assert.Equal((0.0, 1.0), (log[0], sign[0]));
    }

    [Fact]
    public void LU_works_in_single_precision()
    {
        var random = new Random(10);
        foreach (int n in (int[])[1, 3, 8, 33, 90])
        {
            float[] a = Reference.PositiveDefinite<float>(random, n), packed = new float[Lu.PackedLength(n)];
            (a[0], a[n - 1]) = (0.001f * a[0], a[n - 1] + (2 * n));
            Assert.Equal(0, Lu.Factor<float>(a, packed, n));
            float[] x = Reference.Random<float>(random, n * 5), b = Reference.MatMul(a, x, n, n, 5);
            Lu.Solve<float>(packed, b, n, 5, right: false, transpose: false);
            Assert.True(Reference.MaxDifference(b, x) < 1e-3, $"n = {n}");
        }
    }

    [Fact]
    public void Wrong_lengths_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Cholesky.Factor<double>(new double[5], new double[5], 2));
        Assert.Throws<ArgumentException>(() => Cholesky.Factor<double>(new double[4], new double[5], 2));
        Assert.Throws<ArgumentException>(() => Lu.Factor<double>(new double[4], new double[4], 2));
        Assert.Throws<ArgumentException>(() => Lu.Solve<double>(new double[6], new double[5], 2, 2, false, false));
        Assert.Throws<ArgumentException>(() => Triangular.Solve<double>(new double[4], new double[5], 2, 2, false, true, false, false));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Triangular.Solve<double>(new double[4], new double[4], 2, -2, false, true, false, false));
    }

    private static void SolveTriangular<T>(Random random, int n, int m, bool right, bool lower, bool transpose, bool unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The triangle that must not be read holds NaN; small off-diagonals keep unit triangles well conditioned.
        T[] l = Reference.Random<T>(random, n * n), full = new T[n * n];
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                bool inside = lower ? j < i : j > i;
                l[(i * n) + j] = i == j ? T.CreateTruncating(unit ? double.NaN : 1 + (i % 3))
                    : inside ? l[(i * n) + j] / T.CreateTruncating(n) : T.NaN;
                full[(i * n) + j] = i == j ? (unit ? T.One : l[(i * n) + j]) : inside ? l[(i * n) + j] : T.Zero;
            }
        }

        T[] b = Reference.Random<T>(random, n * m), x = (T[])b.Clone();
        Triangular.Solve<T>(l, x, n, m, right, lower, transpose, unit);
        T[] op = transpose ? Reference.Transpose(full, n, n) : full;
        T[] product = right ? Reference.MatMul(x, op, m, n, n) : Reference.MatMul(op, x, n, n, m);
        double difference = Reference.MaxDifference(b, product);
        Assert.True(difference <= 30 * Reference.Epsilon<T>(), $"n = {n}, m = {m}, unit = {unit}: {difference}");
    }

    private static Matrix<double> Dense(double[] a, int rows, int columns) => Matrix<double>.Build.DenseOfRowMajor(rows, columns, a);
}
