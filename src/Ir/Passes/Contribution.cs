using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Backward over a graph and its regions: for each value the outputs of the whole that it contributes to, as bits. What a carry contributes in one
/// iteration it contributes in all that come before, so a loop is a fixpoint over its carries. With one bit it says what is alive.
/// </summary>
internal static class Contribution
{
    /// <summary>For each node and slot the outputs that the value contributes to.</summary>
    /// <param name="graph">A program, or a region.</param>
    /// <param name="outputs">What each of its outputs contributes to.</param>
    /// <param name="visit">Told of each region with the result for it, inner ones first; a region that runs in two places is reported twice.</param>
    /// <param name="opaque">Control-flow nodes of the graph that are not looked into: all that comes out depends on all that goes in.</param>
    public static ulong[][] Of(Graph graph, IReadOnlyList<ulong> outputs, Action<Graph, ulong[][]>? visit = null, Func<Node, bool>? opaque = null)
    {
        var sets = graph.Nodes.Select(n => new ulong[n.Types.Count]).ToArray();
        for (int i = 0; i < outputs.Count; i++)
        {
            sets[graph.Outputs[i].Node][graph.Outputs[i].Slot] |= outputs[i];
        }

        for (int id = graph.Nodes.Count - 1; id >= 0; id--)
        {
            var node = graph.Nodes[id];
            ulong all = sets[id].Aggregate(0UL, (a, b) => a | b);
            var operands = node.Op is RegionOp and not CallOp && all != 0 && opaque?.Invoke(node) is not true ? Operands(node, sets[id], visit) : null;
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                sets[node.Inputs[i].Node][node.Inputs[i].Slot] |= operands is null ? all : operands[i];
            }
        }

        return sets;
    }

    /// <summary>What each operand of a control-flow op contributes to, if its outputs contribute to what is given by slot.</summary>
    public static ulong[] Operands(Node node, IReadOnlyList<ulong> slots, Action<Graph, ulong[][]>? visit = null)
    {
        // Whether a branch or an iteration runs is felt in everything that comes out of it.
        ulong all = slots.Aggregate(0UL, (a, b) => a | b);
        var operands = new ulong[node.Inputs.Count];
        int steering = ((RegionOp)node.Op).Steering(node.Attrs);
        for (int i = 0; i < steering; i++)
        {
            operands[i] = all;
        }

        void Add(Graph region, IReadOnlyList<ulong> outputs)
        {
            var sets = Of(region, outputs, visit);
            visit?.Invoke(region, sets);
            for (int i = 0; i < region.Inputs.Count; i++)
            {
                operands[steering + i] |= sets[region.Inputs[i].Node][0];
            }
        }

        if (node.Op is IfOp)
        {
            Add(node.Regions[0], slots);
            Add(node.Regions[1], slots);
            return operands;
        }

        var layout = new LoopLayout(node);
        var body = ((IterationOp)node.Op).Body(node);
        var outputs = body.Outputs.Select((_, o) => slots[layout.Slot(o)]).ToArray();
        if (node.Op is WhileOp)
        {
            Add(node.Regions[0], [all]);
        }

        for (bool changed = true; changed;)
        {
            changed = false;
            var sets = Of(body, outputs);
            for (int k = 0; k < layout.Carries; k++)
            {
                ulong next = outputs[k] | operands[layout.Carry(k)] | sets[body.Inputs[k].Node][0];
                changed |= next != outputs[k];
                outputs[k] = next;
            }
        }

        Add(body, outputs);
        for (int k = 0; k < layout.Carries; k++)
        {
            operands[layout.Carry(k)] |= outputs[k];
        }

        return operands;
    }
}
