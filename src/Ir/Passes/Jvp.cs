using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Forward mode: walks the graph once and emits, interleaved with the primal ops, each op's linearization on the tangents.
/// Field-preserving; primal values keep their bits because every primal op is copied as it stands.
/// </summary>
internal static class Jvp
{
    /// <summary>Appends the dual program of <paramref name="graph"/> to a builder.</summary>
    /// <param name="arguments">The primal inputs in the builder.</param>
    /// <param name="tangents">Their tangents; null is Zero.</param>
    public static (Value[] Outputs, Value?[] Tangents) Append(GraphBuilder b, Graph graph, IReadOnlyList<Value> arguments, IReadOnlyList<Value?> tangents)
    {
        var primal = new Value[graph.Nodes.Count][];
        var dual = new Value?[graph.Nodes.Count][];
        foreach (var node in graph.Nodes)
        {
            if (node.Op is InputOp)
            {
                int index = node.Attrs.Int("index");
                primal[node.Id] = [arguments[index]];
                dual[node.Id] = [tangents[index]];
                continue;
            }

            var inputs = node.Inputs.Select(v => primal[v.Node][v.Slot]).ToArray();
            var inputTangents = node.Inputs.Select(v => dual[v.Node][v.Slot]).ToArray();
            primal[node.Id] = b.Clone(node, inputs);
            dual[node.Id] = Enumerable.Any(inputTangents, t => t is not null)
                ? Linearize(b, node, inputs, primal[node.Id], inputTangents)
                : new Value?[node.Types.Count];
        }

        return (graph.Outputs.Select(v => primal[v.Node][v.Slot]).ToArray(), graph.Outputs.Select(v => dual[v.Node][v.Slot]).ToArray());
    }

    /// <summary>
    /// The tangent program x..., x'... -> y'... of a graph; x' for the marked inputs only. An output that depends on no marked input
    /// has a Zero tangent, materialised.
    /// </summary>
    public static Graph Tangent(Graph graph, IReadOnlyList<int> differentiable)
    {
        var b = GraphBuilder.DerivedFrom(graph, graph.Name + "Jvp");
        var arguments = graph.Inputs.Select((v, i) => b.Input(graph.InputName(i), graph.TypeOf(v), !graph.IsDifferentiable(i))).ToArray();
        var tangents = new Value?[arguments.Length];
        foreach (int i in differentiable)
        {
            tangents[i] = b.Input(graph.InputName(i) + "Dot", graph.TypeOf(graph.Inputs[i]));
        }

        var (outputs, outputTangents) = Append(b, graph, arguments, tangents);
        var results = outputTangents.Select((t, i) => t ?? b.ZeroLike(outputs[i])).ToArray();
        return b.Build(results, graph.OutputNames.Select(n => n + "Dot").ToArray());
    }

    private static Value?[] Linearize(GraphBuilder b, Node node, Value[] inputs, Value[] outputs, Value?[] tangents)
    {
        var saved = b.Span;
        b.Span = node.Span;
        var context = new JvpContext(b, node, inputs, outputs, tangents);
        node.Op.Linearize(context);
        var result = context.OutTangents.ToArray();
        if (node.Name is not null && result.Length == 1 && result[0] is { } tangent)
        {
            b.SetName(tangent, node.Name + "Dot");
        }

        b.Span = saved;
        return result;
    }
}
