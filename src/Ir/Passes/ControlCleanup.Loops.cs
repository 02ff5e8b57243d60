using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <content>Loops.</content>
internal static partial class ControlCleanup
{
    private sealed partial class Pass
    {
        private Value?[] Loop(GraphBuilder b, Node node, Value?[] operands, ulong[] alive)
        {
            var op = (IterationOp)node.Op;
            var layout = new LoopLayout(node);
            var body = op.Body(node);
            var results = new Value?[node.Types.Count];
            if (Unfold(b, node, layout, body, operands, alive) is { } unfolded)
            {
                return unfolded;
            }

            // An entry that another one repeats, or that is an entry of a stack that is there, needs no stack of its own.
            var entries = new List<int>();
            var twins = new List<(int Slot, int Of)>();
            for (int o = layout.Carries; o < body.Outputs.Count; o++)
            {
                int slot = layout.Slot(o);
                if (alive[slot] == 0)
                {
                    continue;
                }

                var output = body.Outputs[o];
                int stack = body.NodeOf(output).Op is InputOp ? body.NodeOf(output).Attrs.Int("index") - layout.Carries : -1;
                int twin = entries.FindIndex(e => body.Outputs[e] == output);
                if (stack >= 0 && stack < layout.Stacks && b.TypeOf(operands[layout.Stack(stack)]!.Value).Equals(node.Types[slot]))
                {
                    results[slot] = operands[layout.Stack(stack)];
                }
                else if (twin >= 0)
                {
                    twins.Add((slot, layout.Slot(entries[twin])));
                }
                else
                {
                    entries.Add(o);
                }
            }

            var wantedSlots = (ulong[])alive.Clone();
            foreach (int o in Enumerable.Range(layout.Carries, layout.Entries).Where(o => !entries.Contains(o)))
            {
                wantedSlots[layout.Slot(o)] = 0;
            }

            bool IsUnchanged(int k) => body.Outputs[k] == body.Inputs[k];
            for (int k = 0; k < layout.Carries; k++)
            {
                if (IsUnchanged(k) && alive[k] != 0)
                {
                    results[k] = operands[layout.Carry(k)];
                    wantedSlots[k] = 0;
                }
            }

            var need = wantedSlots.Any(w => w != 0) ? Contribution.Operands(node, wantedSlots) : new ulong[node.Inputs.Count];
            if (need.All(n => n == 0) && entries.Count == 0 && !(layout.CountsTrips && alive[layout.Carries] != 0))
            {
                Changed = true;
                Finish();
                return results;
            }

            int[] carried = Enumerable.Range(0, layout.Carries).Where(k => need[layout.Carry(k)] != 0 && !IsUnchanged(k)).ToArray();
            int[] same = EqualCarries(body, carried, operands, layout);
            int[] carries = carried.Where(k => same[k] == k).ToArray();
            var stacks = new Operands(Enumerable.Range(layout.Stack(0), layout.Stacks).Where(i => need[i] != 0), operands);
            var invariants = new Operands(Enumerable.Range(0, node.Inputs.Count).Where(i => need[i] != 0 && (i >= layout.Invariant(0) || (i >= layout.Steering && i < layout.Stack(0) && IsUnchanged(i - layout.Steering)))), operands);

            // What is the same in each iteration of any region is computed before the loop.
            Value? Outside(int input) => input >= layout.Carries + layout.Stacks || (input < layout.Carries && IsUnchanged(input)) ? operands[layout.Steering + input] : null;
            var moved = node.Regions.Select(region => InvariantMotion.Move(b, region, op.Index(node.Attrs), Outside)).ToArray();
            var fresh = moved.SelectMany(m => m.Values).Distinct().ToArray();

            Changed |= carries.Length < layout.Carries || stacks.Count < layout.Stacks || invariants.Count < layout.Invariants || entries.Count < layout.Entries || moved.Any(m => m.Count > 0);
            var wanted = Enumerable.Range(0, body.Outputs.Count).Select(o => o < layout.Carries ? (carries.Contains(o) ? 1UL : 0) : entries.Contains(o) ? 1UL : 0).ToArray();
            var regions = node.Regions.Select((region, at) =>
            {
                var r = b.Region(region.Name);
                AddGuards(r, region);
                op.AssumeRange(r, node.Attrs);
                var inputs = new Value?[region.Inputs.Count];
                foreach (int k in carries)
                {
                    inputs[k] = r.Input(region.InputName(k), region.TypeOf(region.Inputs[k]), !region.IsDifferentiable(k));
                }

                foreach (int k in carried)
                {
                    inputs[k] = inputs[same[k]];
                }

                stacks.DeclareInto(r, region, layout.Steering, inputs);
                invariants.DeclareInto(r, region, layout.Steering, inputs);
                var declared = fresh.ToDictionary(v => v, v => r.Input(b.NodeOf(v).Name ?? "invariant", b.TypeOf(v)));
                var instead = moved[at].ToDictionary(m => m.Key, m => declared[m.Value]);
                if (!ReferenceEquals(region, body))
                {
                    return r.Build([Append(r, region, inputs, [1], instead)[0]!.Value], region.OutputNames);
                }

                var outputs = Append(r, region, inputs, wanted, instead);
                int[] order = [.. carries, .. entries];
                return r.Build(order.Select(o => outputs[o]!.Value).ToArray(), order.Select(o => region.OutputNames[o]).ToArray());
            }).ToArray();
            var attrs = node.Attrs.With("carries", (long)carries.Length);
            attrs = node.Attrs.Has("stacks") ? attrs.With("stacks", (long)stacks.Count) : attrs;
            Value[] all = [.. operands.Take(layout.Steering).Select(v => v!.Value), .. carries.Select(k => operands[layout.Carry(k)]!.Value), .. stacks.Values, .. invariants.Values, .. fresh];
            var emitted = b.EmitMany(op, attrs, all, Changed ? regions : node.Regions);
            int trips = layout.CountsTrips ? 1 : 0;
            foreach (int k in carried)
            {
                results[k] = emitted[Array.IndexOf(carries, same[k])];
            }

            if (trips > 0)
            {
                results[layout.Carries] = emitted[carries.Length];
            }

            for (int e = 0; e < entries.Count; e++)
            {
                results[layout.Slot(entries[e])] = emitted[carries.Length + trips + e];
            }

            Finish();
            return results;

            void Finish()
            {
                foreach (var (slot, of) in twins)
                {
                    results[slot] = results[of];
                }
            }
        }

        /// <summary>
        /// What a loop of no or one iteration computes; null for other loops, where a stack is filled or read, and where the iteration checks
        /// sizes: at entry they would be refused before the graph refuses them.
        /// </summary>
        private Value?[]? Unfold(GraphBuilder b, Node node, LoopLayout layout, Graph body, Value?[] operands, ulong[] alive)
        {
            if (node.Op is not ForOp || node.Attrs.Flag("counted") || layout.Stacks > 0 || alive.Skip(layout.Carries).Any(a => a != 0) ||
                !node.Attrs.Dim("count").TryGetConstant(out long count) || count > 1 || (count == 1 && body.Guards.Count > 0))
            {
                return null;
            }

            Changed = true;
            var results = new Value?[node.Types.Count];
            if (count == 1)
            {
                string index = ForOp.Instance.Index(node.Attrs);
                DimExpr? First(string symbol) => string.Equals(symbol, index, StringComparison.Ordinal) ? DimExpr.Zero : null;
                var values = b.InlineCall(body, operands.Select((v, i) => v ?? b.Undefined(body.TypeOf(body.Inputs[i]))).ToArray(), First);
                Array.Copy(values.Select(v => (Value?)v).ToArray(), results, layout.Carries);
                return results;
            }

            Array.Copy(operands, results, layout.Carries);
            return results;
        }

        /// <summary>For each carry that is kept the first one that is equal to it in all iterations: equal at the start, and made equal from equal ones.</summary>
        private static int[] EqualCarries(Graph body, int[] carried, Value?[] operands, LoopLayout layout)
        {
            var same = Enumerable.Range(0, layout.Carries).ToArray();
            foreach (int k in carried)
            {
                same[k] = carried.First(c => operands[layout.Carry(c)] == operands[layout.Carry(k)] && body.TypeOf(body.Inputs[c]).Equals(body.TypeOf(body.Inputs[k])));
            }

            for (bool changed = carried.Any(k => same[k] != k); changed;)
            {
                var b = GraphBuilder.DerivedFrom(body, body.Name);
                var inputs = body.Inputs.Select((v, i) => b.Input(body.InputName(i), body.TypeOf(v))).ToArray();
                var next = b.InlineUnguarded(body, inputs.Select((v, i) => i < layout.Carries ? inputs[same[i]] : v).ToArray());
                int[] before = (int[])same.Clone();
                foreach (int k in carried)
                {
                    same[k] = carried.First(c => before[c] == before[k] && next[c] == next[k]);
                }

                changed = !before.SequenceEqual(same);
            }

            return same;
        }
    }
}
