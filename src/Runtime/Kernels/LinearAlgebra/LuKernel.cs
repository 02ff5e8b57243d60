using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>One LU factorisation with partial pivoting, blocked by columns.</summary>
internal static unsafe class LuKernel<T, TVector, TOps>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    private const int Block = 32;
    private const int Unblocked = 48;

    /// <summary>Factors in place; 0, the first zero pivot from 1 on, or -1 for NaN.</summary>
    internal static int Factor(T* a, T* pivots, int n)
    {
        int block = n <= Unblocked ? n : Block, status = 0;
        for (int j = 0; j < n; j += block)
        {
            int size = Math.Min(block, n - j), after = n - j - size;
            int one = FactorPanel(a, pivots, n, j, size);
            if (one < 0) return one;
            if (status == 0) status = one;
            if (after == 0) break;

            T* diagonal = a + ((nint)j * n) + j;
            T* below = diagonal + ((nint)size * n);
            TriangularKernel<T, TVector, TOps>.SolveLeft(diagonal, n, 1, diagonal + size, n, size, after, forward: true, unit: true);
            BlockProduct<T, TVector, TOps>.Subtract(after, after, size, below, n, 1, diagonal + size, n, 1, below + size, n);
        }

        return status;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorPanel(T* a, T* pivots, int n, int first, int size)
    {
        int status = 0, end = first + size, w = TOps.Count;
        for (int k = first; k < end; k++)
        {
            T* row = a + ((nint)k * n);
            int pivot = k;
            T largest = T.Abs(row[k]);
            for (int i = k + 1; i < n; i++)
            {
                // A NaN is larger than everything: it must be found, wherever it stands.
                T candidate = T.Abs(a[((nint)i * n) + k]);
                if (candidate <= largest || T.IsNaN(largest)) continue;
                largest = candidate;
                pivot = i;
            }

            if (T.IsNaN(largest)) return -1;
            pivots[k] = T.CreateTruncating(pivot);
            if (largest == T.Zero)
            {
                if (status == 0) status = k + 1;
                continue;
            }

            if (pivot != k) Swap(row, a + ((nint)pivot * n), n);
            T diagonal = row[k], inverse = TriangularKernel<T, TVector, TOps>.Inverse(diagonal);
            int columns = end - k - 1;
            TVector mask = TOps.Mask(columns % w);
            for (int i = k + 1; i < n; i++)
            {
                T* target = a + ((nint)i * n) + k;
                T factor = inverse != T.Zero ? *target * inverse : *target / diagonal;
                *target++ = factor;
                T* source = row + k + 1;
                TVector x = TOps.Broadcast(&factor);
                int j = 0;
                for (; j <= columns - w; j += w)
                    TOps.Store(target + j, TOps.MultiplySubtract(x, TOps.Load(source + j), TOps.Load(target + j)));
                if (j < columns)
                    TOps.Store(target + j, mask, TOps.MultiplySubtract(x, TOps.Load(source + j, mask), TOps.Load(target + j, mask)));
            }
        }

        return status;
    }

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
