using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <content>Loops that write what they compute into windows of arrays, where it would else be stored first and moved then.</content>
internal sealed partial class Fusion
{
    private void AbsorbUpdates()
    {
        foreach (var node in graph.Nodes)
        {
            if (node.Op is SetAtOp or AddAtOp && clusterOf[node.Id] is >= 0 and var own && !this[own].IsLoop && Home(node, this[own]) is { } home)
            {
                Absorb(node, this[own], home);
            }
        }
    }

    /// <summary>The member of a loop that an update of that loop writes.</summary>
    public int Written(int update) => access.View(graph.Nodes[update].Inputs[1].Node).Root;

    private bool IsAbsorbed(int value, int user)
    {
        var node = graph.Nodes[user];
        return clusterOf[user] is >= 0 and var home &&
            (this[home].Sums.Contains(user) || (this[home].Updates.Contains(user) && node.Inputs[1].Node == value && node.Inputs[0].Node != value));
    }

    /// <summary>The loop that can write the window, if there is one: it computes all of it, and nothing has to run between the two.</summary>
    private Cluster? Home(Node update, Cluster own)
    {
        int part = update.Inputs[1].Node, whole = update.Inputs[0].Node;
        var (written, offset) = access.View(part);
        if (clusterOf[written] < 0 || this[clusterOf[written]] is not { IsLoop: true } home || !home.Members.Contains(written) || !offset.Equals(DimExpr.Zero))
        {
            return null;
        }

        var type = graph.Nodes[part].Types[0];
        bool isPossible = graph.Nodes[written].Types[0].PlannedCount.Equals(type.PlannedCount) && ValueAccess.IsContiguous(update.Types[0].Shape, type.Shape) &&
            home.Serves == own.Serves && home.NeedsCt == own.NeedsCt && home.Updates.Count < MaxOutputs &&
            !Clusters.Any(between => between.Id != home.Id && own.Before.Contains(between.Id) && between.Before.Contains(home.Id));
        return isPossible && (graph.Nodes[whole].Op is ConstOp or UndefinedOp || CanBeInPlace(update, own, home)) ? home : null;
    }

    // Whatever reads the array as it was runs before; the loop itself may read at an element what it writes there, and other windows.
    private bool CanBeInPlace(Node update, Cluster own, Cluster home)
    {
        var node = update;
        while (true)
        {
            int before = access.View(node.Inputs[0].Node).Root;
            if (clusterOf[before] != home.Id)
            {
                return graph.Nodes[before].Op is ConstOp or UndefinedOp ||
                    (home.Updates.All(u => Begin(u) != before || IsBehind(update, u)) &&
                    Others(before, own, home).All(r => !r.Before.Contains(home.Id)) &&
                    home.Members.All(m => ReadsApart(m, before, update)));
            }

            // An earlier window, in the same loop.
            bool isLink = node.Inputs[0].Node == before && home.Updates.Contains(before) && access.Users(before).Count == 1 && !isOutput[before];
            if (!isLink || !AreDisjoint(update, graph.Nodes[before]))
            {
                return false;
            }

            node = graph.Nodes[before];
        }
    }

    /// <summary>The array that the updates of one loop begin with.</summary>
    private int Begin(int update)
    {
        int home = clusterOf[update], at = update;
        do
        {
            at = access.View(graph.Nodes[at].Inputs[0].Node).Root;
        }
        while (clusterOf[at] == home);
        return at;
    }

    private bool IsBehind(Node update, int earlier)
    {
        for (int at = access.View(update.Inputs[0].Node).Root; graph.Nodes[at].Op is SetAtOp or AddAtOp; at = access.View(graph.Nodes[at].Inputs[0].Node).Root)
        {
            if (at == earlier)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The other clusters that read an array before it is overwritten; a constant never is, it is written afresh.</summary>
    private IEnumerable<Cluster> Others(int array, Cluster own, Cluster home) => graph.Nodes[array].Op is ConstOp or UndefinedOp
        ? []
        : Clusters.Where(c => c.Id != own.Id && c.Id != home.Id && Schedule.Roots(graph, access, this, c).Contains(array));

    private bool AreDisjoint(Node a, Node b) => Window.AreDisjoint(
        a.Attrs.Shape("starts"), graph.TypeOf(a.Inputs[1]).Shape, b.Attrs.Shape("starts"), graph.TypeOf(b.Inputs[1]).Shape, DimFacts.None);

    private bool ReadsApart(int member, int array, Node update)
    {
        var node = graph.Nodes[member];
        var reads = node.Op.Class == OpClass.Elementwise ? ValueAccess.Reads(node) : [member];
        return reads.All(r => clusterOf[r] == clusterOf[member] && r != member || access.Path(r).Root != array || IsSameElement(r, update) || IsOtherWindow(r, array, update));
    }

    private bool IsSameElement(int read, Node update)
    {
        var path = access.Path(read);
        var shape = graph.Nodes[read].Types[0].Shape;
        var strides = ValueAccess.RowMajor(shape);
        return path.Offset.Equals(ValueAccess.WindowOffset(update)) && Enumerable.Range(0, strides.Length).All(i => shape[i].Equals(DimExpr.One) || path.Strides[i].Equals(strides[i]));
    }

    private bool IsOtherWindow(int read, int array, Node update)
    {
        var node = graph.Nodes[read];
        while (node.Op is ReshapeOp or BroadcastOp)
        {
            node = graph.NodeOf(node.Inputs[0]);
        }

        return node.Op is ReadAtOp && access.View(node.Inputs[0].Node) is var (root, offset) && root == array && offset.Equals(DimExpr.Zero) &&
            graph.TypeOf(node.Inputs[0]).Shape.Equals(update.Types[0].Shape) &&
            Window.AreDisjoint(node.Attrs.Shape("starts"), node.Types[0].Shape, update.Attrs.Shape("starts"), graph.TypeOf(update.Inputs[1]).Shape, DimFacts.None);
    }

    private void Absorb(Node update, Cluster own, Cluster home)
    {
        var readers = Others(access.View(update.Inputs[0].Node).Root, own, home).ToArray();
        Merge(home, own);
        home.Members.Remove(update.Id);
        home.Updates.Add(update.Id);
        foreach (var reader in readers)
        {
            AddEdge(reader.Id, home);
        }
    }
}
