using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Forward mode of a loop: the same loop on dual carries. The condition of a While sees primal values only.</summary>
internal static class LoopDual
{
    public static (Value[] Outputs, Value?[] Tangents) Run(GraphBuilder b, Node node, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents)
    {
        var layout = new LoopLayout(node);
        var body = ((IterationOp)node.Op).Body(node);
        var active = Enumerable.Range(0, body.Inputs.Count).Select(i => tangents[i + layout.Steering] is not null).ToArray();
        while (true)
        {
            var region = b.Region(body.Name + "Jvp");
            var (primal, dual) = (new Value[active.Length], new Value?[active.Length]);
            void Declare(int from, int count)
            {
                for (int i = from; i < from + count; i++)
                {
                    primal[i] = region.Input(body.InputName(i), body.TypeOf(body.Inputs[i]), !body.IsDifferentiable(i));
                }

                for (int i = from; i < from + count; i++)
                {
                    dual[i] = active[i] ? region.Input(body.InputName(i) + "Dot", body.TypeOf(body.Inputs[i])) : null;
                }
            }

            Declare(0, layout.Carries);
            Declare(layout.Carries, layout.Stacks);
            Declare(layout.Carries + layout.Stacks, layout.Invariants);
            foreach (var guard in body.Guards)
            {
                region.AddGuard(guard);
            }

            var (outputs, outTangents) = Jvp.Append(region, body, primal, dual);
            int[] missing = Enumerable.Range(0, layout.Carries).Where(k => !active[k] && outTangents[k] is not null).ToArray();
            if (missing.Length == 0)
            {
                return Emit(b, node, layout, inputs, tangents, active, region, outputs, outTangents);
            }

            // A carry gets a tangent in the first iteration: in the second one it has it from the start.
            foreach (int k in missing)
            {
                active[k] = true;
            }
        }
    }

    private static (Value[] Outputs, Value?[] Tangents) Emit(GraphBuilder b, Node node, LoopLayout layout, IReadOnlyList<Value> inputs, IReadOnlyList<Value?> tangents, bool[] active, GraphBuilder region, Value[] outputs, Value?[] outTangents)
    {
        int carries = layout.Carries, stacks = layout.Stacks;
        int[] dualCarries = Enumerable.Range(0, carries).Where(k => active[k]).ToArray();
        int[] dualStacks = Enumerable.Range(carries, stacks).Where(k => active[k]).ToArray();
        int[] dualInvariants = Enumerable.Range(carries + stacks, layout.Invariants).Where(k => active[k]).ToArray();
        int[] dualEntries = Enumerable.Range(carries, layout.Entries).Where(o => outTangents[o] is not null).ToArray();
        var body = ((IterationOp)node.Op).Body(node);
        Value[] results =
        [
            .. outputs.Take(carries), .. dualCarries.Select(k => outTangents[k] ?? Jvp.ZeroLike(region, outputs[k])),
            .. outputs.Skip(carries), .. dualEntries.Select(o => outTangents[o]!.Value),
        ];
        string[] names =
        [
            .. body.OutputNames.Take(carries), .. dualCarries.Select(k => body.OutputNames[k] + "Dot"),
            .. body.OutputNames.Skip(carries), .. dualEntries.Select(o => body.OutputNames[o] + "Dot"),
        ];
        Value Tangent(int i) => tangents[i + layout.Steering] ?? b.ZeroLike(inputs[i + layout.Steering]);
        Value[] operands =
        [
            .. inputs.Take(layout.Steering),
            .. Enumerable.Range(0, carries).Select(k => inputs[layout.Carry(k)]), .. dualCarries.Select(Tangent),
            .. Enumerable.Range(0, stacks).Select(k => inputs[layout.Stack(k)]), .. dualStacks.Select(Tangent),
            .. Enumerable.Range(0, layout.Invariants).Select(k => inputs[layout.Invariant(k)]), .. dualInvariants.Select(Tangent),
        ];
        var attrs = node.Attrs.With("carries", (long)(carries + dualCarries.Length));
        attrs = stacks > 0 ? attrs.With("stacks", (long)(stacks + dualStacks.Length)) : attrs;
        var built = region.Build(results, names);
        var emitted = b.EmitMany(node.Op, attrs, operands, node.Op is WhileOp ? [Condition(node, layout, active, built), built] : [built]);
        int trips = layout.CountsTrips ? 1 : 0, firstEntry = carries + dualCarries.Length + trips;
        var (primal, dual) = (new Value[node.Types.Count], new Value?[node.Types.Count]);
        for (int k = 0; k < carries; k++)
        {
            primal[k] = emitted[k];
        }

        for (int k = 0; k < dualCarries.Length; k++)
        {
            dual[dualCarries[k]] = emitted[carries + k];
        }

        if (trips > 0)
        {
            primal[carries] = emitted[carries + dualCarries.Length];
        }

        for (int k = 0; k < layout.Entries; k++)
        {
            primal[layout.Slot(carries + k)] = emitted[firstEntry + k];
        }

        for (int k = 0; k < dualEntries.Length; k++)
        {
            dual[layout.Slot(dualEntries[k])] = emitted[firstEntry + layout.Entries + k];
        }

        return (primal, dual);
    }

    private static Graph Condition(Node node, LoopLayout layout, bool[] active, Graph body)
    {
        int dualCarries = active.Take(layout.Carries).Count(a => a);
        return RegionInputs.Rearrange(
            node.Regions[0],
            body.Inputs.Count,
            i => i < layout.Carries ? i : i + dualCarries,
            i => (body.InputName(i), body.TypeOf(body.Inputs[i]), !body.IsDifferentiable(i)));
    }
}
