using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>The LU factorisation P A = L U with partial pivoting.</summary>
/// <remarks>
/// A packed factor is n n elements, U on and above the diagonal and L (with unit diagonal) below, followed by n elements that
/// hold the pivots: in step i row i was exchanged with row pivot[i], counted from 0.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Lu
{
    /// <summary>Number of elements of one packed factor.</summary>
    /// <param name="n">Order of the matrix.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int PackedLength(int n) => checked((n * n) + n);

    /// <summary>Factors one matrix or a dense batch of them.</summary>
    /// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="a">The matrices, row-major.</param>
    /// <param name="packed">Receives a packed factor for each matrix.</param>
    /// <param name="n">Order of each matrix.</param>
    /// <returns>
    /// 0, or the 1-based index of the first pivot that is zero in the first matrix that has one; such a factor is complete, but
    /// solving with it divides by zero. A pivot that is not a number fills its factor with NaN and is no failure, so that NaN in
    /// the input stays visible as NaN.
    /// </returns>
    /// <exception cref="ArgumentException">A length does not agree with <paramref name="n"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Factor<T>(ReadOnlySpan<T> a, Span<T> packed, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = MatrixArguments.Batch(a.Length, n, n, nameof(a));
        int size = n * n, step = PackedLength(n), status = 0;
        MatrixArguments.SameLength(checked(count * step), packed.Length, nameof(packed));
        for (int i = 0; i < count; i++)
        {
            Span<T> lu = packed.Slice(i * step, size), pivots = packed.Slice((i * step) + size, n);
            a.Slice(i * size, size).CopyTo(lu);
            fixed (T* plu = lu, ppivots = pivots)
            {
                var action = new FactorAction { Matrix = plu, Pivots = ppivots, N = n };
                TileDispatch.Run<T, FactorAction>(ref action);
                if (action.Status < 0) FillNaN(lu, pivots);
                else if (status == 0) status = action.Status;
            }
        }

        return status;
    }

    /// <summary>Solves op(A) X = B, or X op(A) = B, in place, from packed factors.</summary>
    /// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="packed">One packed factor or a dense batch of them.</param>
    /// <param name="bx">B on entry and X on return: n x m, or m x n if <paramref name="right"/>.</param>
    /// <param name="n">Order of each matrix.</param>
    /// <param name="m">Number of right-hand sides.</param>
    /// <param name="right">Whether the unknown stands on the left of the matrix: X op(A) = B.</param>
    /// <param name="transpose">Whether op(A) is the transpose of A.</param>
    /// <exception cref="ArgumentException">A length does not agree with the sizes.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve<T>(ReadOnlySpan<T> packed, Span<T> bx, int n, int m, bool right, bool transpose)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int step = PackedLength(n), size = n * n;
        int count = MatrixArguments.Batch(packed.Length, n + 1, n, nameof(packed));
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        MatrixArguments.SameLength(checked(count * n * m), bx.Length, nameof(bx));
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<T> lu = packed.Slice(i * step, size), pivots = packed.Slice((i * step) + size, n);
            Span<T> x = bx.Slice(i * n * m, n * m);

            // A = P^T L U. The permutation acts first where L is applied first, and last where L is applied last.
            bool lowerFirst = right == transpose;
            if (lowerFirst) Permute(pivots, x, n, m, right, reverse: false);
            Triangular.Solve(
                lu, size, x, n, m, right,
                [new Substitution(lowerFirst, transpose, lowerFirst), new Substitution(!lowerFirst, transpose, !lowerFirst)]);
            if (!lowerFirst) Permute(pivots, x, n, m, right, reverse: true);
        }
    }

    /// <summary>Computes log |det A| for each packed factor: minus infinity for a singular matrix, 0 for n = 0.</summary>
    /// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="packed">One packed factor or a dense batch of them.</param>
    /// <param name="result">Receives one number for each factor.</param>
    /// <param name="n">Order of each matrix.</param>
    /// <exception cref="ArgumentException">A length does not agree with <paramref name="n"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void LogAbsDet<T>(ReadOnlySpan<T> packed, Span<T> result, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatrixArguments.SameLength(checked(result.Length * PackedLength(n)), packed.Length, nameof(packed));
        for (int i = 0; i < result.Length; i++)
        {
            ReadOnlySpan<T> lu = packed.Slice(i * PackedLength(n), n * n);
            T sum = T.Zero;
            for (int j = 0; j < n; j++) sum += T.Log(T.Abs(lu[(j * n) + j]));
            result[i] = sum;
        }
    }

    /// <summary>Computes the sign of det A for each packed factor: 1, -1, or 0 for a singular matrix.</summary>
    /// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="packed">One packed factor or a dense batch of them.</param>
    /// <param name="result">Receives one number for each factor.</param>
    /// <param name="n">Order of each matrix.</param>
    /// <exception cref="ArgumentException">A length does not agree with <paramref name="n"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void DetSign<T>(ReadOnlySpan<T> packed, Span<T> result, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        MatrixArguments.SameLength(checked(result.Length * PackedLength(n)), packed.Length, nameof(packed));
        for (int i = 0; i < result.Length; i++)
        {
            ReadOnlySpan<T> lu = packed.Slice(i * PackedLength(n), n * n), pivots = packed.Slice((i * PackedLength(n)) + (n * n), n);
            T sign = T.One;
            for (int j = 0; j < n; j++)
            {
                T diagonal = lu[(j * n) + j];
                T factor = T.IsNaN(diagonal) ? diagonal : T.CreateTruncating(T.Sign(diagonal));
                sign *= pivots[j] == T.CreateTruncating(j) ? factor : -factor;
            }

            result[i] = sign;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FillNaN<T>(Span<T> lu, Span<T> pivots)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        lu.Fill(T.NaN);
        for (int i = 0; i < pivots.Length; i++) pivots[i] = T.CreateTruncating(i);
    }

    private struct FactorAction : ITileAction
    {
        internal void* Matrix;
        internal void* Pivots;
        internal int N;
        internal int Status;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<T, TVector, TOps>()
            where T : unmanaged, IFloatingPointIeee754<T>
            where TVector : unmanaged
            where TOps : ITileVector<T, TVector> => Status = LuKernel<T, TVector, TOps>.Factor((T*)Matrix, (T*)Pivots, N);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Permute<T>(ReadOnlySpan<T> pivots, Span<T> x, int n, int m, bool right, bool reverse)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        for (int step = 0; step < n; step++)
        {
            int i = reverse ? n - 1 - step : step;
            int pivot = int.CreateTruncating(pivots[i]);
            if (pivot == i) continue;
            if (right)
            {
                for (int row = 0; row < m; row++)
                    (x[(row * n) + i], x[(row * n) + pivot]) = (x[(row * n) + pivot], x[(row * n) + i]);
            }
            else
            {
                Swap(x.Slice(i * m, m), x.Slice(pivot * m, m));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Swap<T>(Span<T> x, Span<T> y)
    {
        for (int j = 0; j < x.Length; j++) (x[j], y[j]) = (y[j], x[j]);
    }
}
