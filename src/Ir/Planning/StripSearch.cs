using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Which clusters can run in strips of one symbol's axis.</summary>
internal sealed class StripSearch(PlanRequest request, ValueAccess access, Fusion fusion, Schedule schedule, StripReaders readers, string symbol)
{
    private readonly Graph graph = request.Graph;
    private readonly DimExpr size = DimExpr.Symbol(symbol);
    private readonly bool[] exact = fusion.Exact;

    private enum Use : byte
    {
        None,
        Along,
        Sums,
    }

    /// <summary>The group, and the elements at nominal sizes that it keeps out of memory.</summary>
    public (StripGroup? Group, double Saved) Run()
    {
        List<Cluster> before = [], after = [];
        List<(Cluster Cluster, bool Sums)> members = [];
        foreach (var cluster in schedule.Order)
        {
            bool waits = after.Any(a => cluster.Before.Contains(a.Id)) || members.Any(m => m.Sums && cluster.Before.Contains(m.Cluster.Id));
            var use = waits ? Use.None : Classify(cluster);
            if (use != Use.None && !(use == Use.Sums && ReadsTarget(members.Select(m => m.Cluster), cluster)) && !members.Any(m => m.Sums && Overwrites(m.Cluster, cluster)))
            {
                members.Add((cluster, use == Use.Sums));
            }
            else if (waits || members.Any(m => cluster.Before.Contains(m.Cluster.Id)))
            {
                after.Add(cluster);
            }
            else
            {
                before.Add(cluster);
            }
        }

        double saved = 0;
        var own = new HashSet<int>(members.Select(m => m.Cluster.Id));
        foreach (var (cluster, isSum) in members)
        {
            foreach (int node in cluster.Members)
            {
                if (!isSum && fusion.Leaves(node) && graph.Nodes[node].Types[0].Rank > 1 && readers.IsOnlyReadBy(own, node))
                {
                    saved += Nominal(graph.Nodes[node].Types[0].StorageCount);
                }
            }
        }

        return saved > 0 ? (StripGroup.Make(symbol, before, members, after), saved) : (null, 0);
    }

    /// <summary>A value at sizes of 32: sizes are symbols here, so that is what they are compared by.</summary>
    public static double Nominal(DimExpr count) => count.Evaluate(_ => 32);

    // A sum that begins in a member's operand would change it between strips.
    private bool ReadsTarget(IEnumerable<Cluster> members, Cluster sum)
    {
        int target = Schedule.Target(graph, access, fusion, sum);
        return target >= 0 && members.Any(m => readers.Reads(m, target));
    }

    private bool Overwrites(Cluster sum, Cluster reader)
    {
        int target = Schedule.Target(graph, access, fusion, sum);
        return target >= 0 && readers.Reads(reader, target);
    }

    private Use Classify(Cluster cluster)
    {
        var node = graph.Nodes[cluster.Last];
        if (cluster.IsLoop)
        {
            return Leads(node.Types[0].Shape) && cluster.Members.All(LoopFits) ? Use.Along : Use.None;
        }

        int summand = fusion.SummandOf(node.Id);
        var kernel = graph.Nodes[summand >= 0 ? summand : node.Id];
        var use = kernel.Op switch
        {
            ContractOp => Contraction(kernel),
            ReduceSumOp or ReduceMaxOp => Reduction(kernel),
            TransposeOp => kernel.Attrs.Ints("perm")[0] == 0 && Fits(kernel.Inputs[0].Node) ? Use.Along : Use.None,
            _ => Use.None,
        };

        // Strips of a sum are another order of rounding.
        if (use == Use.Sums && (!request.Accumulate || exact[node.Id]))
        {
            return Use.None;
        }

        if (use == Use.None || summand < 0)
        {
            return use;
        }

        int target = Schedule.TargetOperand(graph, fusion, cluster);
        bool isFilled = graph.Nodes[target].Op is ConstOp;
        return use == Use.Along ? isFilled || Fits(target) ? use : Use.None : isFilled || IsFree(target) ? use : Use.None;
    }

    private Use Contraction(Node node)
    {
        var (a, b, c) = ContractOp.Parse(node.Attrs.Text("spec"));
        var (shapeA, shapeB) = (graph.TypeOf(node.Inputs[0]).Shape, graph.TypeOf(node.Inputs[1]).Shape);
        char cut = '\0';
        foreach (char letter in (a + b).Distinct())
        {
            var extent = a.IndexOf(letter) is >= 0 and var i ? shapeA[i] : shapeB[b.IndexOf(letter)];
            if (StripGroup.Mentions(extent, symbol))
            {
                if (cut != '\0' || !extent.Equals(size))
                {
                    return Use.None;
                }

                cut = letter;
            }
        }

        bool Operand(string letters, int operand) => letters.IndexOf(cut) switch
        {
            0 => Fits(node.Inputs[operand].Node),
            < 0 => IsFree(node.Inputs[operand].Node),
            _ => false,
        };
        return cut == '\0' || !Operand(a, 0) || !Operand(b, 1) ? Use.None
            : c.IndexOf(cut) switch { 0 => Use.Along, < 0 => Use.Sums, _ => Use.None };
    }

    private Use Reduction(Node node)
    {
        int[] axes = node.Attrs.Ints("axes");
        if (!Fits(node.Inputs[0].Node) || axes.Length == 0)
        {
            return Use.None;
        }

        // A sum of single elements is a tree over the whole axis.
        return axes[0] != 0 ? Use.Along : axes.Length == 1 && node.Types[0].Rank > 0 ? Use.Sums : Use.None;
    }

    private bool LoopFits(int member)
    {
        var node = graph.Nodes[member];
        int cluster = fusion.ClusterOf(member);
        var reads = node.Op.Class == OpClass.Elementwise ? ValueAccess.Reads(node).Where(o => fusion.ClusterOf(o) != cluster) : [member];
        return reads.All(r => PathFits(access.Path(r)));
    }

    private bool PathFits(AccessPath path)
    {
        if (path.Root < 0)
        {
            return true;
        }

        var root = graph.Nodes[path.Root].Types[0].Shape;
        if (StripGroup.Mentions(path.Offset, symbol) || path.Strides.Skip(1).Any(s => StripGroup.Mentions(s, symbol)))
        {
            return false;
        }

        return StripGroup.Mentions(root.ElementCount, symbol)
            ? Leads(root) && path.Strides[0].Equals(Rest(root))
            : path.Strides[0].Equals(DimExpr.Zero);
    }

    // Read as memory, in strips.
    private bool Fits(int value)
    {
        var (root, offset) = access.View(value);
        var (own, whole) = (graph.Nodes[value].Types[0].Shape, graph.Nodes[root].Types[0].Shape);
        return offset.Equals(DimExpr.Zero) && Leads(own) && Leads(whole) && Rest(own).Equals(Rest(whole));
    }

    private bool IsFree(int value) => !StripGroup.Mentions(graph.Nodes[access.View(value).Root].Types[0].StorageCount, symbol);

    private bool Leads(Shape shape) => shape.Rank > 0 && shape[0].Equals(size) && shape.Skip(1).All(d => !StripGroup.Mentions(d, symbol));

    private static DimExpr Rest(Shape shape) => shape.Skip(1).Aggregate(DimExpr.One, (a, b) => a * b);
}

/// <summary>Who reads which memory, and what is overwritten in place.</summary>
internal sealed class StripReaders
{
    private readonly Dictionary<int, HashSet<int>> readers = [];
    private readonly HashSet<int> replaced = [];

    public StripReaders(Graph graph, ValueAccess access, Fusion fusion, Schedule schedule)
    {
        foreach (var cluster in schedule.Order)
        {
            foreach (int root in Schedule.Roots(graph, access, fusion, cluster))
            {
                if (!readers.TryGetValue(root, out var set))
                {
                    readers.Add(root, set = []);
                }

                set.Add(cluster.Id);
            }

            replaced.Add(Schedule.Target(graph, access, fusion, cluster));
        }

        replaced.UnionWith(graph.Outputs.Select(o => access.View(o.Node).Root));
    }

    public bool Reads(Cluster cluster, int root) => readers.TryGetValue(root, out var set) && set.Contains(cluster.Id);

    /// <summary>Whether some clusters alone read a value, whose memory is neither an output's nor that of a result that replaces it.</summary>
    public bool IsOnlyReadBy(HashSet<int> clusters, int node) =>
        !replaced.Contains(node) && readers.TryGetValue(node, out var set) && set.IsSubsetOf(clusters);
}
