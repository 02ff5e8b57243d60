namespace Costate.CompilerServices;

/// <summary>One panel of a matrix product, as a tile kernel sees it.</summary>
internal unsafe struct TileArguments<T>
    where T : unmanaged
{
    /// <summary>First operand; row i starts at A + RowsA[i].</summary>
    internal T* A;
    internal int* RowsA;

    /// <summary>Distance of two rows of the first operand if they all have the same, or 0.</summary>
    internal nint RowStepA;

    /// <summary>Stride of the summed index in the first operand, not 0.</summary>
    internal nint StepA;

    /// <summary>Offsets of the summed index in the first operand, for the indexed mode.</summary>
    internal int* DepthA;

    /// <summary>Second operand, contiguous along the columns.</summary>
    internal T* B;
    internal nint StepB;
    internal int* DepthB;

    /// <summary>Result; row i starts at C + RowsC[i].</summary>
    internal T* C;
    internal int* RowsC;

    /// <summary>
    /// For each four rows the part of the summed index that counts for them, its start and its end; null if all of it does.
    /// </summary>
    internal int* Terms;

    /// <summary>For each four rows the columns of the whole product that count for them; null if all do.</summary>
    internal int* Reach;

    /// <summary>The column of the whole product at which the block begins.</summary>
    internal int Column;

    /// <summary>The summed index at which the block begins, and which of it counts for a column.</summary>
    internal int Term;
    internal GemmBound DepthOfColumn;

    /// <summary>Number of rows, at least 1.</summary>
    internal int Rows;

    /// <summary>Extent of the summed index, at least 1.</summary>
    internal int Depth;

    /// <summary>Whether accumulation starts from the result instead of from zero.</summary>
    internal bool Load;

    /// <summary>Valid lanes of the last vector, for a masked edge.</summary>
    internal int Lanes;
}
