using System;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

// What is left out of the products of triangles.
internal static unsafe partial class GemmDriver<T, TVector, TOps, TMode>
{
    private const int BoundRows = 4;

    /// <summary>The integers that bounds of a block of rows need.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BoundsOf(in GemmProblem p, int rows) =>
        p.DepthOfRow.Exists || p.ColumnsOfRow.Exists ? (rows + BoundRows - 1) / BoundRows * 4 : 0;

    /// <summary>Says for each four rows of a block which columns and which terms of its sum count.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Bound(ref TileArguments<T> block, in GemmProblem p, int row, int term, int* bounds)
    {
        int groups = (block.Rows + BoundRows - 1) / BoundRows;
        block.Terms = p.DepthOfRow.Exists ? bounds : null;
        block.Reach = p.ColumnsOfRow.Exists ? bounds + (2 * groups) : null;
        for (int g = 0; g < groups; g++)
        {
            int at = row + (g * BoundRows), count = Math.Min(BoundRows, block.Rows - (g * BoundRows));
            if (block.Terms != null)
            {
                var (start, end) = p.DepthOfRow.Over(at, count, p.Depth);
                (block.Terms[2 * g], block.Terms[(2 * g) + 1]) = (Math.Clamp(start - term, 0, block.Depth), Math.Clamp(end - term, 0, block.Depth));
            }

            if (block.Reach != null) (block.Reach[2 * g], block.Reach[(2 * g) + 1]) = p.ColumnsOfRow.Over(at, count, p.Columns);
        }
    }

    /// <summary>One panel, of whose rows only some have columns that count: each tile takes the vectors that have some.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReachedTiles<TKernelMode>(ref TileArguments<T> panel, int column, int vectors)
        where TKernelMode : ITileMode
    {
        TileArguments<T> tiles = panel;
        for (int row = 0; row < panel.Rows; row += tiles.Rows)
        {
            var (first, past) = Reached(panel, row, column, vectors);
            tiles.Rows = TileRows;
            while (row + tiles.Rows < panel.Rows && Reached(panel, row + tiles.Rows, column, vectors) == (first, past)) tiles.Rows += TileRows;
            tiles.Rows = Math.Min(tiles.Rows, panel.Rows - row);
            if (first < past)
            {
                tiles.B = panel.B + (first * TOps.Count);
                tiles.C = panel.C + (first * TOps.Count);
                tiles.Lanes = past < vectors ? TOps.Count : panel.Lanes;
                Panel<TKernelMode>(ref tiles, past - first);
            }

            if (!panel.Load)
            {
                int columns = ((vectors - 1) * TOps.Count) + Math.Min(panel.Lanes, TOps.Count);
                Clear(tiles, panel.C, 0, Math.Min(columns, first * TOps.Count));
                Clear(tiles, panel.C, past * TOps.Count, columns);
            }

            Advance(ref tiles, tiles.Rows);
        }
    }

    /// <summary>The vectors of a panel that have columns which count for a tile of rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (int First, int Past) Reached(in TileArguments<T> panel, int row, int column, int vectors)
    {
        int* reach = panel.Reach + (row / BoundRows * 2);
        int start = reach[0], end = reach[1];
        if (row + BoundRows < panel.Rows) (start, end) = (Math.Min(start, reach[2]), Math.Max(end, reach[3]));
        int first = Math.Clamp((start - column) / TOps.Count, 0, vectors);
        return (first, Math.Clamp((end - column + TOps.Count - 1) / TOps.Count, first, vectors));
    }

    /// <summary>Zeros where nothing is computed, for rows of a result that holds nothing yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Clear(in TileArguments<T> tiles, T* c, int from, int to)
    {
        if (from >= to) return;
        for (int i = 0; i < tiles.Rows; i++) new Span<T>(c + tiles.RowsC[i] + from, to - from).Clear();
    }

    /// <summary>One panel, for whose columns only a part of the summed index counts.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void BoundPanel<TKernelMode>(ref TileArguments<T> panel, int column, int width)
        where TKernelMode : ITileMode
    {
        int columns = width - TOps.Count + Math.Min(panel.Lanes, TOps.Count);
        var (start, end) = panel.DepthOfColumn.Over(column, columns, panel.Term + panel.Depth);
        start = Math.Max(0, start - panel.Term);
        end -= panel.Term;
        if (start >= end)
        {
            if (!panel.Load) Clear(panel, panel.C, 0, columns);
            return;
        }

        TileArguments<T> part = panel;
        part.Depth = end - start;
        if (TKernelMode.Indexed)
        {
            part.DepthA += start;
            part.DepthB += start;
        }
        else
        {
            part.A += start * panel.StepA;
            part.B += start * panel.StepB;
        }

        Panel<TKernelMode>(ref part, width / TOps.Count);
    }

    /// <summary>Moves on to later rows, in steps of a tile.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Advance(ref TileArguments<T> panel, int rows)
    {
        panel.RowsA += rows;
        panel.RowsC += rows;
        if (panel.Terms != null) panel.Terms += rows / BoundRows * 2;
    }
}
