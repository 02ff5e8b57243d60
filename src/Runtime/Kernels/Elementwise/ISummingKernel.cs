using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>A fused loop whose rows are summed: what would be stored is added up instead, and whatever else it has for outputs it writes itself.</summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ISummingKernel<T> where T : unmanaged
{
    /// <summary>Computes one vector of every output, as <see cref="IFusedKernel{T}.Invoke"/> does, and returns what is summed.</summary>
    V Invoke<R, S, V>(R row)
        where R : struct, IRow<T, V>
        where S : struct, ISimd<V>
        where V : unmanaged;

    /// <summary>Moves every operand on to its next row.</summary>
    void NextRow();
}
