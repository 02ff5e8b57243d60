using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Reverse mode: jvp, unzip, transpose. The result adj(x, ct, p) -> p' is self-contained, with the primal inside, so that it can be
/// differentiated like any other graph; p are the partial cotangents that it extends.
/// </summary>
internal static class Adjoint
{
    /// <summary>The joint adjoint x..., ct... (one per output), p... (one per differentiable input) -> p'....</summary>
    public static Graph Joint(Graph graph, IReadOnlyList<int> differentiable) => Joint(KeepingGraph.Of(graph, differentiable), differentiable);

    /// <summary>The joint adjoint of a graph whose control-flow ops keep what it reads.</summary>
    /// <param name="keeping">The graph.</param>
    /// <param name="differentiable">The inputs to differentiate by.</param>
    /// <param name="seeded">The outputs that have a cotangent; null for all.</param>
    /// <param name="extended">Those differentiable inputs whose partial is given, to be extended; null for all. Others begin at zero.</param>
    public static Graph Joint(KeepingGraph keeping, IReadOnlyList<int> differentiable, IReadOnlyList<int>? seeded = null, IReadOnlyList<int>? extended = null)
    {
        var graph = keeping.Graph;
        var tangent = Jvp.Linearized(keeping, differentiable);
        int primalInputs = graph.Inputs.Count;
        var linear = LinearPart.Mark(tangent, Enumerable.Range(primalInputs, differentiable.Count));
        LinearPart.Verify(tangent, linear);

        var b = GraphBuilder.DerivedFrom(graph, graph.Name + "Adjoint");
        var arguments = graph.Inputs.Select((v, i) => b.Input(graph.InputName(i), graph.TypeOf(v), !graph.IsDifferentiable(i))).ToArray();
        seeded ??= Enumerable.Range(0, graph.Outputs.Count).ToArray();
        var seeds = seeded.Select(i => b.Input(graph.OutputNames[i] + "Bar", graph.TypeOf(graph.Outputs[i]))).ToArray();
        var partials = new Dictionary<Value, Value>();
        for (int k = 0; k < differentiable.Count; k++)
        {
            int i = differentiable[k];
            if (extended is null || extended.Contains(i))
            {
                partials[tangent.Inputs[primalInputs + k]] = b.Input(graph.InputName(i) + "Partial", graph.TypeOf(graph.Inputs[i]));
            }
        }

        var primal = new Value[tangent.Nodes.Count][];
        foreach (var node in tangent.Nodes)
        {
            if (!linear[node.Id])
            {
                primal[node.Id] = node.Op is InputOp
                    ? [arguments[node.Attrs.Int("index")]]
                    : b.Clone(node, node.Inputs.Select(v => primal[v.Node][v.Slot]).ToArray());
            }
        }

        for (int i = 0; i < seeds.Length; i++)
        {
            var output = tangent.Outputs[seeded[i]];
            if (linear[output.Node])
            {
                partials[output] = b.AddOrZero(partials.TryGetValue(output, out var p) ? p : null, seeds[i])!.Value;
            }
        }

        foreach (int id in TransposeOrder.Of(tangent, linear).Reverse())
        {
            if (tangent.Nodes[id].Op is not InputOp)
            {
                TransposeNode(b, tangent, tangent.Nodes[id], primal, linear, partials);
            }
        }

        var results = Enumerable.Range(0, differentiable.Count)
            .Select(k => partials.TryGetValue(tangent.Inputs[primalInputs + k], out var partial) ? partial : b.Zero(graph.TypeOf(graph.Inputs[differentiable[k]])))
            .ToArray();
        return b.Build(results, differentiable.Select(i => graph.InputName(i) + "Bar").ToArray());
    }

    private static void TransposeNode(GraphBuilder b, Graph tangent, Node node, Value[][] primal, bool[] linear, Dictionary<Value, Value> partials)
    {
        var cotangents = new Value?[node.Types.Count];
        for (int slot = 0; slot < cotangents.Length; slot++)
        {
            cotangents[slot] = partials.TryGetValue(node.Out(slot), out var ct) ? ct : null;
        }

        if (cotangents.All(ct => ct is null))
        {
            return;
        }

        var operandLinear = node.Inputs.Select(v => linear[v.Node]).ToArray();
        var residuals = node.Inputs.Select((v, i) => operandLinear[i] ? default : primal[v.Node][v.Slot]).ToArray();
        b.Span = node.Span;
        node.Op.Transpose(new TransposeContext(b, node, residuals, node.Inputs.Select(tangent.TypeOf).ToArray(), cotangents, partials, operandLinear));
        b.Span = default;
        foreach (var operand in node.Inputs)
        {
            // gramDot in the tangent program becomes gramBar here.
            if (linear[operand.Node] && tangent.NodeOf(operand).Name is { } name && name.EndsWith("Dot", System.StringComparison.Ordinal) && partials.TryGetValue(operand, out var partial) && b.NodeOf(partial).Op is not InputOp)
            {
                b.SetName(partial, name.Substring(0, name.Length - 3) + "Bar");
            }
        }
    }
}
