using System;
using System.Buffers;
using System.Collections.Generic;
using System.Numerics;
using System.Threading;
using Costate.Ir;

namespace Costate.Execution;

/// <summary>
/// The steps that compute the wanted outputs, in the order of the graph, and where every value lies: in an input, an output, or
/// a temporary. A step runs in place where an operand dies with it, so that a partial is extended and not copied.
/// </summary>
internal sealed partial class Schedule<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    /// <summary>Temporaries up to this many elements in all stay with the schedule; larger ones come from the shared pool.</summary>
    private const long MaxKept = 1 << 14;

    private const int MaxConstant = 1 << 12;

    private readonly Plan<T> plan;
    private readonly int[] homes;
    private readonly List<Step> steps = [];
    private readonly List<int> temporaries = [];
    private readonly List<(Place From, int Output)> copies = [];
    private int maxViews;
    private int entries;
    private Workspace? idleWorkspace;

    /// <param name="plan">The graph at its sizes.</param>
    /// <param name="want">The outputs to be computed, as bits.</param>
    /// <param name="absent">The cotangents that are Zero, as bits.</param>
    /// <param name="homes">For each input the output whose memory it lies in if that is wanted; negative for its own.</param>
    public Schedule(Plan<T> plan, ulong want, ulong absent, int[] homes)
    {
        this.plan = plan;
        this.homes = homes;
        Want = want;
        Absent = absent;
        new Builder(this).Build();
    }

    /// <summary>The outputs to be computed, as bits.</summary>
    public ulong Want { get; }

    /// <summary>The cotangents that are Zero, as bits.</summary>
    public ulong Absent { get; }

    /// <summary>The number of elements of an input.</summary>
    public int InputCount(int input) => plan.Count(plan.Graph.Inputs[input]);

    /// <summary>The number of elements of an output.</summary>
    public int OutputCount(int output) => plan.Count(plan.Graph.Outputs[output]);

    /// <summary>The input whose value an output is, unchanged and not in its own memory; -1 if it is computed.</summary>
    public int PassedOn(int output)
    {
        foreach (var (from, to) in copies)
        {
            if (to == output && from.Kind == PlaceKind.Input) return from.Index;
        }

        return -1;
    }

    public void Run(ReadOnlySpan<View<T>> inputs, ReadOnlySpan<View<T>> outputs, Scope scope)
    {
        var workspace = Enter();
        try
        {
            Run(workspace, inputs, outputs, scope);
        }
        finally
        {
            Leave(workspace);
        }
    }

    /// <summary>Memory for runs, one after the other.</summary>
    public Workspace Enter()
    {
        var workspace = Interlocked.Exchange(ref idleWorkspace, null) ?? new Workspace(this);
        if (!workspace.Keeps) workspace.Rent(temporaries);
        return workspace;
    }

    public void Leave(Workspace workspace)
    {
        if (!workspace.Keeps) workspace.Return();
        Array.Clear(workspace.Views);
        idleWorkspace = workspace;
    }

    /// <param name="workspace">Memory of this schedule.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="outputs">Where the outputs go.</param>
    /// <param name="scope">The indices of the loops around the graph.</param>
    /// <param name="leaves">Outputs that are not copied, as bits: those that are an input, passed on.</param>
    public void Run(Workspace workspace, ReadOnlySpan<View<T>> inputs, ReadOnlySpan<View<T>> outputs, Scope scope, ulong leaves = 0)
    {
        var views = workspace.Views;
        workspace.Begin();
        foreach (var step in steps)
        {
            int count = step.Operands.Length;
            for (int k = 0; k < count; k++) views[k] = Locate(step.Operands[k], inputs, outputs, workspace);
            if (step.Control is { } control)
            {
                for (int k = 0; k < step.Results.Length; k++) views[count + k] = Locate(step.Results[k], inputs, outputs, workspace);
                control.Run(views.AsSpan(0, count), views.AsSpan(count, step.Results.Length), scope);
                continue;
            }

            int status = step.Kernel.Run(views.AsSpan(0, count), Locate(step.Results[0], inputs, outputs, workspace).Span, scope);
            if (status != 0) throw Failure(step.Node, status, views);
        }

        foreach (var (from, output) in copies)
        {
            if (from.Kind == PlaceKind.Splat)
            {
                outputs[output].Span.Fill(from.Constant![0]);
            }
            else if (output >= 64 || (leaves >> output & 1) == 0)
            {
                Locate(from, inputs, outputs, workspace).CopyTo(outputs[output]);
            }
        }
    }

    private static View<T> Locate(Place place, ReadOnlySpan<View<T>> inputs, ReadOnlySpan<View<T>> outputs, Workspace workspace) => place.Kind switch
    {
        PlaceKind.Input => inputs[place.Index],
        PlaceKind.Output => outputs[place.Index],
        PlaceKind.Temporary => new View<T>(workspace.Buffers[place.Index], 0, place.Count),
        PlaceKind.Entries => new View<T>(workspace.Entries[place.Index]),
        PlaceKind.None => default,
        _ => new View<T>(place.Constant),
    };

    private InvalidOperationException Failure(int node, int pivot, View<T>[] operands)
    {
        var at = plan.Graph.Nodes[node];
        string? where = at.Span.IsKnown ? "line " + at.Span.Line : null;
        if (at.Op is ConvergedOp)
        {
            double Number(int operand) => double.CreateChecked(operands[operand].Span[0]);
            return new ConvergenceException(plan.Name, at.Attrs.Text("of"), Number(1), Number(2), Number(3), where);
        }

        string operation = at.Op is CholeskyOp || at.Types[0].Factor == FactorKind.Cholesky ? "Cholesky" : "LU";
        return new FactorizationException(plan.Name, operation, pivot, where);
    }

    /// <summary>What one run at a time uses.</summary>
    public sealed class Workspace
    {
        private readonly Chunks<T> chunks = new();

        public Workspace(Schedule<T> schedule)
        {
            var temporaries = schedule.temporaries;
            Views = new View<T>[schedule.maxViews];
            Buffers = new T[temporaries.Count][];
            Entries = new Entries<T>[schedule.entries];
            long total = 0;
            foreach (int count in temporaries) total += count;
            Keeps = total <= MaxKept;
            for (int i = 0; Keeps && i < Buffers.Length; i++) Buffers[i] = new T[temporaries[i]];
        }

        public bool Keeps { get; }

        public T[][] Buffers { get; }

        /// <summary>The stacks of unknown size that live within a run.</summary>
        public Entries<T>[] Entries { get; }

        public View<T>[] Views { get; }

        public void Begin()
        {
            if (Entries.Length == 0) return;
            chunks.Clear();
            for (int i = 0; i < Entries.Length; i++) Entries[i] = new Entries<T>(chunks);
        }

        public void Rent(List<int> temporaries)
        {
            for (int i = 0; i < Buffers.Length; i++) Buffers[i] = ArrayPool<T>.Shared.Rent(temporaries[i]);
        }

        public void Return()
        {
            for (int i = 0; i < Buffers.Length; i++)
            {
                if (Buffers[i] is { } buffer) ArrayPool<T>.Shared.Return(buffer);
                Buffers[i] = null!;
            }
        }
    }

    private enum PlaceKind : byte
    {
        /// <summary>A result that is not wanted.</summary>
        None,
        Input,
        Output,
        Temporary,

        /// <summary>A stack of unknown size.</summary>
        Entries,

        /// <summary>A constant tensor, all elements of it.</summary>
        Constant,

        /// <summary>A constant tensor as one element, where it is only copied to an output.</summary>
        Splat,
    }

    private readonly record struct Place(PlaceKind Kind, int Index, int Count, T[]? Constant = null);

    private readonly record struct Step(int Node, BoundKernel<T> Kernel, ControlStep<T>? Control, Place[] Operands, Place[] Results);
}
