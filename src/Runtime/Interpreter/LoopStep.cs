using System;
using System.Numerics;
using System.Threading;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>
/// A loop. A carry that an iteration changes in windows is changed where it lies; any other has two places, and an iteration reads the one and
/// writes the other.
/// </summary>
internal sealed class LoopStep<T> : ControlStep<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly LoopLayout layout;
    private readonly LateDim? count;
    private readonly Region<T> body;
    private readonly Region<T>? condition;
    private readonly StateReplay<T>? states;

    // Which carries have two places, and which are computed at all.
    private readonly bool[] moves;
    private readonly bool[] live;
    private readonly bool[] isRagged;
    private readonly string index;
    private readonly bool reverse;
    private State? idle;

    /// <param name="node">The loop.</param>
    /// <param name="layout">What its operands are.</param>
    /// <param name="count">The number of iterations; null if data decide it.</param>
    /// <param name="body">The body.</param>
    /// <param name="condition">The condition of a While.</param>
    /// <param name="homes">For each input of the body the output whose memory it lies in, or -1.</param>
    /// <param name="live">The carries that are computed.</param>
    /// <param name="states">What brings the states that it reads, if they are not all there.</param>
    public LoopStep(Node node, LoopLayout layout, LateDim? count, Region<T> body, Region<T>? condition, int[] homes, bool[] live, StateReplay<T>? states = null)
    {
        this.states = states;
        this.layout = layout;
        this.count = count;
        this.body = body;
        this.condition = condition;
        var op = (IterationOp)node.Op;
        var region = op.Body(node);
        this.live = live;
        moves = new bool[layout.Carries];
        for (int k = 0; k < moves.Length; k++) moves[k] = live[k] && homes[k] < 0;
        isRagged = new bool[region.Outputs.Count];
        for (int i = 0; i < isRagged.Length; i++) isRagged[i] = region.TypeOf(region.Outputs[i]).IsRagged;
        index = op.Index(node.Attrs);
        reverse = node.Attrs.Flag("reverse");
    }

    public override void Run(ReadOnlySpan<View<T>> x, Span<View<T>> y, Scope scope)
    {
        int results = layout.Carries + (layout.CountsTrips ? 1 : 0) + layout.Entries;
        var state = Interlocked.Exchange(ref idle, null) ?? new State(layout, isRagged.Length);
        var (inputs, outputs) = (state.Inputs, state.Outputs);
        var inner = scope.Inner(index);
        int many = condition is not null ? int.MaxValue : count is { } known ? checked((int)known.At(scope)) : Fragment.Count<T>(x[0].Span);
        Begin(x, y, y[results..], inputs, outputs);
        int done = 0;
        var runs = new RegionRuns<T>(body);
        var tests = new RegionRuns<T>(condition);
        var replayed = states?.Begin(x, many, scope);
        try
        {
            while (done < many)
            {
                scope.Token.ThrowIfCancellationRequested();
                int at = reverse ? many - 1 - done : done;
                replayed?.Bring(inputs, inner);
                inner.Value = at;
                if (condition is not null && !Holds(ref tests, state, inner)) break;
                var schedule = runs.Enter(inner);
                for (int k = 0; replayed is null && k < layout.Stacks; k++) inputs[layout.Carries + k] = Entry(x[layout.Stack(k)], at, schedule.InputCount(layout.Carries + k));
                for (int i = layout.Carries; i < outputs.Length; i++) outputs[i] = Target(y[layout.Slot(i)], at, schedule.OutputCount(i), isRagged[i]);
                ulong leaves = Leaves(schedule);
                schedule.Run(runs.Workspace!, inputs, outputs, inner, leaves);
                Next(schedule, state, leaves);
                done++;
            }
        }
        finally
        {
            runs.Leave();
            tests.Leave();
            replayed?.Dispose();
        }

        End(y, y[results..], inputs);
        if (layout.CountsTrips && !y[layout.Carries].IsAbsent) y[layout.Carries].Span[0] = Fragment.Count<T>(done);
        Array.Clear(inputs);
        Array.Clear(outputs);
        idle = state;
    }

    /// <summary>Puts the carries where they begin, and the invariants where the body reads them.</summary>
    private void Begin(ReadOnlySpan<View<T>> x, Span<View<T>> y, Span<View<T>> spares, View<T>[] inputs, View<T>[] outputs)
    {
        for (int k = 0, spare = 0; k < layout.Carries; k++)
        {
            if (!live[k]) continue;
            var begin = x[layout.Carry(k)];
            if (!begin.Is(y[k])) begin.CopyTo(y[k]);
            inputs[k] = y[k];
            outputs[k] = moves[k] ? spares[spare++] : y[k];
        }

        for (int k = 0; k < layout.Invariants; k++) inputs[layout.Carries + layout.Stacks + k] = x[layout.Invariant(k)];
    }

    private static View<T> Entry(View<T> stack, int index, int size) => stack.Entries is { } entries ? entries[index] : stack.Slice(index * size, size);

    private static View<T> Target(View<T> stack, int index, int size, bool isRagged) =>
        stack.IsAbsent ? default : stack.Entries is { } entries ? entries.Add(index, size, isRagged) : stack.Slice(index * size, size);

    private static bool Holds(ref RegionRuns<T> tests, State state, Scope inner)
    {
        var schedule = tests.Enter(inner);
        schedule.Run(tests.Workspace!, state.Inputs, state.Truth, inner);
        return state.Truth[0].Span[0] != T.Zero;
    }

    /// <summary>The carries that become what another one was: they take over its memory.</summary>
    private ulong Leaves(Schedule<T> schedule)
    {
        ulong leaves = 0, taken = 0;
        for (int k = 0; k < Math.Min(64, layout.Carries); k++)
        {
            int from = moves[k] ? schedule.PassedOn(k) : -1;
            if (from < 0 || from >= Math.Min(64, layout.Carries) || !moves[from] || (taken >> from & 1) != 0) continue;
            taken |= 1UL << from;
            leaves |= 1UL << k;
        }

        return leaves;
    }

    /// <summary>What was written becomes what is read; the memory that is free then is written next.</summary>
    private void Next(Schedule<T> schedule, State state, ulong leaves)
    {
        var (inputs, outputs) = (state.Inputs, state.Outputs);
        if (leaves == 0)
        {
            for (int k = 0; k < layout.Carries; k++) (inputs[k], outputs[k]) = (outputs[k], inputs[k]);
            return;
        }

        // Of each size there are as many free places as carries.
        var (before, free) = (state.Before, state.Free);
        int count = 0;
        Array.Copy(inputs, before, layout.Carries);
        ulong taken = 0;
        for (int k = 0; k < layout.Carries; k++)
        {
            bool takes = k < 64 && (leaves >> k & 1) != 0;
            if (takes) free[count++] = outputs[k];
            int from = takes ? schedule.PassedOn(k) : -1;
            if (takes) taken |= 1UL << from;
            inputs[k] = takes ? before[from] : outputs[k];
        }

        for (int k = 0; k < layout.Carries; k++)
        {
            if (moves[k] && (k >= 64 || (taken >> k & 1) == 0)) free[count++] = before[k];
        }

        for (int k = 0; k < layout.Carries; k++)
        {
            if (!moves[k]) continue;
            int at = Array.FindIndex(free, 0, count, v => v.Count == inputs[k].Count);
            outputs[k] = free[at];
            free[at] = free[--count];
        }
    }

    /// <summary>Brings the carries to the results, in an order in which none is overwritten.</summary>
    private void End(Span<View<T>> y, Span<View<T>> spares, View<T>[] inputs)
    {
        for (int k = 0; k < layout.Carries; k++)
        {
            if (!moves[k] || inputs[k].Is(y[k])) continue;
            for (int j = k + 1; j < layout.Carries && y[k].Count > 0; j++)
            {
                // Its place is that of another one, which goes to where nobody is.
                if (inputs[j].Is(y[k])) inputs[j] = Move(inputs[j], y[..layout.Carries], spares, inputs);
            }

            inputs[k].CopyTo(y[k]);
            inputs[k] = y[k];
        }
    }

    private View<T> Move(View<T> carry, Span<View<T>> places, Span<View<T>> spares, View<T>[] taken)
    {
        foreach (var part in (ReadOnlySpan<int>)[0, 1])
        {
            foreach (var place in part == 0 ? places : spares)
            {
                if (place.Count != carry.Count || Array.FindIndex(taken, 0, layout.Carries, t => t.Is(place)) >= 0) continue;
                carry.CopyTo(place);
                return place;
            }
        }

        throw new InvalidOperationException("The carries of a loop have no memory left.");
    }

    /// <summary>What one run at a time uses.</summary>
    private sealed class State(LoopLayout layout, int outputs)
    {
        public View<T>[] Inputs { get; } = new View<T>[layout.Carries + layout.Stacks + layout.Invariants];

        public View<T>[] Outputs { get; } = new View<T>[outputs];

        public View<T>[] Truth { get; } = [new View<T>(new T[1])];

        public View<T>[] Before { get; } = new View<T>[layout.Carries];

        public View<T>[] Free { get; } = new View<T>[2 * layout.Carries];
    }
}
