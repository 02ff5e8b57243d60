using System;
using System.Collections.Generic;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>All nodes that values are made from, inputs first; for statistics and printing.</summary>
internal static class TraceList
{
    /// <summary>Lists the nodes and gives each its position in <see cref="TraceNode.Place"/>, valid while the engine is held.</summary>
    public static List<TraceNode> Of(ReadOnlySpan<TracedValue> values)
    {
        int mark = Engine.NextMark();
        var stack = new TraversalStack();
        var nodes = new List<TraceNode>();
        foreach (var value in values)
        {
            if (value.Node.Mark == mark) continue;
            value.Node.Mark = mark;
            stack.Push(value.Node);
            while (!stack.IsEmpty)
            {
                ref var top = ref stack.Top;
                if (top.Next < top.Node.InputCount)
                {
                    if (top.Node.Input(top.Next++) is { } child && child.Mark != mark)
                    {
                        child.Mark = mark;
                        stack.Push(child);
                    }
                }
                else
                {
                    top.Node.Place = nodes.Count;
                    nodes.Add(top.Node);
                    stack.Pop();
                }
            }
        }

        return nodes;
    }
}
