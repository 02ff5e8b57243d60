using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>
/// The registers of a fused loop: operand k of the call of <see cref="Fused"/> is register k of the kernel. Inputs come first and
/// are filled before the kernel runs; the outputs after them are stored when it returns, so an output may be an input's memory.
/// </summary>
/// <typeparam name="V">The vector.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct Lanes<V> where V : unmanaged
{
#pragma warning disable CS1591 // Eighteen registers in a row explain themselves.
    public V A, B, C, D, E, F, G, H, I;
    public V J, K, L, M, N, O, P, Q, R;
#pragma warning restore CS1591
}
