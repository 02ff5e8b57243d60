using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Takes the marks of handles out of a graph, after which equal values are one again. A loop whose derivative stands in the same graph becomes the
/// loop that also keeps what the derivative reads, so that it runs once.
/// </summary>
internal static class Handles
{
    /// <summary>The graph without marks.</summary>
    /// <param name="graph">A graph.</param>
    /// <param name="keeping">By the last region of a control-flow op the regions that compute the same and keep more.</param>
    public static Graph Strip(Graph graph, IReadOnlyDictionary<Graph, Graph[]> keeping)
    {
        var b = GraphBuilder.DerivedFrom(graph, graph.Name);
        return new Pass(keeping).Append(b, graph);
    }

    /// <summary>A region without marks: itself if it has none.</summary>
    public static Graph Strip(Graph region) => new Pass(new Dictionary<Graph, Graph[]>()).Region(region);

    private sealed class Pass(IReadOnlyDictionary<Graph, Graph[]> keeping)
    {
        private readonly Dictionary<Graph, Graph> done = [];

        public Graph Append(GraphBuilder b, Graph graph)
        {
            // In a region that was united with another one the inputs stand in another order than they have.
            var map = new Value[graph.Nodes.Count][];
            foreach (var input in graph.Inputs.Select(graph.NodeOf))
            {
                b.Span = input.Span;
                map[input.Id] = [b.Input(input.Attrs.Text("name"), input.Types[0], input.Attrs.Flag("frozen"))];
            }

            foreach (var node in graph.Nodes.Where(n => n.Op is not InputOp))
            {
                b.Span = node.Span;
                var operands = node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray();
                if (node.Op is HandleOp)
                {
                    map[node.Id] = operands;
                }
                else
                {
                    map[node.Id] = b.EmitMany(node.Op, node.Attrs, operands, Regions(node));
                }

                if (node.Name is not null && node.Types.Count == 1)
                {
                    b.SetName(map[node.Id][0], node.Name);
                }
            }

            return b.Build(graph.Outputs.Select(v => map[v.Node][v.Slot]).ToArray(), graph.OutputNames);
        }

        public Graph Region(Graph region)
        {
            if (!done.TryGetValue(region, out var stripped))
            {
                stripped = region.AllNodes().Any(n => n.Op is HandleOp) ? Append(GraphBuilder.DerivedFrom(region, region.Name), region) : region;
                done.Add(region, stripped);
            }

            return stripped;
        }

        private IReadOnlyList<Graph> Regions(Node node) => node.Regions.Count == 0 ? node.Regions
            : keeping.TryGetValue(node.Regions[node.Regions.Count - 1], out var more) ? more
            : node.Regions.Select(Region).ToArray();
    }
}
