using System;
using System.Collections.Generic;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>
/// Builds the adjoint nodes of a reverse sweep; nothing is computed. The partial cotangent of a value that several nodes read is
/// threaded through their adjoints, each of which extends it. Which inputs are wanted later plays no part, so that two
/// gradients of one value share one sweep.
/// </summary>
internal sealed class ReverseSweep
{
    private readonly ClosureWalk closure = new();
    private (TraceNode? Node, int Slot)[] partials = new (TraceNode?, int)[256];
    private int[] first = new int[256];
    private readonly List<(TraceNode Node, int Input)> excluded = [];
    private int partialCount;

    /// <summary>The gradients of <paramref name="y"/>, given its cotangent, with respect to each of <paramref name="xs"/>; null for Zero.</summary>
    public void Run(TracedValue y, TracedValue seed, ReadOnlySpan<TracedValue> xs, Span<(TraceNode? Node, int Slot)> gradients)
    {
        try
        {
            closure.Run(y.Node);
            Reserve();
            if (closure.Count > 0) partials[first[y.Node.Place] + y.Slot] = (seed.Node, seed.Slot);
            for (int i = closure.Count - 1; i >= 0; i--)
            {
                if (!closure[i].IsLeaf) Extend(closure[i]);
            }

            if (excluded.Count > 0) CheckExcluded(y, xs);

            for (int i = 0; i < xs.Length; i++)
            {
                gradients[i] = closure.Contains(xs[i].Node) && xs[i].Node.Active ? partials[first[xs[i].Node.Place] + xs[i].Slot] : default;
            }
        }
        finally
        {
            closure.Clear();
            excluded.Clear();
            Array.Clear(partials, 0, partialCount);
            partialCount = 0;
            if (partials.Length > 1 << 18) (partials, first) = (new (TraceNode?, int)[256], new int[256]);
        }
    }

    /// <summary>Refuses a derivative that has a part through what a fragment excludes from differentiation.</summary>
    private void CheckExcluded(TracedValue y, ReadOnlySpan<TracedValue> xs)
    {
        foreach (var x in xs)
        {
            if (!closure.Contains(x.Node) || !x.Node.Active) continue;
            var depends = new bool[partialCount];
            depends[first[x.Node.Place] + x.Slot] = true;
            for (int k = x.Node.Place + 1; k < closure.Count; k++)
            {
                var node = closure[k];
                if (node.IsLeaf) continue;
                for (int i = 0; i < node.GraphInputCount; i++)
                {
                    if (node.GraphInput(i, out int from) is not { Active: true } input || !depends[first[input.Place] + from]) continue;
                    if (excluded.Contains((node, i))) throw Independence.Excluded(y, x, node.Site.Fragment!, i);
                    for (int slot = 0; slot < node.OutputCount; slot++) depends[first[k] + slot] |= node.Site.Fragment!.Activity[slot, i] >= Dependence.Linear;
                }
            }
        }
    }

    private void Reserve()
    {
        if (closure.Count > first.Length) first = new int[2 * closure.Count];
        for (int i = 0; i < closure.Count; i++)
        {
            first[i] = partialCount;
            partialCount += closure[i].OutputCount;
        }

        if (partialCount > partials.Length) partials = new (TraceNode?, int)[2 * partialCount];
    }

    private void Extend(TraceNode node)
    {
        var fragment = node.Site.Fragment!;
        ulong[] masks = fragment.DerivativeMasks;
        var cotangents = partials.AsSpan(first[node.Place], node.OutputCount);
        ulong reached = 0;
        for (int slot = 0; slot < cotangents.Length; slot++)
        {
            if (cotangents[slot].Node is not null) reached |= masks[slot];
        }

        foreach (int i in fragment.ExcludedInputs)
        {
            if (node.GraphInput(i, out _) is not { Active: true }) continue;
            for (int slot = 0; slot < cotangents.Length; slot++)
            {
                if (cotangents[slot].Node is null || fragment.Activity[slot, i] < Dependence.Linear) continue;
                excluded.Add((node, i));
                break;
            }
        }

        int[] differentiable = fragment.DifferentiableInputs;
        for (int i = 0; i < differentiable.Length; i++)
        {
            if (node.GraphInput(differentiable[i], out _) is not { Active: true }) reached &= ~(1UL << i);
        }

        if (reached == 0) return;
        int outputs = cotangents.Length, count = 1 + outputs + differentiable.Length;
        var buffer = new NodeBuffer();
        Span<TraceNode?> inputs = count <= NodeBuffer.Length ? ((Span<TraceNode?>)buffer)[..count] : new TraceNode?[count];
        Span<byte> slots = count <= 128 ? stackalloc byte[count] : new byte[count];
        slots.Clear();
        inputs[0] = node;
        for (int slot = 0; slot < outputs; slot++) (inputs[1 + slot], slots[1 + slot]) = (cotangents[slot].Node, (byte)cotangents[slot].Slot);

        // A value that is read twice has one partial: its first reading extends it, the others start their own, which are added.
        ulong repeated = 0;
        for (int i = 0; i < differentiable.Length; i++)
        {
            if ((reached >> i & 1) == 0) continue;
            var input = node.GraphInput(differentiable[i], out int inputSlot)!;
            if (IsRepeated(node, differentiable, reached, i, input, inputSlot))
            {
                repeated |= 1UL << i;
                continue;
            }

            var partial = partials[first[input.Place] + inputSlot];
            (inputs[1 + outputs + i], slots[1 + outputs + i]) = (partial.Node, (byte)partial.Slot);
        }

        var adjoint = NodeTable.GetOrAdd(NodeKind.Adjoint, node.Site.Adjoint, inputs, slots);
        for (int i = 0; i < differentiable.Length; i++)
        {
            if ((reached >> i & 1) == 0) continue;
            var input = node.GraphInput(differentiable[i], out int inputSlot)!;
            ref var partial = ref partials[first[input.Place] + inputSlot];
            partial = (repeated >> i & 1) == 0 ? (adjoint, i) : (SumNode.Of(partial.Node!, partial.Slot, adjoint, i), 0);
        }
    }

    private static bool IsRepeated(TraceNode node, int[] differentiable, ulong reached, int i, TraceNode input, int inputSlot)
    {
        for (int k = 0; k < i; k++)
        {
            if ((reached >> k & 1) != 0 && ReferenceEquals(node.GraphInput(differentiable[k], out int slot), input) && slot == inputSlot) return true;
        }

        return false;
    }
}
