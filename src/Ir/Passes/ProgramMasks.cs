using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// What each value of an adjoint is for: the results it contributes to, also inside of loops and branches, and the cotangents without which it is zero. A
/// statement, wherever it stands, has to run only if <c>(want &amp; Serves(...)) != 0</c>: what is skipped leaves garbage that reaches nothing wanted, because the
/// sets are closed over the iterations of a loop. For a carry in a loop that is what its next value serves, <see cref="Serves(Graph, Value)"/> of the body's output.
/// </summary>
internal sealed class ProgramMasks
{
    private readonly Dictionary<Graph, ulong[][]> serves = [];
    private readonly ulong[] needs;

    /// <summary>Computes the masks of an adjoint.</summary>
    /// <param name="adjoint">The program.</param>
    /// <param name="firstCotangent">Its first input that is a cotangent; behind the cotangents come the partials.</param>
    /// <param name="cotangents">How many there are.</param>
    public ProgramMasks(Graph adjoint, int firstCotangent, int cotangents)
    {
        serves.Add(adjoint, Contribution.Of(adjoint, adjoint.Outputs.Select((_, i) => Bit(i)).ToArray(), Visit));
        needs = new ulong[adjoint.Nodes.Count];
        var depends = new ulong[adjoint.Nodes.Count];
        bool[][] extends = adjoint.Nodes.Select(n => new bool[n.Types.Count]).ToArray();
        foreach (var node in adjoint.Nodes)
        {
            if (node.Op is InputOp)
            {
                int index = node.Attrs.Int("index") - firstCotangent;
                depends[node.Id] = index >= 0 && index < cotangents ? Bit(index) : 0;
                extends[node.Id][0] = index >= cotangents;
            }

            var flows = node.Op is RegionOp region ? region.Flows(node) : null;
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                var operand = node.Inputs[i];
                depends[node.Id] |= depends[operand.Node];
                for (int slot = 0; slot < node.Types.Count; slot++)
                {
                    extends[node.Id][slot] |= extends[operand.Node][operand.Slot] && (flows is null || flows[slot, i].Dependence != Dependence.None);
                }
            }

            // What extends a partial has something to hand on even if all its cotangents are zero. Where the partial only grows by sums it lies in one
            // place, and the plan lets a summand be left out (see Masks).
            needs[node.Id] = extends[node.Id].Contains(true) ? 0 : depends[node.Id];
        }

        Nodes = serves[adjoint].Select(slots => slots.Aggregate(0UL, (a, b) => a | b)).ToArray();
    }

    /// <summary>For each node of the program the results that any of its slots serves.</summary>
    public IReadOnlyList<ulong> Nodes { get; }

    /// <summary>For each node of the program the cotangents it depends on, as bits over the outputs; 0 for what is recomputed from the primal and for partials.</summary>
    public IReadOnlyList<ulong> NeedsCt => needs;

    /// <summary>The results that a value serves, as bits over the differentiable inputs.</summary>
    /// <param name="graph">The program, or one of the regions in it; a region that stands in two places has the results of both.</param>
    /// <param name="value">A value of that graph.</param>
    public ulong Serves(Graph graph, Value value) => serves.TryGetValue(graph, out var sets) ? sets[value.Node][value.Slot] : 0;

    /// <summary>The results that any slot of a node serves: when its statement has to run.</summary>
    public ulong Serves(Graph graph, Node node) => serves.TryGetValue(graph, out var sets) ? sets[node.Id].Aggregate(0UL, (a, b) => a | b) : 0;

    private static ulong Bit(int index) => 1UL << Math.Min(index, 63);

    private void Visit(Graph region, ulong[][] sets)
    {
        if (serves.TryGetValue(region, out var known))
        {
            sets = known.Zip(sets, (p, q) => p.Zip(q, (a, b) => a | b).ToArray()).ToArray();
        }

        serves[region] = sets;
    }
}
