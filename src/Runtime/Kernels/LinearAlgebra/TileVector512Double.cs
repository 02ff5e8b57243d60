using System;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Costate.CompilerServices;

/// <summary>8 lanes of <see cref="double"/>.</summary>
internal readonly unsafe struct TileVector512Double : ITileVector<double, Vector512<double>>
{
    public static int Count => 8;

    public static bool HasTranspose => Avx512F.IsSupported;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* source) => Vector512.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* target, Vector512<double> value) => Vector512.Store(value, target);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Broadcast(double* source) => Vector512.Create(*source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Mask(int count) =>
        Vector512.LessThan(Vector512<long>.Indices, Vector512.Create((long)count)).AsDouble();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Load(double* source, Vector512<double> mask)
    {
        if (Avx512F.IsSupported) return Avx512F.MaskLoad(source, mask, Vector512<double>.Zero);
        Vector512<double> value = default;
        for (int i = 0; i < Count && mask.AsInt64()[i] != 0; i++) value = value.WithElement(i, source[i]);
        return value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(double* target, Vector512<double> mask, Vector512<double> value)
    {
        if (Avx512F.IsSupported)
        {
            Avx512F.MaskStore(target, mask, value);
            return;
        }

        for (int i = 0; i < Count && mask.AsInt64()[i] != 0; i++) target[i] = value[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Add(Vector512<double> a, Vector512<double> b) => a + b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static double Sum(Vector512<double> value) => TileVector256Double.Sum(value.GetLower() + value.GetUpper());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Multiply(Vector512<double> a, Vector512<double> b) => a * b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> Divide(Vector512<double> a, Vector512<double> b) => a / b;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplyAdd(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Vector512.FusedMultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<double> MultiplySubtract(Vector512<double> a, Vector512<double> b, Vector512<double> c) =>
        Avx512F.IsSupported ? Avx512F.FusedMultiplyAddNegated(a, b, c) : Vector512.FusedMultiplyAdd(-a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(double* source, int* offsets, int lines, int columns, double* target, nint step, bool exact)
    {
        Vector512<double> a0, a1, a2, a3, b0, b1, b2, b3;
        if (lines == Count && columns == Count)
        {
            Half(
                Load(source + offsets[0]), Load(source + offsets[1]), Load(source + offsets[2]), Load(source + offsets[3]),
                out a0, out a1, out a2, out a3);
            Half(
                Load(source + offsets[4]), Load(source + offsets[5]), Load(source + offsets[6]), Load(source + offsets[7]),
                out b0, out b1, out b2, out b3);
        }
        else
        {
            int last = lines - 1;
            Vector512<double> mask = Mask(columns);
            Half(
                Load(source + offsets[0], mask), Load(source + offsets[Math.Min(1, last)], mask),
                Load(source + offsets[Math.Min(2, last)], mask), Load(source + offsets[Math.Min(3, last)], mask),
                out a0, out a1, out a2, out a3);
            Half(
                Load(source + offsets[Math.Min(4, last)], mask), Load(source + offsets[Math.Min(5, last)], mask),
                Load(source + offsets[Math.Min(6, last)], mask), Load(source + offsets[Math.Min(7, last)], mask),
                out b0, out b1, out b2, out b3);
        }

        Vector512<double> c0 = Avx512F.Shuffle4x128(a0, b0, 0x88), c1 = Avx512F.Shuffle4x128(a2, b2, 0x88);
        Vector512<double> c2 = Avx512F.Shuffle4x128(a1, b1, 0x88), c3 = Avx512F.Shuffle4x128(a3, b3, 0x88);
        Vector512<double> c4 = Avx512F.Shuffle4x128(a0, b0, 0xDD), c5 = Avx512F.Shuffle4x128(a2, b2, 0xDD);
        Vector512<double> c6 = Avx512F.Shuffle4x128(a1, b1, 0xDD), c7 = Avx512F.Shuffle4x128(a3, b3, 0xDD);
        if (exact && lines < Count)
        {
            Vector512<double> valid = Mask(lines);
            Store(target, valid, c0);
            if (columns > 1) Store(target + step, valid, c1);
            if (columns > 2) Store(target + (2 * step), valid, c2);
            if (columns > 3) Store(target + (3 * step), valid, c3);
            if (columns > 4) Store(target + (4 * step), valid, c4);
            if (columns > 5) Store(target + (5 * step), valid, c5);
            if (columns > 6) Store(target + (6 * step), valid, c6);
            if (columns > 7) Store(target + (7 * step), valid, c7);
        }
        else
        {
            Store(target, c0);
            if (columns > 1) Store(target + step, c1);
            if (columns > 2) Store(target + (2 * step), c2);
            if (columns > 3) Store(target + (3 * step), c3);
            if (columns > 4) Store(target + (4 * step), c4);
            if (columns > 5) Store(target + (5 * step), c5);
            if (columns > 6) Store(target + (6 * step), c6);
            if (columns > 7) Store(target + (7 * step), c7);
        }
    }

    // Four rows as their columns (0 and 4), (2 and 6), (1 and 5), (3 and 7) in pairs of 128-bit lanes.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Half(
        Vector512<double> r0, Vector512<double> r1, Vector512<double> r2, Vector512<double> r3,
        out Vector512<double> c04, out Vector512<double> c26, out Vector512<double> c15, out Vector512<double> c37)
    {
        Vector512<double> even0 = Avx512F.UnpackLow(r0, r1), even1 = Avx512F.UnpackLow(r2, r3);
        Vector512<double> odd0 = Avx512F.UnpackHigh(r0, r1), odd1 = Avx512F.UnpackHigh(r2, r3);
        c04 = Avx512F.Shuffle4x128(even0, even1, 0x88);
        c26 = Avx512F.Shuffle4x128(even0, even1, 0xDD);
        c15 = Avx512F.Shuffle4x128(odd0, odd1, 0x88);
        c37 = Avx512F.Shuffle4x128(odd0, odd1, 0xDD);
    }
}
