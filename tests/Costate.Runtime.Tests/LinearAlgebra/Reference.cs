using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;

using Xunit;

namespace Costate.Runtime.Tests.LinearAlgebra;

/// <summary>The definitions, written as slowly and plainly as possible, and comparisons against them.</summary>
internal static class Reference
{
    internal static T[] Random<T>(Random random, int count)
        where T : IFloatingPointIeee754<T> =>
        Enumerable.Range(0, count).Select(_ => T.CreateTruncating((2 * random.NextDouble()) - 1)).ToArray();

    /// <summary>The contraction and, beside it, the sum of absolute values, which scales the rounding error of any order.</summary>
    internal static (double[] Sum, double[] Scale) Contract<T>(
        string spec, IReadOnlyDictionary<char, int> extent, T[] a, T[] b, T[]? start)
        where T : IFloatingPointIeee754<T>
    {
        string[] parts = spec.Split(",", 2);
        string sa = parts[0], sb = parts[1].Split("->")[0], sc = parts[1].Split("->")[1];
        char[] letters = (sa + sb).Distinct().ToArray();
        int[] stridesA = Strides(sa), stridesB = Strides(sb), stridesC = Strides(sc);
        int size = sc.Aggregate(1, (n, x) => n * extent[x]);
        double[] sum = new double[size], scale = new double[size];
        if (start is not null)
        {
            for (int i = 0; i < size; i++) sum[i] = double.CreateTruncating(start[i]);
            for (int i = 0; i < size; i++) scale[i] = Math.Abs(sum[i]);
        }

        int total = letters.Aggregate(1, (n, x) => n * extent[x]);
        for (int i = 0; i < total; i++)
        {
            int rest = i, atA = 0, atB = 0, atC = 0;
            for (int l = letters.Length - 1; l >= 0; l--)
            {
                int position = rest % extent[letters[l]];
                rest /= extent[letters[l]];
                atA += position * stridesA[l];
                atB += position * stridesB[l];
                atC += position * stridesC[l];
            }

            double product = double.CreateTruncating(a[atA]) * double.CreateTruncating(b[atB]);
            sum[atC] += product;
            scale[atC] += Math.Abs(product);
        }

        return (sum, scale);

        int[] Strides(string term) => letters.Select(
            x => term.Contains(x) ? term[(term.IndexOf(x) + 1)..].Aggregate(1, (n, y) => n * extent[y]) : 0).ToArray();
    }

    internal static double Epsilon<T>() => typeof(T) == typeof(float) ? 1.2e-7 : 2.3e-16;

    internal static void Close<T>(double[] expected, double[] scale, T[] actual, double units, string what)
        where T : IFloatingPointIeee754<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            double error = Math.Abs(expected[i] - double.CreateTruncating(actual[i]));
            Assert.True(
                error <= units * Epsilon<T>() * (scale[i] + 1e-30), $"{what}: element {i} is {actual[i]}, expected {expected[i]}");
        }
    }

    internal static double MaxDifference<T>(T[] x, T[] y)
        where T : IFloatingPointIeee754<T>
    {
        Assert.Equal(x.Length, y.Length);
        double max = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double d = Math.Abs(double.CreateTruncating(x[i]) - double.CreateTruncating(y[i]));
            if (!(d <= max)) max = d;
        }

        return max;
    }

    internal static T[] Transpose<T>(T[] x, int rows, int columns)
    {
        var y = new T[x.Length];
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < columns; j++) y[(j * rows) + i] = x[(i * columns) + j];
        return y;
    }

    internal static T[] MatMul<T>(T[] a, T[] b, int m, int k, int n)
        where T : IFloatingPointIeee754<T>
    {
        var c = new T[m * n];
        for (int i = 0; i < m; i++)
        {
            for (int j = 0; j < n; j++)
            {
                double sum = 0;
                for (int p = 0; p < k; p++) sum += double.CreateTruncating(a[(i * k) + p]) * double.CreateTruncating(b[(p * n) + j]);
                c[(i * n) + j] = T.CreateTruncating(sum);
            }
        }

        return c;
    }

    /// <summary>A well-conditioned symmetric positive definite matrix.</summary>
    internal static T[] PositiveDefinite<T>(Random random, int n)
        where T : IFloatingPointIeee754<T>
    {
        T[] x = Random<T>(random, n * n);
        T[] a = MatMul(x, Transpose(x, n, n), n, n, n);
        for (int i = 0; i < n; i++) a[(i * n) + i] += T.CreateTruncating(n);
        return a;
    }
}
