using System;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>Builds the tangent nodes of a forward sweep: the tangent of a value in the direction that another value moves in.</summary>
internal sealed class ForwardSweep
{
    private readonly ClosureWalk closure = new();
    private (TraceNode? Node, int Slot)[] tangents = new (TraceNode?, int)[256];
    private int[] first = new int[256];
    private int tangentCount;

    /// <summary>The tangent of <paramref name="y"/> when <paramref name="x"/> moves in the given direction; null for Zero.</summary>
    public (TraceNode? Node, int Slot) Run(TracedValue y, TracedValue x, TracedValue direction)
    {
        try
        {
            closure.Run(y.Node);
            if (!closure.Contains(x.Node) || !x.Node.Active) return default;
            Reserve();
            tangents[first[x.Node.Place] + x.Slot] = (direction.Node, direction.Slot);
            for (int i = 0; i < closure.Count; i++)
            {
                if (!closure[i].IsLeaf && !ReferenceEquals(closure[i], x.Node)) Push(closure[i], y, x);
            }

            return tangents[first[y.Node.Place] + y.Slot];
        }
        finally
        {
            closure.Clear();
            Array.Clear(tangents, 0, tangentCount);
            tangentCount = 0;
            if (tangents.Length > 1 << 18) (tangents, first) = (new (TraceNode?, int)[256], new int[256]);
        }
    }

    private void Reserve()
    {
        if (closure.Count > first.Length) first = new int[2 * closure.Count];
        for (int i = 0; i < closure.Count; i++)
        {
            first[i] = tangentCount;
            tangentCount += closure[i].OutputCount;
        }

        if (tangentCount > tangents.Length) tangents = new (TraceNode?, int)[2 * tangentCount];
    }

    private void Push(TraceNode node, TracedValue y, TracedValue x)
    {
        var fragment = node.Site.Fragment!;
        int[] differentiable = fragment.DifferentiableInputs;
        int count = 1 + differentiable.Length;
        var buffer = new NodeBuffer();
        Span<TraceNode?> inputs = count <= NodeBuffer.Length ? ((Span<TraceNode?>)buffer)[..count] : new TraceNode?[count];
        Span<byte> slots = count <= 128 ? stackalloc byte[count] : new byte[count];
        slots.Clear();
        inputs[0] = node;
        foreach (int i in fragment.ExcludedInputs)
        {
            if (node.GraphInput(i, out int slot) is not { Active: true } input || tangents[first[input.Place] + slot].Node is null) continue;
            for (int output = 0; output < node.OutputCount; output++)
            {
                if (fragment.Activity[output, i] >= Dependence.Linear) throw Independence.Excluded(y, x, fragment, i);
            }
        }

        ulong moving = 0;
        for (int i = 0; i < differentiable.Length; i++)
        {
            if (node.GraphInput(differentiable[i], out int slot) is not { Active: true } input) continue;
            var tangent = tangents[first[input.Place] + slot];
            if (tangent.Node is null) continue;
            moving |= 1UL << i;
            (inputs[1 + i], slots[1 + i]) = (tangent.Node, (byte)tangent.Slot);
        }

        ulong[] masks = fragment.DerivativeMasks;
        TraceNode? made = null;
        for (int slot = 0; slot < node.OutputCount; slot++)
        {
            if ((masks[slot] & moving) == 0) continue;
            made ??= NodeTable.GetOrAdd(NodeKind.Tangent, node.Site.Tangent, inputs, slots);
            tangents[first[node.Place] + slot] = (made, slot);
        }
    }
}
