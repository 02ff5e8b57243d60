using System.Numerics;
using Costate.CompilerServices;
using Costate.Tracing;

namespace Costate;

public static partial class TracedTensor
{
    /// <summary>The matrix product over the last two axes; vectors on either side, and batch axes in front that broadcast.</summary>
    /// <param name="a">[.., n, k], or [k].</param>
    /// <param name="b">[.., k, m], or [k].</param>
    /// <returns>[.., n, m].</returns>
    /// <exception cref="ShapeMismatchException">The inner dimensions differ, or the batch axes do not broadcast.</exception>
    [LibraryFunction("MatMul")]
    public static TracedTensor<T> MatMul<T>(TracedTensor<T> a, TracedTensor<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.MatMul, a, b);

    /// <summary>The inner product of two vectors.</summary>
    /// <param name="a">[n].</param>
    /// <param name="b">[n].</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeMismatchException">The operands are not vectors of one length.</exception>
    [LibraryFunction("Dot")]
    public static TracedTensor<T> Dot<T>(TracedTensor<T> a, TracedTensor<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.Dot, a, b);

    /// <summary>The outer product of two vectors.</summary>
    /// <param name="a">[n].</param>
    /// <param name="b">[m].</param>
    /// <returns>[n, m].</returns>
    /// <exception cref="ShapeMismatchException">An operand is not a vector.</exception>
    [LibraryFunction("Outer")]
    public static TracedTensor<T> Outer<T>(TracedTensor<T> a, TracedTensor<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.Outer, a, b);

    /// <summary>A sum of products in index notation, as in "ijk,jr,kr-&gt;ir".</summary>
    /// <param name="spec">Letters for the axes of each operand, separated by commas, and of the result after the arrow.</param>
    /// <param name="operands">Any number of tensors, up to 64.</param>
    /// <exception cref="ShapeMismatchException">The specification does not fit the operands, or an index has two sizes.</exception>
    /// <remarks>
    /// More than two operands are contracted two at a time, in the order with the least work if all sizes were equal. Of orders that are
    /// equal in that, the one that contracts the largest tensor first, so that einsums that share this tensor and a factor, as the steps of
    /// alternating least squares do, share what the two give; all of it is found again in the adjoint. To contract in another order, write
    /// several einsums.
    /// </remarks>
    [LibraryFunction("Einsum")]
    public static TracedTensor<T> Einsum<T>(string spec, params TracedTensor<T>[] operands)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Many(LibraryOp.Einsum(spec), operands);

    /// <summary>The sum of a square matrix's diagonal.</summary>
    /// <param name="a">[n, n].</param>
    /// <returns>A scalar.</returns>
    /// <exception cref="ShapeMismatchException">It is no square matrix.</exception>
    [LibraryFunction("Trace")]
    public static TracedTensor<T> Trace<T>(TracedTensor<T> a)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Trace, a);

    /// <summary>The lower triangle of the last two axes, zeros elsewhere.</summary>
    /// <param name="a">[.., n, m].</param>
    /// <param name="k">The highest diagonal that is kept; 0 is the main one.</param>
    /// <exception cref="ShapeMismatchException">The rank is below 2.</exception>
    [LibraryFunction("Tril")]
    public static TracedTensor<T> Tril<T>(TracedTensor<T> a, int k = 0)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Tril, a, [OpArgument.Of("k", k)]);

    /// <summary>The upper triangle of the last two axes, zeros elsewhere.</summary>
    /// <param name="a">[.., n, m].</param>
    /// <param name="k">The lowest diagonal that is kept; 0 is the main one.</param>
    /// <exception cref="ShapeMismatchException">The rank is below 2.</exception>
    [LibraryFunction("Triu")]
    public static TracedTensor<T> Triu<T>(TracedTensor<T> a, int k = 0)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Triu, a, [OpArgument.Of("k", k)]);

    /// <summary>The elements of the lower triangle of square matrices, row by row in one axis.</summary>
    /// <param name="a">[.., n, n].</param>
    /// <param name="strict">Whether the diagonal is left out.</param>
    /// <returns>[.., n (n + 1) / 2], or [.., n (n - 1) / 2] without the diagonal.</returns>
    /// <exception cref="ShapeMismatchException">The matrices are not square.</exception>
    [LibraryFunction("PackTril")]
    public static TracedTensor<T> PackTril<T>(TracedTensor<T> a, bool strict = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.PackTril, a, [OpArgument.Of("strict", strict)]);

    /// <summary>The elements of the upper triangle of square matrices, row by row in one axis.</summary>
    /// <param name="a">[.., n, n].</param>
    /// <param name="strict">Whether the diagonal is left out.</param>
    /// <returns>[.., n (n + 1) / 2], or [.., n (n - 1) / 2] without the diagonal.</returns>
    /// <exception cref="ShapeMismatchException">The matrices are not square.</exception>
    [LibraryFunction("PackTriu")]
    public static TracedTensor<T> PackTriu<T>(TracedTensor<T> a, bool strict = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.PackTriu, a, [OpArgument.Of("strict", strict)]);

    /// <summary>Square matrices from the elements of their lower triangles, row by row, and zeros elsewhere.</summary>
    /// <param name="packed">[.., n (n + 1) / 2], or [.., n (n - 1) / 2] without the diagonal.</param>
    /// <param name="n">Number of rows and columns.</param>
    /// <param name="strict">Whether the diagonal is left out.</param>
    /// <returns>[.., n, n]. A lower triangle packed by columns is the transposed result of <c>UnpackTriu</c>.</returns>
    /// <exception cref="ShapeMismatchException">The last axis has another number of elements.</exception>
    [LibraryFunction("UnpackTril")]
    public static TracedTensor<T> UnpackTril<T>(TracedTensor<T> packed, int n, bool strict = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.UnpackTril, packed, [OpArgument.Size("n", n), OpArgument.Of("strict", strict)]);

    /// <summary>Square matrices from the elements of their upper triangles, row by row, and zeros elsewhere.</summary>
    /// <param name="packed">[.., n (n + 1) / 2], or [.., n (n - 1) / 2] without the diagonal.</param>
    /// <param name="n">Number of rows and columns.</param>
    /// <param name="strict">Whether the diagonal is left out.</param>
    /// <returns>[.., n, n]. A upper triangle packed by columns is the transposed result of <c>UnpackTril</c>.</returns>
    /// <exception cref="ShapeMismatchException">The last axis has another number of elements.</exception>
    [LibraryFunction("UnpackTriu")]
    public static TracedTensor<T> UnpackTriu<T>(TracedTensor<T> packed, int n, bool strict = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.UnpackTriu, packed, [OpArgument.Size("n", n), OpArgument.Of("strict", strict)]);

    /// <summary>The identity matrix.</summary>
    /// <param name="n">Number of rows and columns.</param>
    /// <returns>[n, n].</returns>
    [LibraryFunction("Eye")]
    public static TracedTensor<T> Eye<T>(int n)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Source<T>(Ops.Eye, [OpArgument.Size("n", n)]);

    /// <summary>The lower Cholesky factor of (A + A^T) / 2, which must be positive definite.</summary>
    /// <param name="a">[.., n, n].</param>
    /// <exception cref="ShapeMismatchException">The matrix is not square.</exception>
    /// <exception cref="FactorizationException">When it is computed: the matrix is not positive definite.</exception>
    [LibraryFunction("Cholesky")]
    public static TracedTensor<T> Cholesky<T>(TracedTensor<T> a)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Cholesky, a);

    /// <summary>Solves L X = B, or L^T X = B, for a triangular matrix.</summary>
    /// <param name="l">[.., n, n]; the other triangle is not read.</param>
    /// <param name="b">[.., n, m], or [n].</param>
    /// <param name="lower">Whether the lower triangle holds the matrix.</param>
    /// <param name="transpose">Whether its transpose is solved with.</param>
    /// <exception cref="ShapeMismatchException">The sizes do not fit.</exception>
    [LibraryFunction("SolveTriangular")]
    public static TracedTensor<T> SolveTriangular<T>(TracedTensor<T> l, TracedTensor<T> b, bool lower = true, bool transpose = false)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.SolveTriangular, l, b, [OpArgument.Of("lower", lower), OpArgument.Of("transpose", transpose)]);

    /// <summary>Solves A X = B for a symmetric positive definite matrix; (A + A^T) / 2 is taken.</summary>
    /// <param name="a">[.., n, n].</param>
    /// <param name="b">[.., n, m], or [n].</param>
    /// <exception cref="ShapeMismatchException">The sizes do not fit.</exception>
    /// <exception cref="FactorizationException">When it is computed: the matrix is not positive definite.</exception>
    [LibraryFunction("SolveSpd")]
    public static TracedTensor<T> SolveSpd<T>(TracedTensor<T> a, TracedTensor<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.SolveSpd, a, b);

    /// <summary>Solves X A = B for a symmetric positive definite matrix; (A + A^T) / 2 is taken.</summary>
    /// <param name="b">[.., m, n], or [n].</param>
    /// <param name="a">[.., n, n].</param>
    /// <exception cref="ShapeMismatchException">The sizes do not fit.</exception>
    /// <exception cref="FactorizationException">When it is computed: the matrix is not positive definite.</exception>
    [LibraryFunction("SolveSpdRight")]
    public static TracedTensor<T> SolveSpdRight<T>(TracedTensor<T> b, TracedTensor<T> a)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.SolveSpdRight, b, a);

    /// <summary>Solves A X = B.</summary>
    /// <param name="a">[.., n, n].</param>
    /// <param name="b">[.., n, m], or [n].</param>
    /// <exception cref="ShapeMismatchException">The sizes do not fit.</exception>
    /// <exception cref="FactorizationException">When it is computed: the matrix is singular.</exception>
    [LibraryFunction("Solve")]
    public static TracedTensor<T> Solve<T>(TracedTensor<T> a, TracedTensor<T> b)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.Solve, a, b);

    /// <summary>Solves X A = B.</summary>
    /// <param name="b">[.., m, n], or [n].</param>
    /// <param name="a">[.., n, n].</param>
    /// <exception cref="ShapeMismatchException">The sizes do not fit.</exception>
    /// <exception cref="FactorizationException">When it is computed: the matrix is singular.</exception>
    [LibraryFunction("SolveRight")]
    public static TracedTensor<T> SolveRight<T>(TracedTensor<T> b, TracedTensor<T> a)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.SolveRight, b, a);
}
