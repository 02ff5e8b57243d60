using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Groups nodes into clusters. Elementwise nodes of one shape and one pair of masks join the loop that computes an operand of
/// theirs, or reads what they read, unless a statement would have to run both before and after the loop.
/// </summary>
internal sealed partial class Fusion
{
    // These keep a loop's body within what the JIT compiles well. A loop that is split writes and reads again what both parts need: the Hessian product
    // of an LSTM, 30 inputs and 22 outputs in its largest step, takes 0.86 of the time that it took with 24 and 16; with 64 and 48 it is the same.
    private const int MaxInputs = 40;
    internal const int MaxOutputs = 28;

    private readonly PlanRequest request;
    private readonly Graph graph;
    private readonly ValueAccess access;
    private readonly Masks masks;
    private readonly List<Cluster?> clusters = [];
    private readonly int[] clusterOf;
    private readonly bool[] exact;
    private readonly Dictionary<int, int> summandOf = [];
    private readonly HashSet<int> accumulated = [];
    private readonly bool[] isOutput;
    private readonly int[] inside;
    private readonly int[] read;
    private int stamp;

    private Fusion(PlanRequest request, ValueAccess access, Masks masks)
    {
        this.request = request;
        graph = request.Graph;
        this.access = access;
        this.masks = masks;
        clusterOf = Enumerable.Repeat(-1, graph.Nodes.Count).ToArray();
        isOutput = new bool[graph.Nodes.Count];
        foreach (var output in graph.Outputs)
        {
            isOutput[output.Node] = true;
        }

        inside = new int[graph.Nodes.Count];
        read = new int[graph.Nodes.Count];
        exact = request.Accumulate ? AncestorsOf(request.Graph.Outputs.Take(request.ExactOutputs)) : Enumerable.Repeat(true, graph.Nodes.Count).ToArray();
        if (request.Accumulate)
        {
            FindAccumulations();
        }
    }

    public static Fusion Run(PlanRequest request, ValueAccess access, Masks masks)
    {
        var fusion = new Fusion(request, access, masks);
        foreach (var node in request.Graph.Nodes)
        {
            if (access.IsLive(node.Id) && !access.IsSilent(node.Id))
            {
                fusion.Place(node);
            }
        }

        fusion.AbsorbUpdates();
        fusion.AbsorbSums();
        return fusion;
    }

    public IEnumerable<Cluster> Clusters => clusters.OfType<Cluster>();

    /// <summary>The cluster that computes a node; -1 for what is not computed.</summary>
    public int ClusterOf(int node) => clusterOf[node];

    public Cluster this[int id] => clusters[id]!;

    /// <summary>The contraction or sum that an Add accumulates into its other operand, or -1.</summary>
    public int SummandOf(int add) => summandOf.TryGetValue(add, out int summand) ? summand : -1;

    /// <summary>Whether a contraction or sum is accumulated by the Add that reads it, so that its value never exists.</summary>
    public bool IsAccumulated(int node) => accumulated.Contains(node);

    /// <summary>Whether the node must have the bits that the forward programs have.</summary>
    public bool IsExact(int node) => exact[node];

    /// <summary>Whether a member's value leaves its cluster.</summary>
    public bool Leaves(int node) => graph.Nodes[node].Op is not RegionOp && !IsAccumulated(node) && (isOutput[node] || access.Users(node).Any(u => LeavesBy(node, u)));

    /// <summary>The clusters that compute what a cluster's nodes read.</summary>
    public IEnumerable<int> Sources(int node, bool loop)
    {
        foreach (int operand in ValueAccess.Reads(graph.Nodes[node]))
        {
            int owner = Owner(operand, loop);
            if (owner >= 0)
            {
                yield return owner;
            }
        }
    }

    private int Owner(int value, bool loop)
    {
        if (!loop)
        {
            return clusterOf[access.View(value).Root];
        }

        int root = access.Path(value).Root;
        return root < 0 ? -1 : clusterOf[root];
    }

    // A direct read by a member of the same loop; a read through a Broadcast or a window goes through memory.
    private bool IsInside(int node, int user) =>
        clusterOf[node] >= 0 && clusterOf[node] == clusterOf[user] && this[clusterOf[node]].IsLoop && graph.Nodes[user].Op.Class == OpClass.Elementwise;

    private bool LeavesBy(int value, int user) =>
        !IsInside(value, user) && (access.IsView(user) ? isOutput[user] || access.Users(user).Any(u => LeavesBy(user, u)) : !IsAbsorbed(value, user));

    private bool[] AncestorsOf(IEnumerable<Value> outputs)
    {
        var marked = new bool[graph.Nodes.Count];
        foreach (var output in outputs)
        {
            marked[output.Node] = true;
        }

        for (int id = marked.Length - 1; id >= 0; id--)
        {
            if (marked[id])
            {
                foreach (var operand in graph.Nodes[id].Inputs)
                {
                    marked[operand.Node] = true;
                }
            }
        }

        return marked;
    }

    private void FindAccumulations()
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Op is AddOp && access.IsLive(node.Id) && !exact[node.Id])
            {
                for (int i = 1; i >= 0; i--)
                {
                    if (CanAccumulate(node.Inputs[1 - i].Node, node.Inputs[i].Node))
                    {
                        summandOf.Add(node.Id, node.Inputs[i].Node);
                        accumulated.Add(node.Inputs[i].Node);
                        break;
                    }
                }
            }
        }
    }

    private bool CanAccumulate(int target, int summand)
    {
        var op = graph.Nodes[target].Op;
        bool hasMemory = masks.IsChained(target) || op is ContractOp or ReduceSumOp or AddAtOp || (op is AddOp && summandOf.ContainsKey(target)) || IsExtended(target);
        return target != summand && hasMemory && !accumulated.Contains(target) && IsSummand(summand);
    }

    private bool IsSummand(int node) =>
        graph.Nodes[node].Op is ContractOp or ReduceSumOp && access.Users(node).Count == 1 && graph.Outputs.All(v => v.Node != node);

    /// <summary>
    /// Whether an input of the region becomes the output in its memory by nothing but sums and contractions that are added to it: what an
    /// adjoint loop does to the cotangent of a value that does not change. A fused loop would want all of them in memory of their own first.
    /// </summary>
    private bool IsExtended(int input)
    {
        if (graph.Nodes[input].Op is not InputOp)
        {
            return false;
        }

        int[] ends = [.. Enumerable.Range(0, request.Region?.Outputs.Count ?? 0)
            .Where(i => request.Region!.Outputs[i].Input is >= 0 and var place && graph.Inputs[place].Node == input)
            .Select(i => graph.Outputs[i].Node)];
        if (ends.Length != 1)
        {
            return false;
        }

        int at = input, end = ends[0];
        while (at != end)
        {
            var add = access.Users(at).Count == 1 ? graph.Nodes[access.Users(at)[0]] : null;
            if (add?.Op is not AddOp || exact[add.Id] || add.Inputs.All(o => o.Node == at || !IsSummand(o.Node)))
            {
                return false;
            }

            at = add.Id;
        }

        return end != input && access.Users(end).Count == 0;
    }

    private void Place(Node node)
    {
        if (node.Op is ResultOp)
        {
            AddMember(this[clusterOf[node.Inputs[0].Node]], node.Id);
            return;
        }

        if (accumulated.Contains(node.Id))
        {
            // Placed together with the Add.
            return;
        }

        int summand = SummandOf(node.Id);
        bool loop = access.IsLoopMember(node.Id) && summand < 0;
        if (loop && Join(node))
        {
            return;
        }

        var cluster = NewCluster(loop, masks.Serves(node.Id), masks.NeedsCt(node.Id));
        if (summand >= 0)
        {
            AddMember(cluster, summand);
        }

        AddMember(cluster, node.Id);
    }

    private bool Join(Node node)
    {
        var candidates = Candidates(node);
        candidates.RemoveAll(c => !Fits(c, node));
        if (candidates.Count == 0)
        {
            return false;
        }

        var home = candidates[0];
        AddMember(home, node.Id);
        foreach (var other in candidates.Skip(1))
        {
            if (CanMerge(home, other))
            {
                Merge(home, other);
            }
        }

        return true;
    }

    // The loops that compute an operand come first, the latest before all; then loops that read what the node reads.
    private List<Cluster> Candidates(Node node)
    {
        var found = new List<Cluster>();
        foreach (int operand in ValueAccess.Reads(node))
        {
            Add(clusterOf[operand]);
        }

        found.Sort(static (a, b) => b.Id.CompareTo(a.Id));
        foreach (int operand in ValueAccess.Reads(node))
        {
            foreach (int sibling in access.Users(operand))
            {
                if (sibling < node.Id)
                {
                    Add(clusterOf[sibling]);
                }
            }
        }

        return found;

        void Add(int cluster)
        {
            if (cluster >= 0 && this[cluster].IsLoop && !found.Contains(this[cluster]))
            {
                found.Add(this[cluster]);
            }
        }
    }

    private bool Fits(Cluster cluster, Node node)
    {
        if (!cluster.IsLoop || cluster.Serves != masks.Serves(node.Id) || cluster.NeedsCt != masks.NeedsCt(node.Id) || !ShapeOf(cluster).Equals(node.Types[0].Shape))
        {
            return false;
        }

        foreach (int operand in ValueAccess.Reads(node))
        {
            int owner = Owner(operand, loop: true);
            bool isDirect = owner == cluster.Id && clusterOf[operand] == cluster.Id && node.Op.Class == OpClass.Elementwise;
            if (owner == cluster.Id ? !isDirect : owner >= 0 && this[owner].Before.Contains(cluster.Id))
            {
                return false;
            }
        }

        return IsSmallEnough(cluster.Members, [node.Id]);
    }

    private Shape ShapeOf(Cluster cluster) => graph.Nodes[cluster.Last].Types[0].Shape;

    /// <summary>Whether two clusters, or a cluster and a node, stay within the bounds together.</summary>
    private bool IsSmallEnough(List<int> members, IReadOnlyList<int> more)
    {
        // Stamps instead of sets: the question is asked for every node and every candidate.
        stamp++;
        foreach (int id in members)
        {
            inside[id] = stamp;
        }

        foreach (int id in more)
        {
            inside[id] = stamp;
        }

        int reads = 0, outputs = 0, weight = 0;
        for (int i = 0; i < members.Count + more.Count; i++)
        {
            int id = i < members.Count ? members[i] : more[i - members.Count];
            var node = graph.Nodes[id];
            weight += LoopWeight.Of(node.Op);
            foreach (int operand in ValueAccess.Reads(node))
            {
                if (inside[operand] != stamp && read[operand] != stamp && graph.Nodes[operand].Op is not ConstOp)
                {
                    read[operand] = stamp;
                    reads++;
                }
            }

            outputs += access.IsDense(id) || IsReadOutside(id) ? 1 : 0;
            if (outputs > MaxOutputs || reads > MaxInputs || weight > LoopWeight.Most)
            {
                return false;
            }
        }

        return true;
    }

    private bool IsReadOutside(int id)
    {
        foreach (int user in access.Users(id))
        {
            if (inside[user] != stamp)
            {
                return true;
            }
        }

        return false;
    }

    private bool CanMerge(Cluster a, Cluster b)
    {
        if (a.Id == b.Id || clusters[b.Id] is null || !a.IsLoop || !b.IsLoop || a.Serves != b.Serves || a.NeedsCt != b.NeedsCt || !ShapeOf(a).Equals(ShapeOf(b)))
        {
            return false;
        }

        foreach (var between in Clusters)
        {
            if (between.Id != a.Id && between.Id != b.Id &&
                ((between.Before.Contains(a.Id) && b.Before.Contains(between.Id)) || (between.Before.Contains(b.Id) && a.Before.Contains(between.Id))))
            {
                return false;
            }
        }

        return a.Members.Concat(b.Members).All(m => ValueAccess.Reads(graph.Nodes[m]).All(o => IsDirectOrElsewhere(m, o, a.Id, b.Id))) &&
            IsSmallEnough(a.Members, b.Members);
    }

    private bool IsDirectOrElsewhere(int member, int operand, int a, int b)
    {
        int owner = Owner(operand, loop: true);
        bool inside = owner >= 0 && (owner == a || owner == b);
        return !inside || (clusterOf[operand] == owner && graph.Nodes[member].Op.Class == OpClass.Elementwise);
    }

    private void Merge(Cluster home, Cluster other)
    {
        clusters[other.Id] = null;
        foreach (int member in other.Members)
        {
            clusterOf[member] = home.Id;
            home.Members.Add(member);
        }

        foreach (int update in other.Updates)
        {
            clusterOf[update] = home.Id;
            home.Updates.Add(update);
        }

        foreach (int sum in other.Sums)
        {
            clusterOf[sum] = home.Id;
            home.Sums.Add(sum);
        }

        home.Members.Sort();
        home.Before.UnionWith(other.Before);
        foreach (var later in Clusters)
        {
            if (later.Id != home.Id && (later.Before.Contains(other.Id) || later.Before.Contains(home.Id)))
            {
                later.Before.Add(home.Id);
                later.Before.UnionWith(home.Before);
            }
        }
    }

    private Cluster NewCluster(bool isLoop, ulong serves, ulong needs)
    {
        var cluster = new Cluster(clusters.Count, isLoop, serves, needs);
        clusters.Add(cluster);
        return cluster;
    }

    private void AddMember(Cluster cluster, int node)
    {
        clusterOf[node] = cluster.Id;
        cluster.Members.Add(node);
        foreach (int source in Sources(node, cluster.IsLoop))
        {
            if (source != cluster.Id)
            {
                AddEdge(source, cluster);
            }
        }
    }

    /// <summary>Demands that one cluster runs before another.</summary>
    public void AddEdge(int before, Cluster after)
    {
        after.Before.Add(before);
        after.Before.UnionWith(this[before].Before);
        foreach (var later in Clusters)
        {
            if (later.Before.Contains(after.Id))
            {
                later.Before.UnionWith(after.Before);
            }
        }
    }
}
