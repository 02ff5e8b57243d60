using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Puts a <see cref="ReplayOp"/> where a reversed loop reads the stacks of a loop that runs again for it. Bit-preserving.</summary>
internal static class Replays
{
    /// <summary>The graph with its replays, and for each node the one that it was; the graph itself if there is none. Regions are rewritten when they are planned.</summary>
    public static (Graph Graph, IReadOnlyList<int> Origin) Of(Graph graph)
    {
        if (!graph.Nodes.Any(Checkpoints.IsReplayed))
        {
            return (graph, Enumerable.Range(0, graph.Nodes.Count).ToArray());
        }

        var partners = graph.Nodes.Select(n => Partner(graph, n)).ToArray();
        var (nodes, origin, map) = (new List<Node>(), new List<int>(), new int[graph.Nodes.Count]);
        var uses = new int[graph.Nodes.Count];
        foreach (var value in graph.Nodes.SelectMany(n => partners[n.Id] is null ? n.Inputs : OthersThanStacks(n)).Concat(graph.Outputs))
        {
            uses[value.Node]++;
        }

        Value At(Value value) => new(map[value.Node], value.Slot);
        foreach (var node in graph.Nodes)
        {
            // Nobody reads the stacks any more; the carries of the loop are those of the one that was run before.
            if (Checkpoints.IsReplayed(node) && uses[node.Id] == 0)
            {
                continue;
            }

            map[node.Id] = nodes.Count;
            origin.Add(node.Id);
            nodes.Add(partners[node.Id] is { } partner
                ? Replay(graph, nodes.Count, node, partner, At)
                : new Node(nodes.Count, node.Op, node.Attrs, node.Inputs.Select(At).ToArray(), node.Types, node.Regions, node.Span, node.Name));
        }

        return (new Graph(graph.Name, graph.DimParameters, nodes, graph.Inputs.Select(At).ToArray(), graph.Outputs.Select(At).ToArray(), graph.OutputNames, graph.Guards), origin);
    }

    /// <summary>The loop whose states a reversed loop reads, and nothing else of any loop.</summary>
    private static Node? Partner(Graph graph, Node node)
    {
        if (node.Op is not ForOp || !node.Attrs.Flag("reverse") || new LoopLayout(node) is not { Stacks: > 0, Entries: 0 } layout)
        {
            return null;
        }

        var sources = Enumerable.Range(0, layout.Stacks).Select(k => node.Inputs[layout.Stack(k)]).ToArray();
        var source = graph.NodeOf(sources[0]);
        return Checkpoints.IsReplayed(source) && source.Attrs.Dim("index").Equals(node.Attrs.Dim("index")) && sources.All(v => v.Node == source.Id && Entry(source, v).Op is InputOp) ? source : null;
    }

    private static IEnumerable<Value> OthersThanStacks(Node loop)
    {
        var layout = new LoopLayout(loop);
        return loop.Inputs.Where((_, i) => i < layout.Stack(0) || i >= layout.Invariant(0));
    }

    private static Node Entry(Node loop, Value stack) => loop.Regions[0].NodeOf(loop.Regions[0].Outputs[stack.Slot]);

    private static Node Replay(Graph graph, int id, Node reversed, Node loop, Func<Value, Value> at)
    {
        var (outer, inner) = (new LoopLayout(reversed), new LoopLayout(loop));
        var (body, advance) = (reversed.Regions[0], loop.Regions[0]);
        int carries = outer.Carries, states = inner.Carries;
        Value[] operands =
        [
            .. reversed.Inputs.Take(outer.Steering + carries),
            .. loop.Inputs.Skip(inner.Steering),
            .. reversed.Inputs.Skip(outer.Invariant(0)),
        ];

        // Each region is given the inputs of both.
        Graph Region(Graph region, int outputs, Func<GraphBuilder, Value[], Value[]> inline)
        {
            var b = GraphBuilder.DerivedFrom(region, region.Name);
            var inputs = Enumerable.Range(0, operands.Length - outer.Steering).Select(i => b.Input(Name(i), graph.TypeOf(operands[outer.Steering + i]))).ToArray();
            return b.Build(inline(b, inputs).Take(outputs).ToArray(), region.OutputNames.Take(outputs).ToArray());
        }

        string Name(int input) => input < carries ? body.InputName(input)
            : input < carries + states + inner.Invariants ? advance.InputName(input - carries)
            : body.InputName(input - states - inner.Invariants + outer.Stacks);

        // An entry is a carry of the loop, or what has become an invariant of it.
        Value Argument(Value[] inputs, int input) => input < carries ? inputs[input]
            : input < outer.Stacks + carries ? inputs[carries + Entry(loop, reversed.Inputs[outer.Stack(input - carries)]).Attrs.Int("index")]
            : inputs[states + inner.Invariants + input - outer.Stacks];

        var forward = Region(advance, states, (b, inputs) => b.InlineUnguarded(advance, inputs.Skip(carries).Take(advance.Inputs.Count).ToArray()));
        var backward = Region(body, carries, (b, inputs) => b.InlineUnguarded(body, Enumerable.Range(0, body.Inputs.Count).Select(i => Argument(inputs, i)).ToArray()));
        var attrs = StateRoom.Of(loop.Attrs)!.Value.On(reversed.Attrs.With("stacks", (long)states));
        return new Node(id, ReplayOp.Instance, attrs, operands.Select(at).ToArray(), reversed.Types, [forward, backward], reversed.Span, reversed.Name);
    }
}
