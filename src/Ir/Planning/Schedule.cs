using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// The order of the statements: source order where dependences allow, and reads of a value before the statement that would
/// overwrite it in place.
/// </summary>
internal sealed class Schedule
{
    private readonly Dictionary<int, int> position = [];
    private readonly Dictionary<int, int> lastRead = [];

    private Schedule(IReadOnlyList<Cluster> order) => Order = order;

    public IReadOnlyList<Cluster> Order { get; }

    public static Schedule Make(Graph graph, ValueAccess access, Fusion fusion)
    {
        var clusters = fusion.Clusters.OrderBy(c => c.Last).ToList();
        var readers = new Dictionary<int, List<Cluster>>();
        foreach (var cluster in clusters)
        {
            foreach (int root in Roots(graph, access, fusion, cluster).Distinct())
            {
                if (!readers.TryGetValue(root, out var list))
                {
                    readers.Add(root, list = []);
                }

                list.Add(cluster);
            }
        }

        foreach (var cluster in clusters)
        {
            foreach (var (target, _) in Targets(graph, access, fusion, cluster))
            {
                if (readers.TryGetValue(target, out var others))
                {
                    foreach (var other in others)
                    {
                        if (other.Id != cluster.Id && !other.Before.Contains(cluster.Id) && !cluster.Before.Contains(other.Id))
                        {
                            fusion.AddEdge(other.Id, cluster);
                        }
                    }
                }
            }
        }

        var order = new List<Cluster>();
        var open = new List<Cluster>(clusters);
        while (open.Count > 0)
        {
            var next = open.First(c => open.All(o => o.Id == c.Id || !c.Before.Contains(o.Id)));
            open.Remove(next);
            order.Add(next);
        }

        var schedule = new Schedule(order);
        for (int i = 0; i < order.Count; i++)
        {
            schedule.position.Add(order[i].Id, i);
            foreach (int root in Roots(graph, access, fusion, order[i]))
            {
                schedule.lastRead[root] = i;
            }
        }

        foreach (var output in graph.Outputs)
        {
            int root = access.View(output.Node).Root;
            schedule.lastRead[root] = int.MaxValue;
        }

        return schedule;
    }

    public int PositionOf(Cluster cluster) => position[cluster.Id];

    /// <summary>The last position that reads the memory of a node; <see cref="int.MaxValue"/> for outputs, -1 if nothing reads it.</summary>
    public int LastRead(int root) => lastRead.TryGetValue(root, out int at) ? at : -1;

    /// <summary>The nodes whose memory a cluster reads.</summary>
    public static IEnumerable<int> Roots(Graph graph, ValueAccess access, Fusion fusion, Cluster cluster)
    {
        foreach (int member in cluster.All)
        {
            foreach (int operand in ValueAccess.Reads(graph.Nodes[member]))
            {
                // What a loop extends it extends as memory; what it computes with it reads where that comes from.
                bool isMemory = !cluster.IsLoop || (cluster.Updates.Contains(member) && graph.Nodes[member].Inputs[0].Node == operand);
                int root = isMemory ? access.View(operand).Root : access.Path(operand).Root;
                if (root >= 0 && fusion.ClusterOf(root) != cluster.Id)
                {
                    yield return root;
                }
            }
        }
    }

    /// <summary>The nodes whose memory a cluster would like to overwrite, each with the result that it would hold.</summary>
    public static IEnumerable<(int Target, int Result)> Targets(Graph graph, ValueAccess access, Fusion fusion, Cluster cluster)
    {
        if (graph.Nodes[cluster.Members[0]] is { Op: RegionOp } control)
        {
            return ControlTargets(graph, access, cluster, control);
        }

        if (cluster.IsLoop)
        {
            return cluster.Updates.Select(u => (Overwritable(graph, access, graph.Nodes[u].Inputs[0].Node), u)).Where(t => t.Item1 >= 0);
        }

        int operand = TargetOperand(graph, fusion, cluster);
        return operand >= 0 && Overwritable(graph, access, operand) is >= 0 and var root ? [(root, cluster.Last)] : [];
    }

    private static int Overwritable(Graph graph, ValueAccess access, int operand)
    {
        if (graph.Nodes[operand].Op is ConstOp or UndefinedOp)
        {
            return -1;
        }

        var (root, offset) = access.View(operand);
        return offset.Equals(DimExpr.Zero) && graph.Nodes[root].Types[0].PlannedCount.Equals(graph.Nodes[operand].Types[0].PlannedCount) ? root : -1;
    }

    // A carry lives on in the memory of what it begins with; a branch may extend one of its operands.
    private static IEnumerable<(int Target, int Result)> ControlTargets(Graph graph, ValueAccess access, Cluster cluster, Node control)
    {
        foreach (int member in cluster.Members.Skip(1))
        {
            int slot = graph.Nodes[member].Attrs.Int("slot");
            int operand = control.Op is IterationOp ? (slot < new LoopLayout(control).Carries ? new LoopLayout(control).Carry(slot) : -1) : ExtendedOperand(control, slot);
            if (operand >= 0 && Overwritable(graph, access, control.Inputs[operand].Node) is >= 0 and var root)
            {
                yield return (root, member);
            }
        }
    }

    /// <summary>The operand of a branch that an output is made from in place, at least on one side; -1 if there is none.</summary>
    public static int ExtendedOperand(Node branch, int slot)
    {
        foreach (var region in branch.Regions)
        {
            var value = region.Outputs[slot];
            while (region.NodeOf(value).Op is SetAtOp or AddAtOp)
            {
                value = region.NodeOf(value).Inputs[0];
            }

            if (region.NodeOf(value) is { Op: InputOp } input)
            {
                return branch.Inputs.Count - region.Inputs.Count + input.Attrs.Int("index");
            }
        }

        return -1;
    }

    /// <summary>The operand that a cluster extends or replaces, or -1.</summary>
    public static int TargetOperand(Graph graph, Fusion fusion, Cluster cluster)
    {
        var node = graph.Nodes[cluster.Last];
        return node.Op switch
        {
            AddOp when fusion.SummandOf(node.Id) is >= 0 and var c => node.Inputs[0].Node == c ? node.Inputs[1].Node : node.Inputs[0].Node,
            AddAtOp or SetAtOp => node.Inputs[0].Node,
            TriSolveOp => node.Inputs[1].Node,
            SolveWithOp => node.Inputs[2].Node,
            _ => -1,
        };
    }
}
