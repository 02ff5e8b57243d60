namespace Costate.Ir;

/// <summary>How the next value of a carry is found.</summary>
internal enum CarryMode : byte
{
    /// <summary>It is where the carry is.</summary>
    InPlace,

    /// <summary>It is in a second buffer, which changes places with the first.</summary>
    Swap,

    /// <summary>It is an entry of a stack, and the carry points there from now on.</summary>
    PointTo,
}

/// <summary>The move of one carry at the end of an iteration.</summary>
internal sealed class CarryMove(int output, CarryMode mode, PlanBuffer buffer)
{
    /// <summary>The output of the body.</summary>
    public int Output { get; } = output;

    public CarryMode Mode { get; } = mode;

    /// <summary>Where the next value is.</summary>
    public PlanBuffer Buffer { get; } = buffer;
}
