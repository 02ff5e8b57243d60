using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// When the statement of a node runs: the results it serves, and the cotangents of which one must be present. The chain of a
/// partial (p, p + a, (p + a) + b, ...) lives in one place, where a skipped link leaves what is there: that is the sum with zero.
/// </summary>
internal sealed class Masks
{
    private readonly ulong[] serves;
    private readonly ulong[] needs;
    private readonly bool[] chained;

    public Masks(PlanRequest request, ValueAccess access)
    {
        var graph = request.Graph;
        int count = graph.Nodes.Count;
        serves = request.Serves?.ToArray() ?? Enumerable.Repeat(ulong.MaxValue, count).ToArray();
        needs = request.NeedsCt?.ToArray() ?? new ulong[count];
        chained = new bool[count];
        for (int i = 0; i < request.Outputs.Count; i++)
        {
            if (request.Outputs[i].Role == BufferRole.Partial)
            {
                FollowChain(graph, access, graph.Inputs[Input(request, request.Outputs[i])], graph.Outputs[i]);
            }
        }

        ulong all = needs.Aggregate(0UL, (a, b) => a | b);
        if ((all & (all - 1)) == 0)
        {
            // An adjoint with one cotangent is not called without it.
            needs = new ulong[count];
            return;
        }

        NarrowToReaders(graph, access);
        foreach (var node in graph.Nodes)
        {
            if (chained[node.Id] && node.Op is not InputOp)
            {
                int contribution = chained[node.Inputs[0].Node] ? node.Inputs[1].Node : node.Inputs[0].Node;
                needs[node.Id] = needs[contribution];
            }
        }
    }

    public ulong Serves(int node) => serves[node];

    public ulong NeedsCt(int node) => needs[node];

    /// <summary>Whether the value is a link of a partial's chain.</summary>
    public bool IsChained(int node) => chained[node];

    private static int Input(PlanRequest request, (BufferRole Role, int Index) place)
    {
        for (int i = 0; i < request.Inputs.Count; i++)
        {
            if (request.Inputs[i].Equals(place))
            {
                return i;
            }
        }

        throw new System.InvalidOperationException("The partial " + place.Index + " is an output but no input.");
    }

    private void FollowChain(Graph graph, ValueAccess access, Value partial, Value output)
    {
        var links = new List<int> { partial.Node };
        int at = partial.Node;
        while (at != output.Node)
        {
            if (access.Users(at).Count != 1)
            {
                return;
            }

            var next = graph.Nodes[access.Users(at)[0]];
            bool extends = next.Op is AddOp || (next.Op is AddAtOp && next.Inputs[0].Node == at);
            if (!extends || graph.Outputs.Any(v => v.Node == at))
            {
                return;
            }

            at = next.Id;
            links.Add(at);
        }

        if (graph.Outputs.Count(v => v == output) == 1 && access.Users(at).Count == 0)
        {
            links.ForEach(l => chained[l] = true);
        }
    }

    // What is recomputed from the primal alone runs when something that reads it does.
    private void NarrowToReaders(Graph graph, ValueAccess access)
    {
        for (int id = graph.Nodes.Count - 1; id >= 0; id--)
        {
            if (needs[id] == 0 && access.IsLive(id) && !chained[id] && access.Users(id).Count > 0 && graph.Outputs.All(v => v.Node != id))
            {
                ulong readers = 0;
                bool always = false;
                foreach (int user in access.Users(id))
                {
                    always |= needs[user] == 0;
                    readers |= needs[user];
                }

                needs[id] = always ? 0 : readers;
            }
        }
    }
}
