using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Drops from loops and branches what nobody reads: invariants, stacks, entries of stacks, carries that only feed themselves, results of branches. A carry
/// that no iteration changes becomes an invariant, equal carries, invariants and results become one, what is the same in each iteration moves out of
/// the loop, and a branch whose condition is a constant, or a loop of at most one iteration, is replaced by what it computes. Bit-preserving.
/// </summary>
internal static partial class ControlCleanup
{
    /// <summary>The graph without what nobody reads; the same graph if there is nothing to do.</summary>
    /// <param name="graph">A graph, with its inputs and outputs as they stay.</param>
    /// <param name="mark">By id which control-flow nodes of a form of the graph may change, of which all inner ones then may; null for all.</param>
    public static Graph Run(Graph graph, Func<Graph, bool[]>? mark = null)
    {
        while (graph.Nodes.Any(n => n.Op is RegionOp) && Once(graph, mark?.Invoke(graph)) is { } next)
        {
            graph = next;
        }

        return graph;
    }

    private static Graph? Once(Graph graph, bool[]? may)
    {
        var b = GraphBuilder.DerivedFrom(graph, graph.Name);
        foreach (var guard in graph.Guards)
        {
            b.Facts = b.Facts.Assume(guard.Left, guard.Relation == GuardRelation.Equal ? DimRelation.Equal : DimRelation.LessOrEqual, guard.Right);
        }

        var arguments = graph.Inputs.Select((v, i) => (Value?)b.Input(graph.InputName(i), graph.TypeOf(v), graph.NodeOf(v).Attrs.Flag("frozen"))).ToArray();
        var pass = new Pass(node => may is null || node.Id >= may.Length || !ReferenceEquals(graph.Nodes[node.Id], node) || may[node.Id]);
        var outputs = pass.Append(b, graph, arguments, Enumerable.Repeat(1UL, graph.Outputs.Count).ToArray());
        return pass.Changed ? b.Build(outputs.Select(v => v!.Value).ToArray(), graph.OutputNames) : null;
    }

    /// <summary>One walk over a graph and its regions.</summary>
    private sealed partial class Pass(Func<Node, bool> may)
    {
        public bool Changed { get; private set; }

        /// <summary>Appends what is alive of a graph.</summary>
        /// <param name="b">The builder.</param>
        /// <param name="graph">The graph.</param>
        /// <param name="arguments">Its inputs in the builder; null where nothing that is alive reads one.</param>
        /// <param name="wanted">Which of its outputs are wanted: not 0.</param>
        /// <param name="instead">Values of the graph that stand for themselves already.</param>
        /// <returns>Its outputs; null where they are not wanted.</returns>
        public Value?[] Append(GraphBuilder b, Graph graph, Value?[] arguments, IReadOnlyList<ulong> wanted, IReadOnlyDictionary<Value, Value>? instead = null)
        {
            var alive = Contribution.Of(graph, wanted, opaque: node => !may(node));
            var map = new Value?[graph.Nodes.Count][];
            foreach (var node in graph.Nodes)
            {
                if (node.Op is InputOp)
                {
                    map[node.Id] = [arguments[node.Attrs.Int("index")]];
                }
                else if (alive[node.Id].All(a => a == 0))
                {
                    map[node.Id] = new Value?[node.Types.Count];
                }
                else if (instead is not null && instead.TryGetValue(node.Out(), out var known))
                {
                    map[node.Id] = [known];
                }
                else if (node.Op is RegionOp and not CallOp && may(node))
                {
                    var operands = node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray();
                    var saved = b.Span;
                    b.Span = node.Span;
                    map[node.Id] = node.Op is IfOp ? Branch(b, node, operands, alive[node.Id]) : Loop(b, node, operands, alive[node.Id]);
                    b.Span = saved;
                }
                else
                {
                    map[node.Id] = b.Clone(node, node.Inputs.Select(v => map[v.Node][v.Slot]!.Value).ToArray()).Select(v => (Value?)v).ToArray();
                }
            }

            return graph.Outputs.Select((v, i) => wanted[i] == 0 ? null : map[v.Node][v.Slot]).ToArray();
        }

        private Value?[] Branch(GraphBuilder b, Node node, Value?[] operands, ulong[] alive)
        {
            if (b.IsConst(operands[0]!.Value, out double constant))
            {
                Changed = true;
                var chosen = node.Regions[constant != 0 ? 0 : 1];
                AddGuards(b, chosen);
                return Append(b, chosen, operands.Skip(1).ToArray(), alive);
            }

            var results = new Value?[node.Types.Count];
            var same = new Dictionary<(Value, Value), int>();
            var slots = new List<int>();
            var twins = new List<(int Slot, int Of)>();
            for (int slot = 0; slot < results.Length; slot++)
            {
                var (p, q) = (node.Regions[0].Outputs[slot], node.Regions[1].Outputs[slot]);
                if (alive[slot] == 0)
                {
                    continue;
                }

                if (OnBothSides(b, node, p, q, operands) is { } both)
                {
                    results[slot] = both;
                }
                else if (same.TryGetValue((p, q), out int twin))
                {
                    twins.Add((slot, twin));
                }
                else
                {
                    same.Add((p, q), slot);
                    slots.Add(slot);
                }
            }

            if (slots.Count > 0)
            {
                var wanted = Enumerable.Range(0, results.Length).Select(s => slots.Contains(s) ? 1UL : 0).ToArray();
                var need = Contribution.Operands(node, wanted);
                var united = new Operands(Enumerable.Range(1, node.Inputs.Count - 1).Where(i => need[i] != 0), operands);
                Changed |= slots.Count < results.Length || united.Count < node.Inputs.Count - 1;
                var regions = node.Regions.Select(region =>
                {
                    var r = b.Region(region.Name);
                    AddGuards(r, region);
                    var inputs = united.Declare(r, region, 1);
                    var outputs = Append(r, region, inputs, wanted);
                    return r.Build(slots.Select(s => outputs[s]!.Value).ToArray(), slots.Select(s => region.OutputNames[s]).ToArray());
                }).ToArray();
                var emitted = b.EmitMany(node.Op, node.Attrs, [operands[0]!.Value, .. united.Values], Changed ? regions : node.Regions);
                for (int i = 0; i < slots.Count; i++)
                {
                    results[slots[i]] = emitted[i];
                }
            }

            foreach (var (slot, of) in twins)
            {
                results[slot] = results[of];
            }

            return results;
        }

        /// <summary>The value outside of a branch that both sides return.</summary>
        private static Value? OnBothSides(GraphBuilder b, Node node, Value p, Value q, Value?[] operands)
        {
            var (left, right) = (node.Regions[0].NodeOf(p), node.Regions[1].NodeOf(q));
            return left.Op is InputOp && right.Op is InputOp && operands[1 + left.Attrs.Int("index")] is { } value && operands[1 + right.Attrs.Int("index")] == value ? value
                : left.Op is ConstOp && right.Op is ConstOp && left.Attrs.Equals(right.Attrs) ? b.Clone(left, [])[0]
                : null;
        }

        private static void AddGuards(GraphBuilder b, Graph region)
        {
            foreach (var guard in region.Guards)
            {
                b.AddGuard(guard);
            }
        }
    }

    /// <summary>Operands that go into regions, each value once.</summary>
    private sealed class Operands
    {
        private readonly List<int> first = [];
        private readonly Dictionary<int, int> placeOf = [];

        /// <param name="chosen">The operands that are needed.</param>
        /// <param name="operands">Their values.</param>
        public Operands(IEnumerable<int> chosen, IReadOnlyList<Value?> operands)
        {
            foreach (int i in chosen)
            {
                int known = first.FindIndex(f => operands[f] == operands[i]);
                placeOf.Add(i, known < 0 ? first.Count : known);
                if (known < 0)
                {
                    first.Add(i);
                }
            }

            Values = first.Select(i => operands[i]!.Value).ToArray();
        }

        public int Count => first.Count;

        public IReadOnlyList<Value> Values { get; }

        /// <summary>Declares the inputs of a region; returns by its old inputs the new ones.</summary>
        public Value?[] Declare(GraphBuilder r, Graph region, int steering)
        {
            var inputs = new Value?[region.Inputs.Count];
            DeclareInto(r, region, steering, inputs);
            return inputs;
        }

        /// <summary>The same for the inputs that these are, the others being there.</summary>
        public void DeclareInto(GraphBuilder r, Graph region, int steering, Value?[] inputs)
        {
            var declared = first.Select(i => r.Input(region.InputName(i - steering), region.TypeOf(region.Inputs[i - steering]), !region.IsDifferentiable(i - steering))).ToArray();
            foreach (var place in placeOf)
            {
                inputs[place.Key - steering] = declared[place.Value];
            }
        }
    }
}
