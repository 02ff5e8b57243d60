using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>The order of the steps: that of the graph, but what reads a value comes before the op that would change it in place.</summary>
internal static class ReadsFirst
{
    /// <param name="graph">The graph.</param>
    /// <param name="root">The number of the value in whose memory a value lies.</param>
    public static IReadOnlyList<Node> Order(Graph graph, Func<Value, int> root)
    {
        var order = graph.Nodes.ToList();
        foreach (var changing in graph.Nodes.Where(n => Changed(n).Any()))
        {
            var targets = Changed(changing).Select(v => root(v)).ToHashSet();
            int at = order.IndexOf(changing);

            // What depends on the change stays behind it; the other readers move before it, with all that they need.
            var behind = new HashSet<int> { changing.Id };
            var readers = new List<int>();
            for (int i = at + 1; i < order.Count; i++)
            {
                if (order[i].Inputs.Any(v => behind.Contains(v.Node))) behind.Add(order[i].Id);
                else if (order[i].Inputs.Any(v => targets.Contains(root(v)))) readers.Add(i);
            }

            if (readers.Count == 0) continue;
            var moving = new HashSet<int>();
            for (int i = readers[^1]; i > at; i--)
            {
                if (!readers.Contains(i) && !moving.Contains(order[i].Id)) continue;
                moving.Add(order[i].Id);
                foreach (var operand in order[i].Inputs) moving.Add(operand.Node);
            }

            var tail = order.GetRange(at, order.Count - at);
            order.RemoveRange(at, tail.Count);
            order.AddRange(tail.Where(n => moving.Contains(n.Id)));
            order.AddRange(tail.Where(n => !moving.Contains(n.Id)));
        }

        return order;
    }

    /// <summary>The operands that an op changes where they lie, if nobody reads them any more.</summary>
    private static IEnumerable<Value> Changed(Node node) => node.Op switch
    {
        SetAtOp or AddAtOp or TriOp => [node.Inputs[0]],
        IterationOp => Enumerable.Range(0, new LoopLayout(node).Carries).Select(k => node.Inputs[new LoopLayout(node).Carry(k)]),
        IfOp => Enumerable.Range(0, node.Types.Count).SelectMany(slot => node.Regions.SelectMany(r => InPlace.Inputs(r, r.Outputs[slot]))).Distinct().Select(i => node.Inputs[i + 1]),
        _ => [],
    };
}
