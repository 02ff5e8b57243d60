using System;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// The register-tiled matrix product at the bottom of everything here: up to 8 rows of up to 3 vectors, accumulated in
/// registers over the whole depth. Each element is one chain of fused multiply-adds in the order of the summed index, so its
/// bits depend neither on the tile nor on the width of a register.
/// </summary>
internal static unsafe class TileKernel<T, TVector, TOps, TShape, TMode, TEdge, TRows>
    where T : unmanaged
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
    where TShape : ITileShape
    where TMode : ITileMode
    where TEdge : ITileEdge
    where TRows : ITileRows
{
    /// <summary>Runs down one panel of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(in TileArguments<T> panel)
    {
        T* a = panel.A;
        T* c = panel.C;
        int* offsetsA = panel.RowsA;
        int* offsetsC = panel.RowsC;
        TVector mask = TEdge.Masked ? TOps.Mask(panel.Lanes) : default;
        for (int rows = panel.Rows; rows > 0; rows -= TShape.Rows, offsetsA += TShape.Rows, offsetsC += TShape.Rows)
        {
            // Rows beyond the last one repeat it, or the last four end with it: they cost nothing that the tile does not cost anyway.
            int last = Math.Min(rows, TShape.Rows) - 1;
            T* a0 = a + offsetsA[0], a1 = null, a2 = null, a3 = null, a4 = null, a5 = null, a6 = null, a7 = null;
            if (!TRows.Strided)
            {
                a1 = a + offsetsA[Math.Min(1, last)];
                a2 = a + offsetsA[Math.Min(2, last)];
                a3 = a + offsetsA[Math.Min(3, last)];
                a4 = TShape.Rows > 4 ? a + offsetsA[Math.Min(4, last)] : null;
                a5 = TShape.Rows > 4 ? a + offsetsA[Math.Min(5, last)] : null;
                a6 = TShape.Rows > 4 ? a + offsetsA[Math.Min(6, last)] : null;
                a7 = TShape.Rows > 4 ? a + offsetsA[Math.Min(7, last)] : null;
            }

            TVector c00 = default, c01 = default, c02 = default;
            TVector c10 = default, c11 = default, c12 = default;
            TVector c20 = default, c21 = default, c22 = default;
            TVector c30 = default, c31 = default, c32 = default;
            TVector c40 = default, c41 = default, c42 = default;
            TVector c50 = default, c51 = default, c52 = default;
            TVector c60 = default, c61 = default, c62 = default;
            TVector c70 = default, c71 = default, c72 = default;
            if (panel.Load)
            {
                Load(c + offsetsC[Line(0, last)], mask, ref c00, ref c01, ref c02);
                Load(c + offsetsC[Line(1, last)], mask, ref c10, ref c11, ref c12);
                Load(c + offsetsC[Line(2, last)], mask, ref c20, ref c21, ref c22);
                Load(c + offsetsC[Line(3, last)], mask, ref c30, ref c31, ref c32);
                if (TShape.Rows > 4)
                {
                    Load(c + offsetsC[Line(4, last)], mask, ref c40, ref c41, ref c42);
                    Load(c + offsetsC[Line(5, last)], mask, ref c50, ref c51, ref c52);
                    Load(c + offsetsC[Line(6, last)], mask, ref c60, ref c61, ref c62);
                    Load(c + offsetsC[Line(7, last)], mask, ref c70, ref c71, ref c72);
                }
            }

            // The registers are few: eight row pointers leave room for one shared byte offset, its step and its end, and not all of them fit.
            // Rows at equal distances take two pointers, and what is between rows as the index of an address.
            nint byteStepA = panel.StepA * sizeof(T), byteStepB = panel.StepB * sizeof(T);
            nint first = 0, past = panel.Depth;
            if (panel.Terms != null)
            {
                int* terms = panel.Terms + ((offsetsA - panel.RowsA) / 4 * 2);
                (first, past) = (terms[0], terms[1]);
                if (TShape.Rows > 4 && last >= 4) (first, past) = (Math.Min(first, terms[2]), Math.Max(past, terms[3]));
            }

            byte* pb = (byte*)panel.B + (first * byteStepB);
            nint ia = first * byteStepA, end = past * byteStepA;
            nint row1 = TRows.Strided ? panel.RowStepA * sizeof(T) : 0, row2 = Line(2, last) * row1, row3 = Line(3, last) * row1;
            byte* pa = (byte*)a0 + ia, qa = pa + (Line(4, last) * row1), endOfA = (byte*)a0 + end;
            int* nextA = TMode.Indexed ? panel.DepthA + first : null;
            int* nextB = TMode.Indexed ? panel.DepthB + first : null;
            int* endA = TMode.Indexed ? panel.DepthA + past : null;
            if (first < past)
            {
                do
                {
                    if (TMode.Indexed)
                    {
                        ia = (nint)sizeof(T) * *nextA++;
                        pb = (byte*)(panel.B + *nextB++);
                    }

                    TVector b0 = default, b1 = default, b2 = default;
                    Load((T*)pb, mask, ref b0, ref b1, ref b2);
                    TVector x;
                    x = Operand((T*)(TRows.Strided ? pa : (byte*)a0 + ia), mask);
                    c00 = Combine(x, b0, c00);
                    if (TShape.Vectors > 1) c01 = Combine(x, b1, c01);
                    if (TShape.Vectors > 2) c02 = Combine(x, b2, c02);
                    x = Operand((T*)(TRows.Strided ? pa + row1 : (byte*)a1 + ia), mask);
                    c10 = Combine(x, b0, c10);
                    if (TShape.Vectors > 1) c11 = Combine(x, b1, c11);
                    if (TShape.Vectors > 2) c12 = Combine(x, b2, c12);
                    x = Operand((T*)(TRows.Strided ? pa + row2 : (byte*)a2 + ia), mask);
                    c20 = Combine(x, b0, c20);
                    if (TShape.Vectors > 1) c21 = Combine(x, b1, c21);
                    if (TShape.Vectors > 2) c22 = Combine(x, b2, c22);
                    x = Operand((T*)(TRows.Strided ? pa + row3 : (byte*)a3 + ia), mask);
                    c30 = Combine(x, b0, c30);
                    if (TShape.Vectors > 1) c31 = Combine(x, b1, c31);
                    if (TShape.Vectors > 2) c32 = Combine(x, b2, c32);
                    if (TShape.Rows > 4)
                    {
                        x = Operand((T*)(TRows.Strided ? qa : (byte*)a4 + ia), mask);
                        c40 = Combine(x, b0, c40);
                        if (TShape.Vectors > 1) c41 = Combine(x, b1, c41);
                        if (TShape.Vectors > 2) c42 = Combine(x, b2, c42);
                        x = Operand((T*)(TRows.Strided ? qa + row1 : (byte*)a5 + ia), mask);
                        c50 = Combine(x, b0, c50);
                        if (TShape.Vectors > 1) c51 = Combine(x, b1, c51);
                        if (TShape.Vectors > 2) c52 = Combine(x, b2, c52);
                        x = Operand((T*)(TRows.Strided ? qa + row2 : (byte*)a6 + ia), mask);
                        c60 = Combine(x, b0, c60);
                        if (TShape.Vectors > 1) c61 = Combine(x, b1, c61);
                        if (TShape.Vectors > 2) c62 = Combine(x, b2, c62);
                        x = Operand((T*)(TRows.Strided ? qa + row3 : (byte*)a7 + ia), mask);
                        c70 = Combine(x, b0, c70);
                        if (TShape.Vectors > 1) c71 = Combine(x, b1, c71);
                        if (TShape.Vectors > 2) c72 = Combine(x, b2, c72);
                    }

                    if (TRows.Strided)
                    {
                        pa += byteStepA;
                        qa += byteStepA;
                    }
                    else
                    {
                        ia += byteStepA;
                    }

                    pb += byteStepB;
                }
                while (TMode.Indexed ? nextA != endA : TRows.Strided ? pa != endOfA : ia != end);
            }

            Store(c + offsetsC[0], mask, c00, c01, c02);
            if (TRows.Strided || last >= 1) Store(c + offsetsC[Line(1, last)], mask, c10, c11, c12);
            if (TRows.Strided || last >= 2) Store(c + offsetsC[Line(2, last)], mask, c20, c21, c22);
            if (TRows.Strided || last >= 3) Store(c + offsetsC[Line(3, last)], mask, c30, c31, c32);
            if (TShape.Rows > 4)
            {
                if (TRows.Strided || last >= 4) Store(c + offsetsC[Line(4, last)], mask, c40, c41, c42);
                if (TRows.Strided || last >= 5) Store(c + offsetsC[Line(5, last)], mask, c50, c51, c52);
                if (TRows.Strided || last >= 6) Store(c + offsetsC[Line(6, last)], mask, c60, c61, c62);
                if (TRows.Strided || last >= 7) Store(c + offsetsC[Line(7, last)], mask, c70, c71, c72);
            }
        }
    }

    // The row of the matrix that a row of the tile is. Eight rows at equal distances are two fours, which overlap if there are fewer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Line(int row, int last) =>
        !TRows.Strided || TShape.Rows == 4 ? Math.Min(row, last) : row < 4 ? row : last - 7 + row;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Operand(T* source, TVector mask) =>
        !TMode.Lanewise ? TOps.Broadcast(source) : TEdge.Masked ? TOps.Load(source, mask) : TOps.Load(source);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Combine(TVector a, TVector b, TVector c) =>
        TMode.Subtract ? TOps.MultiplySubtract(a, b, c) : TOps.MultiplyAdd(a, b, c);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Load(T* source, TVector mask, ref TVector v0, ref TVector v1, ref TVector v2)
    {
        v0 = TEdge.Masked && TShape.Vectors == 1 ? TOps.Load(source, mask) : TOps.Load(source);
        source += TOps.Count;
        if (TShape.Vectors > 1) v1 = TEdge.Masked && TShape.Vectors == 2 ? TOps.Load(source, mask) : TOps.Load(source);
        source += TOps.Count;
        if (TShape.Vectors > 2) v2 = TEdge.Masked ? TOps.Load(source, mask) : TOps.Load(source);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* target, TVector mask, TVector v0, TVector v1, TVector v2)
    {
        Store(target, mask, v0, TShape.Vectors == 1);
        if (TShape.Vectors > 1) Store(target + TOps.Count, mask, v1, TShape.Vectors == 2);
        if (TShape.Vectors > 2) Store(target + (2 * TOps.Count), mask, v2, true);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(T* target, TVector mask, TVector value, bool last)
    {
        if (TEdge.Masked && last) TOps.Store(target, mask, value);
        else TOps.Store(target, value);
    }
}
