using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>
/// Cuts a matrix product into blocks that fit the caches and packs them where that pays; small and well-shaped products go to
/// the kernel as they are.
/// </summary>
internal static unsafe partial class GemmDriver<T, TVector, TOps, TMode>
    where T : unmanaged, INumberBase<T>
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
    where TMode : ITileMode
{
    // A block of the first operand stays in the second-level cache, a panel of the second operand in the first-level cache. A block of the
    // second one is read once for each block of the first, from whatever cache holds it, and is large because the first is packed again for each.
    private const int DepthBlock = 256;
    private const int RowBlock = 192;
    private const int TileRows = 8;

    // Whole panels of three vectors at every width.
    private const int ColumnMultiple = 48;
    private const int ColumnBlock = 1056;

    // Up to the small size all of the second operand stays in the first-level cache; up to the medium one a panel of it does, wherever its lines lie,
    // and to pack it takes longer than to find them: 0.87 of the time without, measured for 96 to 250 rows.
    private const int SmallBytes = 48 * 1024;
    private const int MediumBytes = 1024 * 1024;
    private const int MediumDepth = 256;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(in GemmProblem p, T* a, T* b, T* c, bool load)
    {
        if (p.Rows == 1 && p.ColumnsB == null && p.DepthA == null)
        {
            RowKernel<T, TVector, TOps, TMode>.Run(a + p.RowsA[0], p.StepA, b, p.StepB, c + p.RowsC[0], p.Columns, p.Depth, load);
            return;
        }

        long bytes = (long)p.Depth * p.Columns * sizeof(T);
        bool large = bytes > SmallBytes && p.Rows >= 4 * TileRows && (bytes > MediumBytes || p.Depth > MediumDepth || p.DepthB != null || IsCrowded(p));
        if (p.ColumnsB != null || large)
        {
            bool packA = p.DepthA != null || (p.Columns >= 8 * TOps.Count && p.Rows >= TileRows && p.Depth >= 32);
            bool isOneBlock = p.Columns <= Math.Min(ColumnBlock, p.ColumnPeriod) && p.Depth <= DepthBlock;
            if (packA || large || !isOneBlock) Blocks(p, a, b, c, load, packA);
            else TransposedColumns(p, a, b, c, load);
            return;
        }

        if (BoundsOf(p, p.RowPeriod) > 0) Bounded(p, a, b, c, load);
        else Unpacked(p, a, b, c, load, null);
    }

    /// <summary>A product that <see cref="ContractLayout.IsSmallProduct"/>, with as little around it as can be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RunSmall(in GemmProblem p, T* a, T* b, T* c, bool load)
    {
        TileArguments<T> panel = default;
        Prepare(ref panel, p, load);
        panel.Rows = p.Rows;
        panel.A = a;
        int columns = p.Columns;
        for (int width; columns > 0; columns -= width, b += width, c += width)
        {
            width = PanelWidth(columns);
            panel.B = b;
            panel.C = c;
            panel.Lanes = columns - width + TOps.Count;
            Panel<TMode>(ref panel, width / TOps.Count);
        }
    }

    // Whether the lines of a long panel fall into a few sets of the cache.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsCrowded(in GemmProblem p) => p.Depth > MediumDepth / 2 && p.StepB * sizeof(T) % 2048 == 0;

    // Memory for bounds is not asked for where there are none: a product of small matrices takes little longer than that.
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Bounded(in GemmProblem p, T* a, T* b, T* c, bool load)
    {
        using var bounds = Scratch.Rent<int>(BoundsOf(p, p.RowPeriod));
        Unpacked(p, a, b, c, load, bounds.Pointer);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Unpacked(in GemmProblem p, T* a, T* b, T* c, bool load, int* bounds)
    {
        TileArguments<T> block = default;
        Prepare(ref block, p, load);
        for (int row = 0; row < p.Rows; row += p.RowPeriod, a += p.RowAdvanceA, c += p.RowAdvanceC)
        {
            block.Rows = Math.Min(p.RowPeriod, p.Rows - row);
            block.A = a;
            block.B = b;
            block.C = c;
            if (bounds != null) Bound(ref block, p, row, 0, bounds);
            if (p.DepthA != null) Panels<IndexedMode>(ref block, p.Columns, packed: false);
            else Panels<TMode>(ref block, p.Columns, packed: false);
        }
    }

    /// <summary>One small block whose columns alone must be packed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TransposedColumns(in GemmProblem p, T* a, T* b, T* c, bool load)
    {
        using var packed = Scratch.Rent<T>(p.Depth * (p.Columns + TOps.Count));
        PackColumns(b, p.ColumnsB, false, p.Columns, p.StepB, null, p.Depth, packed.Pointer);
        TileArguments<T> block = default;
        Prepare(ref block, p, load);
        using var bounds = Scratch.Rent<int>(BoundsOf(p, p.RowPeriod));
        for (int row = 0; row < p.Rows; row += p.RowPeriod, a += p.RowAdvanceA, c += p.RowAdvanceC)
        {
            block.Rows = Math.Min(p.RowPeriod, p.Rows - row);
            block.A = a;
            block.B = packed.Pointer;
            block.C = c;
            if (bounds.Span.Length > 0) Bound(ref block, p, row, 0, bounds.Pointer);
            Panels<TMode>(ref block, p.Columns, packed: true);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Blocks(in GemmProblem p, T* a, T* b, T* c, bool load, bool packA)
    {
        int depthBlock = Even(p.Depth, DepthBlock, 1), columnBlock = Math.Min(p.Columns, Even(p.Columns, ColumnBlock, ColumnMultiple));
        int rowBlock = packA ? Math.Min(Even(p.Rows, RowBlock, TileRows), (p.RowPeriod + TileRows - 1) & -TileRows) : p.RowPeriod;
        int paddedColumns = (columnBlock + TOps.Count - 1) / TOps.Count * TOps.Count;
        using var packedB = Scratch.Rent<T>(depthBlock * paddedColumns);
        using var packedA = Scratch.Rent<T>(packA ? depthBlock * rowBlock : 0);
        using var packedRows = Scratch.Rent<int>(packA ? rowBlock : 0);
        using var bounds = Scratch.Rent<int>(BoundsOf(p, rowBlock));
        TileArguments<T> block = default;
        Prepare(ref block, p, load);
        int zero = 0;
        for (int k = 0; k < p.Depth; k += depthBlock)
        {
            int depth = Math.Min(depthBlock, p.Depth - k);
            block.Depth = depth;
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
                    block.Rows = rows;
                    block.RowsC = p.RowsC + phase;
                    block.B = packedB.Pointer;
                    block.C = c + j + (i / p.RowPeriod * p.RowAdvanceC);
                    if (packA)
                    {
                        PackRows(ai, p.RowsA + phase, rows, p.StepA, tableA, depth, packedA.Pointer);
                        block.A = packedA.Pointer;
                        block.RowsA = packedRows.Pointer;
                        block.RowStepA = 1;
                        block.StepA = TileRows;
                    }
                    else
                    {
                        block.A = ai;
                        block.RowsA = p.RowsA + phase;
                    }

                    (block.Column, block.Term) = (j, k);
                    if (bounds.Span.Length > 0) Bound(ref block, p, i, k, bounds.Pointer);
                    Panels<TMode>(ref block, columns, packed: true);
                }
            }

            block.Load = true;
        }
    }

    /// <summary>The block size at most <paramref name="largest"/> that cuts an extent into equal parts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Even(int extent, int largest, int multiple)
    {
        int parts = (extent + largest - 1) / largest, size = (extent + parts - 1) / parts;
        return (size + multiple - 1) / multiple * multiple;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int PanelWidth(int columns)
    {
        int w = TOps.Count;
        return columns > 4 * w || (columns > 2 * w && columns <= 3 * w) ? 3 * w : columns > w ? 2 * w : w;
    }

    /// <summary>All panels of a block, whose columns start at <c>block.B</c> and <c>block.C</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Panels<TKernelMode>(ref TileArguments<T> block, int columns, bool packed)
        where TKernelMode : ITileMode
    {
        T* b = block.B;
        T* c = block.C;
        for (int j = 0, width; j < columns; j += width)
        {
            width = PanelWidth(columns - j);
            block.C = c + j;
            block.B = packed ? b + ((nint)j * block.Depth) : b + j;
            if (packed) block.StepB = width;
            block.Lanes = columns - j - width + TOps.Count;
            if (block.Reach != null) ReachedTiles<TKernelMode>(ref block, block.Column + j, width / TOps.Count);
            else if (block.DepthOfColumn.Exists) BoundPanel<TKernelMode>(ref block, block.Column + j, width);
            else Panel<TKernelMode>(ref block, width / TOps.Count);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Panel<TKernelMode>(ref TileArguments<T> panel, int vectors)
        where TKernelMode : ITileMode
    {
        if (panel.Lanes >= TOps.Count) Panel<TKernelMode, WholeEdge>(ref panel, vectors);
        else Panel<TKernelMode, MaskedEdge>(ref panel, vectors);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Panel<TKernelMode, TEdge>(ref TileArguments<T> panel, int vectors)
        where TKernelMode : ITileMode
        where TEdge : ITileEdge
    {
        if (vectors == 3) Tiles<TKernelMode, TEdge, Tile8x3, Tile4x3>(ref panel);
        else if (vectors == 2) Tiles<TKernelMode, TEdge, Tile8x2, Tile4x2>(ref panel);
        else Tiles<TKernelMode, TEdge, Tile8x1, Tile4x1>(ref panel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tiles<TKernelMode, TEdge, TShape, TSmallShape>(ref TileArguments<T> panel)
        where TKernelMode : ITileMode
        where TEdge : ITileEdge
        where TShape : ITileShape
        where TSmallShape : ITileShape
    {
        if (!TKernelMode.Indexed && !TKernelMode.Lanewise && panel.RowStepA != 0) Tiles<TKernelMode, TEdge, TShape, TSmallShape, StridedRows>(ref panel);
        else Tiles<TKernelMode, TEdge, TShape, TSmallShape, TabledRows>(ref panel);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Tiles<TKernelMode, TEdge, TShape, TSmallShape, TRows>(ref TileArguments<T> panel)
        where TKernelMode : ITileMode
        where TEdge : ITileEdge
        where TShape : ITileShape
        where TSmallShape : ITileShape
        where TRows : ITileRows
    {
        // Up to four rows left over take a tile of their own, more waste less in a tile of eight. Narrow registers are also
        // few: sixteen hold twelve sums beside the operands.
        int rows = panel.Rows, rest = rows % TileRows is > 0 and <= 4 ? rows % TileRows : 0;
        if (sizeof(TVector) < 64 && TShape.Vectors > 1) rest = rows;
        if (rest == 0)
        {
            TileKernel<T, TVector, TOps, TShape, TKernelMode, TEdge, TRows>.Run(panel);
            return;
        }

        int most = rows - rest;
        if (most > 0)
        {
            panel.Rows = most;
            TileKernel<T, TVector, TOps, TShape, TKernelMode, TEdge, TRows>.Run(panel);
        }

        panel.Rows = rest;
        Advance(ref panel, most);
        TileKernel<T, TVector, TOps, TSmallShape, TKernelMode, TEdge, TRows>.Run(panel);
        Advance(ref panel, -most);
        panel.Rows = rows;
    }

    /// <summary>Elementwise products along the columns, which are contiguous in all three operands, summed over the depth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void RunLanewise(in GemmProblem p, T* a, T* b, T* c, bool load)
    {
        if (p.Rows == 1)
        {
            RowKernel<T, TVector, TOps, LanewiseMode>.Run(
                a + p.RowsA[0], p.StepA, b, p.StepB, c + p.RowsC[0], p.Columns, p.Depth, load);
            return;
        }

        TileArguments<T> panel = default;
        Prepare(ref panel, p, load);
        for (int row = 0; row < p.Rows; row += p.RowPeriod, a += p.RowAdvanceA, c += p.RowAdvanceC)
        {
            panel.Rows = Math.Min(p.RowPeriod, p.Rows - row);
            for (int j = 0; j < p.Columns; j += TOps.Count)
            {
                panel.A = a + j;
                panel.B = b + j;
                panel.C = c + j;
                panel.Lanes = p.Columns - j;
                if (panel.Lanes >= TOps.Count) Tiles<LanewiseMode, WholeEdge, Tile8x1, Tile4x1>(ref panel);
                else Tiles<LanewiseMode, MaskedEdge, Tile8x1, Tile4x1>(ref panel);
            }
        }
    }

    // Field by field: an initializer would make a copy first.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Prepare(ref TileArguments<T> block, in GemmProblem p, bool load)
    {
        block.RowsA = p.RowsA;
        block.RowStepA = p.RowStepA;
        block.RowsC = p.RowsC;
        block.StepA = p.StepA;
        block.StepB = p.StepB;
        block.DepthA = p.DepthA;
        block.DepthB = p.DepthB;
        block.Depth = p.Depth;
        block.DepthOfColumn = p.DepthOfColumn;
        block.Load = load;
    }
}
