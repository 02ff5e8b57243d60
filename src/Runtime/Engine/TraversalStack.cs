using System;
using System.Collections.Generic;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>The path of a depth-first walk over a trace, kept on the heap: a trace may be a million nodes deep.</summary>
internal sealed class TraversalStack
{
    private (TraceNode Node, int Next)[] frames = new (TraceNode, int)[64];
    private int count;

    public bool IsEmpty => count == 0;

    public void Push(TraceNode node)
    {
        if (count == frames.Length) Array.Resize(ref frames, 2 * count);
        frames[count++] = (node, 0);
    }

    /// <summary>The node on top and its next edge to be looked at, which counts as looked at from now on.</summary>
    public ref (TraceNode Node, int Next) Top => ref frames[count - 1];

    public void Pop() => frames[--count] = default;

    /// <summary>Forgets the nodes of a walk that was broken off.</summary>
    public void Clear()
    {
        Array.Clear(frames, 0, count);
        count = 0;
        if (frames.Length > 1 << 18) frames = new (TraceNode, int)[64];
    }
}
