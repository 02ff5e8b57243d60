using System;
using System.Collections.Generic;
using System.Threading;
using Costate.CompilerServices;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>
/// One evaluation: finds what the targets need and is not there (a walk from the targets), decides which outputs each node has to
/// give and whether its residuals are kept (backwards over that walk), and calls the fragments (forwards). The arrays are
/// used again by the next evaluation; they hold no node in between.
/// </summary>
internal sealed class Evaluation
{
    private readonly TraversalStack stack = new();
    private readonly Dictionary<(ElementKind, int), Array> zeros = [];
    private readonly RentedArrays rented = new();
    private Work[] work = new Work[256];
    private int count;
    private int[] uses = new int[256];
    private int useCount;
    private Array?[] frameArrays = new Array?[64];
    private Storage[] written = new Storage[16];
    private int mark;
    private CancellationToken token;

    /// <summary>Computes the targets that are not there. What was finished stays when it is cancelled or fails.</summary>
    public void Run(ReadOnlySpan<TracedValue> targets, CancellationToken token)
    {
        this.token = token;
        token.ThrowIfCancellationRequested();
        mark = Engine.NextMark();
        try
        {
            foreach (var target in targets)
            {
                if (target.Node.ValueOf(target.Slot) is null) Walk(target.Node);
            }

            foreach (var target in targets) Want(target.Node, target.Slot, byTarget: true);
            for (int i = count - 1; i >= 0; i--) Decide(ref work[i]);
            ref var counters = ref EngineCounters.Mine;
            for (int i = 0; i < count; i++)
            {
                ref var item = ref work[i];
                if (item.Missing == 0 && !item.Keep) continue;
                token.ThrowIfCancellationRequested();
                Execute(ref item, ref counters);
            }
        }
        finally
        {
            stack.Clear();
            zeros.Clear();
            rented.Dispose();
            Array.Clear(work, 0, count);
            Array.Clear(frameArrays);
            Array.Clear(written);
            LargeArrays.Shared.EndEvaluation();
            count = 0;
            useCount = 0;
            this.token = default;
            if (work.Length > 1 << 18) (work, uses) = (new Work[256], new int[256]);
        }
    }

    /// <summary>Lists the nodes that may have to run, inputs first.</summary>
    private void Walk(TraceNode start)
    {
        if (start.Mark == mark) return;
        start.Mark = mark;
        stack.Push(start);
        while (!stack.IsEmpty)
        {
            ref var top = ref stack.Top;
            if (NextEdge(top.Node, ref top.Next, out var child))
            {
                if (child is not null && child.Mark != mark)
                {
                    child.Mark = mark;
                    stack.Push(child);
                }
            }
            else
            {
                List(top.Node);
                stack.Pop();
            }
        }
    }

    /// <summary>The next node that has something to give to this one and may not have it; false when there are no more.</summary>
    private static bool NextEdge(TraceNode node, ref int next, out TraceNode? child)
    {
        int edge = next++, slot;
        child = null;
        if (node.Kind == NodeKind.Call)
        {
            if (edge >= node.InputCount) return false;
            child = node.Input(edge)!;
            slot = node.InputSlot(edge);
        }
        else if (node.IsLeaf)
        {
            return false;
        }
        else
        {
            // The inputs of the primal's graph, the primal itself, then what the derivative has of its own.
            int inherited = node.Primal.GraphInputCount;
            if (edge < inherited)
            {
                child = node.Primal.GraphInput(edge, out slot);
            }
            else if (edge == inherited)
            {
                if (node.Kind == NodeKind.Adjoint && node.Primal.Kind == NodeKind.Call && !HasAll(node.Primal)) child = node.Primal;
                return true;
            }
            else
            {
                if (edge - inherited >= node.InputCount) return false;
                child = node.Input(edge - inherited);
                slot = node.InputSlot(edge - inherited);
            }
        }

        if (child?.ValueOf(slot) is not null) child = null;
        return true;
    }

    /// <summary>Whether a call's outputs and residuals are there.</summary>
    private static bool HasAll(TraceNode node)
    {
        for (int slot = 0; slot < node.OutputCount; slot++)
        {
            if (node.ValueOf(slot) is null) return false;
        }

        return node.HasResiduals || !node.Site.KeepsResiduals;
    }

    private void List(TraceNode node)
    {
        if (count == work.Length) Array.Resize(ref work, 2 * count);
        node.Place = count;
        ref var item = ref work[count++];
        item = new Work { Node = node };
        if (node.Kind != NodeKind.Adjoint) return;
        item.FirstUse = useCount;
        useCount += node.OutputCount;
        if (useCount > uses.Length) Array.Resize(ref uses, 2 * useCount);
        uses.AsSpan(item.FirstUse, node.OutputCount).Clear();
    }

    private void Want(TraceNode? node, int slot, bool byTarget)
    {
        if (node is null || node.Mark != mark) return;
        ref var item = ref work[node.Place];
        item.Wanted |= 1UL << Math.Min(slot, 63);
        item.IsAncestor |= !byTarget;

        // A target is never taken away.
        if (node.Kind == NodeKind.Adjoint) uses[item.FirstUse + slot] += byTarget ? 2 : 1;
    }

    private void Decide(ref Work item)
    {
        var node = item.Node;
        for (int slot = 0; slot < node.OutputCount; slot++)
        {
            ulong bit = 1UL << Math.Min(slot, 63);
            if ((item.Wanted & bit) != 0 && node.ValueOf(slot) is null) item.Missing |= bit;
        }

        if (node.Kind == NodeKind.Call)
        {
            bool keep = item.NeedsResiduals || (item.Missing != 0 && item.IsAncestor && node.Active && node.Site.Anticipation.ExpectsGradient);
            item.Keep = keep && !node.HasResiduals && node.Site.KeepsResiduals;
            if (item.Keep && item.Missing == 0) node.Site.Anticipation.WasNeeded();
            if (item.Missing == 0 && !item.Keep) return;
            for (int i = 0; i < node.InputCount; i++) Want(node.Input(i), node.InputSlot(i), byTarget: false);
            return;
        }

        if (item.Missing == 0) return;
        var primal = node.Primal;
        int inherited = primal.GraphInputCount, outputs = node.Kind == NodeKind.Adjoint ? primal.OutputCount : 0;
        for (int i = 0; i < inherited; i++) Want(primal.GraphInput(i, out int slot), slot, byTarget: false);
        if (node.Kind == NodeKind.Adjoint && primal.Kind == NodeKind.Call && primal.Mark == mark)
        {
            for (int slot = 0; slot < outputs; slot++) Want(primal, slot, byTarget: false);
            work[primal.Place].NeedsResiduals = true;
        }

        for (int i = 1; i < node.InputCount; i++)
        {
            // Of the partials only those that are wanted; of the rest everything.
            int partial = i - 1 - outputs;
            if (node.Kind == NodeKind.Tangent || partial < 0 || (item.Missing >> partial & 1) != 0) Want(node.Input(i), node.InputSlot(i), byTarget: false);
        }
    }

    private void Execute(ref Work item, ref EngineCounters.Counts counters)
    {
        var node = item.Node;
        switch (node.Kind)
        {
            case NodeKind.Call:
                Call(node, item.Keep, inAdvance: !item.NeedsResiduals, ref counters);
                break;
            case NodeKind.Adjoint:
                Adjoint(node, item.Missing);
                counters.Adjoint++;
                break;
            default:
                Tangent(node);
                counters.Tangent++;
                break;
        }
    }

    private void Call(TraceNode node, bool keep, bool inAdvance, ref EngineCounters.Counts counters)
    {
        var site = node.Site;
        int inputs = node.InputCount, outputs = node.OutputCount;
        var arrays = Arrays(inputs + outputs);
        for (int i = 0; i < inputs; i++) arrays[i] = node.Input(i)!.ValueOf(node.InputSlot(i));
        var results = Written(outputs + 1);
        for (int slot = 0; slot < outputs; slot++)
        {
            if (node.ValueOf(slot) is not { } array) array = (results[slot] = LargeArrays.Shared.Rent(site.Kind, site.Counts[slot])).Elements!;
            arrays[inputs + slot] = array;
        }

        if (keep) results[outputs] = LargeArrays.Shared.Rent(site.Kind, site.ResidualCount, inAdvance ? site.Anticipation : null);
        var log = keep && site.Fragment!.KeepsLog ? new ResidualLog() : null;
        var frame = new FragmentFrame { Kind = site.Kind, Inputs = arrays[..inputs], Outputs = arrays[inputs..], Residuals = results[outputs].Elements, Log = log, Dims = site.Dims, Token = token };
        if (keep)
        {
            site.Fragment!.ForwardKeeping(frame);
            counters.ForwardKeeping++;
            node.KeepResiduals(results[outputs], log);
        }
        else
        {
            site.Fragment!.Forward(frame);
            counters.Forward++;
        }

        if (CostateSettings.DebugNaN) Examination.Forward(site.Fragment!, frame);
        for (int slot = 0; slot < outputs; slot++)
        {
            if (!results[slot].IsEmpty) node.SetValue(slot, results[slot]);
        }

        results.Clear();
        arrays.Clear();
    }

    private void Adjoint(TraceNode node, ulong want)
    {
        var (site, primal) = (node.Site, node.Primal);
        int inputs = primal.GraphInputCount, outputs = primal.OutputCount, partials = node.OutputCount;
        var arrays = Arrays(inputs + (2 * outputs) + partials);
        GraphInputs(primal, arrays);
        if (primal.Kind == NodeKind.Call)
        {
            for (int slot = 0; slot < outputs; slot++) arrays[inputs + slot] = primal.ValueOf(slot);
        }

        ulong present = 0;
        for (int slot = 0; slot < outputs; slot++)
        {
            if (node.Input(1 + slot) is not { } cotangent) continue;
            arrays[inputs + outputs + slot] = cotangent.ValueOf(node.InputSlot(1 + slot));
            present |= 1UL << slot;
        }

        int first = inputs + (2 * outputs);
        var results = Written(partials);
        for (int i = 0; i < partials; i++)
        {
            if ((want >> i & 1) != 0) arrays[first + i] = (results[i] = TakePartial(node, i, 1 + outputs + i)).Elements;
        }

        var pack = primal.Pack;
        LargeArrays.Shared.Need(pack);
        var frame = new FragmentFrame
        {
            Kind = site.Kind,
            Inputs = arrays[..inputs],
            Outputs = arrays.Slice(inputs, outputs),
            Cotangents = arrays.Slice(inputs + outputs, outputs),
            Partials = arrays[first..],
            Residuals = pack.Elements,
            Log = primal.Log,
            Dims = site.Dims,
            Token = token,
            Want = want,
            Present = present,
        };
        primal.Site.Fragment!.Adjoint(frame);
        if (CostateSettings.DebugNaN) Examination.Adjoint(primal.Site.Fragment, frame);
        for (int i = 0; i < partials; i++)
        {
            if ((want >> i & 1) != 0) node.SetValue(i, results[i]);
        }

        results.Clear();
        arrays.Clear();
    }

    /// <summary>The memory of a partial to be extended: that of the partial before, if nobody else will read it, otherwise a copy.</summary>
    private Storage TakePartial(TraceNode node, int slot, int input)
    {
        int size = node.Site.Counts[slot];
        if (node.Input(input) is not { } before) return LargeArrays.Shared.RentZeros(node.Site.Kind, size);
        int from = node.InputSlot(input);
        if (before.Mark == mark && before.Kind == NodeKind.Adjoint)
        {
            ref var item = ref work[before.Place];
            if ((item.Missing >> from & 1) != 0 && uses[item.FirstUse + from] == 1) return before.TakeValue(from);
        }

        var copy = LargeArrays.Shared.Rent(node.Site.Kind, size);
        Array.Copy(before.ValueOf(from)!, copy.Elements!, size);
        return copy;
    }

    private void Tangent(TraceNode node)
    {
        var (site, primal) = (node.Site, node.Primal);
        int inputs = primal.GraphInputCount, tangents = node.InputCount - 1, outputs = node.OutputCount;
        var arrays = Arrays(inputs + tangents + outputs);
        GraphInputs(primal, arrays);
        ulong present = 0;
        int[] differentiable = primal.Site.Fragment!.DifferentiableInputs;
        for (int i = 0; i < tangents; i++)
        {
            if (node.Input(1 + i) is { } tangent)
            {
                arrays[inputs + i] = tangent.ValueOf(node.InputSlot(1 + i));
                present |= 1UL << i;
            }
            else
            {
                arrays[inputs + i] = Zeros(site.Kind, arrays[differentiable[i]]!.Length);
            }
        }

        var results = Written(outputs);
        for (int slot = 0; slot < outputs; slot++) arrays[inputs + tangents + slot] = (results[slot] = LargeArrays.Shared.RentZeros(site.Kind, site.Counts[slot])).Elements;
        var frame = new FragmentFrame
        {
            Kind = site.Kind,
            Inputs = arrays[..inputs],
            Tangents = arrays.Slice(inputs, tangents),
            Outputs = arrays[(inputs + tangents)..],
            Dims = site.Dims,
            Token = token,
            Present = present,
        };
        primal.Site.Fragment.Tangent(frame);
        if (CostateSettings.DebugNaN) Examination.Tangent(primal.Site.Fragment, frame);
        for (int slot = 0; slot < outputs; slot++) node.SetValue(slot, results[slot]);
        results.Clear();
        arrays.Clear();
    }

    /// <summary>The inputs of a node's graph; an absent cotangent or partial becomes zeros, since the graph is computed as it stands.</summary>
    private void GraphInputs(TraceNode node, Span<Array?> arrays)
    {
        int inputs = node.GraphInputCount;
        for (int i = 0; i < inputs; i++)
        {
            arrays[i] = node.GraphInput(i, out int slot) is { } input ? input.ValueOf(slot) : Zeros(node.Site.Kind, AbsentCount(node, i));
        }
    }

    /// <summary>The number of elements of an absent input: it belongs to the derivative whose own inputs begin before it.</summary>
    private static int AbsentCount(TraceNode node, int input)
    {
        while (true)
        {
            var primal = node.Primal;
            int own = input - primal.GraphInputCount;
            if (own < 0)
            {
                node = primal;
                continue;
            }

            if (node.Kind == NodeKind.Adjoint)
            {
                int outputs = primal.OutputCount;
                return own < outputs ? primal.Site.Counts[own] : node.Site.Counts[own - outputs];
            }

            return primal.Site.Adjoint.Counts[own];
        }
    }

    private Array Zeros(ElementKind kind, int size)
    {
        if (!zeros.TryGetValue((kind, size), out var array)) zeros.Add((kind, size), array = rented.RentZeros(kind, size));
        return array;
    }

    /// <summary>Where storage that is being written stands until its node has it, so that it is held.</summary>
    private Span<Storage> Written(int size)
    {
        if (size > written.Length) written = new Storage[2 * size];
        return written.AsSpan(0, size);
    }

    private Span<Array?> Arrays(int size)
    {
        if (size > frameArrays.Length) frameArrays = new Array?[2 * size];
        return frameArrays.AsSpan(0, size);
    }

    private struct Work
    {
        public TraceNode Node;

        /// <summary>The outputs that somebody asked for.</summary>
        public ulong Wanted;

        /// <summary>The outputs that have to be computed.</summary>
        public ulong Missing;

        /// <summary>Where the counts of the readers of an adjoint's outputs begin.</summary>
        public int FirstUse;

        /// <summary>Whether another node of this evaluation reads it, so that its adjoint may come soon.</summary>
        public bool IsAncestor;

        public bool NeedsResiduals;

        /// <summary>Whether the forward that keeps residuals runs.</summary>
        public bool Keep;
    }
}
