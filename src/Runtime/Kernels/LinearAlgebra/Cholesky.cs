using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>The Cholesky factorisation A = L L^T of symmetric positive definite matrices.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Cholesky
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
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Factor<T>(ReadOnlySpan<T> a, Span<T> l, int n)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = MatrixArguments.Batch(a.Length, n, n, nameof(a));
        MatrixArguments.SameLength(a.Length, l.Length, nameof(l));
        a.CopyTo(l);
        fixed (T* pl = l)
        {
            var action = new FactorAction { L = pl, N = n, Count = count };
            TileDispatch.Run<T, FactorAction>(ref action);
            return action.Status;
        }
    }

    private struct FactorAction : ITileAction
    {
        internal void* L;
        internal int N;
        internal int Count;
        internal int Status;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Run<T, TVector, TOps>()
            where T : unmanaged, IFloatingPointIeee754<T>
            where TVector : unmanaged
            where TOps : ITileVector<T, TVector>
        {
            int size = N * N;
            T* l = (T*)L;
            for (int i = 0; i < Count; i++, l += size)
            {
                int status = CholeskyKernel<T, TVector, TOps>.Factor(l, N);
                if (status < 0) FillLowerNaN(new Span<T>(l, size), N);
                else if (Status == 0) Status = status;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
