using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>One Cholesky factorisation, blocked by columns.</summary>
internal static unsafe class CholeskyKernel<T, TVector, TOps>
    where T : unmanaged, IFloatingPointIeee754<T>
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    private const int Block = 64;
    private const int SmallBlock = 8;

    /// <summary>Factors in place, in the lower triangle, and clears the upper one; 0, the failed pivot from 1 on, or -1 for NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static int Factor(T* a, int n) => FactorSquare(a, n, n, n > Block ? Block : SmallBlock);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorSquare(T* a, int step, int n, int block)
    {
        for (int j = 0; j < n; j += block)
        {
            // What the columns on the left take away, then the diagonal block, then the rows below it.
            int size = Math.Min(block, n - j), below = n - j - size;
            T* row = a + ((nint)j * step);
            T* panel = row + ((nint)size * step);
            BlockProduct<T, TVector, TOps>.Subtract(size + below, size, j, row, step, 1, row, 1, step, row + j, step);
            int status = block == SmallBlock ? FactorBlock(row + j, step, size) : FactorSquare(row + j, step, size, SmallBlock);
            if (status != 0) return status < 0 ? status : j + status;
            if (below == 0) break;
            for (int i = 0; i < size; i++) new Span<T>(row + ((nint)i * step) + j + size, below).Clear();
            SolvePanel(row + j, panel + j, step, size, below);
        }

        return 0;
    }

    /// <summary>
    /// Factors a small block through its transpose, whose rows are contiguous: each finished row leaves the later ones. Lanes
    /// left of the diagonal hold what the input's upper triangle held, and affect no other.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorBlock(T* a, int step, int n)
    {
        // At most eight lines of at most eight lanes, or of one register if that is longer.
        T* upper = stackalloc T[SmallBlock * Math.Max(SmallBlock, TOps.Count)];
        int width = Math.Max(SmallBlock, TOps.Count), w = TOps.Count;
        Transposition<T, TVector, TOps>.Run(a, n, n, step, upper, width, exact: false);
        for (int k = 0; k < n; k++)
        {
            T* row = upper + (k * width);
            T pivot = row[k];
            if (T.IsNaN(pivot)) return -1;
            if (pivot <= T.Zero) return k + 1;
            T root = T.Sqrt(pivot), inverse = TriangularKernel<T, TVector, TOps>.Inverse(root);
            TVector scale = inverse != T.Zero ? TOps.Broadcast(&inverse) : TOps.Broadcast(&root);
            for (int j = 0; j < n; j += w)
            {
                TVector value = TOps.Load(row + j);
                TOps.Store(row + j, inverse != T.Zero ? TOps.Multiply(value, scale) : TOps.Divide(value, scale));
            }

            row[k] = root;
            for (int i = k + 1; i < n; i++)
            {
                T* target = upper + (i * width);
                TVector factor = TOps.Broadcast(row + i);
                for (int j = 0; j < n; j += w)
                    TOps.Store(target + j, TOps.MultiplySubtract(factor, TOps.Load(row + j), TOps.Load(target + j)));
            }
        }

        Transposition<T, TVector, TOps>.Run(upper, n, n, width, a, step, exact: true);
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) a[((nint)i * step) + j] = T.Zero;
        return 0;
    }

    /// <summary>The rows below the diagonal block: X L^T = A, rows of both with the stride of the whole matrix.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SolvePanel(T* l, T* x, int step, int size, int rows)
    {
        int width = 8 * TOps.Count;
        using var panel = Scratch.Rent<T>(size * width);
        for (int i = 0; i < rows; i += width, x += (nint)width * step)
        {
            int count = Math.Min(width, rows - i), padded = (count + TOps.Count - 1) / TOps.Count * TOps.Count;
            Transposition<T, TVector, TOps>.Run(x, count, size, step, panel.Pointer, width, exact: false);
            TriangularKernel<T, TVector, TOps>.SolveLeft(l, step, 1, panel.Pointer, width, size, padded, forward: true, unit: false);
            Transposition<T, TVector, TOps>.Run(panel.Pointer, size, count, width, x, step, exact: true);
        }
    }
}
