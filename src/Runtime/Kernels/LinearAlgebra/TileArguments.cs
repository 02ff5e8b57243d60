namespace Costate.CompilerServices;

/// <summary>One panel of a matrix product, as a tile kernel sees it.</summary>
internal unsafe struct TileArguments<T>
    where T : unmanaged
{
    /// <summary>First operand; row i starts at A + RowsA[i].</summary>
    internal T* A;
    internal int* RowsA;

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

    /// <summary>Number of rows, at least 1.</summary>
    internal int Rows;

    /// <summary>Extent of the summed index, at least 1.</summary>
    internal int Depth;

    /// <summary>Whether accumulation starts from the result instead of from zero.</summary>
    internal bool Load;

    /// <summary>Valid lanes of the last vector, for a masked edge.</summary>
    internal int Lanes;
}
