using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Execution;
using Costate.Ir;
using Costate.Ir.Checking;
using Costate.Tracing;

namespace Costate.Linking;

/// <summary>Turns what a body has built, when it ran op by op, into terms.</summary>
internal static class TermTrace
{
    /// <summary>The terms of values.</summary>
    /// <param name="bank">Receives the terms.</param>
    /// <param name="values">What the body returned.</param>
    /// <param name="arguments">The terms of what the body was given.</param>
    /// <param name="differentiates">Whether the body has taken derivatives.</param>
    public static TermTensor[] Of(TermBank bank, IReadOnlyList<TracedValue> values, IReadOnlyDictionary<TracedValue, TermTensor> arguments, out bool differentiates)
    {
        var known = arguments.ToDictionary(a => a.Key.Node, a => new[] { a.Value });
        differentiates = false;
        foreach (var node in Reachable(values, known))
        {
            differentiates |= node.Kind >= NodeKind.Adjoint;
            known.Add(node, Run(bank, node, known));
        }

        return values.Select(v => known[v.Node][v.Slot]).ToArray();
    }

    /// <summary>Inputs first: a node is younger than its inputs.</summary>
    private static IEnumerable<TraceNode> Reachable(IReadOnlyList<TracedValue> values, Dictionary<TraceNode, TermTensor[]> known)
    {
        var seen = new HashSet<TraceNode>(known.Keys);
        var open = new Stack<TraceNode>();
        foreach (var value in values)
        {
            if (seen.Add(value.Node)) open.Push(value.Node);
        }

        var nodes = new List<TraceNode>();
        while (open.TryPop(out var node))
        {
            nodes.Add(node);
            for (int i = 0; i < node.InputCount; i++)
            {
                if (node.Input(i) is { } input && seen.Add(input)) open.Push(input);
            }
        }

        return nodes.OrderBy(n => n.Id);
    }

    private static TermTensor[] Run(TermBank bank, TraceNode node, Dictionary<TraceNode, TermTensor[]> known)
    {
        if (node.IsLeaf)
        {
            var data = node.ValueOf(0)!;
            int[] terms = new int[data.Length];
            for (int i = 0; i < terms.Length; i++) terms[i] = bank.Number(Convert.ToDouble(data.GetValue(i), null));
            return [new TermTensor(node.ShapeOf(0), terms)];
        }

        var fragment = node.Site.Fragment!;
        var symbols = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < node.Site.Dims.Length; i++) symbols.Add(fragment.Symbols[i], node.Site.Dims[i]);
        var inputs = new TermTensor[node.GraphInputCount];
        for (int i = 0; i < inputs.Length; i++)
        {
            // A method called here has leading axes as one; a cotangent or a partial that is absent is zero.
            int[] shape = fragment.Graph.TypeOf(fragment.Graph.Inputs[i]).Shape.Evaluate(s => symbols[s]);
            var input = node.GraphInput(i, out int slot);
            inputs[i] = input is null ? new TermTensor(shape) : new TermTensor(shape, known[input][slot].Terms);
            if (input is null) Array.Fill(inputs[i].Terms, bank.Number(0));
        }

        var graph = new Calls().In(fragment.Graph);
        return TermInterpreter.Run(bank, graph, inputs, s => symbols[s], located: false, Decisions(graph, node, inputs, symbols)).Select((y, slot) => new TermTensor(node.ShapeOf(slot), y.Terms)).ToArray();
    }

    /// <summary>What the loops and branches of a method that is called decide on what it was called with; null if it has none.</summary>
    private static TermDecisions? Decisions(Graph graph, TraceNode call, TermTensor[] inputs, Dictionary<string, long> symbols) =>
        graph.Nodes.Any(n => n.Op is RegionOp)
            ? TermDecisions.Of(graph, [.. inputs.Select((x, i) => call.GraphInput(i, out int slot) is { } input ? new Dense<double>(x.Shape, Numbers(input, slot)) : new Dense<double>(x.Shape))], symbols, [])
            : null;

    private static double[] Numbers(TraceNode node, int slot)
    {
        using (Engine.Enter())
        {
            Engine.Evaluate([new TracedTensor<double>(node, slot)], default);
            double[] numbers = [.. node.ValueOf(slot)!.Cast<object>().Select(v => Convert.ToDouble(v, null))];
            GC.KeepAlive(node);
            return numbers;
        }
    }
}
