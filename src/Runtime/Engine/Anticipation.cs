using System.Threading;

namespace Costate.Execution;

/// <summary>
/// Whether calls of a fragment at some sizes should keep residuals before a gradient is asked for. They do, which saves the gradient a second forward, until several
/// large packs in a row have died without a reader: a program that only evaluates pays for memory that it does not read. A gradient that misses its residuals changes that again.
/// Values do not depend on it, since both forwards give the same bits.
/// </summary>
internal sealed class Anticipation
{
    private const int Patience = 4;

    private int inVain;

    /// <summary>Whether a gradient is to be expected.</summary>
    public bool ExpectsGradient => Volatile.Read(ref inVain) < Patience;

    /// <summary>A pack died that was kept in advance and that no adjoint has read.</summary>
    public void WasInVain() => Interlocked.Increment(ref inVain);

    /// <summary>An adjoint has read a pack that was kept in advance, or would have.</summary>
    public void WasNeeded() => Volatile.Write(ref inVain, 0);
}
