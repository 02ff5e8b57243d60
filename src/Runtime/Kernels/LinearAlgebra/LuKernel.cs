using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>One LU factorisation with partial pivoting: the left half of the columns, then the right half, by recursion.</summary>
internal static unsafe class LuKernel<T, TVector, TOps>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    private const int PanelColumns = 8;

    /// <summary>Factors in place; 0, the first zero pivot from 1 on, or -1 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Factor(T* a, T* pivots, int n) => n == 0 ? 0 : n < PanelColumns ? FactorSmall(a, pivots, n) : FactorColumns(a, pivots, n, 0, n);

    /// <summary>The same for a matrix that is smaller than a panel, where it stands: element by element in the order of the others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorSmall(T* a, T* pivots, int n)
    {
        int status = 0;
        for (int k = 0; k < n; k++)
        {
            T* row = a + (k * n);
            int pivot = Pivot(a + k, n, k, n, out T largest);
            if (T.IsNaN(largest)) return -1;
            pivots[k] = T.CreateTruncating(pivot);
            if (largest == T.Zero)
            {
                if (status == 0) status = k + 1;
                continue;
            }

            if (pivot != k)
                for (int j = 0; j < n; j++) (row[j], a[(pivot * n) + j]) = (a[(pivot * n) + j], row[j]);
            T diagonal = row[k], inverse = TriangularKernel<T, TVector, TOps>.Inverse(diagonal);
            for (int i = k + 1; i < n; i++)
            {
                T* below = a + (i * n);
                T factor = below[k] = inverse != T.Zero ? below[k] * inverse : below[k] / diagonal;
                for (int j = k + 1; j < n; j++) below[j] = T.FusedMultiplyAdd(-factor, row[j], below[j]);
            }
        }

        return status;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorColumns(T* a, T* pivots, int n, int first, int size)
    {
        if (size <= PanelColumns) return FactorPanel(a, pivots, n, first, size);

        int half = (size / 2 + PanelColumns - 1) / PanelColumns * PanelColumns, rest = size - half, below = n - first - half;
        int left = FactorColumns(a, pivots, n, first, half);
        if (left < 0) return left;

        T* diagonal = a + ((nint)first * n) + first;
        T* lower = diagonal + ((nint)half * n);
        TriangularKernel<T, TVector, TOps>.SolveLeft(diagonal, n, 1, diagonal + half, n, half, rest, forward: true, unit: true);
        BlockProduct<T, TVector, TOps>.Subtract(below, rest, half, lower, n, 1, diagonal + half, n, 1, lower + half, n);
        int right = FactorColumns(a, pivots, n, first + half, rest);
        return right < 0 || left == 0 ? right : left;
    }

    /// <summary>A few columns, in a transposed copy: searching, scaling and updating run along contiguous columns there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorPanel(T* a, T* pivots, int n, int first, int size)
    {
        // Registers run past the end of a column, and must not run into the next one.
        int rows = n - first, w = TOps.Count, step = (rows / w * w) + (2 * w), status = 0;
        T* corner = a + ((nint)first * n) + first;
        using var panel = Scratch.Rent<T>(size * step);
        Transposition<T, TVector, TOps>.Run(corner, rows, size, n, panel.Pointer, step, exact: false);
        for (int k = 0; k < size; k++)
        {
            T* column = panel.Pointer + (k * step);
            int pivot = Pivot(column, 1, k, rows, out T largest);
            if (T.IsNaN(largest)) return -1;
            pivots[first + k] = T.CreateTruncating(first + pivot);
            if (largest == T.Zero)
            {
                if (status == 0) status = first + k + 1;
                continue;
            }

            if (pivot != k)
                for (T* x = panel.Pointer, end = x + (size * step); x != end; x += step) (x[k], x[pivot]) = (x[pivot], x[k]);

            T diagonal = column[k], inverse = TriangularKernel<T, TVector, TOps>.Inverse(diagonal);
            TVector scale = inverse != T.Zero ? TOps.Broadcast(&inverse) : TOps.Broadcast(&diagonal);
            for (int i = k + 1; i < rows; i += w)
            {
                TVector value = TOps.Load(column + i);
                TOps.Store(column + i, inverse != T.Zero ? TOps.Multiply(value, scale) : TOps.Divide(value, scale));
            }

            for (int j = k + 1; j < size; j++)
            {
                T* target = panel.Pointer + (j * step);
                TVector factor = TOps.Broadcast(target + k);
                for (int i = k + 1; i < rows; i += w)
                    TOps.Store(target + i, TOps.MultiplySubtract(factor, TOps.Load(column + i), TOps.Load(target + i)));
            }
        }

        Transposition<T, TVector, TOps>.Run(panel.Pointer, size, rows, step, corner, n, exact: true);
        for (int k = first; k < first + size; k++)
        {
            int pivot = int.CreateTruncating(pivots[k]);
            if (pivot == k) continue;
            T* x = a + ((nint)k * n);
            T* y = a + ((nint)pivot * n);
            Swap(x, y, first);
            Swap(x + first + size, y + first + size, n - first - size);
        }

        return status;
    }

    /// <summary>The row of the largest element of a column from a row on, and its size.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Pivot(T* column, int step, int first, int rows, out T largest)
    {
        int pivot = first;
        T most = T.Abs(column[first * step]);
        for (int i = first + 1; i < rows; i++)
        {
            // A NaN is larger than everything: it must be found, wherever it stands.
            T candidate = T.Abs(column[i * step]);
            if (candidate <= most || T.IsNaN(most)) continue;
            most = candidate;
            pivot = i;
        }

        largest = most;
        return pivot;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Swap(T* x, T* y, int n)
    {
        int j = 0;
        for (; j <= n - TOps.Count; j += TOps.Count)
        {
            TVector value = TOps.Load(x + j);
            TOps.Store(x + j, TOps.Load(y + j));
            TOps.Store(y + j, value);
        }

        for (; j < n; j++) (x[j], y[j]) = (y[j], x[j]);
    }
}
