using Costate.Tracing;

namespace Costate;

/// <summary>
/// The handle of one value of a trace: immutable, not computed before it is asked for, never consumed by anything. Handles are
/// equal if they stand for the same value; building the same thing twice gives equal handles.
/// </summary>
/// <typeparam name="T">Element type: double or float, or bool for the result of a comparison.</typeparam>
public sealed partial class TracedTensor<T> : TracedValue<T>
    where T : unmanaged
{
    internal TracedTensor(TraceNode node, int slot)
        : base(node, slot)
    {
    }

    internal override bool IsMask => typeof(T) == typeof(bool);
}
