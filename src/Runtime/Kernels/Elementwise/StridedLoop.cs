using System;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Costate.CompilerServices;

/// <summary>What happens to a destination element when a source element arrives.</summary>
internal interface IMove<T> where T : unmanaged
{
    static abstract bool IsCopy { get; }

    static abstract void Element(ref T to, T from);

    static abstract void Row(ReadOnlySpan<T> from, Span<T> to);
}

internal readonly struct CopyMove<T> : IMove<T> where T : unmanaged
{
    public static bool IsCopy => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Element(ref T to, T from) => to = from;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row(ReadOnlySpan<T> from, Span<T> to) => from.CopyTo(to);
}

internal readonly struct AddMove<T> : IMove<T> where T : unmanaged, INumber<T>
{
    public static bool IsCopy => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Element(ref T to, T from) => to += from;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Row(ReadOnlySpan<T> from, Span<T> to) => TensorPrimitives.Add(to, from, to);
}

/// <summary>
/// Visits every element of a shape once, with one stride per axis on both sides. Axes are first sorted so that the destination is
/// written front to back, and those that continue each other are merged; then most calls are a memory copy, rows of one, or a
/// two-dimensional transposition in tiles.
/// </summary>
internal static class StridedLoop
{
    private const int MaxRank = 16;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run<M, T>(
        ref T from, ReadOnlySpan<nint> fromStrides, ref T to, ReadOnlySpan<nint> toStrides, ReadOnlySpan<int> shape)
        where M : struct, IMove<T> where T : unmanaged
    {
        Span<nint> size = stackalloc nint[MaxRank], f = stackalloc nint[MaxRank], t = stackalloc nint[MaxRank];
        int rank = 0;
        for (int i = 0; i < shape.Length; i++)
        {
            if (shape[i] == 0) return;
            if (shape[i] == 1) continue;
            if (rank == MaxRank) throw new ArgumentException($"A tensor of more than {MaxRank} axes cannot be moved.");
            (size[rank], f[rank], t[rank]) = (shape[i], fromStrides[i], toStrides[i]);
            rank++;
        }

        rank = Merge(size, f, t, rank);
        if (rank == 0)
        {
            M.Element(ref to, from);
            return;
        }

        // The innermost two axes are left to the body: those of unit stride, if a transposition is needed.
        int inner = rank - 1, unit = inner;
        if (f[inner] != 1 && t[inner] == 1)
        {
            for (int i = 0; i < inner; i++)
                if (f[i] == 1) unit = i;
        }

        int second = unit != inner ? unit : rank > 1 ? rank - 2 : -1;
        nint n = size[inner], fn = f[inner], tn = t[inner], m = 1, fm = 0, tm = 0;
        if (second >= 0) (m, fm, tm) = (size[second], f[second], t[second]);

        Span<nint> index = stackalloc nint[MaxRank];
        index.Clear();

        // Offsets, not references: one that has stepped outside its array must not exist when the collector moves things.
        nint source = 0, target = 0;
        while (true)
        {
            if (unit != inner) Tiles<M, T>(ref Unsafe.Add(ref from, source), fn, ref Unsafe.Add(ref to, target), tm, m, n);
            else
                for (nint i = 0; i < m; i++)
                    Line<M, T>(ref Unsafe.Add(ref from, source + i * fm), fn, ref Unsafe.Add(ref to, target + i * tm), tn, n);

            int axis = inner - 1;
            for (; axis >= 0; axis--)
            {
                if (axis == second) continue;
                source += f[axis];
                target += t[axis];
                if (++index[axis] < size[axis]) break;
                source -= f[axis] * size[axis];
                target -= t[axis] * size[axis];
                index[axis] = 0;
            }

            if (axis < 0) return;
        }
    }

    // Insertion sort by the distance of destination elements, largest first; then neighbours that continue each other become one axis.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Merge(Span<nint> size, Span<nint> f, Span<nint> t, int rank)
    {
        for (int i = 1; i < rank; i++)
        {
            for (int j = i; j > 0 && Math.Abs(t[j]) > Math.Abs(t[j - 1]); j--)
            {
                (size[j], size[j - 1]) = (size[j - 1], size[j]);
                (f[j], f[j - 1]) = (f[j - 1], f[j]);
                (t[j], t[j - 1]) = (t[j - 1], t[j]);
            }
        }

        int last = 0;
        for (int i = 1; i < rank; i++)
        {
            if (f[last] == f[i] * size[i] && t[last] == t[i] * size[i])
            {
                (size[last], f[last], t[last]) = (size[last] * size[i], f[i], t[i]);
            }
            else
            {
                last++;
                (size[last], f[last], t[last]) = (size[i], f[i], t[i]);
            }
        }

        return rank == 0 ? 0 : last + 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Line<M, T>(ref T from, nint fromStride, ref T to, nint toStride, nint count)
        where M : struct, IMove<T> where T : unmanaged
    {
        if (toStride == 1 && fromStride == 1)
        {
            M.Row(MemoryMarshal.CreateReadOnlySpan(ref from, (int)count), MemoryMarshal.CreateSpan(ref to, (int)count));
        }
        else if (toStride == 1 && fromStride == 0 && M.IsCopy)
        {
            MemoryMarshal.CreateSpan(ref to, (int)count).Fill(from);
        }
        else
        {
            for (nint i = 0; i < count; i++) M.Element(ref Unsafe.Add(ref to, i * toStride), Unsafe.Add(ref from, i * fromStride));
        }
    }

    // to[i * toStride + j] takes from[i + j * fromStride]; tiles of 8 by 8, because strides are
    // often powers of two, and then the cache keeps no more than eight lines of either side.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Tiles<M, T>(ref T from, nint fromStride, ref T to, nint toStride, nint m, nint n)
        where M : struct, IMove<T> where T : unmanaged
    {
        const int Tile = 8;
        for (nint i0 = 0; i0 < m; i0 += Tile)
        {
            nint i1 = Math.Min(i0 + Tile, m);
            for (nint j0 = 0; j0 < n; j0 += Tile)
            {
                nint j1 = Math.Min(j0 + Tile, n), i = i0;
                if (M.IsCopy && Transpose4.IsSupported<T>())
                {
                    for (; i <= i1 - 4; i += 4)
                    {
                        nint j = j0;
                        for (; j <= j1 - 4; j += 4)
                        {
                            ref T source = ref Unsafe.Add(ref from, i + j * fromStride), target = ref Unsafe.Add(ref to, i * toStride + j);
                            Transpose4.Copy(ref source, fromStride, ref target, toStride);
                        }

                        for (; j < j1; j++)
                            for (nint k = i; k < i + 4; k++)
                                M.Element(ref Unsafe.Add(ref to, k * toStride + j), Unsafe.Add(ref from, k + j * fromStride));
                    }
                }

                for (; i < i1; i++)
                    for (nint j = j0; j < j1; j++)
                        M.Element(ref Unsafe.Add(ref to, i * toStride + j), Unsafe.Add(ref from, i + j * fromStride));
            }
        }
    }
}
