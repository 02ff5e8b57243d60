using System.ComponentModel;
using Costate.Tracing;

namespace Costate.CompilerServices;

/// <summary>The outputs of one fragment call.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct TraceOutputs
{
    private readonly TraceNode node;

    internal TraceOutputs(TraceNode node) => this.node = node;

    /// <summary>An output; a mask is a tensor of bool.</summary>
    public TracedTensor<T> Tensor<T>(int slot)
        where T : unmanaged => new(node, slot);
}
