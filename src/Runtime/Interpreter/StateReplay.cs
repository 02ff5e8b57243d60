using System;
using System.Buffers;
using System.Numerics;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>The states that a reversed loop reads, of a loop that runs again for it.</summary>
/// <param name="layout">The operands of the reversed loop; the states begin where a loop has stacks.</param>
/// <param name="advance">An iteration of the loop that runs again.</param>
/// <param name="slots">The states there is room for, if a number says so.</param>
/// <param name="every">The length of a stretch otherwise.</param>
internal sealed class StateReplay<T>(LoopLayout layout, Region<T> advance, LateDim slots, int every)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private LoopLayout Layout => layout;

    private Region<T> Advance => advance;

    private LateDim Slots => slots;

    private int Every => every;

    /// <summary>Begins a reversal.</summary>
    /// <param name="x">The operands of the reversed loop.</param>
    /// <param name="count">The number of iterations.</param>
    /// <param name="scope">Where the loop stands.</param>
    public Run Begin(ReadOnlySpan<View<T>> x, int count, Scope scope) => new(this, x, count, scope);

    /// <summary>One reversal.</summary>
    public sealed class Run : IDisposable
    {
        private readonly StateReplay<T> replay;
        private readonly View<T>[] inputs;
        private readonly View<T>[] next;
        private readonly View<T>[] kept;
        private readonly T[] memory;
        private Replay order;
        private RegionRuns<T> runs;

        public Run(StateReplay<T> replay, ReadOnlySpan<View<T>> x, int count, Scope scope)
        {
            this.replay = replay;
            var layout = replay.Layout;
            order = Replay.Begin(count, checked((int)replay.Slots.At(scope)), replay.Every);
            runs = new RegionRuns<T>(replay.Advance);
            inputs = new View<T>[layout.Carries + layout.Stacks + layout.Invariants];
            next = new View<T>[layout.Stacks];
            kept = new View<T>[layout.Stacks];
            int size = 0;
            for (int k = 0; k < layout.Stacks; k++) size = checked(size + (x[layout.Stack(k)].Count * (order.Slots + 2)));
            memory = ArrayPool<T>.Shared.Rent(size);
            for (int k = 0, at = 0; k < layout.Stacks; k++)
            {
                var begin = x[layout.Stack(k)];
                var all = new View<T>(memory, at, begin.Count * (order.Slots + 2));
                inputs[layout.Carries + k] = all.Slice(0, begin.Count);
                next[k] = all.Slice(begin.Count, begin.Count);
                kept[k] = all.Slice(2 * begin.Count, begin.Count * order.Slots);
                if (begin.Count > 0) begin.CopyTo(kept[k].Slice(0, begin.Count));
                at += all.Count;
            }

            for (int k = 0; k < layout.Invariants; k++) inputs[layout.Carries + layout.Stacks + k] = x[layout.Invariant(k)];
        }

        /// <summary>Brings the states before the iteration that is turned round next; asked from the last to the first.</summary>
        /// <param name="body">The inputs of the reversed loop's body.</param>
        /// <param name="scope">The scope of an iteration, whose index is changed.</param>
        public void Bring(View<T>[] body, Scope scope)
        {
            var layout = replay.Layout;
            var states = inputs.AsSpan(layout.Carries, layout.Stacks);
            while (order.Next())
            {
                for (int k = 0; order.Restores && k < states.Length; k++) Slot(k, order.Slot).CopyTo(states[k]);
                for (int i = order.From; i < order.To; i++)
                {
                    scope.Token.ThrowIfCancellationRequested();
                    scope.Value = i;
                    runs.Enter(scope).Run(runs.Workspace!, inputs, next, scope);
                    for (int k = 0; k < states.Length; k++) (states[k], next[k]) = (next[k], states[k]);
                }

                if (order.Keeps < 0) break;
                for (int k = 0; k < states.Length; k++) states[k].CopyTo(Slot(k, order.Keeps));
            }

            states.CopyTo(body.AsSpan(layout.Carries));
        }

        public void Dispose()
        {
            runs.Leave();
            order.Dispose();
            ArrayPool<T>.Shared.Return(memory);
        }

        private View<T> Slot(int state, int slot)
        {
            int size = next[state].Count;
            return kept[state].Slice(slot * size, size);
        }
    }
}
