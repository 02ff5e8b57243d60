using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Puts the graphs that are called in the places of the calls, in programs that are not differentiated any more. Bit-preserving. One object
/// rewrites a region to the same region wherever it stands.
/// </summary>
internal sealed class Calls
{
    private readonly Dictionary<Graph, Graph> done = [];

    /// <summary>A program without calls, and without what those compute for nobody; itself if it has none.</summary>
    public static Graph Inline(Graph graph) => new Calls().In(graph) is var inlined && ReferenceEquals(inlined, graph) ? graph : ControlCleanup.Run(inlined);

    /// <summary>The same graph without calls; itself if it has none.</summary>
    public Graph In(Graph graph)
    {
        if (!done.TryGetValue(graph, out var inlined))
        {
            inlined = graph.AllNodes().Any(n => n.Op is CallOp) ? Rewrite(graph) : graph;
            done.Add(graph, inlined);
        }

        return inlined;
    }

    private Graph Rewrite(Graph graph)
    {
        var b = GraphBuilder.DerivedFrom(graph, graph.Name);
        var arguments = graph.Inputs.Select((v, i) => b.Input(graph.InputName(i), graph.TypeOf(v), graph.NodeOf(v).Attrs.Flag("frozen"))).ToArray();
        var map = new Value[graph.Nodes.Count][];
        foreach (var node in graph.Nodes)
        {
            if (node.Op is InputOp)
            {
                map[node.Id] = [arguments[node.Attrs.Int("index")]];
                continue;
            }

            var operands = node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray();
            if (node.Op is CallOp)
            {
                map[node.Id] = b.InlineUnguarded(In(CallOp.Body(node)), operands);
            }
            else
            {
                b.Span = node.Span;
                map[node.Id] = b.EmitMany(node.Op, node.Attrs, operands, node.Regions.Select(In).ToArray());
                b.Span = default;
            }

            if (node.Name is not null && node.Types.Count == 1)
            {
                b.SetName(map[node.Id][0], node.Name);
            }
        }

        return b.Build(graph.Outputs.Select(v => map[v.Node][v.Slot]).ToArray(), graph.OutputNames);
    }
}
