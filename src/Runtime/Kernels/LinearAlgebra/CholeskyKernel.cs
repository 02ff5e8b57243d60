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
    private const int Block = 32;
    private const int Unblocked = 48;

    /// <summary>Factors in place, in the lower triangle, and clears the upper one; 0, the failed pivot from 1 on, or -1 for NaN.</summary>
    internal static int Factor(T* a, int n)
    {
        int block = n <= Unblocked ? n : Block;
        using var scratch = Scratch.Rent<T>(block * Padded(block));
        for (int j = 0; j < n; j += block)
        {
            int size = Math.Min(block, n - j), below = n - j - size;
            T* row = a + ((nint)j * n);
            T* panel = row + ((nint)size * n);
            BlockProduct<T, TVector, TOps>.Subtract(size + below, size, j, row, n, 1, row, 1, n, row + j, n);
            int status = FactorBlock(row + j, n, size, scratch.Pointer);
            if (status != 0) return status < 0 ? status : j + status;
            for (int i = 0; i < size; i++) new Span<T>(row + ((nint)i * n) + j + size, below).Clear();
            if (below > 0) SolvePanel(row + j, panel + j, n, size, below);
        }

        return 0;
    }

    private static int Padded(int n) => (n + TOps.Count - 1) / TOps.Count * TOps.Count;

    /// <summary>
    /// Factors the diagonal block through its transpose, whose rows are contiguous: each finished row leaves the later ones.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int FactorBlock(T* a, int step, int n, T* upper)
    {
        int width = Padded(n), w = TOps.Count;
        for (int i = 0; i < n; i++)
        {
            // The strict upper triangle of the input is never looked at, so nothing of it may reach the lanes left of the diagonal.
            T* to = upper + i;
            for (int j = 0; j <= i; j++, to += width) *to = a[((nint)i * step) + j];
            for (int j = i + 1; j < n; j++, to += width) *to = T.Zero;
        }

        for (int k = 0; k < n; k++)
        {
            T* row = upper + (k * width);
            for (int j = n; j < width; j++) row[j] = T.Zero;
        }

        for (int k = 0; k < n; k++)
        {
            T* row = upper + (k * width);
            T pivot = row[k];
            if (T.IsNaN(pivot)) return -1;
            if (pivot <= T.Zero) return k + 1;
            T root = T.Sqrt(pivot), inverse = TriangularKernel<T, TVector, TOps>.Inverse(root);
            int first = k / w * w;
            for (int j = first; j < width; j += w)
            {
                TVector value = TOps.Load(row + j);
                TOps.Store(row + j, inverse != T.Zero ? TOps.Multiply(value, TOps.Broadcast(&inverse)) : TOps.Divide(value, TOps.Broadcast(&root)));
            }

            row[k] = root;
            for (int i = k + 1; i < n; i++)
            {
                T* target = upper + (i * width);
                TVector factor = TOps.Broadcast(row + i);
                for (int j = i / w * w; j < width; j += w)
                    TOps.Store(target + j, TOps.MultiplySubtract(factor, TOps.Load(row + j), TOps.Load(target + j)));
            }
        }

        for (int i = 0; i < n; i++)
        {
            T* from = upper + i;
            T* to = a + ((nint)i * step);
            for (int j = 0; j <= i; j++, from += width) to[j] = *from;
            for (int j = i + 1; j < n; j++) to[j] = T.Zero;
        }

        return 0;
    }

    /// <summary>The rows below the diagonal block: X L^T = A, rows of both with the stride of the whole matrix.</summary>
    private static void SolvePanel(T* l, T* x, int step, int size, int rows)
    {
        int width = 8 * TOps.Count;
        using var panel = Scratch.Rent<T>(size * width);
        for (int i = 0; i < rows; i += width, x += (nint)width * step)
        {
            int count = Math.Min(width, rows - i);
            Transposition<T, TVector, TOps>.Run(x, count, size, step, panel.Pointer, width, exact: false);
            TriangularKernel<T, TVector, TOps>.SolveLeft(l, step, 1, panel.Pointer, width, size, Padded(count), forward: true, unit: false);
            Transposition<T, TVector, TOps>.Run(panel.Pointer, size, count, width, x, step, exact: true);
        }
    }
}
