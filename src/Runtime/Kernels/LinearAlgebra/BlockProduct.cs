using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Costate.CompilerServices;

/// <summary>The matrix product inside of blocked factorisations and solves.</summary>
internal static unsafe class BlockProduct<T, TVector, TOps>
    where T : unmanaged, INumberBase<T>
    where TVector : unmanaged
    where TOps : ITileVector<T, TVector>
{
    private const int RowTable = 1536;
    private const int ColumnTable = 480;

    /// <summary>c -= a b for c of rows x columns, contiguous along its columns; the operands have any strides.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Subtract(
        int rows, int columns, int depth, T* a, int rowA, int stepA, T* b, int stepB, int columnB, T* c, int rowC)
    {
        if (rows == 0 || columns == 0 || depth == 0) return;
        int rowPeriod = Math.Min(rows, RowTable), columnPeriod = columnB == 1 ? 0 : Math.Min(columns, ColumnTable);
        using var tables = Scratch.Rent<int>((2 * rowPeriod) + columnPeriod);
        int* rowsA = tables.Pointer;
        int* rowsC = rowsA + rowPeriod;
        int* columnsB = rowsC + rowPeriod;
        for (int i = 0; i < rowPeriod; i++) rowsA[i] = i * rowA;
        for (int i = 0; i < rowPeriod; i++) rowsC[i] = i * rowC;
        for (int j = 0; j < columnPeriod; j++) columnsB[j] = j * columnB;
        var problem = new GemmProblem
        {
            Rows = rows,
            RowPeriod = rowPeriod,
            RowsA = rowsA,
            RowStepA = rowA,
            RowsC = rowsC,
            RowAdvanceA = (nint)rowPeriod * rowA,
            RowAdvanceC = (nint)rowPeriod * rowC,
            Columns = columns,
            ColumnsB = columnPeriod == 0 ? null : columnsB,
            ColumnPeriod = Math.Max(1, columnPeriod),
            ColumnAdvanceB = (nint)columnPeriod * columnB,
            Depth = depth,
            StepA = stepA,
            StepB = stepB,
        };
        GemmDriver<T, TVector, TOps, SubtractMode>.Run(problem, a, b, c, load: true);
    }
}
