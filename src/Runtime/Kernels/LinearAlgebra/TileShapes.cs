namespace Costate.CompilerServices;

/// <summary>The size of a register tile: constants to the JIT, so that one kernel text serves all sizes.</summary>
internal interface ITileShape
{
    static abstract int Rows { get; }

    static abstract int Vectors { get; }
}

/// <summary>How a kernel reads its operands and combines products; constants to the JIT.</summary>
internal interface ITileMode
{
    /// <summary>Whether the first operand varies along the lanes instead of being one scalar for all of them.</summary>
    static abstract bool Lanewise { get; }

    /// <summary>Whether the summed index steps through offset tables instead of by constant strides.</summary>
    static abstract bool Indexed { get; }

    /// <summary>Whether products are subtracted.</summary>
    static abstract bool Subtract { get; }
}

/// <summary>Whether the last vector of a tile is partly outside of the matrix.</summary>
internal interface ITileEdge
{
    static abstract bool Masked { get; }
}

internal readonly struct Tile8x3 : ITileShape
{
    public static int Rows => 8;

    public static int Vectors => 3;
}

internal readonly struct Tile8x2 : ITileShape
{
    public static int Rows => 8;

    public static int Vectors => 2;
}

internal readonly struct Tile8x1 : ITileShape
{
    public static int Rows => 8;

    public static int Vectors => 1;
}

internal readonly struct Tile4x3 : ITileShape
{
    public static int Rows => 4;

    public static int Vectors => 3;
}

internal readonly struct Tile4x2 : ITileShape
{
    public static int Rows => 4;

    public static int Vectors => 2;
}

internal readonly struct Tile4x1 : ITileShape
{
    public static int Rows => 4;

    public static int Vectors => 1;
}

internal readonly struct PlainMode : ITileMode
{
    public static bool Lanewise => false;

    public static bool Indexed => false;

    public static bool Subtract => false;
}

internal readonly struct IndexedMode : ITileMode
{
    public static bool Lanewise => false;

    public static bool Indexed => true;

    public static bool Subtract => false;
}

internal readonly struct LanewiseMode : ITileMode
{
    public static bool Lanewise => true;

    public static bool Indexed => false;

    public static bool Subtract => false;
}

internal readonly struct SubtractMode : ITileMode
{
    public static bool Lanewise => false;

    public static bool Indexed => false;

    public static bool Subtract => true;
}

/// <summary>How the rows of the first operand lie.</summary>
internal interface ITileRows
{
    /// <summary>Whether they are at equal distances, and a tile of eight has at least five of them; otherwise a table says where they are.</summary>
    static abstract bool Strided { get; }
}

internal readonly struct StridedRows : ITileRows
{
    public static bool Strided => true;
}

internal readonly struct TabledRows : ITileRows
{
    public static bool Strided => false;
}

internal readonly struct WholeEdge : ITileEdge
{
    public static bool Masked => false;
}

internal readonly struct MaskedEdge : ITileEdge
{
    public static bool Masked => true;
}
