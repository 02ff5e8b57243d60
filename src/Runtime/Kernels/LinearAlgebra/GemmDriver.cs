using System;
using System.Numerics;

namespace Costate.CompilerServices;

/// <summary>
/// Cuts a matrix product into blocks that fit the caches and packs them where that pays; small and well-shaped products go to
/// the kernel as they are.
/// </summary>
internal static unsafe class GemmDriver<T, TVector, TOps, TMode>
    where T : unmanaged, INumberBase<T>
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
    where TMode : ITileMode
{
    // A block of the first operand stays in the second-level cache, a panel of the second operand in the first-level cache.
    private const int DepthBlock = 256;
    private const int RowBlock = 192;
    private const int TileRows = 8;

    // Whole panels of three vectors at every width.
    private const int ColumnBlock = 480;

    internal static void Run(in GemmProblem p, T* a, T* b, T* c, bool load)
    {
        if (p.Rows == 1 && p.ColumnsB == null && p.DepthA == null)
        {
            RowKernel<T, TVector, TOps, TMode>.Run(a + p.RowsA[0], p.StepA, b, p.StepB, c + p.RowsC[0], p.Columns, p.Depth, load);
            return;
        }

        bool large = (long)p.Depth * p.Columns * sizeof(T) > 48 * 1024 && p.Rows >= 4 * TileRows;
        if (p.ColumnsB != null || large)
        {
            bool packA = p.DepthA != null || (p.Columns >= 8 * TOps.Count && p.Rows >= TileRows && p.Depth >= 32);
            Blocks(p, a, b, c, load, packA);
            return;
        }

        for (int row = 0; row < p.Rows; row += p.RowPeriod, a += p.RowAdvanceA, c += p.RowAdvanceC)
        {
            int rows = Math.Min(p.RowPeriod, p.Rows - row);
            if (p.DepthA != null)
            {
                Panels<IndexedMode>(
                    a, p.RowsA, 0, p.DepthA, b, 0, p.DepthB, false, c, p.RowsC, rows, p.Columns, p.Depth, load);
            }
            else
            {
                Panels<TMode>(a, p.RowsA, p.StepA, null, b, p.StepB, null, false, c, p.RowsC, rows, p.Columns, p.Depth, load);
            }
        }
    }

    private static void Blocks(in GemmProblem p, T* a, T* b, T* c, bool load, bool packA)
    {
        int depthBlock = Even(p.Depth, DepthBlock, 1), columnBlock = Math.Min(p.Columns, ColumnBlock);
        int rowBlock = packA ? Math.Min(Even(p.Rows, RowBlock, TileRows), (p.RowPeriod + TileRows - 1) & -TileRows) : p.RowPeriod;
        int paddedColumns = (columnBlock + TOps.Count - 1) / TOps.Count * TOps.Count;
        using var packedB = Scratch.Rent<T>(depthBlock * paddedColumns);
        using var packedA = Scratch.Rent<T>(packA ? depthBlock * rowBlock : 0);
        using var packedRows = Scratch.Rent<int>(packA ? rowBlock : 0);
        int zero = 0;
        for (int k = 0; k < p.Depth; k += depthBlock)
        {
            int depth = Math.Min(depthBlock, p.Depth - k);
            int* tableA = p.DepthA == null ? null : p.DepthA + k;
            int* tableB = p.DepthA == null ? null : p.DepthB + k;
            T* ak = p.DepthA == null ? a + (k * p.StepA) : a;
            T* bk = p.DepthA == null ? b + (k * p.StepB) : b;
            for (int i = 0; i < packedRows.Span.Length; i++) packedRows.Pointer[i] = (i / TileRows * TileRows * depth) + (i % TileRows);

            for (int j = 0, columns; j < p.Columns; j += columns)
            {
                columns = Math.Min(columnBlock, p.Columns - j);
                if (p.ColumnsB == null)
                {
                    PackColumns(bk + j, &zero, true, columns, p.StepB, tableB, depth, packedB.Pointer);
                }
                else
                {
                    columns = Math.Min(columns, p.ColumnPeriod - (j % p.ColumnPeriod));
                    T* source = bk + (j / p.ColumnPeriod * p.ColumnAdvanceB);
                    PackColumns(source, p.ColumnsB + (j % p.ColumnPeriod), false, columns, p.StepB, tableB, depth, packedB.Pointer);
                }

                for (int i = 0, rows; i < p.Rows; i += rows)
                {
                    int phase = i % p.RowPeriod;
                    rows = Math.Min(Math.Min(rowBlock, p.Rows - i), p.RowPeriod - phase);
                    T* ai = ak + (i / p.RowPeriod * p.RowAdvanceA);
                    T* ci = c + j + (i / p.RowPeriod * p.RowAdvanceC);
                    int* rowsA = p.RowsA + phase;
                    int* rowsC = p.RowsC + phase;
                    if (packA)
                    {
                        PackRows(ai, rowsA, rows, p.StepA, tableA, depth, packedA.Pointer);
                        Panels<TMode>(
                            packedA.Pointer, packedRows.Pointer, TileRows, null, packedB.Pointer, 0, null, true, ci, rowsC, rows, columns, depth, load);
                    }
                    else
                    {
                        Panels<TMode>(ai, rowsA, p.StepA, null, packedB.Pointer, 0, null, true, ci, rowsC, rows, columns, depth, load);
                    }
                }
            }

            load = true;
        }
    }

    /// <summary>The block size at most <paramref name="largest"/> that cuts an extent into equal parts.</summary>
    private static int Even(int extent, int largest, int multiple)
    {
        int parts = (extent + largest - 1) / largest, size = (extent + parts - 1) / parts;
        return (size + multiple - 1) / multiple * multiple;
    }

    private static void PackRows(T* a, int* rows, int count, nint step, int* table, int depth, T* target)
    {
        for (int i = 0; i < count; i += TileRows, target += TileRows * depth)
        {
            // Column-major operands have their rows side by side.
            int lines = Math.Min(TileRows, count - i);
            bool adjacent = true;
            for (int l = 1; l < lines; l++) adjacent &= rows[i + l] == rows[i] + l;
            PanelPacker<T, TVector, TOps>.Pack(a, rows + i, adjacent, lines, TileRows, step, table, depth, target);
        }
    }

    private static void PackColumns(T* b, int* columns, bool adjacent, int count, nint step, int* table, int depth, T* target)
    {
        for (int j = 0, width; j < count; j += width)
        {
            width = PanelWidth(count - j);
            PanelPacker<T, TVector, TOps>.Pack(
                adjacent ? b + j : b, adjacent ? columns : columns + j, adjacent, Math.Min(width, count - j), width, step, table, depth,
                target + ((nint)j * depth));
        }
    }

    /// <summary>Three vectors a panel, but two and two rather than three and one.</summary>
    private static int PanelWidth(int columns)
    {
        int w = TOps.Count;
        return columns > 4 * w || (columns > 2 * w && columns <= 3 * w) ? 3 * w : columns > w ? 2 * w : w;
    }

    private static void Panels<TKernelMode>(
        T* a, int* rowsA, nint stepA, int* depthA, T* b, nint stepB, int* depthB, bool packed, T* c, int* rowsC,
        int rows, int columns, int depth, bool load)
        where TKernelMode : ITileMode
    {
        for (int j = 0, width; j < columns; j += width)
        {
            width = PanelWidth(columns - j);
            T* panel = packed ? b + ((nint)j * depth) : b + j;
            nint step = packed ? width : stepB;
            int vectors = width / TOps.Count, left = columns - j;
            if (left >= width)
            {
                Panel<TKernelMode, WholeEdge>(
                    vectors, a, rowsA, stepA, depthA, panel, step, depthB, c + j, rowsC, rows, depth, load, default);
            }
            else
            {
                TVector mask = TOps.Mask(left - width + TOps.Count);
                Panel<TKernelMode, MaskedEdge>(
                    vectors, a, rowsA, stepA, depthA, panel, step, depthB, c + j, rowsC, rows, depth, load, mask);
            }
        }
    }

    private static void Panel<TKernelMode, TEdge>(
        int vectors, T* a, int* rowsA, nint stepA, int* depthA, T* b, nint stepB, int* depthB, T* c, int* rowsC,
        int rows, int depth, bool load, TVector mask)
        where TKernelMode : ITileMode
        where TEdge : ITileEdge
    {
        // Up to four rows left over take a tile of their own, more waste less in a tile of eight.
        int rest = rows % TileRows is > 0 and <= 4 ? rows % TileRows : 0;
        int most = rows - rest;
        if (vectors == 3)
        {
            if (most > 0)
                TileKernel<T, TVector, TOps, Tile8x3, TKernelMode, TEdge>.Run(
                    a, rowsA, stepA, depthA, b, stepB, depthB, c, rowsC, most, depth, load, mask);
            if (rest > 0)
                TileKernel<T, TVector, TOps, Tile4x3, TKernelMode, TEdge>.Run(
                    a, rowsA + most, stepA, depthA, b, stepB, depthB, c, rowsC + most, rest, depth, load, mask);
        }
        else if (vectors == 2)
        {
            if (most > 0)
                TileKernel<T, TVector, TOps, Tile8x2, TKernelMode, TEdge>.Run(
                    a, rowsA, stepA, depthA, b, stepB, depthB, c, rowsC, most, depth, load, mask);
            if (rest > 0)
                TileKernel<T, TVector, TOps, Tile4x2, TKernelMode, TEdge>.Run(
                    a, rowsA + most, stepA, depthA, b, stepB, depthB, c, rowsC + most, rest, depth, load, mask);
        }
        else
        {
            LaneTile<TKernelMode, TEdge>.Run(a, rowsA, stepA, depthA, b, stepB, depthB, c, rowsC, most, rest, depth, load, mask);
        }
    }

    /// <summary>One vector of columns; the only width at which the first operand may be lanewise.</summary>
    internal static class LaneTile<TKernelMode, TEdge>
        where TKernelMode : ITileMode
        where TEdge : ITileEdge
    {
        internal static void Run(
            T* a, int* rowsA, nint stepA, int* depthA, T* b, nint stepB, int* depthB, T* c, int* rowsC,
            int most, int rest, int depth, bool load, TVector mask)
        {
            if (most > 0)
                TileKernel<T, TVector, TOps, Tile8x1, TKernelMode, TEdge>.Run(
                    a, rowsA, stepA, depthA, b, stepB, depthB, c, rowsC, most, depth, load, mask);
            if (rest > 0)
                TileKernel<T, TVector, TOps, Tile4x1, TKernelMode, TEdge>.Run(
                    a, rowsA + most, stepA, depthA, b, stepB, depthB, c, rowsC + most, rest, depth, load, mask);
        }
    }

    /// <summary>Elementwise products along the columns, which are contiguous in all three operands, summed over the depth.</summary>
    internal static void RunLanewise(in GemmProblem p, T* a, T* b, T* c, bool load)
    {
        if (p.Rows == 1)
        {
            RowKernel<T, TVector, TOps, LanewiseMode>.Run(
                a + p.RowsA[0], p.StepA, b, p.StepB, c + p.RowsC[0], p.Columns, p.Depth, load);
            return;
        }

        for (int row = 0; row < p.Rows; row += p.RowPeriod, a += p.RowAdvanceA, c += p.RowAdvanceC)
        {
            int rows = Math.Min(p.RowPeriod, p.Rows - row), rest = rows % TileRows is > 0 and <= 4 ? rows % TileRows : 0, most = rows - rest;
            for (int j = 0; j < p.Columns; j += TOps.Count)
            {
                int left = p.Columns - j;
                if (left >= TOps.Count)
                    LaneTile<LanewiseMode, WholeEdge>.Run(
                        a + j, p.RowsA, p.StepA, null, b + j, p.StepB, null, c + j, p.RowsC, most, rest, p.Depth, load, default);
                else
                    LaneTile<LanewiseMode, MaskedEdge>.Run(
                        a + j, p.RowsA, p.StepA, null, b + j, p.StepB, null, c + j, p.RowsC, most, rest, p.Depth, load, TOps.Mask(left));
            }
        }
    }
}
