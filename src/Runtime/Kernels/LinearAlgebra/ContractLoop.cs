namespace Costate.CompilerServices;

/// <summary>One axis, or several that merge into one, of a contraction: its extent and its stride in each operand.</summary>
internal readonly record struct ContractLoop(int Extent, int A, int B, int C)
{
    /// <summary>Whether the axis is summed over, so that every pass but the first adds to what is there.</summary>
    internal bool Sum => C == 0;

    /// <summary>The same axis with the operands exchanged.</summary>
    internal ContractLoop Exchanged => new(Extent, B, A, C);

    /// <summary>Whether stepping over this axis and <paramref name="inner"/> is stepping over one longer axis.</summary>
    internal bool Encloses(ContractLoop inner) =>
        A == inner.A * inner.Extent && B == inner.B * inner.Extent && C == inner.C * inner.Extent;
}
