using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Nodes that become one statement: a fused loop, or a kernel with what it accumulates into.</summary>
internal sealed class Cluster(int id, bool isLoop, ulong serves, ulong needsCt)
{
    public int Id { get; } = id;

    public bool IsLoop { get; } = isLoop;

    public ulong Serves { get; } = serves;

    public ulong NeedsCt { get; } = needsCt;

    /// <summary>Nodes, in increasing order.</summary>
    public List<int> Members { get; } = [];

    /// <summary>What a loop writes into windows of other values: SetAt and AddAt of its members.</summary>
    public List<int> Updates { get; } = [];

    /// <summary>What a loop sums: ReduceSum of its members.</summary>
    public List<int> Sums { get; } = [];

    /// <summary>Members, updates and sums.</summary>
    public IEnumerable<int> All => Updates.Count + Sums.Count == 0 ? Members : Members.Concat(Updates).Concat(Sums);

    /// <summary>The clusters that must run before, transitively.</summary>
    public BitSet Before { get; } = new();

    /// <summary>The last member: the node whose value the cluster is named after.</summary>
    public int Last => Members[Members.Count - 1];
}
