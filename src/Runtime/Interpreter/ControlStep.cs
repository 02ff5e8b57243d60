using System;
using System.Numerics;

namespace Costate.Execution;

/// <summary>Runs the regions of one control-flow op.</summary>
internal abstract class ControlStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Computes the op.</summary>
    /// <param name="x">The operands.</param>
    /// <param name="y">The results, absent where nobody reads them, and then what memory the op asked for besides.</param>
    /// <param name="scope">The indices of the loops around it.</param>
    public abstract void Run(ReadOnlySpan<View<T>> x, Span<View<T>> y, Scope scope);
}

/// <summary>A branch.</summary>
/// <param name="regions">What runs where the condition holds, and where it does not.</param>
internal sealed class BranchStep<T>(Region<T>[] regions) : ControlStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override void Run(ReadOnlySpan<View<T>> x, Span<View<T>> y, Scope scope) =>
        regions[x[0].Span[0] != T.Zero ? 0 : 1].Enter(scope).Run(x[1..], y, scope);
}
