using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Costate.CompilerServices;

/// <summary>
/// Sums and maxima. The order of the additions depends on the sizes alone, never on the machine, and NaN wins a maximum. The sum
/// of nothing is 0, the maximum of nothing is minus infinity.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Reductions
{
    /// <summary>The sum of all elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T SumAll<T>(ReadOnlySpan<T> x) where T : unmanaged =>
        Row<SumReduction, T>(ref MemoryMarshal.GetReference(x), x.Length);

    /// <summary>The largest of all elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T MaxAll<T>(ReadOnlySpan<T> x) where T : unmanaged =>
        Row<MaxReduction, T>(ref MemoryMarshal.GetReference(x), x.Length);

    /// <summary>y[o, i] = the sum over r of x[o, r, i], or added to y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReduceSum<T>(ReadOnlySpan<T> x, int outer, int reduce, int inner, Span<T> y, bool accumulate = false)
        where T : unmanaged =>
        Dense<SumReduction, T>(x, outer, reduce, inner, y, accumulate);

    /// <summary>y[o, i] = the largest x[o, r, i] over r, or than y.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReduceMax<T>(ReadOnlySpan<T> x, int outer, int reduce, int inner, Span<T> y, bool accumulate = false)
        where T : unmanaged =>
        Dense<MaxReduction, T>(x, outer, reduce, inner, y, accumulate);

    /// <summary>The sum over the axes whose bit is set, of a dense tensor; y has the other axes in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReduceSum<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> shape, uint axes, Span<T> y, bool accumulate = false)
        where T : unmanaged =>
        Axes<SumReduction, T>(x, shape, axes, y, accumulate);

    /// <summary>The maximum over the axes whose bit is set, of a dense tensor; y has the other axes in their order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReduceMax<T>(ReadOnlySpan<T> x, ReadOnlySpan<int> shape, uint axes, Span<T> y, bool accumulate = false)
        where T : unmanaged =>
        Axes<MaxReduction, T>(x, shape, axes, y, accumulate);

    /// <summary>
    /// The sum over r of x[o, r, i] where rows are padded: x has the strides (outerStride, reduceStride, 1) and y (resultStride, 1).
    /// Contiguous reduced elements are inner = 1 and reduceStride = 1.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReduceSum<T>(
        ref readonly T x, int outer, nint outerStride, int reduce, nint reduceStride, int inner, ref T y, nint resultStride,
        bool accumulate = false)
        where T : unmanaged =>
        Strided<SumReduction, T>(
            ref Unsafe.AsRef(in x), outer, outerStride, reduce, reduceStride, inner, ref y, resultStride, accumulate);

    /// <summary>The maximum over r of x[o, r, i] where rows are padded; strides as in the sum.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReduceMax<T>(
        ref readonly T x, int outer, nint outerStride, int reduce, nint reduceStride, int inner, ref T y, nint resultStride,
        bool accumulate = false)
        where T : unmanaged =>
        Strided<MaxReduction, T>(
            ref Unsafe.AsRef(in x), outer, outerStride, reduce, reduceStride, inner, ref y, resultStride, accumulate);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Dense<K, T>(ReadOnlySpan<T> x, int outer, int reduce, int inner, Span<T> y, bool accumulate)
        where K : struct, IReduction where T : unmanaged
    {
        if (x.Length != (long)outer * reduce * inner || y.Length != (long)outer * inner)
        {
            throw new ArgumentException(
                $"A reduction of [{outer}, {reduce}, {inner}] does not fit buffers of {x.Length} and {y.Length} elements.");
        }

        Strided<K, T>(
            ref MemoryMarshal.GetReference(x), outer, (nint)reduce * inner, reduce, inner, inner,
            ref MemoryMarshal.GetReference(y), inner, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Strided<K, T>(
        ref T x, int outer, nint outerStride, int reduce, nint reduceStride, int inner, ref T y, nint resultStride, bool accumulate)
        where K : struct, IReduction where T : unmanaged
    {
        bool contiguous = inner == 1 && reduceStride == 1;
        nint done = 0;
        if (contiguous && typeof(T) == typeof(double) && resultStride == 1 && outer >= RowReducer<K>.Rows && RowReducer<K>.IsSupported)
        {
            done = RowReducer<K>.Run(
                ref Unsafe.As<T, double>(ref x), outer, outerStride, reduce, ref Unsafe.As<T, double>(ref y), accumulate);
        }

        for (nint o = done; o < outer; o++)
        {
            ref T from = ref Unsafe.Add(ref x, o * outerStride), to = ref Unsafe.Add(ref y, o * resultStride);
            if (contiguous)
            {
                T row = Row<K, T>(ref from, reduce);
                to = accumulate ? Combine<K, T>(to, row) : row;
            }
            else Columns<K, T>(ref from, reduce, reduceStride, inner, ref to, accumulate);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static T Row<K, T>(ref T x, nint count) where K : struct, IReduction where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated) return Reducer<K, T, V512<T>, Vector512<T>>.Row(ref x, count);
        if (Vector256.IsHardwareAccelerated) return Reducer<K, T, V256<T>, Vector256<T>>.Row(ref x, count);
        return Reducer<K, T, V128<T>, Vector128<T>>.Row(ref x, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns<K, T>(ref T x, nint rows, nint rowStride, nint columns, ref T y, bool accumulate)
        where K : struct, IReduction where T : unmanaged
    {
        if (Vector512.IsHardwareAccelerated)
            Reducer<K, T, V512<T>, Vector512<T>>.Columns(ref x, rows, rowStride, columns, ref y, accumulate);
        else if (Vector256.IsHardwareAccelerated)
            Reducer<K, T, V256<T>, Vector256<T>>.Columns(ref x, rows, rowStride, columns, ref y, accumulate);
        else
            Reducer<K, T, V128<T>, Vector128<T>>.Columns(ref x, rows, rowStride, columns, ref y, accumulate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Combine<K, T>(T a, T b) where K : struct, IReduction where T : unmanaged =>
        K.Combine<V128<T>, Vector128<T>>(Vector128.Create(a), Vector128.Create(b)).ToScalar();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Axes<K, T>(ReadOnlySpan<T> x, ReadOnlySpan<int> shape, uint axes, Span<T> y, bool accumulate)
        where K : struct, IReduction where T : unmanaged
    {
        // Neighbours that share their fate are one axis.
        Span<int> sizes = stackalloc int[32];
        Span<bool> reduced = stackalloc bool[32];
        int rank = 0;
        long elements = 1, results = 1;
        for (int i = 0; i < shape.Length; i++)
        {
            bool r = (axes >> i & 1) != 0;
            elements *= shape[i];
            if (!r) results *= shape[i];
            if (rank > 0 && reduced[rank - 1] == r)
            {
                sizes[rank - 1] *= shape[i];
            }
            else
            {
                sizes[rank] = shape[i];
                reduced[rank++] = r;
            }
        }

        if (x.Length != elements || y.Length != results)
        {
            throw new ArgumentException(
                $"A reduction of {elements} elements to {results} does not fit buffers of {x.Length} and {y.Length} elements.");
        }

        Nested<K, T>(x, sizes[..rank], reduced[..rank], y, accumulate);
    }

    // At most as deep as the rank. Of several reduced axes the outermost varies slowest, its parts are added in order.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Nested<K, T>(ReadOnlySpan<T> x, ReadOnlySpan<int> sizes, ReadOnlySpan<bool> reduced, Span<T> y, bool accumulate)
        where K : struct, IReduction where T : unmanaged
    {
        int n = sizes.Length;
        int first = n > 0 && !reduced[0] ? 1 : 0;
        if (n <= first + 2 && (n == first || reduced[first]))
        {
            int outer = first == 1 ? sizes[0] : 1, inner = n == first + 2 ? sizes[n - 1] : 1;
            Dense<K, T>(x, outer, n > first ? sizes[first] : 1, inner, y, accumulate);
            return;
        }

        if (reduced[0] && sizes[0] == 0 && !accumulate) Neutral<K, T>(y);
        int part = sizes[0] == 0 ? 0 : x.Length / sizes[0], result = sizes[0] == 0 ? 0 : y.Length / sizes[0];
        for (int i = 0; i < sizes[0]; i++)
        {
            Span<T> to = reduced[0] ? y : y.Slice(i * result, result);
            Nested<K, T>(x.Slice(i * part, part), sizes[1..], reduced[1..], to, accumulate || reduced[0] && i > 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Neutral<K, T>(Span<T> y) where K : struct, IReduction where T : unmanaged =>
        y.Fill(V128<T>.Splat(K.Neutral).ToScalar());
}
