using System;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>
/// Lists the active nodes that a value is computed from, inputs first. The order depends on the structure of the trace alone, never
/// on when a node was built, so that cotangents are always added in the same order.
/// </summary>
internal sealed class ClosureWalk
{
    private readonly TraversalStack stack = new();
    private TraceNode[] nodes = new TraceNode[256];
    private int mark;

    public int Count { get; private set; }

    public TraceNode this[int i] => nodes[i];

    /// <summary>Walks from a node. The engine's lock must be held until <see cref="Clear"/>, since nodes are marked.</summary>
    public void Run(TraceNode start)
    {
        mark = Engine.NextMark();
        if (!start.Active) return;
        start.Mark = mark;
        stack.Push(start);
        while (!stack.IsEmpty)
        {
            ref var top = ref stack.Top;
            int edge = top.Next++;
            if (edge < top.Node.GraphInputCount)
            {
                if (top.Node.GraphInput(edge, out _) is { Active: true } child && child.Mark != mark)
                {
                    child.Mark = mark;
                    stack.Push(child);
                }
            }
            else
            {
                if (Count == nodes.Length) Array.Resize(ref nodes, 2 * Count);
                top.Node.Place = Count;
                nodes[Count++] = top.Node;
                stack.Pop();
            }
        }
    }

    /// <summary>Whether the walk came across a node.</summary>
    public bool Contains(TraceNode node) => node.Mark == mark;

    /// <summary>Forgets the nodes.</summary>
    public void Clear()
    {
        stack.Clear();
        Array.Clear(nodes, 0, Count);
        Count = 0;
        if (nodes.Length > 1 << 18) nodes = new TraceNode[256];
    }
}
