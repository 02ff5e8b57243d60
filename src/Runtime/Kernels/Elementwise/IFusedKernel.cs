using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>The body of a fused elementwise loop, written once for all widths and element types.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IFusedKernel
{
    /// <summary>The number of inputs; they are the first operands.</summary>
    static abstract int Inputs { get; }

    /// <summary>The number of outputs; they follow the inputs.</summary>
    static abstract int Outputs { get; }

    /// <summary>Whether results are added to what the outputs hold instead of replacing it.</summary>
    static virtual bool Accumulates => false;

    /// <summary>Computes the output registers from the input registers, one vector of elements.</summary>
    static abstract void Invoke<V>(ref Lanes<V> r) where V : unmanaged, ISimd<V>;
}
