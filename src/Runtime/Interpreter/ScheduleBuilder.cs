using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using Costate.Ir;

namespace Costate.Execution;

/// <content>Decides what is executed and where everything lies.</content>
internal sealed partial class Schedule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private sealed partial class Builder
    {
        private readonly Schedule<T> schedule;
        private readonly Plan<T> plan;
        private readonly Graph graph;
        private readonly bool[] needed;
        private readonly bool[] zero;
        private readonly int[] root;
        private readonly Place[] placeOf;
        private readonly Dictionary<Place, int> uses = [];
        private readonly Dictionary<int, List<int>> idle = [];
        private readonly Dictionary<int, (bool[] Operands, bool[] Carries)> liveness = [];
        private readonly Dictionary<(ulong Bits, int Count), T[]> dense = [];

        public Builder(Schedule<T> schedule)
        {
            this.schedule = schedule;
            plan = schedule.plan;
            graph = plan.Graph;
            needed = new bool[plan.ValueCount];
            zero = new bool[graph.Nodes.Count];
            root = new int[plan.ValueCount];
            placeOf = new Place[plan.ValueCount];
        }

        public void Build()
        {
            FindZeros();
            FindNeeded();
            var uses = CountUses();
            var target = ChooseTargets();
            PlaceInputs(uses);
            foreach (var node in ReadsFirst.Order(graph, v => root[plan.At(v)]))
            {
                if (!IsNeeded(node) || zero[node.Id] || plan.Constant(node.Id) is not null || node.Op is InputOp || root[plan.At(node.Out())] != plan.At(node.Out())) continue;
                if (node.Op is RegionOp) AddRegions(node, uses, target);
                else AddStep(node, uses, target);
            }

            CopyOutputs();
        }

        private bool Wanted(int output) => output >= 64 || (schedule.Want >> output & 1) != 0;

        /// <summary>A linear node is Zero where everything linear that it reads is; sums and choices need that of all operands.</summary>
        private void FindZeros()
        {
            foreach (var node in graph.Nodes)
            {
                if (!plan.IsLinear(node.Id)) continue;
                zero[node.Id] = node.Op switch
                {
                    InputOp => node.Attrs.Int("index") < plan.FirstPartial
                        && (schedule.Absent >> (node.Attrs.Int("index") - plan.FirstCotangent) & 1) != 0,
                    AddOp or AddAtOp or SetAtOp or ConcatOp => node.Inputs.All(IsZero),
                    // A stack of unknown size cannot be made of nothing, so it is computed.
                    RegionOp => node.Types.All(t => !t.IsRagged) && node.Inputs.All(v => !plan.IsLinear(v.Node) || zero[v.Node]),
                    SelectOp => IsZero(node.Inputs[1]) && IsZero(node.Inputs[2]),
                    _ => node.Inputs.Any(v => plan.IsLinear(v.Node) && zero[v.Node]),
                };
            }
        }

        private bool IsZero(Value v) => zero[v.Node] || (graph.NodeOf(v).Op is ConstOp && plan.Constant(v.Node) == T.Zero);

        private bool IsNeeded(Node node)
        {
            for (int slot = 0; slot < node.Types.Count; slot++)
            {
                if (needed[plan.At(node.Out(slot))]) return true;
            }

            return false;
        }

        /// <summary>The operands that a node reads for what is needed of it.</summary>
        private IEnumerable<Value> Read(Node node) => node.Op is RegionOp ? node.Inputs.Where((_, i) => LivenessOf(node).Operands[i]) : node.Inputs;

        private void FindNeeded()
        {
            for (int i = 0; i < graph.Outputs.Count; i++)
            {
                if (Wanted(i)) needed[plan.At(graph.Outputs[i])] = true;
            }

            for (int id = graph.Nodes.Count - 1; id >= 0; id--)
            {
                var node = graph.Nodes[id];
                if (zero[id] || !IsNeeded(node)) continue;
                foreach (var operand in Read(node)) needed[plan.At(operand)] = true;
            }

            foreach (var node in graph.Nodes)
            {
                for (int slot = 0; slot < node.Types.Count; slot++) root[plan.At(node.Out(slot))] = Root(node, slot);
            }
        }

        /// <summary>The value whose memory holds this one: that of its operand where the op changes no bit.</summary>
        private int Root(Node node, int slot)
        {
            int own = plan.At(node.Out(slot));
            if (!needed[own] || zero[node.Id] || plan.Constant(node.Id) is not null || node.Op is InputOp or RegionOp) return own;
            if (node.Op is AddOp && plan.IsLinear(node.Id))
            {
                if (zero[node.Inputs[0].Node]) return root[plan.At(node.Inputs[1])];
                if (zero[node.Inputs[1].Node]) return root[plan.At(node.Inputs[0])];
            }

            // An operand that is a constant stays apart: its view has the operand's shape.
            return plan.Kernel(node.Id).Form == KernelForm.Alias && !zero[node.Inputs[0].Node] && plan.Constant(plan.NodeOf(root[plan.At(node.Inputs[0])])) is null
                ? root[plan.At(node.Inputs[0])]
                : own;
        }

        private int[] CountUses()
        {
            var counts = new int[plan.ValueCount];
            foreach (var node in graph.Nodes)
            {
                int own = plan.At(node.Out());
                if (!IsNeeded(node) || zero[node.Id] || (node.Op is not RegionOp && root[own] != own)) continue;
                foreach (var operand in Read(node)) counts[root[plan.At(operand)]]++;
            }

            for (int i = 0; i < graph.Outputs.Count; i++)
            {
                if (Wanted(i)) counts[root[plan.At(graph.Outputs[i])]]++;
            }

            return counts;
        }

        /// <summary>For each root the output whose memory it should be written to, or -1.</summary>
        private int[] ChooseTargets()
        {
            var target = new int[plan.ValueCount];
            Array.Fill(target, -1);
            for (int i = 0; i < graph.Outputs.Count; i++)
            {
                int value = root[plan.At(graph.Outputs[i])];
                if (Wanted(i) && target[value] < 0) target[value] = i;
            }

            return target;
        }

        private void PlaceInputs(int[] counts)
        {
            for (int i = 0; i < graph.Inputs.Count; i++)
            {
                int value = plan.At(graph.Inputs[i]), home = schedule.homes[i], count = plan.Count(graph.Inputs[i]);
                placeOf[value] = home >= 0 && Wanted(home) ? new Place(PlaceKind.Output, home, count) : new Place(PlaceKind.Input, i, count);
                uses[placeOf[value]] = counts[value];
            }
        }

        private void AddStep(Node node, int[] counts, int[] target)
        {
            int value = plan.At(node.Out());
            if (node.Op is UndefinedOp)
            {
                // Nobody reads it, so nobody writes it.
                uses[placeOf[value] = Fresh(node.Out(), target[value])] = counts[value];
                return;
            }

            var kernel = plan.Kernel(node.Id);
            var operands = new Place[node.Inputs.Count];
            for (int k = 0; k < operands.Length; k++) operands[k] = Operand(node.Inputs[k]);
            var result = ChooseResult(node, kernel.Form, operands, target[value]);
            foreach (var operand in operands) Release(operand, result);
            placeOf[value] = result;
            uses[result] = counts[value];
            schedule.steps.Add(new Step(node.Id, kernel, null, operands, [result]));
            schedule.maxViews = Math.Max(schedule.maxViews, operands.Length + 1);
        }

        private Place Operand(Value value)
        {
            if (ConstantOf(value.Node) is not { } constant) return placeOf[root[plan.At(value)]];
            int count = plan.Count(value);
            if (count > MaxConstant)
            {
                // Too large to be kept for ever: filled anew each time, in a buffer that others use too.
                var place = Temporary(count);
                uses[place] = 1;
                var fill = new BoundKernel<T>(KernelForm.Plain, (_, y, _) =>
                {
                    y.Fill(constant);
                    return 0;
                });
                schedule.steps.Add(new Step(value.Node, fill, null, [], [place]));
                return place;
            }

            var key = (BitConverter.DoubleToUInt64Bits(double.CreateTruncating(constant)), count); // -0.0 is not 0.0 here.
            if (!dense.TryGetValue(key, out var array))
            {
                array = new T[count];
                Array.Fill(array, constant);
                dense.Add(key, array);
            }

            return new Place(PlaceKind.Constant, 0, count, array);
        }

        private T? ConstantOf(int node) => zero[node] ? T.Zero : plan.Constant(node);

        private Place ChooseResult(Node node, KernelForm form, Place[] operands, int target)
        {
            int count = plan.Count(node.Out());
            if (target >= 0 && form != KernelForm.OverFirst && IsFree(target, count)) return new Place(PlaceKind.Output, target, count);
            int candidates = form switch
            {
                KernelForm.Aligned => operands.Length,
                KernelForm.OverFirst => 1,
                _ => 0,
            };
            for (int k = 0; k < candidates; k++)
            {
                if (CanTake(operands, k, count, target, severalReads: form == KernelForm.Aligned)) return operands[k];
            }

            return Fresh(node.Out(), target);
        }

        private bool IsFree(int output, int count) => uses.GetValueOrDefault(new Place(PlaceKind.Output, output, count)) == 0;

        /// <summary>Whether the memory of an operand can become that of a result: it is no longer needed, and nobody else's.</summary>
        private bool CanTake(Place[] operands, int k, int count, int target, bool severalReads)
        {
            var place = operands[k];

            // An output that lay in another output's memory could be overwritten before it is copied.
            bool owned = place.Kind == PlaceKind.Temporary || (place.Kind == PlaceKind.Output && (target < 0 || target == place.Index));
            int reads = operands.Count(o => o == place);
            return owned && (severalReads || reads == 1) && uses[place] == reads && place.Count == count;
        }

        /// <summary>Memory for a result that lies in no operand: that of the output that it is for, if it is free.</summary>
        private Place Fresh(Value value, int target)
        {
            int count = plan.Count(value);
            if (target >= 0 && IsFree(target, count)) return new Place(PlaceKind.Output, target, count);
            return graph.TypeOf(value).IsRagged ? new Place(PlaceKind.Entries, schedule.entries++, 0) : Temporary(count);
        }

        private Place Temporary(int count)
        {
            if (!idle.TryGetValue(count, out var free)) idle.Add(count, free = []);
            int index;
            if (free.Count > 0)
            {
                index = free[^1];
                free.RemoveAt(free.Count - 1);
            }
            else
            {
                index = schedule.temporaries.Count;
                schedule.temporaries.Add(count);
            }

            return new Place(PlaceKind.Temporary, index, count);
        }

        private void Release(Place place, params ReadOnlySpan<Place> results)
        {
            if (place.Kind is PlaceKind.Constant or PlaceKind.Splat or PlaceKind.None || --uses[place] > 0) return;
            if (place.Kind == PlaceKind.Temporary && !results.Contains(place)) idle[place.Count].Add(place.Index);
        }

        private void CopyOutputs()
        {
            for (int i = 0; i < graph.Outputs.Count; i++)
            {
                if (!Wanted(i)) continue;
                int value = root[plan.At(graph.Outputs[i])];
                if (graph.Nodes[plan.NodeOf(value)].Op is UndefinedOp) continue;
                var from = ConstantOf(plan.NodeOf(value)) is { } constant ? new Place(PlaceKind.Splat, 0, 1, [constant]) : placeOf[value];
                if (from.Kind != PlaceKind.Output || from.Index != i) schedule.copies.Add((from, i));
            }

            // What lies in another output's memory leaves it before that is overwritten.
            schedule.copies.Sort((a, b) => (b.From.Kind == PlaceKind.Output).CompareTo(a.From.Kind == PlaceKind.Output));
        }
    }
}
