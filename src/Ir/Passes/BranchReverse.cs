using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// The adjoint of a branch: the transposed branch, on what that branch kept. Each branch returns a place for the residuals of both; what has the
/// same type shares one.
/// </summary>
internal sealed class BranchReverse : ReverseForm
{
    private readonly Graph[] adjoints;

    // For each branch the slot of each value that it kept, counted from the first slot behind the outputs.
    private readonly int[][] slots;
    private readonly int outputs;
    private readonly int operands;

    private BranchReverse(Graph[] adjoints, int[][] slots, int[] activeOperands, int[] activeSlots, int outputs, int operands)
    {
        this.adjoints = adjoints;
        this.slots = slots;
        this.outputs = outputs;
        this.operands = operands;
        ActiveOperands = activeOperands;
        ActiveSlots = activeSlots;
    }

    public override IReadOnlyList<int> ActiveSlots { get; }

    public override IReadOnlyList<int> ActiveOperands { get; }

    public override bool Extends(int operand) => true;

    /// <summary>Makes the branches that keep and their adjoints; null if no result has a derivative.</summary>
    public static (Graph[] Regions, ReverseForm Form)? Make(Node node, bool[] active)
    {
        int[] inputs = Enumerable.Range(0, node.Inputs.Count - 1).Where(i => active[i + 1] && node.Regions[0].IsDifferentiable(i)).ToArray();
        var activities = node.Regions.Select(Activity.Of).ToArray();
        int[] results = Enumerable.Range(0, node.Types.Count)
            .Where(o => node.Types[o].IsDifferentiable && inputs.Any(i => activities.Any(a => a[o, i] >= Dependence.Linear)))
            .ToArray();
        if (results.Length == 0)
        {
            return null;
        }

        var splits = node.Regions.Select(region =>
        {
            var keeping = KeepingGraph.Of(region, inputs);
            return Split.Make(keeping.Graph, Adjoint.Joint(keeping, inputs, results), static _ => Availability.There, outputsAreThere: false);
        }).ToArray();
        var types = splits[0].Residuals.ToList();
        int[] first = Enumerable.Range(0, types.Count).ToArray();
        var free = new List<int>(first);
        int[] second = splits[1].Residuals.Select(type =>
        {
            // A stack has no zeros to stand for a tangent that one branch lacks, so it shares its place with nothing.
            int at = type.IsStack ? -1 : free.FindIndex(i => types[i].Equals(type));
            if (at < 0)
            {
                types.Add(type);
                return types.Count - 1;
            }

            int slot = free[at];
            free.RemoveAt(at);
            return slot;
        }).ToArray();
        int[][] slots = [first, second];
        var regions = splits.Select((split, r) => WithSlots(split.Keeping, node.Types.Count, slots[r], types)).ToArray();
        return (regions, new BranchReverse(splits.Select(s => s.Adjoint).ToArray(), slots, inputs.Select(i => i + 1).ToArray(), results, node.Types.Count, node.Inputs.Count));
    }

    public override IReadOnlyList<Value> Emit(GraphBuilder b, Node node, IReadOnlyList<Value> operands, IReadOnlyList<Value> outputs, IReadOnlyList<Value?> cotangents, IReadOnlyList<Value?> partials)
    {
        var regions = adjoints.Select(a => b.Region(a.Name)).ToArray();
        var results = regions.Select((region, r) =>
        {
            var adjoint = adjoints[r];
            var counts = adjoint.UseCounts();
            var arguments = new Value?[adjoint.Inputs.Count];
            int invariants = this.operands - 1, kept = slots[r].Length;
            for (int i = 0; i < arguments.Length; i++)
            {
                int at = i - invariants - kept;
                var value = i < invariants ? operands[i + 1]
                    : at < 0 ? outputs[this.outputs + slots[r][i - invariants]]
                    : at < ActiveSlots.Count ? cotangents[ActiveSlots[at]]
                    : partials[ActiveOperands[at - ActiveSlots.Count]];
                arguments[i] = value is { } known && counts[adjoint.Inputs[i].Node] > 0 ? region.Import(known, b) : null;
            }

            return Copy(region, adjoint, arguments);
        }).ToArray();
        return b.If(operands[0], regions[0], results[0], regions[1], results[1], adjoints[0].OutputNames);
    }

    private static Graph WithSlots(Graph keeping, int outputs, int[] slots, List<TensorType> types)
    {
        var b = GraphBuilder.DerivedFrom(keeping, keeping.Name);
        var arguments = keeping.Inputs.Select((v, i) => b.Input(keeping.InputName(i), keeping.TypeOf(v), !keeping.IsDifferentiable(i))).ToArray();
        var values = b.InlineUnguarded(keeping, arguments);
        var kept = Enumerable.Range(0, types.Count).Select(slot => System.Array.IndexOf(slots, slot) is >= 0 and var k ? values[outputs + k] : b.Undefined(types[slot])).ToArray();
        return b.Build([.. values.Take(outputs), .. kept], [.. keeping.OutputNames.Take(outputs), .. kept.Select((_, k) => "kept" + k)]);
    }
}
