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
    private const int Block = 64;

    // Below this length a loop over scalars costs less than the start of a vector kernel.
    private const int ShortRow = 12;

    // Right-hand sides that are rows become columns of a panel of this many registers.
    private const int PanelVectors = 8;

    // Systems with so few unknowns are solved by the time a panel of right-hand sides has been put together.
    private const int FewUnknowns = 4;

    /// <summary>
    /// Solves op(L) X = B or X op(L) = B in place, one substitution after the other with the same dense n x n matrix.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Solve(T* l, T* x, int n, int m, bool right, ReadOnlySpan<Substitution> steps)
    {
        if (!right || m == 1)
        {
            foreach (Substitution step in steps) SolveLeft(l, x, m, n, m, right, step);
            return;
        }

        if (n <= FewUnknowns && HasReciprocals(l, n))
        {
            foreach (Substitution step in steps) SolveRows(l, x, n, m, step);
            return;
        }

        // X op(L) = B is op(L)^T X^T = B^T: right-hand sides that are rows become the columns of a panel.
        int width = Math.Min(PanelVectors, (m + TOps.Count - 1) / TOps.Count) * TOps.Count;
        using var panel = Scratch.Rent<T>(checked(n * width));
        for (int i = 0; i < m; i += width, x += (nint)width * n)
        {
            int count = Math.Min(width, m - i), padded = (count + TOps.Count - 1) / TOps.Count * TOps.Count;
            Transposition<T, TVector, TOps>.Run(x, count, n, n, panel.Pointer, width, exact: false);
            foreach (Substitution step in steps) SolveLeft(l, panel.Pointer, width, n, padded, right, step);
            Transposition<T, TVector, TOps>.Run(panel.Pointer, n, count, width, x, n, exact: true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool HasReciprocals(T* l, int n)
    {
        for (int i = 0; i < n; i++)
            if (Inverse(l[i * (n + 1)]) == T.Zero) return false;
        return true;
    }

    /// <summary>X op(L) = B a row at a time, each element in the order in which the kernel for many would see it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolveRows(T* l, T* x, int n, int m, Substitution substitution)
    {
        // Backwards is forwards from the other end.
        bool forward = substitution.Lower == substitution.Transpose;
        nint row = substitution.Transpose ? n : 1, column = substitution.Transpose ? 1 : n, step = 1;
        T* end = x + ((nint)m * n);
        if (!forward)
        {
            x += n - 1;
            end += n - 1;
            l += (n - 1) * (row + column);
            (row, column, step) = (-row, -column, -1);
        }

        // What does not exist is zero, and times a unit diagonal is exact.
        T At(int i, int k) => i < n ? -l[(i * row) + (k * column)] : T.Zero;
        T Reciprocal(int i) => i >= n || substitution.Unit ? T.One : Inverse(l[i * (row + column)]);
        T l10 = At(1, 0), l20 = At(2, 0), l21 = At(2, 1), l30 = At(3, 0), l31 = At(3, 1), l32 = At(3, 2);
        T d0 = Reciprocal(0), d1 = Reciprocal(1), d2 = Reciprocal(2), d3 = Reciprocal(3);
        for (; x != end; x += n)
        {
            T x0 = x[0] * d0;
            x[0] = x0;
            if (n == 1) continue;
            T x1 = T.FusedMultiplyAdd(l10, x0, x[step]) * d1;
            x[step] = x1;
            if (n == 2) continue;
            T x2 = T.FusedMultiplyAdd(l21, x1, T.FusedMultiplyAdd(l20, x0, x[2 * step])) * d2;
            x[2 * step] = x2;
            if (n == 3) continue;
            x[3 * step] = T.FusedMultiplyAdd(l32, x2, T.FusedMultiplyAdd(l31, x1, T.FusedMultiplyAdd(l30, x0, x[3 * step]))) * d3;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SolveLeft(T* l, T* x, int step, int n, int m, bool right, Substitution substitution)
    {
        bool flip = substitution.Transpose != right;
        SolveLeft(l, flip ? 1 : n, flip ? n : 1, x, step, n, m, substitution.Lower != flip, substitution.Unit);
    }

    /// <summary>
    /// Solves with the matrix whose element (i, k) is l[i row + k column], from the first row on if <paramref name="forward"/>,
    /// else from the last, for <paramref name="m"/> contiguous columns of X with row stride <paramref name="step"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void SolveLeft(T* l, int row, int column, T* x, int step, int n, int m, bool forward, bool unit)
    {
        if (m == 1 && step == 1)
        {
            SolveVector(l, row, column, x, n, forward, unit);
            return;
        }

        int width = PanelVectors * TOps.Count;
        if (step > width && m > TOps.Count && n > 16)
        {
            // Rows far apart compete for the same cache lines: solve in a copy where they follow each other.
            using var panel = Scratch.Rent<T>(n * width);
            for (int j = 0; j < m; j += width)
            {
                int count = Math.Min(width, m - j);
                Copy(x + j, step, panel.Pointer, width, n, count);
                SolveLeft(l, row, column, panel.Pointer, width, n, count, forward, unit);
                Copy(panel.Pointer, width, x + j, step, n, count);
            }

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

            if (forward)
            {
                Substitute(diagonal, row, column, target, step, size, m, unit);
            }
            else
            {
                int last = size - 1;
                Substitute(diagonal + (last * (row + column)), -row, -column, target + ((nint)last * step), -step, size, m, unit);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(T* source, int sourceStep, T* target, int targetStep, int rows, int columns)
    {
        for (int i = 0; i < rows; i++, source += sourceStep, target += targetStep)
            new ReadOnlySpan<T>(source, columns).CopyTo(new Span<T>(target, columns));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Substitute(T* l, nint row, nint column, T* x, nint step, int n, int m, bool unit)
    {
        T* inverses = stackalloc T[Block];
        for (int i = 0; i < n; i++) inverses[i] = unit ? T.One : Inverse(l[i * (row + column)]);

        // Sixteen sums in wide registers, eight in narrow ones, of which there are half as many.
        int w = TOps.Count;
        if (sizeof(TVector) >= 64)
        {
            for (; m >= 2 * w; m -= 2 * w, x += 2 * w)
                Columns<Tile8x2, WholeEdge>(l, row, column, x, step, n, 2 * w, inverses, unit);
            if (m > w)
            {
                Columns<Tile8x2, MaskedEdge>(l, row, column, x, step, n, m, inverses, unit);
                return;
            }
        }

        for (; m >= w; m -= w, x += w) Columns<Tile8x1, WholeEdge>(l, row, column, x, step, n, w, inverses, unit);
        if (m > 0) Columns<Tile8x1, MaskedEdge>(l, row, column, x, step, n, m, inverses, unit);
    }

    /// <summary>Eight rows at a time: first what the rows before them take away, then their own triangle, all in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns<TShape, TEdge>(
        T* l, nint row, nint column, T* x, nint step, int n, int m, T* inverses, bool unit)
        where TShape : ITileShape
        where TEdge : ITileEdge
    {
        TVector mask = TEdge.Masked ? TOps.Mask(m - ((TShape.Vectors - 1) * TOps.Count)) : default;
        for (int i = 0; i < n; i += 8, l += 8 * row, inverses += 8)
        {
            int last = Math.Min(8, n - i) - 1;
            T* target = x + (i * step);
            T* l0 = l + (Math.Min(0, last) * row);
            T* l1 = l + (Math.Min(1, last) * row);
            T* l2 = l + (Math.Min(2, last) * row);
            T* l3 = l + (Math.Min(3, last) * row);
            T* l4 = l + (Math.Min(4, last) * row);
            T* l5 = l + (Math.Min(5, last) * row);
            T* l6 = l + (Math.Min(6, last) * row);
            T* l7 = l + (Math.Min(7, last) * row);
            TVector c00 = default, c01 = default;
            TVector c10 = default, c11 = default;
            TVector c20 = default, c21 = default;
            TVector c30 = default, c31 = default;
            TVector c40 = default, c41 = default;
            TVector c50 = default, c51 = default;
            TVector c60 = default, c61 = default;
            TVector c70 = default, c71 = default;
            Load<TShape, TEdge>(target + (Math.Min(0, last) * step), mask, ref c00, ref c01);
            Load<TShape, TEdge>(target + (Math.Min(1, last) * step), mask, ref c10, ref c11);
            Load<TShape, TEdge>(target + (Math.Min(2, last) * step), mask, ref c20, ref c21);
            Load<TShape, TEdge>(target + (Math.Min(3, last) * step), mask, ref c30, ref c31);
            Load<TShape, TEdge>(target + (Math.Min(4, last) * step), mask, ref c40, ref c41);
            Load<TShape, TEdge>(target + (Math.Min(5, last) * step), mask, ref c50, ref c51);
            Load<TShape, TEdge>(target + (Math.Min(6, last) * step), mask, ref c60, ref c61);
            Load<TShape, TEdge>(target + (Math.Min(7, last) * step), mask, ref c70, ref c71);

            T* px = x;
            nint at = 0;
            for (int k = 0; k < i; k++, px += step, at += column)
            {
                TVector x0 = default, x1 = default;
                Load<TShape, TEdge>(px, mask, ref x0, ref x1);
                Subtract<TShape>(l0 + at, x0, x1, ref c00, ref c01);
                Subtract<TShape>(l1 + at, x0, x1, ref c10, ref c11);
                Subtract<TShape>(l2 + at, x0, x1, ref c20, ref c21);
                Subtract<TShape>(l3 + at, x0, x1, ref c30, ref c31);
                Subtract<TShape>(l4 + at, x0, x1, ref c40, ref c41);
                Subtract<TShape>(l5 + at, x0, x1, ref c50, ref c51);
                Subtract<TShape>(l6 + at, x0, x1, ref c60, ref c61);
                Subtract<TShape>(l7 + at, x0, x1, ref c70, ref c71);
            }

            // From here on rows that do not exist must not be read either: their columns end before the matrix does.
            if (!unit) Scale<TShape>(ref c00, ref c01, inverses, l0 + at);
            Store<TShape, TEdge>(target, mask, c00, c01);
            if (last >= 1)
            {
                Subtract<TShape>(l1 + at, c00, c01, ref c10, ref c11);
                if (!unit) Scale<TShape>(ref c10, ref c11, inverses + 1, l1 + at + column);
                Store<TShape, TEdge>(target + step, mask, c10, c11);
            }

            if (last >= 2)
            {
                Subtract<TShape>(l2 + at, c00, c01, ref c20, ref c21);
                Subtract<TShape>(l2 + at + column, c10, c11, ref c20, ref c21);
                if (!unit) Scale<TShape>(ref c20, ref c21, inverses + 2, l2 + at + (2 * column));
                Store<TShape, TEdge>(target + (2 * step), mask, c20, c21);
            }

            if (last >= 3)
            {
                Subtract<TShape>(l3 + at, c00, c01, ref c30, ref c31);
                Subtract<TShape>(l3 + at + column, c10, c11, ref c30, ref c31);
                Subtract<TShape>(l3 + at + (2 * column), c20, c21, ref c30, ref c31);
                if (!unit) Scale<TShape>(ref c30, ref c31, inverses + 3, l3 + at + (3 * column));
                Store<TShape, TEdge>(target + (3 * step), mask, c30, c31);
            }

            if (last >= 4)
            {
                Subtract<TShape>(l4 + at, c00, c01, ref c40, ref c41);
                Subtract<TShape>(l4 + at + column, c10, c11, ref c40, ref c41);
                Subtract<TShape>(l4 + at + (2 * column), c20, c21, ref c40, ref c41);
                Subtract<TShape>(l4 + at + (3 * column), c30, c31, ref c40, ref c41);
                if (!unit) Scale<TShape>(ref c40, ref c41, inverses + 4, l4 + at + (4 * column));
                Store<TShape, TEdge>(target + (4 * step), mask, c40, c41);
            }

            if (last >= 5)
            {
                Subtract<TShape>(l5 + at, c00, c01, ref c50, ref c51);
                Subtract<TShape>(l5 + at + column, c10, c11, ref c50, ref c51);
                Subtract<TShape>(l5 + at + (2 * column), c20, c21, ref c50, ref c51);
                Subtract<TShape>(l5 + at + (3 * column), c30, c31, ref c50, ref c51);
                Subtract<TShape>(l5 + at + (4 * column), c40, c41, ref c50, ref c51);
                if (!unit) Scale<TShape>(ref c50, ref c51, inverses + 5, l5 + at + (5 * column));
                Store<TShape, TEdge>(target + (5 * step), mask, c50, c51);
            }

            if (last >= 6)
            {
                Subtract<TShape>(l6 + at, c00, c01, ref c60, ref c61);
                Subtract<TShape>(l6 + at + column, c10, c11, ref c60, ref c61);
                Subtract<TShape>(l6 + at + (2 * column), c20, c21, ref c60, ref c61);
                Subtract<TShape>(l6 + at + (3 * column), c30, c31, ref c60, ref c61);
                Subtract<TShape>(l6 + at + (4 * column), c40, c41, ref c60, ref c61);
                Subtract<TShape>(l6 + at + (5 * column), c50, c51, ref c60, ref c61);
                if (!unit) Scale<TShape>(ref c60, ref c61, inverses + 6, l6 + at + (6 * column));
                Store<TShape, TEdge>(target + (6 * step), mask, c60, c61);
            }

            if (last >= 7)
            {
                Subtract<TShape>(l7 + at, c00, c01, ref c70, ref c71);
                Subtract<TShape>(l7 + at + column, c10, c11, ref c70, ref c71);
                Subtract<TShape>(l7 + at + (2 * column), c20, c21, ref c70, ref c71);
                Subtract<TShape>(l7 + at + (3 * column), c30, c31, ref c70, ref c71);
                Subtract<TShape>(l7 + at + (4 * column), c40, c41, ref c70, ref c71);
                Subtract<TShape>(l7 + at + (5 * column), c50, c51, ref c70, ref c71);
                Subtract<TShape>(l7 + at + (6 * column), c60, c61, ref c70, ref c71);
                if (!unit) Scale<TShape>(ref c70, ref c71, inverses + 7, l7 + at + (7 * column));
                Store<TShape, TEdge>(target + (7 * step), mask, c70, c71);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load<TShape, TEdge>(T* source, TVector mask, ref TVector v0, ref TVector v1)
        where TShape : ITileShape
        where TEdge : ITileEdge
    {
        v0 = TEdge.Masked && TShape.Vectors == 1 ? TOps.Load(source, mask) : TOps.Load(source);
        if (TShape.Vectors > 1) v1 = TEdge.Masked ? TOps.Load(source + TOps.Count, mask) : TOps.Load(source + TOps.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TShape, TEdge>(T* target, TVector mask, TVector v0, TVector v1)
        where TShape : ITileShape
        where TEdge : ITileEdge
    {
        if (TEdge.Masked && TShape.Vectors == 1) TOps.Store(target, mask, v0);
        else TOps.Store(target, v0);
        if (TShape.Vectors == 1) return;
        if (TEdge.Masked) TOps.Store(target + TOps.Count, mask, v1);
        else TOps.Store(target + TOps.Count, v1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Subtract<TShape>(T* factor, TVector x0, TVector x1, ref TVector c0, ref TVector c1)
        where TShape : ITileShape
    {
        TVector f = TOps.Broadcast(factor);
        c0 = TOps.MultiplySubtract(f, x0, c0);
        if (TShape.Vectors > 1) c1 = TOps.MultiplySubtract(f, x1, c1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Scale<TShape>(ref TVector c0, ref TVector c1, T* inverse, T* diagonal)
        where TShape : ITileShape
    {
        if (*inverse != T.Zero)
        {
            TVector f = TOps.Broadcast(inverse);
            c0 = TOps.Multiply(c0, f);
            if (TShape.Vectors > 1) c1 = TOps.Multiply(c1, f);
        }
        else
        {
            TVector d = TOps.Broadcast(diagonal);
            c0 = TOps.Divide(c0, d);
            if (TShape.Vectors > 1) c1 = TOps.Divide(c1, d);
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Inverse(T d)
    {
        T inverse = T.One / d;
        return T.IsNormal(inverse) ? inverse : T.Zero;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Scale(T x, T d)
    {
        T inverse = Inverse(d);
        return inverse != T.Zero ? x * inverse : x / d;
    }
}
