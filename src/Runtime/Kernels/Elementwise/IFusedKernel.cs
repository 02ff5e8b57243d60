using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>The body of a fused elementwise loop, written once for all widths and element types.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFusedKernel
{
    /// <summary>
    /// Computes one vector of every output. It reads all inputs before it writes an output: an output may be an input's memory.
    /// </summary>
    static abstract void Invoke<R, S, V>(ref R r)
        where R : struct, IRow<V>, allows ref struct
        where S : struct, ISimd<V>
        where V : unmanaged;
}

/// <summary>
/// Marks a fused kernel of more than about 120 operations, where an elementary function counts as 30, a sine, a cosine, an Erf or an
/// Atan2 as 50 and a power as 130. The compiler inlines only so much into one method, so the tails of such a kernel run out of line,
/// a few nanoseconds a row slower; beyond about 350 operations a loop is better split in two. It is an interface because the
/// compiler decides a type test, unlike a property, before it inlines.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IHeavyKernel : IFusedKernel;
