using System;
using Costate.Execution;
using Costate.Tracing;

namespace Costate;

/// <summary>What some values hold on to: the nodes that they are made from and the memory of what was computed of them.</summary>
/// <param name="Nodes">Number of nodes, leaves included.</param>
/// <param name="LiveBytes">Bytes of computed values and leaves, residuals included.</param>
/// <param name="ResidualBytes">Bytes that are kept for adjoints only.</param>
public readonly record struct TraceStatistics(long Nodes, long LiveBytes, long ResidualBytes)
{
    /// <summary>Walks over everything that the values are made from.</summary>
    /// <param name="values">Values of any traces.</param>
    public static TraceStatistics Of(params ReadOnlySpan<TracedValue> values)
    {
        using (Engine.Enter())
        {
            long live = 0, residual = 0;
            var nodes = TraceList.Of(values);
            foreach (var node in nodes)
            {
                int size = node.Site.Kind.Size();
                for (int slot = 0; slot < node.OutputCount; slot++) live += (long)(node.ValueOf(slot)?.Length ?? 0) * size;
                residual += ((long)(node.Pack.Elements?.Length ?? 0) * size) + (node.Log?.Bytes ?? 0);
            }

            return new TraceStatistics(nodes.Count, live + residual, residual);
        }
    }
}
