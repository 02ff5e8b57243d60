using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Forward mode of a branch: the same branch on dual values.</summary>
internal static class BranchDual
{
    public static (Value[] Outputs, Value?[] Tangents) Run(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents)
    {
        int[] active = Enumerable.Range(1, inputs.Count - 1).Where(i => tangents[i] is not null).ToArray();
        var branches = node.Regions.Select(r => Append(b, r, active)).ToArray();
        int[] dual = Enumerable.Range(0, node.Types.Count).Where(o => branches.Any(branch => branch.Tangents[o] is not null)).ToArray();
        var regions = branches.Select((branch, r) => branch.Region.Build(
            [.. branch.Outputs, .. dual.Select(o => branch.Tangents[o] ?? Jvp.ZeroLike(branch.Region, branch.Outputs[o]))],
            [.. node.Regions[r].OutputNames, .. dual.Select(o => node.Regions[r].OutputNames[o] + "Dot")])).ToArray();
        Value[] operands = [.. inputs, .. active.Select(i => tangents[i]!.Value)];
        var emitted = b.EmitMany(node.Op, node.Attrs, operands, regions);
        var result = new Value?[node.Types.Count];
        for (int k = 0; k < dual.Length; k++)
        {
            result[dual[k]] = emitted[node.Types.Count + k];
        }

        return (emitted.Take(node.Types.Count).ToArray(), result);
    }

    private static (GraphBuilder Region, Value[] Outputs, Value?[] Tangents) Append(GraphBuilder b, Graph branch, int[] active)
    {
        var region = b.Region(branch.Name + "Jvp");
        var primal = branch.Inputs.Select((v, i) => region.Input(branch.InputName(i), branch.TypeOf(v), !branch.IsDifferentiable(i))).ToArray();
        var dual = new Value?[primal.Length];
        foreach (int i in active)
        {
            dual[i - 1] = region.Input(branch.InputName(i - 1) + "Dot", branch.TypeOf(branch.Inputs[i - 1]));
        }

        foreach (var guard in branch.Guards)
        {
            region.AddGuard(guard);
        }

        var (outputs, tangents) = Jvp.Append(region, branch, primal, dual);
        return (region, outputs, tangents);
    }
}
