using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>Substitution, many right-hand sides at a time.</summary>
internal static unsafe class TriangularKernel<T, TVector, TOps>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    private const int Block = 32;

    // Right-hand sides that are rows become columns of a panel of this many registers.
    private const int PanelVectors = 8;

    /// <summary>Solves op(L) X = B or X op(L) = B in place; L is dense n x n, B is dense.</summary>
    internal static void Solve(T* l, T* x, int n, int m, bool right, bool lower, bool transpose, bool unit)
    {
        // X op(L) = B is op(L)^T X^T = B^T.
        bool flip = transpose != right;
        int row = flip ? 1 : n, column = flip ? n : 1;
        if (!right || m == 1)
        {
            SolveLeft(l, row, column, x, m, n, m, lower != flip, unit);
            return;
        }

        int width = Math.Min(PanelVectors, (m + TOps.Count - 1) / TOps.Count) * TOps.Count;
        using var panel = Scratch.Rent<T>(checked(n * width));
        for (int i = 0; i < m; i += width, x += (nint)width * n)
        {
            int count = Math.Min(width, m - i), padded = (count + TOps.Count - 1) / TOps.Count * TOps.Count;

            // Lanes without a right-hand side must not hold what slows arithmetic down.
            if (padded > count) panel.Span.Clear();
            Transposition<T, TVector, TOps>.Run(x, count, n, n, panel.Pointer, width);
            SolveLeft(l, row, column, panel.Pointer, width, n, padded, lower != flip, unit);
            Transposition<T, TVector, TOps>.Run(panel.Pointer, n, count, width, x, n);
        }
    }

    /// <summary>
    /// Solves with the matrix whose element (i, k) is l[i row + k column], from the first row on if <paramref name="forward"/>,
    /// else from the last, for <paramref name="m"/> contiguous columns of X with row stride <paramref name="step"/>.
    /// </summary>
    internal static void SolveLeft(T* l, int row, int column, T* x, int step, int n, int m, bool forward, bool unit)
    {
        if (m == 1 && step == 1)
        {
            SolveVector(l, row, column, x, n, forward, unit);
            return;
        }

        for (int done = 0; done < n; done += Block)
        {
            // The rows that are solved leave the next block before it is solved itself: each element sees them in order.
            int size = Math.Min(Block, n - done), first = forward ? done : n - done - size, known = forward ? 0 : n - done;
            T* diagonal = l + ((nint)first * (row + column));
            T* target = x + ((nint)first * step);
            if (forward)
            {
                BlockProduct<T, TVector, TOps>.Subtract(
                    size, m, done, l + ((nint)first * row), row, column, x, step, 1, target, step);
            }
            else if (done > 0)
            {
                // Backwards, so that the order is that of substitution here too.
                BlockProduct<T, TVector, TOps>.Subtract(
                    size, m, done, l + ((nint)first * row) + ((nint)(n - 1) * column), row, -column,
                    x + ((nint)(n - 1) * step), -step, 1, target, step);
            }

            if (forward) Substitute(diagonal, row, column, target, step, size, m, unit);
            else Substitute(diagonal + ((size - 1) * (row + column)), -row, -column, target + ((nint)(size - 1) * step), -step, size, m, unit);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Substitute(T* l, nint row, nint column, T* x, nint step, int n, int m, bool unit)
    {
        T* inverses = stackalloc T[Block];
        for (int i = 0; i < n; i++) inverses[i] = unit ? T.One : Inverse(l[i * (row + column)]);

        int w = TOps.Count, j = 0;
        for (; j <= m - (4 * w); j += 4 * w)
        {
            T* target = x + j;
            for (int i = 0; i < n; i++, target += step)
            {
                TVector s0 = TOps.Load(target), s1 = TOps.Load(target + w);
                TVector s2 = TOps.Load(target + (2 * w)), s3 = TOps.Load(target + (3 * w));
                T* pl = l + (i * row);
                T* px = x + j;
                for (int k = 0; k < i; k++, pl += column, px += step)
                {
                    TVector factor = TOps.Broadcast(pl);
                    s0 = TOps.MultiplySubtract(factor, TOps.Load(px), s0);
                    s1 = TOps.MultiplySubtract(factor, TOps.Load(px + w), s1);
                    s2 = TOps.MultiplySubtract(factor, TOps.Load(px + (2 * w)), s2);
                    s3 = TOps.MultiplySubtract(factor, TOps.Load(px + (3 * w)), s3);
                }

                if (!unit)
                {
                    s0 = Scale(s0, inverses + i, pl);
                    s1 = Scale(s1, inverses + i, pl);
                    s2 = Scale(s2, inverses + i, pl);
                    s3 = Scale(s3, inverses + i, pl);
                }

                TOps.Store(target, s0);
                TOps.Store(target + w, s1);
                TOps.Store(target + (2 * w), s2);
                TOps.Store(target + (3 * w), s3);
            }
        }

        for (; j < m; j += w)
        {
            bool whole = m - j >= w;
            TVector mask = TOps.Mask(m - j);
            T* target = x + j;
            for (int i = 0; i < n; i++, target += step)
            {
                TVector sum = TOps.Load(target, mask);
                T* pl = l + (i * row);
                T* px = x + j;
                for (int k = 0; k < i; k++, pl += column, px += step)
                    sum = TOps.MultiplySubtract(TOps.Broadcast(pl), TOps.Load(px, mask), sum);
                if (!unit) sum = Scale(sum, inverses + i, pl);
                if (whole) TOps.Store(target, sum);
                else TOps.Store(target, mask, sum);
            }
        }
    }

    /// <summary>One right-hand side: along rows of the matrix by inner products, along columns by updates.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveVector(T* l, int row, int column, T* x, int n, bool forward, bool unit)
    {
        for (int s = 0; s < n; s++)
        {
            int i = forward ? s : n - 1 - s;
            T* diagonal = l + ((nint)i * (row + column));
            T* rest = forward ? x + i + 1 : x;
            if (column == 1)
            {
                T* known = forward ? x : x + i + 1;
                T dot = T.Zero;
                if (s > 0)
                    DotKernel<T, TVector, TOps>.Run(l + ((nint)i * row) + (known - x), 0, known, 0, &dot, 0, 1, s, false);
                x[i] -= dot;
                if (!unit) x[i] = Scale(x[i], *diagonal);
            }
            else
            {
                if (!unit) x[i] = Scale(x[i], *diagonal);
                if (s < n - 1)
                    RowKernel<T, TVector, TOps, SubtractMode>.Run(
                        x + i, 1, l + ((nint)i * column) + (rest - x), 1, rest, n - 1 - s, 1, true);
            }
        }
    }

    /// <summary>1 / d where multiplying by it is as good as dividing by d, and 0 where it overflows or loses bits.</summary>
    internal static T Inverse(T d)
    {
        T inverse = T.One / d;
        return T.IsNormal(inverse) ? inverse : T.Zero;
    }

    internal static T Scale(T x, T d)
    {
        T inverse = Inverse(d);
        return inverse != T.Zero ? x * inverse : x / d;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scale(TVector x, T* inverse, T* diagonal) =>
        *inverse != T.Zero ? TOps.Multiply(x, TOps.Broadcast(inverse)) : TOps.Divide(x, TOps.Broadcast(diagonal));
}
