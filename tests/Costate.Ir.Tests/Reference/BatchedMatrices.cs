using System;
using System.Linq;

namespace Costate.Ir.Tests.Reference;

/// <summary>Textbook linear algebra over any scalar: elimination with pivoting, and the Cholesky recurrence.</summary>
internal static class BatchedMatrices
{
    public static Dense<T> Triangle<T>(Dense<T> l, bool lower, bool unit)
        where T : struct, IScalar<T>
    {
        var result = new Dense<T>(l.Shape, new T[l.Data.Length]);
        foreach (var i in l.Indices())
        {
            result[i] = i[^1] == i[^2] && unit ? T.From(1) : (lower ? i[^1] <= i[^2] : i[^1] >= i[^2]) ? l[i] : default;
        }

        return result;
    }

    public static void Cholesky<T>(Dense<T> a, Dense<T> l)
        where T : struct, IScalar<T>
    {
        int n = a.Shape[^1];
        for (int at = 0; at < a.Data.Length; at += n * n)
        {
            for (int j = 0; j < n; j++)
            {
                for (int i = j; i < n; i++)
                {
                    var sum = a.Data[at + (i * n) + j];
                    for (int k = 0; k < j; k++)
                    {
                        sum += -(l.Data[at + (i * n) + k] * l.Data[at + (j * n) + k]);
                    }

                    l.Data[at + (i * n) + j] = i == j ? T.Apply("Sqrt", sum) : sum / l.Data[at + (j * n) + j];
                }
            }
        }
    }

    public static void Solve<T>(Dense<T> a, Dense<T> b, Dense<T> x, bool right, bool trans)
        where T : struct, IScalar<T>
    {
        // X op(A) = B is op(A)^T X^T = B^T.
        int n = a.Shape[^1], rows = b.Shape[^2], columns = b.Shape[^1];
        int batches = a.Shape.Take(a.Shape.Length - 2).Aggregate(1, (p, q) => p * q), m = right ? rows : columns;
        for (int batch = 0; batch < batches; batch++)
        {
            var matrix = new T[n, n];
            var rhs = new T[n, m];
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < n; j++)
                {
                    matrix[i, j] = trans ^ right ? a.Data[(batch * n * n) + (j * n) + i] : a.Data[(batch * n * n) + (i * n) + j];
                }

                for (int j = 0; j < m; j++)
                {
                    rhs[i, j] = b.Data[(batch * n * m) + (right ? (j * n) + i : (i * m) + j)];
                }
            }

            Eliminate(matrix, rhs, n, m);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < m; j++)
                {
                    x.Data[(batch * n * m) + (right ? (j * n) + i : (i * m) + j)] = rhs[i, j];
                }
            }
        }
    }

    private static void Eliminate<T>(T[,] a, T[,] b, int n, int m)
        where T : struct, IScalar<T>
    {
        for (int k = 0; k < n; k++)
        {
            int pivot = Enumerable.Range(k, n - k).MaxBy(i => Math.Abs(a[i, k].Primal));
            for (int j = 0; j < n; j++)
            {
                (a[k, j], a[pivot, j]) = (a[pivot, j], a[k, j]);
            }

            for (int j = 0; j < m; j++)
            {
                (b[k, j], b[pivot, j]) = (b[pivot, j], b[k, j]);
            }

            for (int i = 0; i < n; i++)
            {
                if (i == k)
                {
                    continue;
                }

                var factor = a[i, k] / a[k, k];
                for (int j = 0; j < n; j++)
                {
                    a[i, j] += -(factor * a[k, j]);
                }

                for (int j = 0; j < m; j++)
                {
                    b[i, j] += -(factor * b[k, j]);
                }
            }
        }

        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < m; j++)
            {
                b[i, j] /= a[i, i];
            }
        }
    }
}
