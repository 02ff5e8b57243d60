using System;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Costate.CompilerServices;
using Xunit;

namespace Costate.Runtime.Tests.Kernels;

public class ReductionTests
{
    private static double[] Numbers(int count, int seed)
    {
        Random random = new(seed);
        return Enumerable.Range(0, count).Select(_ => (random.NextDouble() * 2 - 1) * Math.Pow(10, random.Next(-3, 4))).ToArray();
    }

    private static T Row<K, T, S, V>(T[] x)
        where K : struct, IReduction where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged =>
        Reducer<K, T, S, V>.Row(ref MemoryMarshal.GetArrayDataReference(x), x.Length);

    private static T[] Columns<K, T, S, V>(T[] x, int rows, int columns)
        where K : struct, IReduction where T : unmanaged where S : struct, ISimd<V, T> where V : unmanaged
    {
        T[] y = new T[columns];
        ref T from = ref MemoryMarshal.GetArrayDataReference(x), to = ref MemoryMarshal.GetArrayDataReference(y);
        Reducer<K, T, S, V>.Columns(ref from, rows, columns, columns, ref to, false);
        return y;
    }

    [Fact]
    public void All_widths_add_in_the_same_order()
    {
        foreach (int n in Enumerable.Range(0, 150).Concat([2047, 2048, 2049, 5000, 10007]))
        {
            double[] x = Numbers(n, n);
            float[] f = x.Select(v => (float)v).ToArray();
            double wide = Row<SumReduction, double, V512<double>, Vector512<double>>(x);
            Assert.Equal(wide, Row<SumReduction, double, V256<double>, Vector256<double>>(x));
            Assert.Equal(wide, Row<SumReduction, double, V128<double>, Vector128<double>>(x));
            Assert.Equal(x.Sum(), wide, 1e-11 * x.Sum(Math.Abs) + 1e-300);
            float narrow = Row<SumReduction, float, V512<float>, Vector512<float>>(f);
            Assert.Equal(narrow, Row<SumReduction, float, V256<float>, Vector256<float>>(f));
            Assert.Equal(narrow, Row<SumReduction, float, V128<float>, Vector128<float>>(f));
            Assert.Equal(n == 0 ? double.NegativeInfinity : x.Max(), Row<MaxReduction, double, V512<double>, Vector512<double>>(x));
            Assert.Equal(n == 0 ? double.NegativeInfinity : x.Max(), Row<MaxReduction, double, V128<double>, Vector128<double>>(x));
            Assert.Equal(n == 0 ? float.NegativeInfinity : f.Max(), Row<MaxReduction, float, V256<float>, Vector256<float>>(f));
        }
    }

    /// <summary>Rows are reduced in blocks where there are many; a row alone is not.</summary>
    [Fact]
    public void Many_rows_add_in_the_order_of_one()
    {
        foreach (int n in Enumerable.Range(0, 75).Append(2049))
        {
            const int Rows = 21;
            double[] x = Numbers(Rows * n, n), sums = Enumerable.Repeat(0.5, Rows).ToArray(), largest = new double[Rows];
            if (n > 2) x[n + 1] = double.NaN;
            Reductions.ReduceSum<double>(x, Rows, n, 1, sums, accumulate: true);
            Reductions.ReduceMax<double>(x, Rows, n, 1, largest);
            for (int r = 0; r < Rows; r++)
            {
                var row = x.AsSpan(r * n, n);
                Assert.Equal(0.5 + Reductions.SumAll<double>(row), sums[r]);
                Assert.Equal(Reductions.MaxAll<double>(row), largest[r]);
            }
        }
    }

    [Fact]
    public void The_order_is_the_documented_tree()
    {
        // One huge term in lane 0 and its negative in lane 4 meet in the first step of the tree, so small terms elsewhere survive.
        double[] x = [1e300, 1, 1, 1, -1e300, 1, 1, 1];
        Assert.Equal(6, Reductions.SumAll<double>(x));
        (x[4], x[1]) = (x[1], x[4]);
        Assert.NotEqual(6, Reductions.SumAll<double>(x));
    }

    [Fact]
    public void Columns_do_not_depend_on_the_width()
    {
        foreach (int rows in new[] { 0, 1, 3, 4, 5, 9 })
            for (int columns = 1; columns < 70; columns++)
            {
                double[] x = Numbers(rows * columns, columns);
                double[] wide = Columns<SumReduction, double, V512<double>, Vector512<double>>(x, rows, columns);
                Assert.Equal(wide, Columns<SumReduction, double, V256<double>, Vector256<double>>(x, rows, columns));
                Assert.Equal(wide, Columns<SumReduction, double, V128<double>, Vector128<double>>(x, rows, columns));
                for (int j = 0; j < columns; j++)
                {
                    double sum = 0;
                    for (int i = 0; i < rows; i++) sum += x[i * columns + j];
                    Assert.Equal(sum, wide[j], 1e-9);
                }
            }
    }

    [Fact]
    public void Any_axes_reduce_as_a_plain_loop_does()
    {
        int[][] shapes = [[3, 4, 5], [2, 3, 4, 5], [1, 7], [6], [2, 1, 3, 2, 2], [2, 0, 3], []];
        foreach (int[] shape in shapes)
            for (uint axes = 0; axes < 1u << shape.Length; axes++)
            {
                int count = shape.Aggregate(1, (a, b) => a * b), results = 1;
                for (int i = 0; i < shape.Length; i++)
                    if ((axes >> i & 1) == 0) results *= shape[i];
                double[] x = Numbers(count, count), sum = new double[results], max = new double[results];
                Array.Fill(max, double.NegativeInfinity);
                for (int e = 0; e < count; e++)
                {
                    int rest = e, target = 0, stride = 1;
                    for (int i = shape.Length - 1; i >= 0; i--)
                    {
                        int index = rest % shape[i];
                        rest /= shape[i];
                        if ((axes >> i & 1) != 0) continue;
                        target += index * stride;
                        stride *= shape[i];
                    }

                    sum[target] += x[e];
                    max[target] = Math.Max(max[target], x[e]);
                }

                double[] y = Enumerable.Repeat(0.5, results).ToArray();
                Reductions.ReduceSum<double>(x, shape, axes, y);
                for (int i = 0; i < results; i++) Assert.Equal(sum[i], y[i], 1e-9);
                Reductions.ReduceSum<double>(x, shape, axes, y, accumulate: true);
                for (int i = 0; i < results; i++) Assert.Equal(2 * sum[i], y[i], 1e-9);
                Reductions.ReduceMax<double>(x, shape, axes, y);
                Assert.Equal(max, y);
            }
    }

    [Fact]
    public void NaN_wins_a_maximum_wherever_it_stands()
    {
        for (int n = 1; n < 70; n++)
            for (int at = 0; at < n; at++)
            {
                double[] x = Numbers(n, n), y = new double[1];
                x[at] = double.NaN;
                Assert.Equal(double.NaN, Reductions.MaxAll<double>(x));
                Reductions.ReduceMax<double>(x, [n], 1, y);
                Assert.Equal(double.NaN, y[0]);
            }
    }

    [Fact]
    public void Padded_rows_are_skipped()
    {
        double[] x = Enumerable.Repeat(double.NaN, 3 * 8).ToArray(), y = [1, 1, 1];
        for (int i = 0; i < 3; i++)
            for (int j = 0; j < 5; j++) x[i * 8 + j] = i + j;
        Reductions.ReduceSum(in x[0], 3, 8, 5, 1, 1, ref y[0], 1, accumulate: true);
        Assert.Equal([11, 16, 21], y);
        double[] columns = new double[5];
        Reductions.ReduceMax(in x[0], 1, 0, 3, 8, 5, ref columns[0], 0);
        Assert.Equal([2, 3, 4, 5, 6], columns);
        Assert.Throws<ArgumentException>(() => Reductions.ReduceSum<double>(x, 3, 5, 1, y));
    }
}
