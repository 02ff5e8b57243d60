using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>Solves of triangular systems.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Triangular
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
    /// <remarks>
    /// Each right-hand side is divided by the diagonal through its reciprocal where that is a normal number. A zero on the
    /// diagonal gives infinities and NaN, as division does; no status is reported.
    /// </remarks>
    /// <exception cref="ArgumentException">A length does not agree with the sizes.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve<T>(ReadOnlySpan<T> l, Span<T> bx, int n, int m, bool right, bool lower, bool transpose, bool unit)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Solve(l, n * n, bx, n, m, right, [new Substitution(lower, transpose, unit)]);
    }

    /// <summary>Solves by several substitutions with matrices that start <paramref name="stride"/> elements apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Solve<T>(
        ReadOnlySpan<T> l, int stride, Span<T> bx, int n, int m, bool right, ReadOnlySpan<Substitution> steps)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = MatrixArguments.Batch(l.Length, n == 0 ? 0 : stride / n, n, nameof(l));
        ArgumentOutOfRangeException.ThrowIfNegative(m);
        MatrixArguments.SameLength(checked(count * n * m), bx.Length, nameof(bx));
        if (bx.IsEmpty) return;
        fixed (T* pl = l, px = bx)
        {
            var action = new SolveAction { L = pl, Stride = stride, X = px, N = n, M = m, Count = count, Right = right, Steps = steps };
            TileDispatch.Run<T, SolveAction>(ref action);
        }
    }

    private ref struct SolveAction : ITileAction
    {
        internal void* L;
        internal int Stride;
        internal void* X;
        internal int N;
        internal int M;
        internal int Count;
        internal bool Right;
        internal ReadOnlySpan<Substitution> Steps;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public readonly void Run<T, TVector, TOps>()
            where T : unmanaged, IFloatingPointIeee754<T>
            where TVector : unmanaged
            where TOps : ITileVector<T, TVector>
        {
            for (int i = 0; i < Count; i++)
                TriangularKernel<T, TVector, TOps>.Solve((T*)L + ((nint)i * Stride), (T*)X + ((nint)i * N * M), N, M, Right, Steps);
        }
    }
}
