using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Puts a <see cref="ReplayOp"/> where a reversed loop reads the stacks of a loop that keeps few states. The loop itself is left away if nobody reads anything else of it,
/// and is one without stacks otherwise, which says (attribute keeps) of which carries the replay finds the states that were kept while it ran. Bit-preserving.
/// </summary>
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
        var read = new HashSet<Value>(graph.Nodes.SelectMany(n => partners[n.Id] is null ? n.Inputs : OthersThanStacks(n)).Concat(graph.Outputs));
        bool[] isRead = graph.Nodes.Select(n => Enumerable.Range(0, n.Types.Count).Any(slot => read.Contains(n.Out(slot)))).ToArray();

        // Of one run the states are kept for one reversal; if there are more, each runs from the start.
        bool Keeps(Node loop) => isRead[loop.Id] && partners.Count(p => p == loop) == 1 && States(loop).Length > 0;
        Value At(Value value) => new(map[value.Node], value.Slot);
        foreach (var node in graph.Nodes)
        {
            bool isReplayed = Checkpoints.IsReplayed(node);
            if (isReplayed && !isRead[node.Id])
            {
                continue;
            }

            map[node.Id] = nodes.Count;
            origin.Add(node.Id);
            var inputs = node.Inputs.Where((v, _) => partners[node.Id] is null).Select(At).ToArray();
            nodes.Add(partners[node.Id] is { } partner ? Replay(graph, nodes.Count, node, partner, At, Keeps(partner))
                : isReplayed ? WithoutStacks(nodes.Count, node, inputs, read, Keeps(node))
                : new Node(nodes.Count, node.Op, node.Attrs, inputs, node.Types, node.Regions, node.Span, node.Name));
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

    private static Graph Body(Node loop) => ((IterationOp)loop.Op).Body(loop);

    private static Node Entry(Node loop, Value stack)
    {
        int output = new LoopLayout(loop).CountsTrips ? stack.Slot - 1 : stack.Slot;
        return Body(loop).NodeOf(Body(loop).Outputs[output]);
    }

    private static Node WithoutStacks(int id, Node loop, Value[] inputs, HashSet<Value> read, bool keeps)
    {
        var layout = new LoopLayout(loop);
        int slots = loop.Types.Count - layout.Entries;
        if (Enumerable.Range(slots, layout.Entries).FirstOrDefault(slot => read.Contains(loop.Out(slot))) is > 0 and var slot)
        {
            throw new InvalidOperationException("The states of the loop in line " + loop.Span.Line + " are read by what does not reverse it (stack " + (slot - slots) + "), so there would have to be room for all of them.");
        }

        var regions = loop.Regions.ToArray();
        regions[regions.Length - 1] = Body(loop).WithOutputs(Enumerable.Range(0, layout.Carries).ToArray());
        return new Node(id, loop.Op, keeps ? loop.Attrs.With("keeps", States(loop)) : loop.Attrs, inputs, loop.Types.Take(slots).ToArray(), regions, loop.Span, loop.Name);
    }

    /// <summary>The carries that the entries of the stacks are, and those that make these.</summary>
    private static int[] States(Node loop)
    {
        var layout = new LoopLayout(loop);
        var entries = Enumerable.Range(layout.Carries, layout.Entries).Select(o => Body(loop).NodeOf(Body(loop).Outputs[o])).Where(n => n.Op is InputOp).Select(n => n.Attrs.Int("index"));
        var states = new SortedSet<int>(entries.Where(i => i < layout.Carries));
        for (int before = -1; before != states.Count;)
        {
            before = states.Count;
            var next = Next(loop, states);
            var counts = next.UseCounts();
            states.UnionWith(Enumerable.Range(0, layout.Carries).Where(k => counts[next.Inputs[k].Node] > 0));
        }

        return states.ToArray();
    }

    /// <summary>What an iteration makes of some carries, and nothing else.</summary>
    private static Graph Next(Node loop, IEnumerable<int> states) => ControlCleanup.Run(Body(loop).WithOutputs(states.ToArray()));

    private static Node Replay(Graph graph, int id, Node reversed, Node loop, Func<Value, Value> at, bool isKept)
    {
        var (outer, inner) = (new LoopLayout(reversed), new LoopLayout(loop));
        int[] states = States(loop);
        var body = reversed.Regions[0];
        var advance = RegionInputs.Select(Next(loop, states), [.. states, .. Enumerable.Range(inner.Carries, inner.Invariants)]);
        int carries = outer.Carries;
        Value[] operands =
        [
            .. reversed.Inputs.Take(outer.Steering + carries),
            .. states.Select(k => loop.Inputs[inner.Carry(k)]),
            .. loop.Inputs.Skip(inner.Invariant(0)),
            .. reversed.Inputs.Skip(outer.Invariant(0)),

            // So that the first run comes before.
            .. isKept ? [loop.Out(states[0])] : Array.Empty<Value>(),
        ];

        // Each region is given the inputs of both.
        Graph Region(Graph region, int outputs, Func<GraphBuilder, Value[], Value[]> inline)
        {
            var b = GraphBuilder.DerivedFrom(region, region.Name);
            var inputs = Enumerable.Range(0, operands.Length - outer.Steering).Select(i => b.Input(Name(i), graph.TypeOf(operands[outer.Steering + i]))).ToArray();
            return b.Build(inline(b, inputs).Take(outputs).ToArray(), region.OutputNames.Take(outputs).ToArray());
        }

        string Name(int input) => input < carries ? body.InputName(input)
            : input < carries + advance.Inputs.Count ? advance.InputName(input - carries)
            : input - advance.Inputs.Count + outer.Stacks < body.Inputs.Count ? body.InputName(input - advance.Inputs.Count + outer.Stacks)
            : "after";

        // An entry is a carry of the loop, or what has become an invariant of it.
        Value Argument(Value[] inputs, int input)
        {
            if (input < carries || input >= outer.Stacks + carries)
            {
                return inputs[input < carries ? input : advance.Inputs.Count + input - outer.Stacks];
            }

            int entry = Entry(loop, reversed.Inputs[outer.Stack(input - carries)]).Attrs.Int("index");
            return inputs[carries + (entry < inner.Carries ? Array.IndexOf(states, entry) : states.Length + entry - inner.Carries)];
        }

        var forward = Region(advance, states.Length, (b, inputs) => b.InlineUnguarded(advance, inputs.Skip(carries).Take(advance.Inputs.Count).ToArray()));
        var backward = Region(body, carries, (b, inputs) => b.InlineUnguarded(body, Enumerable.Range(0, body.Inputs.Count).Select(i => Argument(inputs, i)).ToArray()));
        var attrs = StateRoom.Of(loop.Attrs)!.Value.On(reversed.Attrs.With("stacks", (long)states.Length));
        return new Node(id, ReplayOp.Instance, isKept ? attrs.With("kept", true) : attrs, operands.Select(at).ToArray(), reversed.Types, [forward, backward], reversed.Span, reversed.Name);
    }
}
