using System.Linq;

namespace Costate.Ir;

/// <summary>Checks between passes that a graph is well formed: operands before uses, types as the shape rules give them.</summary>
internal static class Verifier
{
    /// <exception cref="ShapeError">Names the first node that is wrong.</exception>
    public static void Check(Graph graph)
    {
        // A derived builder asks nothing about dimensions, so re-inference yields types without adding guards.
        var scratch = GraphBuilder.DerivedFrom(graph, graph.Name);
        foreach (var node in graph.Nodes)
        {
            foreach (var operand in node.Inputs)
            {
                if (operand.Node >= node.Id || operand.Slot >= graph.Nodes[operand.Node].Types.Count)
                {
                    throw Error(graph, node, "reads " + operand + " before it is defined");
                }
            }

            if (node.Op is InputOp)
            {
                if (graph.Inputs[node.Attrs.Int("index")].Node != node.Id)
                {
                    throw Error(graph, node, "is not the input that its index says");
                }

                continue;
            }

            if (node.Op.Arity >= 0 && node.Op.Arity != node.Inputs.Count)
            {
                throw Error(graph, node, "has " + node.Inputs.Count + " operands instead of " + node.Op.Arity);
            }

            var types = node.Op.Infer(new InferContext(node.Op.Name, node.Inputs.Select(graph.TypeOf).ToArray(), node.Attrs, scratch, node.Regions));
            if (types.Length != node.Types.Count || types.Where((t, i) => t.DType != node.Types[i].DType || t.Rank != node.Types[i].Rank || t.Factor != node.Types[i].Factor).Any())
            {
                throw Error(graph, node, "has the type " + string.Join("; ", node.Types) + ", its shape rule gives " + string.Join("; ", types.Select(t => t.ToString())));
            }
        }

        foreach (var region in graph.Nodes.SelectMany(n => n.Regions))
        {
            Check(region);
        }

        foreach (var output in graph.Outputs)
        {
            if (output.Node >= graph.Nodes.Count || output.Slot >= graph.Nodes[output.Node].Types.Count)
            {
                throw new ShapeError(DiagnosticIds.UnsupportedConstruct, "The graph " + graph.Name + " returns " + output + ", which does not exist.");
            }
        }
    }

    private static ShapeError Error(Graph graph, Node node, string what) =>
        new(DiagnosticIds.UnsupportedConstruct, "In the graph " + graph.Name + " node %" + node.Id + " (" + node.Op.Name + ") " + what + ".");
}
