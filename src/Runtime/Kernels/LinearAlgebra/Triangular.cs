using System;
using System.ComponentModel;
using System.Numerics;

namespace Costate.CompilerServices;

/// <summary>Solves of triangular systems.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Triangular
{
    /// <summary>Solves op(L) X = B, or X op(L) = B, in place, for one system or a dense batch of them.</summary>
    /// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="l">Triangular matrices n x n, row-major; the other triangle is not read.</param>
    /// <param name="bx">B on entry and X on return: n x m, or m x n if <paramref name="right"/>.</param>
    /// <param name="n">Order of the triangular matrices.</param>
    /// <param name="m">Number of right-hand sides.</param>
    /// <param name="right">Whether the unknown stands on the left of the matrix: X op(L) = B.</param>
    /// <param name="lower">Whether the lower triangle holds the matrix.</param>
    /// <param name="transpose">Whether op(L) is the transpose of L.</param>
    /// <param name="unit">Whether the diagonal is taken as 1 and not read.</param>
    /// <remarks>A zero on the diagonal gives infinities and NaN, as division does; no status is reported.</remarks>
    /// <exception cref="ArgumentException">A length does not agree with the sizes.</exception>
    public static void Solve<T>(ReadOnlySpan<T> l, Span<T> bx, int n, int m, bool right, bool lower, bool transpose, bool unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = MatrixArguments.Batch(l.Length, n, n, nameof(l));
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        MatrixArguments.SameLength(checked(count * n * m), bx.Length, nameof(bx));
        for (int i = 0; i < count; i++)
            SolveOne(l.Slice(i * n * n, n * n), bx.Slice(i * n * m, n * m), n, m, right, lower, transpose, unit);
    }

    private static void SolveOne<T>(ReadOnlySpan<T> l, Span<T> x, int n, int m, bool right, bool lower, bool transpose, bool unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // X op(L) = B is op(L)^T X^T = B^T: the same substitution with strides exchanged.
        bool flip = transpose != right;
        int rowStride = right ? 1 : m, columnStride = right ? n : 1;
        int lr = flip ? 1 : n, lc = flip ? n : 1;
        bool forward = lower != flip;
        for (int step = 0; step < n; step++)
        {
            int i = forward ? step : n - 1 - step;
            for (int c = 0; c < m; c++)
            {
                T sum = x[(i * rowStride) + (c * columnStride)];
                for (int s = 0; s < step; s++)
                {
                    int k = forward ? s : n - 1 - s;
                    sum = T.FusedMultiplyAdd(-l[(i * lr) + (k * lc)], x[(k * rowStride) + (c * columnStride)], sum);
                }

                x[(i * rowStride) + (c * columnStride)] = unit ? sum : sum / l[(i * n) + i];
            }
        }
    }
}
