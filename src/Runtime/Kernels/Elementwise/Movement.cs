using System;
using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Costate.CompilerServices;

/// <summary>
/// Ops that move elements. Tensors are dense and row-major unless strides are given; source and destination do not overlap. The
/// forms with references and strides trust their caller, the forms with spans and shapes check.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Movement
{
    /// <summary>Copies a strided view; a source stride of 0 repeats an element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void CopyStrided<T>(
        ref readonly T from, ReadOnlySpan<nint> fromStrides, ref T to, ReadOnlySpan<nint> toStrides, ReadOnlySpan<int> shape)
        where T : unmanaged =>
        StridedLoop.Run<CopyMove<T>, T>(ref Unsafe.AsRef(in from), fromStrides, ref to, toStrides, shape);

    /// <summary>Adds a strided view to another, whose elements are all different.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddStrided<T>(
        ref readonly T from, ReadOnlySpan<nint> fromStrides, ref T to, ReadOnlySpan<nint> toStrides, ReadOnlySpan<int> shape)
        where T : unmanaged, INumber<T> =>
        StridedLoop.Run<AddMove<T>, T>(ref Unsafe.AsRef(in from), fromStrides, ref to, toStrides, shape);

    /// <summary>y[i] = x[j] where axis k of y is axis permutation[k] of x, which has the given shape.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> shape, ReadOnlySpan<int> permutation, Span<T> y)
        where T : unmanaged
    {
        int rank = shape.Length;
        if (permutation.Length != rank) throw new ArgumentException($"A permutation of {permutation.Length} axes for a tensor of {rank}.");
        CheckLength(x.Length, shape, "the operand");
        CheckLength(y.Length, shape, "the result");
        if (rank == 2 && permutation[0] == 1 && permutation[1] == 0)
        {
            Transpose(in MemoryMarshal.GetReference(x), shape[0], shape[1], shape[1], ref MemoryMarshal.GetReference(y), shape[0]);
            return;
        }

        Span<nint> strides = stackalloc nint[rank], from = stackalloc nint[rank], to = stackalloc nint[rank];
        Span<int> sizes = stackalloc int[rank];
        Strides(shape, strides);
        uint seen = 0;
        for (int k = 0; k < rank; k++)
        {
            int axis = permutation[k];
            if ((uint)axis >= (uint)rank || (seen >> axis & 1) != 0)
                throw new ArgumentException($"[{string.Join(", ", permutation.ToArray())}] is not a permutation of {rank} axes.");
            seen |= 1u << axis;
            sizes[k] = shape[axis];
            from[k] = strides[axis];
        }

        Strides(sizes, to);
        CopyStrided(in MemoryMarshal.GetReference(x), from, ref MemoryMarshal.GetReference(y), to, sizes);
    }

    /// <summary>y[j, i] = x[i, j] for a matrix whose rows, and those of the result, may be padded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose<T>(ref readonly T x, int rows, int columns, nint stride, ref T y, nint resultStride) where T : unmanaged =>
        StridedLoop.Tiles<CopyMove<T>, T>(ref Unsafe.AsRef(in x), stride, ref y, resultStride, columns, rows);

    /// <summary>Repeats x along those axes of the result's shape whose bit is set; x has the other axes in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Broadcast<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> shape, uint axes, Span<T> y) where T : unmanaged
    {
        int rank = shape.Length;
        Span<nint> from = stackalloc nint[rank], to = stackalloc nint[rank];
        nint stride = 1;
        for (int k = rank - 1; k >= 0; k--)
        {
            if ((axes >> k & 1) != 0) continue;
            from[k] = stride;
            stride *= shape[k];
        }

        for (int k = 0; k < rank; k++)
            if ((axes >> k & 1) != 0) from[k] = 0;
        if (x.Length != stride) throw new ArgumentException($"The operand of a broadcast has {x.Length} elements, its axes have {stride}.");
        CheckLength(y.Length, shape, "the result");
        Strides(shape, to);
        CopyStrided(in MemoryMarshal.GetReference(x), from, ref MemoryMarshal.GetReference(y), to, shape);
    }

    /// <summary>Sets every element.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Fill<T>(Span<T> y, T value) where T : unmanaged => y.Fill(value);

    /// <summary>Sets every element of padded rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Fill<T>(ref T y, int rows, int columns, nint stride, T value) where T : unmanaged
    {
        for (nint i = 0; i < rows; i++) MemoryMarshal.CreateSpan(ref Unsafe.Add(ref y, i * stride), columns).Fill(value);
    }

    /// <summary>y = the window of x with the given starts, steps (empty for ones, negative to run backwards) and sizes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReadAt<T>(
        ReadOnlySpan<T> x, ReadOnlySpan<int> shape, ReadOnlySpan<long> starts, ReadOnlySpan<int> steps, ReadOnlySpan<int> sizes, Span<T> y)
        where T : unmanaged
    {
        Span<nint> window = stackalloc nint[shape.Length], dense = stackalloc nint[shape.Length];
        nint offset = Window(x.Length, shape, starts, steps, sizes, window, dense, y.Length);
        if (y.IsEmpty) return;
        CopyStrided(in Unsafe.Add(ref MemoryMarshal.GetReference(x), offset), window, ref MemoryMarshal.GetReference(y), dense, sizes);
    }

    /// <summary>Sets the window of x to v, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SetAt<T>(
        Span<T> x, ReadOnlySpan<int> shape, ReadOnlySpan<long> starts, ReadOnlySpan<int> steps, ReadOnlySpan<int> sizes, ReadOnlySpan<T> v)
        where T : unmanaged
    {
        Span<nint> window = stackalloc nint[shape.Length], dense = stackalloc nint[shape.Length];
        nint offset = Window(x.Length, shape, starts, steps, sizes, window, dense, v.Length);
        if (v.IsEmpty) return;
        CopyStrided(in MemoryMarshal.GetReference(v), dense, ref Unsafe.Add(ref MemoryMarshal.GetReference(x), offset), window, sizes);
    }

    /// <summary>Adds v to the window of x, in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddAt<T>(
        Span<T> x, ReadOnlySpan<int> shape, ReadOnlySpan<long> starts, ReadOnlySpan<int> steps, ReadOnlySpan<int> sizes, ReadOnlySpan<T> v)
        where T : unmanaged, INumber<T>
    {
        Span<nint> window = stackalloc nint[shape.Length], dense = stackalloc nint[shape.Length];
        nint offset = Window(x.Length, shape, starts, steps, sizes, window, dense, v.Length);
        if (v.IsEmpty) return;
        AddStrided(in MemoryMarshal.GetReference(v), dense, ref Unsafe.Add(ref MemoryMarshal.GetReference(x), offset), window, sizes);
    }

    /// <summary>Adds v to x, which is as long, in place: a window whose elements are neighbours.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<T>(Span<T> x, ReadOnlySpan<T> v)
        where T : unmanaged, INumber<T> => TensorPrimitives.Add(x, v, x);

    /// <summary>
    /// Writes one part of a concatenation: y is [outer, total, inner], the part [outer, size, inner] comes at <paramref name="start"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Concat<T>(ReadOnlySpan<T> part, int outer, int size, int inner, int start, int total, Span<T> y) where T : unmanaged
    {
        if (start < 0 || (long)start + size > total)
            throw new ArgumentException($"A part of {size} at {start} does not fit an axis of {total}.");
        CheckLength(part.Length, [outer, size, inner], "the part");
        CheckLength(y.Length, [outer, total, inner], "the result");
        int row = size * inner;
        for (int o = 0; o < outer; o++) part.Slice(o * row, row).CopyTo(y.Slice((o * total + start) * inner, row));
    }

    /// <summary>
    /// The lower (or upper) triangle of every matrix, up to (or from) diagonal k, and zeros elsewhere; y may be x.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tri<T>(ReadOnlySpan<T> x, int batch, int rows, int columns, bool lower, int k, Span<T> y) where T : unmanaged
    {
        CheckLength(x.Length, [batch, rows, columns], "the operand");
        CheckLength(y.Length, [batch, rows, columns], "the result");
        for (int r = 0; r < batch * rows; r++)
        {
            ReadOnlySpan<T> from = x.Slice(r * columns, columns);
            Span<T> to = y.Slice(r * columns, columns);
            int cut = (int)Math.Clamp((long)(r % rows) + k + (lower ? 1 : 0), 0, columns);
            (lower ? from[..cut] : from[cut..]).CopyTo(lower ? to : to[cut..]);
            (lower ? to[cut..] : to[..cut]).Clear();
        }
    }

    /// <summary>The elements of the lower (or upper) triangle of every n by n matrix, row by row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PackTri<T>(ReadOnlySpan<T> x, int batch, int n, bool lower, bool strict, Span<T> y) where T : unmanaged
    {
        CheckLength(x.Length, [batch, n, n], "the operand");
        CheckLength(y.Length, [batch, TriangleLength(n, strict)], "the result");
        for (int r = 0; r < batch * n; r++)
        {
            var (start, count) = TriangleRow(r % n, n, lower, strict);
            x.Slice((r * n) + start, count).CopyTo(y);
            y = y[count..];
        }
    }

    /// <summary>n by n matrices from the elements of their lower (or upper) triangles, row by row, and zeros elsewhere.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void UnpackTri<T>(ReadOnlySpan<T> x, int batch, int n, bool lower, bool strict, Span<T> y) where T : unmanaged
    {
        CheckLength(x.Length, [batch, TriangleLength(n, strict)], "the operand");
        CheckLength(y.Length, [batch, n, n], "the result");
        // Once for all, because to clear a few elements costs as much as the call.
        y.Clear();
        for (int r = 0; r < batch * n; r++)
        {
            var (start, count) = TriangleRow(r % n, n, lower, strict);
            x[..count].CopyTo(y[((r * n) + start)..]);
            x = x[count..];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int TriangleLength(int n, bool strict) => (int)((long)n * (strict ? n - 1 : n + 1) / 2);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static (int Start, int Count) TriangleRow(int row, int n, bool lower, bool strict)
    {
        int off = strict ? 1 : 0;
        return lower ? (0, row + 1 - off) : (row + off, n - row - off);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Strides(ReadOnlySpan<int> shape, Span<nint> strides)
    {
        nint stride = 1;
        for (int k = shape.Length - 1; k >= 0; k--)
        {
            strides[k] = stride;
            stride *= shape[k];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static nint Window(
        int length, ReadOnlySpan<int> shape, ReadOnlySpan<long> starts, ReadOnlySpan<int> steps, ReadOnlySpan<int> sizes,
        Span<nint> window, Span<nint> dense, int windowLength)
    {
        int rank = shape.Length;
        if (starts.Length != rank || sizes.Length != rank || !steps.IsEmpty && steps.Length != rank)
            throw new ArgumentException($"A window of {starts.Length} starts and {sizes.Length} sizes for a tensor of {rank} axes.");
        CheckLength(length, shape, "the tensor");
        CheckLength(windowLength, sizes, "the window");
        Strides(shape, window);
        Strides(sizes, dense);
        nint offset = 0;
        for (int k = 0; k < rank; k++)
        {
            int step = steps.IsEmpty ? 1 : steps[k];
            if (sizes[k] > 0)
            {
                long first = starts[k], last = first + (long)(sizes[k] - 1) * step;
                if (first < 0 || first >= shape[k] || last < 0 || last >= shape[k])
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(starts), $"The window reads {first} to {last} on axis {k}, which has the indices 0 to {shape[k] - 1}.");
                }

                offset += (nint)first * window[k];
            }

            window[k] *= step;
        }

        return offset;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CheckLength(int length, ReadOnlySpan<int> shape, string what)
    {
        long count = 1;
        foreach (int size in shape) count *= size;
        if (length == count) return;
        throw new ArgumentException(
            $"The buffer of {what} has {length} elements, its shape [{string.Join(", ", shape.ToArray())}] has {count}.");
    }
}
