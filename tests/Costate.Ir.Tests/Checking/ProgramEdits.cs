using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Tests.Checking;

/// <summary>Changes to derivative programs that a wrong pass could have made.</summary>
internal static class ProgramEdits
{
    /// <summary>A copy of a graph; where <paramref name="change"/> gives a value it stands for the node's.</summary>
    public static Graph Rewrite(Graph graph, Func<GraphBuilder, Node, Value[], Value?> change)
    {
        var b = GraphBuilder.DerivedFrom(graph, graph.Name);
        var map = new Value[graph.Nodes.Count];
        int changed = 0;
        foreach (var node in graph.Nodes)
        {
            if (node.Op is InputOp)
            {
                map[node.Id] = b.Input(graph.InputName(node.Attrs.Int("index")), node.Types[0], node.Attrs.Flag("frozen"));
                continue;
            }

            var operands = node.Inputs.Select(v => map[v.Node]).ToArray();
            var replacement = change(b, node, operands);
            changed += replacement is null ? 0 : 1;
            map[node.Id] = replacement ?? b.Clone(node, operands)[0];
        }

        return changed > 0
            ? b.Build(graph.Outputs.Select(v => map[v.Node]).ToArray(), graph.OutputNames)
            : throw new InvalidOperationException("The fault changes nothing in\n" + graph);
    }

    /// <summary>The same for the last node that fits only.</summary>
    public static Graph RewriteLast(Graph graph, Func<Node, bool> fits, Func<GraphBuilder, Node, Value[], Value?> change)
    {
        int last = graph.Nodes.LastOrDefault(fits)?.Id ?? -1;
        return Rewrite(graph, (b, node, operands) => node.Id == last ? change(b, node, operands) : null);
    }

    public static FragmentPrograms With(
        this FragmentPrograms p, Graph? tangent = null, Graph? keeping = null, Graph? adjoint = null, Graph? joint = null, Func<ulong, ulong>? needs = null, Func<ulong, ulong>? serves = null) =>
        new(
            p.Forward, p.DifferentiableInputs, joint ?? p.JointAdjoint, keeping ?? p.ForwardKeeping, adjoint ?? p.Adjoint, tangent ?? p.Tangent, p.Residuals,
            needs is null && serves is null ? null : (p.NeedsCt.Select(needs ?? (m => m)).ToArray(), p.Serves.Select(serves ?? (m => m)).ToArray()));

    /// <summary>Other attributes and regions for all control-flow nodes of a kind.</summary>
    public static Graph Control<T>(Graph graph, Func<Node, (Attrs Attrs, IReadOnlyList<Graph> Regions)> change)
        where T : Op
    {
        var nodes = graph.Nodes.Select(n => n.Op is T && change(n) is var (attrs, regions) ? new Node(n.Id, n.Op, attrs, n.Inputs, n.Types, regions, n.Span, n.Name) : n).ToArray();
        return nodes.SequenceEqual(graph.Nodes)
            ? throw new InvalidOperationException("The fault changes nothing in\n" + graph)
            : new Graph(graph.Name, graph.DimParameters, nodes, graph.Inputs, graph.Outputs, graph.OutputNames, graph.Guards);
    }

    /// <summary>Another value for an output of a graph.</summary>
    public static Graph SetOutput(Graph graph, int output, Value value) =>
        new(graph.Name, graph.DimParameters, graph.Nodes, graph.Inputs, graph.Outputs.Select((v, o) => o == output ? value : v).ToArray(), graph.OutputNames, graph.Guards);

    /// <summary>Two outputs of a graph change places.</summary>
    public static Graph SwapOutputs(Graph graph, int first, int second)
    {
        var outputs = new List<Value>(graph.Outputs);
        (outputs[first], outputs[second]) = (outputs[second], outputs[first]);
        return new Graph(graph.Name, graph.DimParameters, graph.Nodes, graph.Inputs, outputs, graph.OutputNames, graph.Guards);
    }
}
