using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;
using Xunit;

namespace Costate.Runtime.Tests.Kernels;

public class MovementTests
{
    private static T[] Count<T>(int n, Func<int, T> f) => Enumerable.Range(0, n).Select(f).ToArray();

    private static int Size(int[] shape) => shape.Aggregate(1, (a, b) => a * b);

    private static int[] Index(int e, int[] shape)
    {
        int[] index = new int[shape.Length];
        for (int k = shape.Length - 1; k >= 0; k--)
        {
            index[k] = e % shape[k];
            e /= shape[k];
        }

        return index;
    }

    private static int Flat(int[] index, int[] shape) => index.Zip(shape).Aggregate(0, (a, p) => a * p.Second + p.First);

    private static IEnumerable<int[]> Permutations(int n) => n == 0
        ? [[]]
        : Permutations(n - 1).SelectMany(p => Enumerable.Range(0, n).Select(i => p[..i].Append(n - 1).Concat(p[i..]).ToArray()));

    private static void CheckTranspose<T>(int[] shape, int[] permutation, Func<int, T> f) where T : unmanaged
    {
        T[] x = Count(Size(shape), f), y = new T[x.Length];
        Movement.Transpose<T>(x, shape, permutation, y);
        int[] result = permutation.Select(a => shape[a]).ToArray();
        for (int e = 0; e < y.Length; e++)
        {
            int[] index = Index(e, result), source = new int[shape.Length];
            for (int k = 0; k < permutation.Length; k++) source[permutation[k]] = index[k];
            Assert.Equal(x[Flat(source, shape)], y[e]);
        }
    }

    [Fact]
    public void Transpose_follows_every_permutation()
    {
        foreach (int[] shape in new int[][] { [], [5], [3, 4], [37, 21], [2, 3, 4], [5, 1, 6, 2], [2, 3, 2, 3, 2], [0, 3] })
            foreach (int[] permutation in Permutations(shape.Length))
            {
                CheckTranspose(shape, permutation, i => (double)i);
                CheckTranspose(shape, permutation, i => (float)i);
                CheckTranspose(shape, permutation, i => (byte)i);
            }

        CheckTranspose([2, 1, 3, 2, 2, 1, 2, 3], [7, 3, 0, 5, 1, 6, 2, 4], i => (long)i);
    }

    [Fact]
    public void Padded_rows_transpose()
    {
        const int Rows = 11, Columns = 13, Stride = 16;
        double[] x = Count(Rows * Stride, i => (double)i), y = Count(Columns * Stride, _ => -1.0);
        Movement.Transpose(in x[0], Rows, Columns, Stride, ref y[0], Stride);
        for (int j = 0; j < Columns; j++)
            for (int i = 0; i < Stride; i++) Assert.Equal(i < Rows ? x[i * Stride + j] : -1, y[j * Stride + i]);
    }

    [Fact]
    public void Broadcast_repeats_and_its_transpose_is_the_sum()
    {
        foreach (int[] shape in new int[][] { [3, 4], [2, 3, 4], [1, 5, 2, 3], [], [3, 0] })
            for (uint axes = 0; axes < 1u << shape.Length; axes++)
            {
                int[] kept = Enumerable.Range(0, shape.Length).Where(k => (axes >> k & 1) == 0).ToArray();
                int[] small = kept.Select(k => shape[k]).ToArray();
                double[] x = Count(Size(small), i => i + 0.5), y = new double[Size(shape)];
                Movement.Broadcast<double>(x, shape, axes, y);
                for (int e = 0; e < y.Length; e++)
                {
                    int[] index = Index(e, shape);
                    Assert.Equal(x[Flat(kept.Select(k => index[k]).ToArray(), small)], y[e]);
                }
            }
    }

    [Fact]
    public void Windows_read_set_and_add()
    {
        int[] shape = [4, 5, 6];
        foreach ((long[] starts, int[] steps, int[] sizes) in new (long[], int[], int[])[]
        {
            ([0, 0, 0], [], [4, 5, 6]), ([1, 2, 3], [], [2, 3, 3]), ([3, 4, 5], [-1, -2, -1], [4, 2, 6]),
            ([0, 1, 0], [2, 3, 5], [2, 2, 2]), ([2, 0, 0], [], [1, 5, 6]), ([4, 0, 0], [], [0, 5, 6]),
        })
        {
            double[] x = Count(120, i => (double)i), v = Count(Size(sizes), i => -1.0 - i), y = new double[v.Length];
            Movement.ReadAt<double>(x, shape, starts, steps, sizes, y);
            double[] set = (double[])x.Clone(), add = (double[])x.Clone();
            double[] expectedSet = (double[])x.Clone(), expectedAdd = (double[])x.Clone();
            Movement.SetAt<double>(set, shape, starts, steps, sizes, v);
            Movement.AddAt<double>(add, shape, starts, steps, sizes, v);
            for (int e = 0; e < v.Length; e++)
            {
                int[] index = Index(e, sizes);
                int at = Flat(index.Select((i, k) => (int)starts[k] + i * (steps.Length == 0 ? 1 : steps[k])).ToArray(), shape);
                Assert.Equal(x[at], y[e]);
                expectedSet[at] = v[e];
                expectedAdd[at] += v[e];
            }

            Assert.Equal(expectedSet, set);
            Assert.Equal(expectedAdd, add);
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(3, 3)]
    [InlineData(5, 1)]
    public void A_window_outside_the_tensor_names_the_axis(long start, int size)
    {
        ArgumentOutOfRangeException e = Assert.Throws<ArgumentOutOfRangeException>(
            () => Movement.ReadAt<double>(new double[15], [3, 5], [0, start], [], [1, size], new double[size]));
        Assert.Contains("axis 1", e.Message);
    }

    [Fact]
    public void Concat_lays_parts_side_by_side()
    {
        double[] a = [1, 2, 3, 4], b = [5, 6], y = new double[6];
        Movement.Concat<double>(a, 2, 2, 1, 0, 3, y);
        Movement.Concat<double>(b, 2, 1, 1, 2, 3, y);
        Assert.Equal([1, 2, 5, 3, 4, 6], y);
        Assert.Throws<ArgumentException>(() => Movement.Concat<double>(b, 2, 1, 1, 3, 3, y));
    }

    [Fact]
    public void Tri_keeps_a_triangle()
    {
        foreach (bool lower in new[] { true, false })
            for (int k = -4; k <= 6; k++)
            {
                double[] x = Count(2 * 3 * 5, i => i + 1.0), y = new double[30];
                Movement.Tri<double>(x, 2, 3, 5, lower, k, y);
                for (int e = 0; e < 30; e++)
                {
                    int i = e / 5 % 3, j = e % 5;
                    Assert.Equal((lower ? j - i <= k : j - i >= k) ? x[e] : 0, y[e]);
                }

                Movement.Tri<double>(x, 2, 3, 5, lower, k, x);
                Assert.Equal(y, x);
            }
    }

    [Fact]
    public void Triangles_are_packed_row_by_row()
    {
        foreach (bool lower in new[] { true, false })
            foreach (bool strict in new[] { true, false })
                foreach (int n in new[] { 0, 1, 2, 5 })
                {
                    double[] x = Count(3 * n * n, i => i + 1.0), triangle = new double[x.Length], unpacked = Count(x.Length, _ => -1.0);
                    Movement.Tri<double>(x, 3, n, n, lower, !strict ? 0 : lower ? -1 : 1, triangle);
                    double[] packed = new double[triangle.Count(v => v != 0)];
                    Movement.PackTri<double>(x, 3, n, lower, strict, packed);
                    Assert.Equal(triangle.Where(v => v != 0), packed);
                    Movement.UnpackTri<double>(packed, 3, n, lower, strict, unpacked);
                    Assert.Equal(triangle, unpacked);
                }

        Assert.Throws<ArgumentException>(() => Movement.PackTri<double>(new double[9], 1, 3, lower: true, strict: true, new double[6]));
        Assert.Throws<ArgumentException>(() => Movement.UnpackTri<double>(new double[5], 1, 3, lower: true, strict: false, new double[9]));
    }

    [Fact]
    public void Wrong_lengths_and_permutations_are_refused()
    {
        Assert.Throws<ArgumentException>(() => Movement.Transpose<double>(new double[6], [2, 3], [0, 0], new double[6]));
        Assert.Throws<ArgumentException>(() => Movement.Transpose<double>(new double[5], [2, 3], [1, 0], new double[6]));
        Assert.Throws<ArgumentException>(() => Movement.Broadcast<double>(new double[2], [2, 3], 1, new double[6]));
    }
}
