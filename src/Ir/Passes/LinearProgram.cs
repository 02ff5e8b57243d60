using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>A graph that is linear in one of its inputs, taken apart: what does not depend on that input is computed once, in the graph around.</summary>
internal static class LinearProgram
{
    /// <summary>Appends the graph.</summary>
    /// <param name="outer">The builder that gets what does not depend on the linear input.</param>
    /// <param name="inner">The builder that gets the rest: the same one, or a region of it.</param>
    /// <param name="graph">The graph, of which the first output is appended.</param>
    /// <param name="linear">Its linear input.</param>
    /// <param name="arguments">Its other inputs, in <paramref name="outer"/>; the place of the linear one is not read.</param>
    /// <param name="argument">The linear input, in <paramref name="inner"/>.</param>
    /// <returns>The output, in <paramref name="inner"/>.</returns>
    public static Value Append(GraphBuilder outer, GraphBuilder inner, Graph graph, int linear, IReadOnlyList<Value> arguments, Value argument)
    {
        // Only loops read stacks, so what fills one stays beside the loop that reads it.
        var marks = LinearPart.Mark(graph, [linear]).Select((mark, id) => mark || graph.Nodes[id].Types.Any(t => t.IsStack)).ToArray();
        var alive = new bool[graph.Nodes.Count];
        alive[graph.Outputs[0].Node] = true;
        foreach (var node in graph.Nodes.Reverse().Where(n => alive[n.Id]))
        {
            foreach (var operand in node.Inputs)
            {
                alive[operand.Node] = true;
            }
        }

        var map = new Value[graph.Nodes.Count][];
        Value Inside(Value v)
        {
            var value = map[v.Node][v.Slot];

            // Constants are copied, since rules look at them.
            return marks[v.Node] ? value
                : graph.NodeOf(v) is { Op: not InputOp, Inputs.Count: 0 } source ? inner.Clone(source, [])[v.Slot]
                : inner.Import(value, outer);
        }

        foreach (var node in graph.Nodes.Where(n => alive[n.Id]))
        {
            map[node.Id] = node.Op is InputOp
                ? [node.Attrs.Int("index") == linear ? argument : arguments[node.Attrs.Int("index")]]
                : marks[node.Id] ? inner.Clone(node, node.Inputs.Select(Inside).ToArray())
                : outer.Clone(node, node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray());
        }

        return Inside(graph.Outputs[0]);
    }
}
