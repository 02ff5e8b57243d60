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

    // Below this length a loop over scalars costs less than the start of a vector kernel.
    private const int ShortRow = 24;

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
            Transposition<T, TVector, TOps>.Run(x, count, n, n, panel.Pointer, width, exact: false);
            SolveLeft(l, row, column, panel.Pointer, width, n, padded, lower != flip, unit);
            Transposition<T, TVector, TOps>.Run(panel.Pointer, n, count, width, x, n, exact: true);
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

    private static void Substitute(T* l, nint row, nint column, T* x, nint step, int n, int m, bool unit)
    {
        T* inverses = stackalloc T[Block];
        for (int i = 0; i < n; i++) inverses[i] = unit ? T.One : Inverse(l[i * (row + column)]);

        int w = TOps.Count;
        for (; m >= 3 * w && m != 4 * w; m -= 3 * w, x += 3 * w)
            Columns<Tile8x3, WholeEdge>(l, row, column, x, step, n, 3 * w, inverses, unit);
        for (; m >= 2 * w; m -= 2 * w, x += 2 * w)
            Columns<Tile8x2, WholeEdge>(l, row, column, x, step, n, 2 * w, inverses, unit);
        if (m == w) Columns<Tile8x1, WholeEdge>(l, row, column, x, step, n, m, inverses, unit);
        else if (m > w) Columns<Tile8x2, MaskedEdge>(l, row, column, x, step, n, m, inverses, unit);
        else if (m > 0) Columns<Tile8x1, MaskedEdge>(l, row, column, x, step, n, m, inverses, unit);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns<TShape, TEdge>(
        T* l, nint row, nint column, T* x, nint step, int n, int m, T* inverses, bool unit)
        where TShape : ITileShape
        where TEdge : ITileEdge
    {
        int w = TOps.Count;
        TVector mask = TEdge.Masked ? TOps.Mask(m - ((TShape.Vectors - 1) * w)) : default;
        T* target = x;
        for (int i = 0; i < n; i++, target += step)
        {
            TVector s0 = Load<TEdge>(target, mask, TShape.Vectors == 1);
            TVector s1 = TShape.Vectors > 1 ? Load<TEdge>(target + w, mask, TShape.Vectors == 2) : default;
            TVector s2 = TShape.Vectors > 2 ? Load<TEdge>(target + (2 * w), mask, true) : default;
            T* pl = l + (i * row);
            T* px = x;
            for (int k = 0; k < i; k++, pl += column, px += step)
            {
                TVector factor = TOps.Broadcast(pl);
                s0 = TOps.MultiplySubtract(factor, Load<TEdge>(px, mask, TShape.Vectors == 1), s0);
                if (TShape.Vectors > 1) s1 = TOps.MultiplySubtract(factor, Load<TEdge>(px + w, mask, TShape.Vectors == 2), s1);
                if (TShape.Vectors > 2) s2 = TOps.MultiplySubtract(factor, Load<TEdge>(px + (2 * w), mask, true), s2);
            }

            if (!unit)
            {
                s0 = Scale(s0, inverses + i, pl);
                if (TShape.Vectors > 1) s1 = Scale(s1, inverses + i, pl);
                if (TShape.Vectors > 2) s2 = Scale(s2, inverses + i, pl);
            }

            Store<TEdge>(target, mask, s0, TShape.Vectors == 1);
            if (TShape.Vectors > 1) Store<TEdge>(target + w, mask, s1, TShape.Vectors == 2);
            if (TShape.Vectors > 2) Store<TEdge>(target + (2 * w), mask, s2, true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Load<TEdge>(T* source, TVector mask, bool last)
        where TEdge : ITileEdge => TEdge.Masked && last ? TOps.Load(source, mask) : TOps.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TEdge>(T* target, TVector mask, TVector value, bool last)
        where TEdge : ITileEdge
    {
        if (TEdge.Masked && last) TOps.Store(target, mask, value);
        else TOps.Store(target, value);
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
                T* factors = l + ((nint)i * row) + (known - x);
                T sum = x[i];
                if (s < ShortRow)
                {
                    for (int k = 0; k < s; k++) sum = T.FusedMultiplyAdd(-factors[k], known[k], sum);
                }
                else
                {
                    T dot;
                    DotKernel<T, TVector, TOps>.Run(factors, 0, known, 0, &dot, 0, 1, s, false);
                    sum -= dot;
                }

                x[i] = unit ? sum : Scale(sum, *diagonal);
            }
            else
            {
                int left = n - 1 - s;
                T* factors = l + ((nint)i * column) + (rest - x);
                if (!unit) x[i] = Scale(x[i], *diagonal);
                if (left < ShortRow)
                    for (int k = 0; k < left; k++) rest[k] = T.FusedMultiplyAdd(-factors[k], x[i], rest[k]);
                else
                    RowKernel<T, TVector, TOps, SubtractMode>.Run(x + i, 1, factors, 1, rest, left, 1, true);
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
