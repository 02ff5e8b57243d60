using System;
using System.ComponentModel;
using System.Numerics;

namespace Costate.CompilerServices;

/// <summary>The Cholesky factorisation A = L L^T of symmetric positive definite matrices.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Cholesky
{
    /// <summary>Factors one matrix or a dense batch of them.</summary>
    /// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">The matrices, row-major; only lower triangles are read.</param>
    /// <param name="l">Receives the factors, zero above the diagonal; may be <paramref name="a"/> itself.</param>
    /// <param name="n">Order of each matrix.</param>
    /// <returns>
    /// 0, or the 1-based index of the first pivot that is not positive in the first matrix that has one; the factor of such a
    /// matrix is meaningless, those of the others are right. A pivot that is not a number fills its factor's lower triangle
    /// with NaN and is no failure, so that NaN in the input stays visible as NaN.
    /// </returns>
    /// <exception cref="ArgumentException">A length is no multiple of n n, or the lengths differ.</exception>
    public static int Factor<T>(ReadOnlySpan<T> a, Span<T> l, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int status = 0;
        int count = MatrixArguments.Batch(a.Length, n, n, nameof(a));
        MatrixArguments.SameLength(a.Length, l.Length, nameof(l));
        for (int i = 0; i < count; i++)
        {
            int one = FactorOne(a.Slice(i * n * n, n * n), l.Slice(i * n * n, n * n), n);
            if (status == 0) status = one;
        }

        return status;
    }

    private static int FactorOne<T>(ReadOnlySpan<T> a, Span<T> l, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++)
            {
                T sum = a[(i * n) + j];
                for (int k = 0; k < j; k++) sum = T.FusedMultiplyAdd(-l[(i * n) + k], l[(j * n) + k], sum);
                if (i != j)
                {
                    l[(i * n) + j] = sum / l[(j * n) + j];
                }
                else
                {
                    if (T.IsNaN(sum))
                    {
                        FillLowerNaN(l, n);
                        return 0;
                    }

                    if (sum <= T.Zero) return i + 1;
                    l[(i * n) + i] = T.Sqrt(sum);
                }
            }

            l.Slice((i * n) + i + 1, n - i - 1).Clear();
        }

        return 0;
    }

    private static void FillLowerNaN<T>(Span<T> l, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int i = 0; i < n; i++)
        {
            l.Slice(i * n, i + 1).Fill(T.NaN);
            l.Slice((i * n) + i + 1, n - i - 1).Clear();
        }
    }
}
