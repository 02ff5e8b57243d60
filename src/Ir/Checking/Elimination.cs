using System;

namespace Costate.Ir.Checking;

/// <summary>Gauss elimination with pivoting, over any arithmetic.</summary>
internal static class Elimination<T, TArithmetic>
    where TArithmetic : IArithmetic<T>
{
    /// <summary>Solves for m right-hand sides at once, which become the solutions; the matrix is lost.</summary>
    public static void Solve(TArithmetic a, T[,] matrix, T[,] b, int n, int m)
    {
        for (int k = 0; k < n; k++)
        {
            int pivot = k;
            for (int i = k + 1; i < n; i++)
            {
                pivot = a.IsBetterPivot(matrix[i, k], matrix[pivot, k]) ? i : pivot;
            }

            Swap(matrix, k, pivot, n);
            Swap(b, k, pivot, m);
            for (int i = k + 1; i < n; i++)
            {
                var factor = a.Negate(a.Divide(matrix[i, k], matrix[k, k]));
                for (int j = k; j < n; j++)
                {
                    matrix[i, j] = a.Add(matrix[i, j], a.Multiply(factor, matrix[k, j]));
                }

                for (int j = 0; j < m; j++)
                {
                    b[i, j] = a.Add(b[i, j], a.Multiply(factor, b[k, j]));
                }
            }
        }

        for (int i = n - 1; i >= 0; i--)
        {
            for (int j = 0; j < m; j++)
            {
                for (int k = i + 1; k < n; k++)
                {
                    b[i, j] = a.Add(b[i, j], a.Negate(a.Multiply(matrix[i, k], b[k, j])));
                }

                b[i, j] = a.Divide(b[i, j], matrix[i, i]);
            }
        }
    }

    /// <summary>The v with v = A v + b, A given by what it makes of a vector.</summary>
    public static T[] FixedPoint(TArithmetic a, T[] b, Func<T[], T[]> apply)
    {
        int n = b.Length;
        var (matrix, x) = (new T[n, n], new T[n, 1]);
        for (int j = 0; j < n; j++)
        {
            var unit = new T[n];
            for (int i = 0; i < n; i++)
            {
                unit[i] = i == j ? a.One : a.Zero;
            }

            var column = apply(unit);
            for (int i = 0; i < n; i++)
            {
                matrix[i, j] = a.Add(unit[i], a.Negate(column[i]));
            }

            x[j, 0] = b[j];
        }

        Solve(a, matrix, x, n, 1);
        var result = new T[n];
        for (int i = 0; i < n; i++)
        {
            result[i] = x[i, 0];
        }

        return result;
    }

    private static void Swap(T[,] rows, int i, int k, int columns)
    {
        for (int j = 0; i != k && j < columns; j++)
        {
            (rows[i, j], rows[k, j]) = (rows[k, j], rows[i, j]);
        }
    }
}
