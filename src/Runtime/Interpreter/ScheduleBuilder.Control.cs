using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Costate.Ir;

namespace Costate.Execution;

/// <content>Where the results of loops and branches lie.</content>
internal sealed partial class Schedule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private sealed partial class Builder
    {
        /// <summary>What is read and computed of a control-flow op. It is asked once all its readers are known.</summary>
        private (bool[] Operands, bool[] Carries) LivenessOf(Node node)
        {
            if (!liveness.TryGetValue(node.Id, out var found))
            {
                bool[] slots = new bool[node.Types.Count];
                for (int slot = 0; slot < slots.Length; slot++) slots[slot] = needed[plan.At(node.Out(slot))];
                liveness.Add(node.Id, found = Liveness.Of(node, slots));
            }

            return found;
        }

        private void AddRegions(Node node, int[] counts, int[] target)
        {
            var operands = new Place[node.Inputs.Count];
            bool[] read = LivenessOf(node).Operands;
            for (int k = 0; k < operands.Length; k++) operands[k] = read[k] ? Operand(node.Inputs[k]) : default;
            var results = new Place[node.Types.Count];
            int[] slots = new int[results.Length];
            for (int slot = 0; slot < slots.Length; slot++) slots[slot] = plan.At(node.Out(slot));
            var spares = new List<Place>();
            ControlStep<T> control = node.Op is IterationOp ? Loop(node, operands, results, spares, counts, target) : Branch(node, operands, results, counts, target);
            foreach (var operand in operands) Release(operand, results);
            for (int slot = 0; slot < slots.Length; slot++)
            {
                placeOf[slots[slot]] = results[slot];
                uses[results[slot]] = counts[slots[slot]];
                if (counts[slots[slot]] == 0 && results[slot].Kind == PlaceKind.Temporary) spares.Add(results[slot]);
            }

            Place[] all = [.. results, .. spares.Where(s => !results.Contains(s))];
            schedule.steps.Add(new Step(node.Id, default, control, operands, all));
            schedule.maxViews = Math.Max(schedule.maxViews, operands.Length + all.Length);
            foreach (var spare in spares) idle[spare.Count].Add(spare.Index);
        }

        private LoopStep<T> Loop(Node node, Place[] operands, Place[] results, List<Place> spares, int[] counts, int[] target)
        {
            var layout = new LoopLayout(node);
            var body = ((IterationOp)node.Op).Body(node);
            var homes = NoHomes(body);
            ulong want = 0;
            bool[] live = LivenessOf(node).Carries;
            for (int k = 0; k < layout.Carries; k++)
            {
                if (!live[k]) continue;
                int value = plan.At(node.Out(k)), count = plan.Count(node.Out(k)), operand = layout.Carry(k);
                results[k] = CanTake(operands, operand, count, target[value], severalReads: false) ? operands[operand] : Fresh(node.Out(k), target[value]);
                want |= Bit(k);
                if (InPlace.Inputs(body, body.Outputs[k]).Contains(k)) homes[k] = k;
                else spares.Add(Temporary(count));
            }

            for (int output = layout.Carries; output < body.Outputs.Count; output++)
            {
                int slot = layout.Slot(output), value = plan.At(node.Out(slot));
                if (counts[value] == 0 && output < 64) continue;
                results[slot] = Fresh(node.Out(slot), target[value]);
                want |= Bit(output);
            }

            if (layout.CountsTrips && counts[plan.At(node.Out(layout.Carries))] > 0) results[layout.Carries] = Fresh(node.Out(layout.Carries), target[plan.At(node.Out(layout.Carries))]);
            var region = new Region<T>(plan.Name, body, plan.Sizes, want, homes);
            return node.Op is WhileOp
                ? new LoopStep<T>(node, layout, null, region, new Region<T>(plan.Name, node.Regions[0], plan.Sizes, 1, NoHomes(node.Regions[0])), homes, live)
                : new LoopStep<T>(node, layout, node.Attrs.Flag("counted") ? null : plan.Late(node.Attrs.Dim("count")), region, null, homes, live, States(node, layout));
        }

        private StateReplay<T>? States(Node node, LoopLayout layout)
        {
            if (node.Op is not ReplayOp) return null;
            var advance = ReplayOp.Advance(node);
            ulong want = 0;
            bool[] read = LivenessOf(node).Operands;
            for (int k = 0; k < layout.Stacks; k++) want |= read[layout.Stack(k)] ? Bit(k) : 0;
            var room = StateRoom.Of(node.Attrs)!.Value;
            return new StateReplay<T>(layout, new Region<T>(plan.Name, advance, plan.Sizes, want, NoHomes(advance)), plan.Late(room.Slots), room.Every);
        }

        private BranchStep<T> Branch(Node node, Place[] operands, Place[] results, int[] counts, int[] target)
        {
            int[] homes = NoHomes(node.Regions[0]);
            ulong want = 0;
            for (int slot = 0; slot < results.Length; slot++)
            {
                int value = plan.At(node.Out(slot));
                if (!needed[value] && slot < 64) continue;
                want |= Bit(slot);

                // What a branch changes in place, or passes on, stays where it is.
                foreach (int input in node.Regions.SelectMany(r => InPlace.Inputs(r, r.Outputs[slot])))
                {
                    if (results[slot].Kind == PlaceKind.None && homes[input] < 0 && CanTake(operands, input + 1, plan.Count(node.Out(slot)), target[value], severalReads: false))
                    {
                        (results[slot], homes[input]) = (operands[input + 1], slot);
                    }
                }

                if (results[slot].Kind == PlaceKind.None) results[slot] = Fresh(node.Out(slot), target[value]);
            }

            return new BranchStep<T>(node.Regions.Select(r => new Region<T>(plan.Name, r, plan.Sizes, want, homes)).ToArray());
        }

        private static int[] NoHomes(Graph region)
        {
            int[] homes = new int[region.Inputs.Count];
            Array.Fill(homes, -1);
            return homes;
        }

        private static ulong Bit(int output) => output < 64 ? 1UL << output : 0;
    }
}

/// <summary>Which inputs of a region an output may be made of without moving it: by windows that are replaced, or not at all.</summary>
internal static class InPlace
{
    public static HashSet<int> Inputs(Graph graph, Value value)
    {
        while (true)
        {
            var node = graph.NodeOf(value);
            switch (node.Op)
            {
                case InputOp:
                    return [node.Attrs.Int("index")];
                case SetAtOp or AddAtOp or TriOp or ReshapeOp or ConvertOp or StopOp:
                    value = node.Inputs[0];
                    continue;
                case IterationOp loop:
                    var layout = new LoopLayout(node);
                    if (value.Slot >= layout.Carries || !Inputs(loop.Body(node), loop.Body(node).Outputs[value.Slot]).Contains(value.Slot)) return [];
                    value = node.Inputs[layout.Carry(value.Slot)];
                    continue;
                case IfOp:
                    return node.Regions.SelectMany(r => Inputs(r, r.Outputs[value.Slot])).Distinct().SelectMany(i => Inputs(graph, node.Inputs[i + 1])).ToHashSet();
                default:
                    return [];
            }
        }
    }
}
