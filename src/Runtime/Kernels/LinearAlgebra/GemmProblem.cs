namespace Costate.CompilerServices;

/// <summary>
/// The geometry of one matrix product c = a b: rows and columns may be combined from several axes, so both are described by
/// tables of offsets. A table repeats after its period, advanced by a constant; it need not be as long as its axis.
/// </summary>
internal unsafe struct GemmProblem
{
    internal int Rows;
    internal int RowPeriod;
    internal int* RowsA;

    /// <summary>Distance of two rows of a period in the first operand if they all have the same, or 0.</summary>
    internal nint RowStepA;
    internal int* RowsC;
    internal nint RowAdvanceA;
    internal nint RowAdvanceC;

    /// <summary>Columns are contiguous in the result.</summary>
    internal int Columns;

    /// <summary>Offsets of the columns in the second operand, or null if they are contiguous there too.</summary>
    internal int* ColumnsB;
    internal int ColumnPeriod;
    internal nint ColumnAdvanceB;

    internal int Depth;
    internal nint StepA;
    internal nint StepB;

    /// <summary>Offsets of the summed index that replace the strides, in both operands or in none.</summary>
    internal int* DepthA;
    internal int* DepthB;

    /// <summary>The part of the summed index that counts for a row, for a column (not both), and the columns that count for a row.</summary>
    internal GemmBound DepthOfRow;
    internal GemmBound DepthOfColumn;
    internal GemmBound ColumnsOfRow;
}
