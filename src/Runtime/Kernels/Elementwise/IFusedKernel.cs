using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>
/// A fused elementwise loop: its fields are the operands, its body is written once for all widths. It advances along its rows
/// itself, so a kernel that has been run is used up.
/// </summary>
/// <typeparam name="T">The element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFusedKernel<T> where T : unmanaged
{
    /// <summary>
    /// Computes one vector of every output. It reads all inputs before it writes an output: an output may be an input's memory. What
    /// is added to an output is added last.
    /// </summary>
    void Invoke<R, S, V>(R row)
        where R : struct, IRow<T, V>
        where S : struct, ISimd<V>
        where V : unmanaged;

    /// <summary>Moves every operand on to its next row.</summary>
    void NextRow();
}
