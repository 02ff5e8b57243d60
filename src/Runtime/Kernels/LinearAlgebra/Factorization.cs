using System;
using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>Solves of linear systems from a factor that is already there.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Factorization
{
    /// <summary>Solves A X = B, or X A = B, in place, where A = L L^T.</summary>
    /// <typeparam name="T">Element type, <see cref="double"/> or <see cref="float"/>.</typeparam>
    /// <param name="l">Cholesky factors n x n, one or a dense batch.</param>
    /// <param name="bx">B on entry and X on return: n x m, or m x n if <paramref name="right"/>.</param>
    /// <param name="n">Order of each matrix.</param>
    /// <param name="m">Number of right-hand sides.</param>
    /// <param name="right">Whether the unknown stands on the left of the matrix: X A = B.</param>
    /// <exception cref="ArgumentException">A length does not agree with the sizes.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveCholesky<T>(ReadOnlySpan<T> l, Span<T> bx, int n, int m, bool right)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // The matrix is symmetric, so from the right the same two substitutions act on the transposed right-hand sides.
        Triangular.Solve(
            l, n * n, bx, n, m, right, [new Substitution(true, right, false), new Substitution(true, !right, false)]);
    }
}
