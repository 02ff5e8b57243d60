using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>What of a control-flow op has to be computed for some of its results: a carry that feeds none of them is left out.</summary>
internal static class Liveness
{
    /// <summary>The operands that are read, and for a loop the carries that are computed; the states of a Replay are computed that are read.</summary>
    /// <param name="node">The op.</param>
    /// <param name="slots">Its results that somebody reads.</param>
    public static (bool[] Operands, bool[] Carries) Of(Node node, bool[] slots)
    {
        var operands = new bool[node.Inputs.Count];
        if (node.Op is not IterationOp loop)
        {
            operands[0] = true;
            foreach (var region in node.Regions) Mark(operands, 1, Inputs(region, slots));
            return (operands, []);
        }

        var layout = new LoopLayout(node);
        var body = loop.Body(node);
        var carries = new bool[layout.Carries];
        var outputs = new bool[body.Outputs.Count];
        for (int i = 0; i < outputs.Length; i++) outputs[i] = i >= 64 || slots[layout.Slot(i)];
        Array.Fill(operands, true, 0, layout.Steering);
        if (node.Op is WhileOp) Mark(operands, 0, Inputs(node.Regions[0], [true]));
        while (true)
        {
            for (int k = 0; k < carries.Length; k++) carries[k] = outputs[k] |= operands[layout.Carry(k)];
            Mark(operands, layout.Steering, Inputs(body, outputs));
            for (int k = 0; k < carries.Length; k++) operands[layout.Carry(k)] |= carries[k];
            if (Enumerable.Range(0, carries.Length).All(k => carries[k] == operands[layout.Carry(k)])) break;
        }

        // What runs again is what the states that are read are made of.
        for (int before = -1, read = 0; node.Op is ReplayOp && before != read;)
        {
            before = read;
            Mark(operands, layout.Steering, Inputs(ReplayOp.Advance(node), Enumerable.Range(0, layout.Stacks).Select(k => k >= 64 || operands[layout.Stack(k)]).ToArray()));
            read = operands.Count(o => o);
        }

        return (operands, carries);
    }

    /// <summary>The inputs that some outputs of a graph need.</summary>
    private static bool[] Inputs(Graph graph, bool[] outputs)
    {
        var needed = new HashSet<Value>(graph.Outputs.Where((_, i) => outputs[i]));
        for (int id = graph.Nodes.Count - 1; id >= 0; id--)
        {
            var node = graph.Nodes[id];
            bool[] slots = Enumerable.Range(0, node.Types.Count).Select(s => needed.Contains(node.Out(s))).ToArray();
            if (!slots.Contains(true)) continue;
            var operands = node.Op is RegionOp ? Of(node, slots).Operands : null;
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (operands is null || operands[i]) needed.Add(node.Inputs[i]);
            }
        }

        return graph.Inputs.Select(needed.Contains).ToArray();
    }

    private static void Mark(bool[] operands, int first, bool[] inputs)
    {
        for (int i = 0; i < inputs.Length; i++) operands[first + i] |= inputs[i];
    }
}
