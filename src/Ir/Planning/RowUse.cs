using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>How a loop or branch uses an operand of which it reads and replaces nothing but single rows.</summary>
internal sealed class RowUse
{
    private readonly HashSet<int> results = [];

    private RowUse()
    {
    }

    /// <summary>The results that are the array, changed or not.</summary>
    public IReadOnlyCollection<int> Results => results;

    /// <summary>Whether a row is replaced by, or added to, what is computed for each of its elements: vectors write it, and no copy or product.</summary>
    public bool Writes { get; private set; }

    /// <summary>How many rows each run reads at least, each window counted once for every time that it is read.</summary>
    public DimExpr Reads { get; private set; } = DimExpr.Zero;

    /// <summary>The use of an operand of a loop in each iteration, or of a branch; null if it is not by rows.</summary>
    public static RowUse? OfOperand(Node node, int operand)
    {
        int input = operand - ((RegionOp)node.Op).Steering(node.Attrs);
        if (input < 0)
        {
            return null;
        }

        var uses = node.Regions.Select(r => OfInput(r, input)).ToArray();
        if (uses.Any(u => u is null))
        {
            return null;
        }

        if (node.Op is IfOp)
        {
            // Which branch runs is not known, so neither counts.
            return uses[0]!.results.SetEquals(uses[1]!.results) ? Sum(uses, uses[0]!.results, DimExpr.Zero) : null;
        }

        if (node.Op is not IterationOp)
        {
            return null;
        }

        var layout = new LoopLayout(node);
        bool isCarry = input < layout.Carries;
        var body = uses[uses.Length - 1]!;
        bool isPossible = (isCarry || operand >= layout.Invariant(0)) && uses.Take(uses.Length - 1).All(u => u!.results.Count == 0) && body.results.SetEquals(isCarry ? [input] : []);
        return isPossible ? Sum(uses, body.results, body.Reads) : null;
    }

    private static RowUse Sum(RowUse?[] uses, IEnumerable<int> results, DimExpr reads)
    {
        var sum = new RowUse { Writes = uses.Any(u => u!.Writes), Reads = reads };
        sum.results.UnionWith(results);
        return sum;
    }

    private static RowUse? OfInput(Graph region, int input)
    {
        var use = new RowUse();
        var array = new HashSet<Value> { region.Inputs[input] };
        var shape = region.TypeOf(region.Inputs[input]).Shape;
        foreach (var node in region.Nodes)
        {
            for (int i = 0; i < node.Inputs.Count; i++)
            {
                if (array.Contains(node.Inputs[i]) && !use.Add(region, node, i, shape, array))
                {
                    return null;
                }
            }
        }

        for (int o = 0; o < region.Outputs.Count; o++)
        {
            if (array.Contains(region.Outputs[o]))
            {
                use.results.Add(o);
            }
        }

        return use;
    }

    private bool Add(Graph region, Node node, int operand, Shape shape, HashSet<Value> array)
    {
        switch (node.Op)
        {
            case ReadAtOp:
                Reads += DimExpr.One;
                return IsRow(node.Types[0].Shape, shape);
            case SetAtOp or AddAtOp when operand == 0:
                Writes |= IsComputed(region, node.Inputs[1]);
                array.Add(node.Out());
                return IsRow(region.TypeOf(node.Inputs[1]).Shape, shape);
            case RegionOp when OfOperand(node, operand) is { } inner && node.Inputs.Count(v => v == node.Inputs[operand]) == 1:
                Writes |= inner.Writes;
                Reads += node.Op is ForOp && node.Attrs.Has("count") ? inner.Reads * node.Attrs.Dim("count") : DimExpr.Zero;
                foreach (int slot in inner.Results)
                {
                    array.Add(node.Out(slot));
                }

                return true;
            default:
                return false;
        }
    }

    private static bool IsComputed(Graph region, Value row)
    {
        var node = region.NodeOf(row);
        while (node.Op is ReshapeOp)
        {
            node = region.NodeOf(node.Inputs[0]);
        }

        return node.Op.Class == OpClass.Elementwise;
    }

    private static bool IsRow(Shape window, Shape whole) =>
        window[window.Rank - 1].Equals(whole[whole.Rank - 1]) && window.Take(window.Rank - 1).All(d => d.Equals(DimExpr.One));
}
