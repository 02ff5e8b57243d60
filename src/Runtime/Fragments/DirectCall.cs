using System;
using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.CompilerServices;

/// <summary>What generated members on concrete tensors share: sizes, dense memory for strided arguments, fresh results.</summary>
/// <remarks>Dense elements are taken from the first one on: GetSpan refuses tensors with an axis of size 1 behind a longer one, which has stride 0.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DirectCall
{
    /// <summary>Reads the sizes of an input.</summary>
    /// <exception cref="ShapeMismatchException">The rank is not the declared one.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sizes<T>(Fragment fragment, int input, in ReadOnlyTensorSpan<T> x, Span<int> sizes)
    {
        if (x.Rank != sizes.Length)
        {
            var actual = new int[x.Rank];
            Copy(x.Lengths, actual);
            throw fragment.RankMismatch(input, actual);
        }

        Copy(x.Lengths, sizes);
    }

    /// <summary>Reads the sizes of the first input with leading axes.</summary>
    /// <param name="fragment">What is called.</param>
    /// <param name="input">Which input.</param>
    /// <param name="x">The argument.</param>
    /// <param name="sizes">Receives the sizes, leading axes as one.</param>
    /// <param name="leading">Receives the leading axes; as long as the argument's rank.</param>
    /// <returns>The number of leading axes.</returns>
    /// <exception cref="ShapeMismatchException">It has fewer axes than stand behind the leading ones, or none at all.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int FirstSizes<T>(Fragment fragment, int input, in ReadOnlyTensorSpan<T> x, Span<int> sizes, Span<int> leading)
    {
        if (x.Rank == 0) throw FragmentErrors.NoAxis(fragment, input);
        Span<int> shape = stackalloc int[x.Rank];
        Copy(x.Lengths, shape);
        var own = LeadingSizes.Of(fragment, input, shape, sizes.Length);
        own.CopyTo(leading);
        LeadingSizes.Write(fragment, input, shape, sizes);
        return own.Length;
    }

    /// <summary>Reads the sizes of a further input with leading axes.</summary>
    /// <param name="fragment">What is called.</param>
    /// <param name="input">Which input.</param>
    /// <param name="x">The argument.</param>
    /// <param name="sizes">Receives the sizes, leading axes as one.</param>
    /// <param name="leading">The leading axes of the first one.</param>
    /// <param name="first">Which input was the first one.</param>
    /// <exception cref="ShapeMismatchException">It has fewer axes than stand behind the leading ones, or other leading axes.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FurtherSizes<T>(Fragment fragment, int input, in ReadOnlyTensorSpan<T> x, Span<int> sizes, ReadOnlySpan<int> leading, int first)
    {
        Span<int> shape = stackalloc int[x.Rank];
        Copy(x.Lengths, shape);
        if (!LeadingSizes.Of(fragment, input, shape, sizes.Length).SequenceEqual(leading)) throw FragmentErrors.Leading(fragment, leading, first, input, shape);
        LeadingSizes.Write(fragment, input, shape, sizes);
    }

    /// <summary>Checks a tangent, a cotangent or a result with leading axes.</summary>
    /// <exception cref="ShapeMismatchException">The sizes differ, or there is no axis at all.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Check<T>(Fragment fragment, string parameter, in ReadOnlyTensorSpan<T> x, ReadOnlySpan<int> leading, ReadOnlySpan<int> trailing)
    {
        Span<int> expected = stackalloc int[leading.Length + trailing.Length];
        Join(leading, trailing, expected);
        Check(fragment, parameter, x, expected);
    }

    /// <summary>Checks a tangent, a cotangent or a result against the sizes that it must have.</summary>
    /// <exception cref="ShapeMismatchException">The sizes differ.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Check<T>(Fragment fragment, string parameter, in ReadOnlyTensorSpan<T> x, ReadOnlySpan<int> expected)
    {
        bool same = x.Rank == expected.Length;
        for (int i = 0; same && i < expected.Length; i++) same = x.Lengths[i] == expected[i];
        if (same) return;
        var actual = new int[x.Rank];
        Copy(x.Lengths, actual);
        throw new ShapeMismatchException(
            DiagnosticIds.ShapeMismatch,
            $"{fragment.Name} needs '{parameter}' of shape {FragmentErrors.Format(expected)}, but got {FragmentErrors.Format(actual)}.",
            FragmentErrors.Format(expected),
            FragmentErrors.Format(actual),
            parameter);
    }

    /// <summary>The number of elements of scratch memory that an argument needs: none if it is dense.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int CopyLength<T>(in ReadOnlyTensorSpan<T> x) => x.IsDense ? 0 : checked((int)x.FlattenedLength + 7) & ~7;

    // GetSpan refuses a dense tensor with an axis of size 1 between others, since that axis has the stride 0.
    /// <summary>The elements of an argument in row-major order: its own memory if it is dense, a copy if not.</summary>
    /// <param name="x">The argument.</param>
    /// <param name="rest">Scratch memory; what is used is taken off.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static ReadOnlySpan<T> Dense<T>(in ReadOnlyTensorSpan<T> x, ref Span<T> rest)
    {
        if (x.FlattenedLength == 0) return default;
        if (x.IsDense) return MemoryMarshal.CreateReadOnlySpan(in x.GetPinnableReference(), (int)x.FlattenedLength);
        var copy = Take(ref rest, CopyLength(x), (int)x.FlattenedLength);
        x.FlattenTo(copy);
        return copy;
    }

    /// <summary>Dense memory for a result: the caller's own if it is dense, scratch memory if not.</summary>
    /// <param name="y">The caller's tensor.</param>
    /// <param name="rest">Scratch memory; what is used is taken off.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Span<T> Target<T>(in TensorSpan<T> y, ref Span<T> rest)
    {
        if (y.FlattenedLength == 0) return default;
        if (y.IsDense) return MemoryMarshal.CreateSpan(ref y.GetPinnableReference(), (int)y.FlattenedLength);
        return Take(ref rest, CopyLength<T>(y), (int)y.FlattenedLength);
    }

    /// <summary>
    /// Refuses memory for a result that another argument lives in: it would be overwritten before it is read. Strided arguments are
    /// copied before and after, so they cannot get in the way.
    /// </summary>
    /// <exception cref="ArgumentException">Both share memory.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RefuseOverlap<T>(string parameter, ReadOnlySpan<T> result, string otherParameter, ReadOnlySpan<T> other)
    {
        if (result.Overlaps(other)) throw new ArgumentException($"The memory of '{parameter}' is that of '{otherParameter}', at least in part. A result needs memory of its own.", parameter);
    }

    /// <summary>Puts a result that was computed in scratch memory into the caller's tensor.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Return<T>(ReadOnlySpan<T> from, in TensorSpan<T> y)
    {
        if (y.IsDense) return;
        Span<nint> index = stackalloc nint[y.Rank];
        index.Clear();
        foreach (T value in from)
        {
            y[index] = value;
            for (int axis = index.Length - 1; axis >= 0; axis--)
            {
                if (++index[axis] < y.Lengths[axis]) break;
                index[axis] = 0;
            }
        }
    }

    /// <summary>A fresh tensor and its elements, which are to be overwritten.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Tensor<T> New<T>(scoped ReadOnlySpan<int> sizes, out Span<T> elements)
    {
        Span<nint> lengths = stackalloc nint[sizes.Length];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = sizes[i];
        var tensor = Tensor.CreateFromShapeUninitialized<T>(lengths);
        elements = default;
        if (tensor.FlattenedLength > 0) elements = MemoryMarshal.CreateSpan(ref tensor.GetPinnableReference(), (int)tensor.FlattenedLength);
        return tensor;
    }

    /// <summary>A fresh tensor with leading axes and its elements, which are to be overwritten.</summary>
    /// <exception cref="ShapeMismatchException">There is no axis at all.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Tensor<T> New<T>(scoped ReadOnlySpan<int> leading, scoped ReadOnlySpan<int> trailing, out Span<T> elements)
    {
        Span<int> sizes = stackalloc int[leading.Length + trailing.Length];
        Join(leading, trailing, sizes);
        return New(sizes, out elements);
    }

    /// <summary>The number of rows of a batch, which its first axis counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Batch<T>(in ReadOnlyTensorSpan<T> x) => x.Rank == 0 ? 1 : checked((int)x.Lengths[0]);

    /// <summary>One at one element and zeros elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unit<T>(Span<T> x, int index) where T : INumberBase<T>
    {
        x.Clear();
        x[index] = T.One;
    }

    /// <summary>Writes the column of a matrix that has as many rows as the column has elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Column<T>(ReadOnlySpan<T> from, Span<T> matrix, int column)
    {
        int width = from.Length == 0 ? 0 : matrix.Length / from.Length;
        for (int i = 0; i < from.Length; i++) matrix[(i * width) + column] = from[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Join(ReadOnlySpan<int> leading, ReadOnlySpan<int> trailing, Span<int> sizes)
    {
        if (sizes.Length == 0) throw FragmentErrors.NoAxis();
        leading.CopyTo(sizes);
        trailing.CopyTo(sizes[leading.Length..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<T> Take<T>(ref Span<T> rest, int taken, int count)
    {
        var block = rest[..count];
        rest = rest[taken..];
        return block;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Copy(ReadOnlySpan<nint> lengths, Span<int> sizes)
    {
        for (int i = 0; i < sizes.Length; i++) sizes[i] = checked((int)lengths[i]);
    }
}
