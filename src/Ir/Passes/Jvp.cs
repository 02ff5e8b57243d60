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
    /// <param name="keeping">The graph with the adjoints of its control-flow ops, if the program is to be transposed; null makes one that runs.</param>
    public static (Value[] Outputs, Value?[] Tangents) Append(GraphBuilder b, Graph graph, IReadOnlyList<Value> arguments, IReadOnlyList<Value?> tangents, KeepingGraph? keeping = null)
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
            if (node.Op is NestedOp region && Enumerable.Any(inputTangents, t => t is not null))
            {
                b.Span = node.Span;
                (primal[node.Id], dual[node.Id]) = keeping is null ? region.Dual(b, node, inputs, inputTangents)
                    : region is CallOp ? CallOp.Apply(b, node, inputs, inputTangents, transposable: true)
                    : Pullback(b, node, keeping, inputs, inputTangents);
                b.Span = default;
                continue;
            }

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
    public static Graph Tangent(Graph graph, IReadOnlyList<int> differentiable) => Tangent(graph, differentiable, null);

    /// <summary>The tangent program in a form that can be transposed, and not run: control-flow ops are linearized as one node each.</summary>
    public static Graph Linearized(KeepingGraph keeping, IReadOnlyList<int> differentiable) => Tangent(keeping.Graph, differentiable, keeping);

    private static Graph Tangent(Graph graph, IReadOnlyList<int> differentiable, KeepingGraph? keeping)
    {
        var b = GraphBuilder.DerivedFrom(graph, graph.Name + "Jvp");
        var arguments = graph.Inputs.Select((v, i) => b.Input(graph.InputName(i), graph.TypeOf(v), !graph.IsDifferentiable(i))).ToArray();
        var tangents = new Value?[arguments.Length];
        foreach (int i in differentiable)
        {
            tangents[i] = b.Input(graph.InputName(i) + "Dot", graph.TypeOf(graph.Inputs[i]));
        }

        var (outputs, outputTangents) = Append(b, graph, arguments, tangents, keeping);
        var results = outputTangents.Select((t, i) => t ?? ZeroLike(b, outputs[i])).ToArray();
        return b.Build(results, graph.OutputNames.Select(n => n + "Dot").ToArray());
    }

    /// <summary>Zeros in the form of a value; for a stack and for an undefined value something that nobody reads.</summary>
    public static Value ZeroLike(GraphBuilder b, Value value) => b.NodeOf(value).Op is UndefinedOp || b.TypeOf(value).IsStack ? b.Undefined(b.TypeOf(value)) : b.ZeroLike(value);

    private static (Value[] Outputs, Value?[] Tangents) Pullback(GraphBuilder b, Node node, KeepingGraph keeping, Value[] inputs, Value?[] tangents)
    {
        var outputs = b.Clone(node, inputs);
        var result = new Value?[outputs.Length];
        if (keeping.FormOf(node) is not { } form)
        {
            return (outputs, result);
        }

        int[] operands = form.ActiveOperands.Where(i => tangents[i] is not null).ToArray();
        Value[] all = [.. inputs, .. outputs, .. operands.Select(i => tangents[i]!.Value)];
        var linear = b.EmitMany(new PullbackOp(b.NodeOf(outputs[0]), form, operands), Attrs.Empty, all);
        for (int i = 0; i < linear.Length; i++)
        {
            result[form.ActiveSlots[i]] = linear[i];
        }

        return (outputs, result);
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
