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
            int target = Target(graph, access, fusion, cluster);
            if (target >= 0 && readers.TryGetValue(target, out var others))
            {
                foreach (var other in others)
                {
                    if (other.Id != cluster.Id && !other.Before.Contains(cluster.Id))
                    {
                        fusion.AddEdge(other.Id, cluster);
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
        foreach (int member in cluster.Members)
        {
            foreach (int operand in ValueAccess.Reads(graph.Nodes[member]))
            {
                int root = cluster.IsLoop ? access.Path(operand).Root : access.View(operand).Root;
                if (root >= 0 && fusion.ClusterOf(root) != cluster.Id)
                {
                    yield return root;
                }
            }
        }
    }

    /// <summary>The node whose memory a cluster would like to overwrite with its result, or -1.</summary>
    public static int Target(Graph graph, ValueAccess access, Fusion fusion, Cluster cluster)
    {
        int operand = TargetOperand(graph, fusion, cluster);
        if (operand < 0 || graph.Nodes[operand].Op is ConstOp)
        {
            return -1;
        }

        var (root, offset) = access.View(operand);
        return offset.Equals(DimExpr.Zero) && graph.Nodes[root].Types[0].StorageCount.Equals(graph.Nodes[operand].Types[0].StorageCount) ? root : -1;
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
