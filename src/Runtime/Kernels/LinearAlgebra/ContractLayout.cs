using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Costate.CompilerServices;

/// <summary>
/// A plan at given extents: which kernel runs, on which axes, inside which loops. It depends on nothing but the plan and the
/// extents, so the order of every sum is theirs alone, and it is immutable, so that a plan can keep it for the next call.
/// </summary>
internal sealed unsafe class ContractLayout
{
    // Tables of offsets replace loops where axes do not merge; beyond these lengths loops cost nothing any more.
    private const int RowTable = 4096;
    private const int RowPeriodLimit = 1536;
    private const int ColumnTable = 4096;
    private const int ColumnPeriodLimit = 480;
    private const int DepthTable = 2048;

    // Shorter innermost axes than these are worth combining with the next ones.
    private const int ShortColumns = 16;
    private const int ShortDepth = 24;

    // Tiles of eight rows find next to nothing to skip in smaller triangles.
    private const int LeastTriangle = 12;

    // All of the second operand stays in the first-level cache.
    private const int SmallProduct = 6 * 1024;

    private readonly List<int> tables = [];
    private readonly int[] strideA;
    private readonly int[] strideB;
    private readonly int[] strideC;

    // Held for the pointers into it.
    private readonly int[] pinned;

    internal ContractLayout(ContractPlan plan, ReadOnlySpan<int> extents)
    {
        int letters = plan.Letters.Length;
        if (extents.Length != letters)
            throw new ArgumentException($"\"{plan}\" has {letters} letters, but {extents.Length} extents were given.", nameof(extents));
        foreach (int extent in extents) ArgumentOutOfRangeException.ThrowIfNegative(extent, nameof(extents));

        Extents = extents.ToArray();
        strideA = new int[letters];
        strideB = new int[letters];
        strideC = new int[letters];
        LengthA = Strides(plan.A, strideA);
        LengthB = Strides(plan.B, strideB);
        LengthC = Strides(plan.C, strideC);
        Kernel = Choose(plan);
        Outer = [.. OuterLoops];
        OuterLoops.Clear();

        // The tables do not move, so that a call finds the whole problem ready.
        pinned = GC.AllocateUninitializedArray<int>(tables.Count, pinned: true);
        tables.CopyTo(pinned);
        tables.Clear();
        int* start = (int*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(pinned));
        Problem = new GemmProblem
        {
            Rows = Rows,
            RowPeriod = RowPeriod,
            RowsA = start + RowsA,
            RowStepA = Step(new(start + RowsA, RowPeriod)),
            RowsC = start + RowsC,
            RowAdvanceA = RowAdvanceA,
            RowAdvanceC = RowAdvanceC,
            Columns = Columns,
            ColumnsB = ColumnsB < 0 ? null : start + ColumnsB,
            ColumnPeriod = ColumnPeriod,
            ColumnAdvanceB = ColumnAdvanceB,
            Depth = Depth,
            StepA = StepA,
            StepB = StepB,
            DepthA = DepthA < 0 ? null : start + DepthA,
            DepthB = DepthB < 0 ? null : start + DepthB,
            DepthOfRow = DepthOfRow,
            DepthOfColumn = DepthOfColumn,
            ColumnsOfRow = ColumnsOfRow,
        };
        IsSmallProduct = Kernel == Shape.Product && CopyA is null && CopyB is null && Outer.Length == 0
            && Rows > 1 && Rows <= RowPeriod && ColumnsB < 0 && DepthA < 0 && (long)Depth * Columns <= SmallProduct
            && !DepthOfRow.Exists && !DepthOfColumn.Exists && !ColumnsOfRow.Exists;
    }

    // Zero is no distance: rows that are all the same are not worth a kernel.
    private static int Step(ReadOnlySpan<int> offsets)
    {
        int step = offsets.Length > 1 ? offsets[1] - offsets[0] : 0;
        for (int i = 1; i < offsets.Length; i++)
            if (offsets[i] - offsets[i - 1] != step) return 0;
        return step;
    }

    /// <summary>The shapes that a contraction can take, and the two degenerate ones.</summary>
    internal enum Shape
    {
        /// <summary>The result has no elements.</summary>
        Nothing,

        /// <summary>The sum has no terms.</summary>
        Clear,

        /// <summary>A matrix product whose columns are contiguous in the result.</summary>
        Product,

        /// <summary>The innermost axis of the result belongs to all three operands.</summary>
        Lanewise,

        /// <summary>The same without a sum: products of each row with each column.</summary>
        Outer,

        /// <summary>Inner products of contiguous rows.</summary>
        Dot,
    }

    internal int[] Extents { get; }

    internal int LengthA { get; }

    internal int LengthB { get; }

    internal int LengthC { get; }

    internal Shape Kernel { get; }

    /// <summary>Whether it is one product of which nothing must be copied, packed, repeated or left out.</summary>
    internal bool IsSmallProduct { get; }

    /// <summary>Whether the operands change places; everything else here is said after that.</summary>
    internal bool Exchange { get; private set; }

    /// <summary>Rearrangement of an operand before the kernel runs: its new axes, outermost first, with their present strides.</summary>
    internal ContractLoop[]? CopyA { get; private set; }

    internal ContractLoop[]? CopyB { get; private set; }

    /// <summary>The loops around the kernel, outermost first.</summary>
    internal ContractLoop[] Outer { get; }

    /// <summary>The product that the kernel computes; its tables live as long as this object.</summary>
    internal readonly GemmProblem Problem;

    /// <summary>Strides of the columns outside of the registers, for outer products.</summary>
    internal ContractLoop Across { get; private set; } = new(1, 0, 0, 0);

    // What becomes the problem. Positions in the tables stand for what will be pointers, -1 for none.
    private int Rows { get; set; } = 1;

    private int RowPeriod { get; set; } = 1;

    private int RowsA { get; set; }

    private int RowsC { get; set; }

    private int RowAdvanceA { get; set; }

    private int RowAdvanceC { get; set; }

    private int Columns { get; set; } = 1;

    private int ColumnsB { get; set; } = -1;

    private int ColumnPeriod { get; set; } = 1;

    private int ColumnAdvanceB { get; set; }

    private int Depth { get; set; } = 1;

    private int StepA { get; set; } = 1;

    private int StepB { get; set; } = 1;

    private int DepthA { get; set; } = -1;

    private int DepthB { get; set; } = -1;

    private GemmBound DepthOfRow { get; set; }

    private GemmBound DepthOfColumn { get; set; }

    private GemmBound ColumnsOfRow { get; set; }

    private List<ContractLoop> OuterLoops { get; } = [];

    private Shape Choose(ContractPlan plan)
    {
        if (LengthC == 0) return Shape.Nothing;
        foreach (int extent in Extents)
            if (extent == 0) return Shape.Clear;

        var summed = new List<int>();
        foreach (byte letter in plan.A)
            if (Extents[letter] > 1 && Array.IndexOf(plan.C, letter) < 0) summed.Add(letter);
        List<int> batch = [], rows = [], columns = [];
        foreach (byte letter in plan.C)
        {
            if (Extents[letter] == 1) continue;
            bool inA = Array.IndexOf(plan.A, letter) >= 0, inB = Array.IndexOf(plan.B, letter) >= 0;
            (inA && inB ? batch : inA ? rows : columns).Add(letter);
        }

        // Registers run along the last axis of the result: make it a column, or lanewise if it is everywhere.
        int last = -1;
        foreach (byte letter in plan.C)
            if (Extents[letter] > 1) last = letter;
        bool lanewise = batch.Contains(last);
        if (rows.Contains(last)) Swap();
        int inner = summed.Count == 0 ? -1 : summed[^1];
        bool contiguous = inner >= 0 && strideA[inner] == 1 && strideB[inner] == 1 && Extents[inner] >= 8;

        if (last < 0 || (contiguous && (lanewise ? strideA[last] != 1 || strideB[last] != 1 : Size(rows) < 4)))
        {
            if (last < 0 && !Merges(summed, strideB)) CopyB = Rearrange(summed, strideB);
            return Dot(batch, rows, columns, summed);
        }

        if (lanewise)
        {
            // Sums run in tiles of many rows; outer products write along the columns, which then are the inner axis.
            int beforeLast = -1;
            foreach (byte letter in plan.C)
                if (Extents[letter] > 1 && !batch.Contains(letter)) beforeLast = letter;
            if (summed.Count > 0 ? Size(columns) > Size(rows) : rows.Contains(beforeLast)) Swap();
            if (strideA[last] != 1) CopyA = Rearrange([.. batch.FindAll(x => x != last), .. rows, .. summed, last], strideA);
            if (strideB[last] != 1) CopyB = Rearrange([.. batch.FindAll(x => x != last), .. columns, .. summed, last], strideB);
            return Lanewise(batch, rows, columns, summed);
        }

        Product(batch, rows, columns, summed);
        DepthOfRow = Bound(plan, rows, Rows, summed, Depth);
        ColumnsOfRow = Bound(plan, rows, Rows, columns, Columns);
        if (!DepthOfRow.Exists) DepthOfColumn = Bound(plan, columns, Columns, summed, Depth);
        return Shape.Product;

        void Swap()
        {
            Exchange = !Exchange;
            (rows, columns) = (columns, rows);
            foreach (int letter in (ReadOnlySpan<int>)[.. rows, .. columns, .. batch, .. summed])
                (strideA[letter], strideB[letter]) = (strideB[letter], strideA[letter]);
        }
    }

    private void Product(List<int> batch, List<int> rowLetters, List<int> columnLetters, List<int> summedLetters)
    {
        List<ContractLoop> rows = Merge(rowLetters), columns = Merge(columnLetters), summed = Merge(summedLetters);
        int columnCount = columns[^1].Extent, taken = 1;
        while (taken < columns.Count && columnCount < ShortColumns && Size(rowLetters) >= 8 && columns[^(taken + 1)].C == columnCount
            && columnCount * (long)columns[^(taken + 1)].Extent <= ColumnTable)
        {
            columnCount *= columns[^++taken].Extent;
        }

        Columns = columnCount;
        ReadOnlySpan<ContractLoop> chosen = Take(columns, taken);
        if (taken > 1 || chosen[0].B != 1)
        {
            ColumnPeriod = taken > 1 ? columnCount : Math.Min(columnCount, ColumnPeriodLimit);
            ColumnAdvanceB = taken > 1 ? 0 : ColumnPeriod * chosen[0].B;
            ColumnsB = AddTable(chosen, ColumnPeriod, x => x.B);
        }

        List<ContractLoop> outerRows = TakeRows(rows);
        taken = 1;
        if (summed.Count > 0)
        {
            Depth = summed[^1].Extent;
            while (taken < summed.Count && Depth < ShortDepth && Depth * (long)summed[^(taken + 1)].Extent <= DepthTable)
                Depth *= summed[^++taken].Extent;
            chosen = Take(summed, taken);
            (StepA, StepB) = (chosen[^1].A, chosen[^1].B);
            if (taken > 1)
            {
                DepthA = AddTable(chosen, Depth, x => x.A);
                DepthB = AddTable(chosen, Depth, x => x.B);
            }
        }

        OuterLoops.AddRange(Merge(batch));
        OuterLoops.AddRange(columns);
        OuterLoops.AddRange(summed);
        OuterLoops.AddRange(outerRows);
    }

    /// <summary>What a triangle says about the positions of one axis of the kernel at a position of another one.</summary>
    private GemmBound Bound(ContractPlan plan, List<int> letters, int size, List<int> boundLetters, int boundSize)
    {
        foreach (var order in plan.Orders)
        {
            // The letter that is bound must be the outermost one of its axis, or what counts is no interval.
            int greater = order.Greater, lesser = order.Lesser;
            bool ends = letters.Contains(greater) && boundLetters.Contains(lesser);
            if (!ends && !(letters.Contains(lesser) && boundLetters.Contains(greater))) continue;
            int letter = ends ? greater : lesser, bound = ends ? lesser : greater;
            int inner = Behind(letters, letter), unit = Behind(boundLetters, bound);
            if (Extents[letter] < LeastTriangle || (long)inner * Extents[letter] > size || (long)unit * Extents[bound] != boundSize) continue;
            bool both = plan.Orders.Contains(new ContractOrder((byte)lesser, (byte)greater));
            return new GemmBound(inner, Extents[letter], unit, Starts: !ends || both, Ends: ends || both);
        }

        return default;
    }

    /// <summary>Positions of an axis of several letters until the index of one of them changes.</summary>
    private int Behind(List<int> letters, int letter) => Size(letters[(letters.IndexOf(letter) + 1)..]);

    private Shape Lanewise(List<int> batchLetters, List<int> rowLetters, List<int> columnLetters, List<int> summedLetters)
    {
        List<ContractLoop> batch = Merge(batchLetters), summed = Merge(summedLetters), columns = Merge(columnLetters);
        Columns = Take(batch, 1)[0].Extent;
        List<ContractLoop> outerRows = TakeRows(Merge(rowLetters));
        if (summed.Count > 0)
        {
            ContractLoop inner = Take(summed, 1)[0];
            (Depth, StepA, StepB) = (inner.Extent, inner.A, inner.B);
        }
        else if (columns.Count > 0)
        {
            Across = Take(columns, 1)[0];
        }

        OuterLoops.AddRange(batch);
        OuterLoops.AddRange(columns);
        OuterLoops.AddRange(summed);
        OuterLoops.AddRange(outerRows);
        return Across.Extent > 1 ? Shape.Outer : Shape.Lanewise;
    }

    private Shape Dot(List<int> batch, List<int> rows, List<int> columns, List<int> summedLetters)
    {
        List<ContractLoop> kept = [.. Merge(batch), .. Merge(rows), .. Merge(columns)], summed = Merge(summedLetters);
        if (kept.Count > 0)
        {
            // The longest axis goes into the kernel, where a step costs least.
            ContractLoop longest = kept[0];
            foreach (ContractLoop loop in kept)
                if (loop.Extent > longest.Extent) longest = loop;
            kept.Remove(longest);
            (Columns, RowAdvanceA, ColumnAdvanceB, RowAdvanceC) = longest;
        }

        if (summed.Count > 0) Depth = Take(summed, 1)[0].Extent;
        OuterLoops.AddRange(kept);
        OuterLoops.AddRange(summed);
        return Shape.Dot;
    }

    /// <summary>Puts the innermost row axes into a table and returns those that remain.</summary>
    private List<ContractLoop> TakeRows(List<ContractLoop> rows)
    {
        if (rows.Count == 0)
        {
            RowsA = RowsC = AddTable([], 1, x => 0);
            return rows;
        }

        int taken = 1;
        Rows = rows[^1].Extent;
        while (taken < rows.Count && Rows * (long)rows[^(taken + 1)].Extent <= RowTable) Rows *= rows[^++taken].Extent;
        ReadOnlySpan<ContractLoop> chosen = Take(rows, taken);
        RowPeriod = taken > 1 ? Rows : Math.Min(Rows, RowPeriodLimit);
        (RowAdvanceA, RowAdvanceC) = (RowPeriod * chosen[^1].A, RowPeriod * chosen[^1].C);
        RowsA = AddTable(chosen, RowPeriod, x => x.A);
        RowsC = AddTable(chosen, RowPeriod, x => x.C);
        return rows;
    }

    /// <summary>Removes the last loops from a list and returns them.</summary>
    private static ContractLoop[] Take(List<ContractLoop> loops, int count)
    {
        ContractLoop[] taken = [.. loops.GetRange(loops.Count - count, count)];
        loops.RemoveRange(loops.Count - count, count);
        return taken;
    }

    /// <summary>Appends the first <paramref name="length"/> offsets that nested loops run through; returns their position.</summary>
    private int AddTable(ReadOnlySpan<ContractLoop> loops, int length, Func<ContractLoop, int> stride)
    {
        int position = tables.Count;
        CollectionsMarshal.SetCount(tables, position + length);
        Span<int> table = CollectionsMarshal.AsSpan(tables)[position..];
        table[0] = 0;
        int count = 1;
        for (int i = loops.Length - 1; i >= 0; i--)
        {
            int step = stride(loops[i]), block = count, end = (int)Math.Min(length, (long)block * loops[i].Extent);

            // Each further position of this axis repeats what the axes inside of it gave.
            for (; count < end; count++) table[count] = table[count - block] + step;
        }

        return position;
    }

    private List<ContractLoop> Merge(List<int> letters)
    {
        var loops = new List<ContractLoop>();
        foreach (int letter in letters)
        {
            var next = new ContractLoop(Extents[letter], strideA[letter], strideB[letter], strideC[letter]);
            if (loops.Count > 0 && loops[^1].Encloses(next)) loops[^1] = next with { Extent = loops[^1].Extent * next.Extent };
            else loops.Add(next);
        }

        return loops;
    }

    private bool Merges(List<int> letters, int[] strides)
    {
        int next = 1;
        for (int i = letters.Count - 1; i >= 0; i--)
        {
            if (strides[letters[i]] != next) return false;
            next *= Extents[letters[i]];
        }

        return true;
    }

    /// <summary>Describes a dense copy of an operand with its axes in a given order, and makes that the operand's layout.</summary>
    private ContractLoop[] Rearrange(List<int> order, int[] strides)
    {
        var loops = new ContractLoop[order.Count];
        int dense = 1;
        for (int i = order.Count - 1; i >= 0; i--)
        {
            int letter = order[i];
            loops[i] = new ContractLoop(Extents[letter], strides[letter], 0, dense);
            strides[letter] = dense;
            dense *= Extents[letter];
        }

        return loops;
    }

    private int Size(List<int> letters)
    {
        int size = 1;
        foreach (int letter in letters) size *= Extents[letter];
        return size;
    }

    private int Strides(byte[] term, int[] strides)
    {
        int stride = 1;
        for (int i = term.Length - 1; i >= 0; i--)
        {
            strides[term[i]] = stride;
            stride = checked(stride * Extents[term[i]]);
        }

        return stride;
    }
}
