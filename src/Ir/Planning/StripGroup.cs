using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Clusters that run together, one strip of their common leading axis after the other, so that what they hand to each other stays in the
/// cache and needs memory for a strip only. A cluster either computes a strip of its result from strips of what it reads, or adds the
/// sum over a strip to its result.
/// </summary>
internal sealed class StripGroup
{
    private readonly Dictionary<int, bool> sums;

    private StripGroup(string symbol, IReadOnlyList<Cluster> order, IReadOnlyList<Cluster> members, Dictionary<int, bool> sums)
    {
        Symbol = symbol;
        Order = order;
        Members = members;
        this.sums = sums;
    }

    /// <summary>The size of the axis that is cut.</summary>
    public string Symbol { get; }

    /// <summary>All clusters, the members side by side.</summary>
    public IReadOnlyList<Cluster> Order { get; }

    public IReadOnlyList<Cluster> Members { get; }

    public bool Contains(Cluster cluster) => sums.ContainsKey(cluster.Id);

    /// <summary>Whether a member's result has no strips: it is a sum over the axis.</summary>
    public bool Sums(Cluster cluster) => sums.TryGetValue(cluster.Id, out bool isSum) && isSum;

    public bool Mentions(DimExpr size) => Mentions(size, Symbol);

    public static bool Mentions(DimExpr size, string symbol)
    {
        foreach (string name in size.Symbols)
        {
            if (string.Equals(name, symbol, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The group that keeps most out of memory, if there is any.</summary>
    public static StripGroup? Find(PlanRequest request, ValueAccess access, Fusion fusion, Schedule schedule)
    {
        StripGroup? best = null;
        double most = 0;
        var readers = new StripReaders(request.Graph, access, fusion, schedule);
        foreach (string symbol in request.Graph.Symbols)
        {
            var (group, saved) = new StripSearch(request, access, fusion, schedule, readers, symbol).Run();
            if (saved > most)
            {
                (best, most) = (group, saved);
            }
        }

        return best;
    }

    public static StripGroup Make(string symbol, IReadOnlyList<Cluster> before, IReadOnlyList<(Cluster Cluster, bool Sums)> members, IReadOnlyList<Cluster> after)
    {
        var own = members.Select(m => m.Cluster).ToArray();
        return new StripGroup(symbol, [.. before, .. own, .. after], own, members.ToDictionary(m => m.Cluster.Id, m => m.Sums));
    }
}
