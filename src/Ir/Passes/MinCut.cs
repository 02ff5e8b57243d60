using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>Minimum cut between a source and a sink by shortest augmenting paths (Edmonds and Karp, 1972); iterative.</summary>
internal sealed class MinCut
{
    public const long Infinite = long.MaxValue / 4;

    private readonly List<int> target = [];
    private readonly List<long> capacity = [];
    private readonly List<List<int>> edges = [];

    public int AddNode()
    {
        edges.Add([]);
        return edges.Count - 1;
    }

    public void AddEdge(int from, int to, long weight)
    {
        edges[from].Add(target.Count);
        target.Add(to);
        capacity.Add(weight);
        edges[to].Add(target.Count);
        target.Add(from);
        capacity.Add(0);
    }

    /// <summary>For each node whether it is on the source's side of the minimum cut that lies nearest to the source.</summary>
    public bool[] SourceSide(int source, int sink)
    {
        while (true)
        {
            var via = Reach(source);
            if (via[sink] < 0)
            {
                var side = new bool[edges.Count];
                for (int i = 0; i < side.Length; i++)
                {
                    side[i] = i == source || via[i] >= 0;
                }

                return side;
            }

            long flow = Infinite;
            for (int at = sink; at != source; at = target[via[at] ^ 1])
            {
                flow = System.Math.Min(flow, capacity[via[at]]);
            }

            for (int at = sink; at != source; at = target[via[at] ^ 1])
            {
                capacity[via[at]] -= flow;
                capacity[via[at] ^ 1] += flow;
            }
        }
    }

    private int[] Reach(int source)
    {
        var via = new int[edges.Count];
        for (int i = 0; i < via.Length; i++)
        {
            via[i] = -1;
        }

        var queue = new Queue<int>();
        queue.Enqueue(source);
        while (queue.Count > 0)
        {
            int at = queue.Dequeue();
            foreach (int edge in edges[at])
            {
                if (capacity[edge] > 0 && via[target[edge]] < 0 && target[edge] != source)
                {
                    via[target[edge]] = edge;
                    queue.Enqueue(target[edge]);
                }
            }
        }

        return via;
    }
}
