using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <content>
/// Loops that sum what they compute, which would else be stored to be read once more. A sum is added in the order in which the reduction adds it,
/// so whether a loop takes it changes no bit.
/// </content>
internal sealed partial class Fusion
{
    private void AbsorbSums()
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Op is ReduceSumOp && clusterOf[node.Id] is >= 0 and var own && !this[own].IsLoop && this[own].Members.Count == 1 && Summing(node, this[own]) is { } home)
            {
                Merge(home, this[own]);
                home.Members.Remove(node.Id);
                home.Sums.Add(node.Id);
            }
        }
    }

    /// <summary>How a loop reaches the elements of a sum along its own axes: those that are summed over are no step.</summary>
    public DimExpr[] SumStrides(int sum)
    {
        var node = graph.Nodes[sum];
        int[] axes = node.Attrs.Ints("axes");
        var strides = ValueAccess.RowMajor(node.Types[0].Shape);
        int kept = 0;
        return Enumerable.Range(0, graph.TypeOf(node.Inputs[0]).Rank).Select(axis => axes.Contains(axis) ? DimExpr.Zero : strides[kept++]).ToArray();
    }

    /// <summary>The axes of a loop, for all that it reads and sums.</summary>
    public LoopAxes AxesOf(Cluster loop, IEnumerable<int> sums) => new(ShapeOf(loop), Paths(loop).Select(p => p.Strides).Concat(sums.Select(SumStrides)));

    /// <summary>Whether a loop sums along its rows; else it adds row to row.</summary>
    public bool IsRowSum(Cluster loop, int sum) => SumStrides(sum)[AxesOf(loop, loop.Sums).ColAxis].Equals(DimExpr.Zero);

    // How a loop reads what it does not compute itself.
    private IEnumerable<AccessPath> Paths(Cluster loop) => loop.Members
        .SelectMany(m => graph.Nodes[m].Op.Class == OpClass.Elementwise ? ValueAccess.Reads(graph.Nodes[m]).Where(o => clusterOf[o] != loop.Id || !loop.Members.Contains(o)) : [m])
        .Select(access.Path).Where(p => p.Number is null && p.Constant is null);

    /// <summary>The loop that can sum what it computes, if nothing has to run between the two.</summary>
    private Cluster? Summing(Node sum, Cluster own)
    {
        int term = sum.Inputs[0].Node;
        if (clusterOf[term] < 0 || this[clusterOf[term]] is not { IsLoop: true } home || !home.Members.Contains(term))
        {
            return null;
        }

        bool isPossible = home.Serves == own.Serves && home.NeedsCt == own.NeedsCt && home.Updates.Count + home.Sums.Count < MaxOutputs &&
            !graph.Nodes[term].Types[0].IsRagged &&
            !Clusters.Any(between => between.Id != home.Id && own.Before.Contains(between.Id) && between.Before.Contains(home.Id));
        return isPossible && Suits(sum, home) ? home : null;
    }

    // A loop has one sum along its rows, over all of a row. No sum may make rows shorter, which are what vectors run along.
    private bool Suits(Node sum, Cluster home)
    {
        int[] reduced = sum.Attrs.Ints("axes");
        var shape = graph.TypeOf(sum.Inputs[0]).Shape;
        bool areNeighbours = reduced.Length > 0 && reduced[reduced.Length - 1] - reduced[0] == reduced.Length - 1;
        if (!areNeighbours || reduced.Any(axis => shape[axis].Equals(DimExpr.One)))
        {
            return false;
        }

        var before = AxesOf(home, home.Sums);
        var after = AxesOf(home, home.Sums.Append(sum.Id));
        if (before.ColAxis < 0 || after.ColAxis != before.ColAxis || !after.Cols.Equals(before.Cols))
        {
            return false;
        }

        if (!SumStrides(sum.Id)[after.ColAxis].Equals(DimExpr.Zero))
        {
            return true;
        }

        var row = reduced.Aggregate(DimExpr.One, (count, axis) => count * shape[axis]);
        return reduced[reduced.Length - 1] >= after.ColAxis && after.Cols.Equals(row) && home.Sums.All(other => !SumStrides(other)[after.ColAxis].Equals(DimExpr.Zero));
    }
}
