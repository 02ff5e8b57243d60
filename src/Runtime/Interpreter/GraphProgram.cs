using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>
/// A graph that is interpreted. Its last inputs may be linear: cotangents, of which some may be absent, and partials, which are
/// updated in place and become the outputs.
/// </summary>
internal sealed class GraphProgram
{
    private const int MaxPlans = 64;

    private readonly Lock gate = new();
    private readonly IReadOnlyList<string> symbols;
    private readonly bool hasRegions;
    private Cache<double>? doubles;
    private Cache<float>? singles;

    /// <param name="name">The fragment's name, for errors.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="symbols">The dimension symbols, in the order in which their values are given.</param>
    /// <param name="cotangents">How many inputs before the partials are cotangents.</param>
    /// <param name="partials">How many inputs at the end are partials.</param>
    public GraphProgram(string name, Graph graph, IReadOnlyList<string> symbols, int cotangents = 0, int partials = 0)
    {
        Name = name;
        Graph = graph = ImplicitLoops.Lower(Calls.Inline(graph));
        this.symbols = symbols;
        hasRegions = graph.Nodes.Any(n => n.Op is RegionOp);
        FirstPartial = graph.Inputs.Count - partials;
        FirstCotangent = FirstPartial - cotangents;
    }

    public string Name { get; }

    public Graph Graph { get; }

    /// <summary>Index of the first cotangent among the inputs.</summary>
    private int FirstCotangent { get; }

    /// <summary>Index of the first partial among the inputs; partial i becomes output i.</summary>
    private int FirstPartial { get; }

    /// <summary>Computes the wanted outputs.</summary>
    public void Run<T>(ReadOnlySpan<int> dims, ReadOnlySpan<View<T>> inputs, ReadOnlySpan<View<T>> outputs, ulong want, CancellationToken token)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ulong absent = 0;
        for (int i = FirstCotangent; i < FirstPartial; i++)
        {
            if (inputs[i].IsAbsent) absent |= 1UL << (i - FirstCotangent);
        }

        PlanFor<T>(dims).ScheduleFor(want, absent).Run(inputs, outputs, hasRegions ? new Scope(token) : Scope.None);
    }

    /// <summary>For each input the output whose memory it lies in: a partial is extended in place.</summary>
    private int[] Homes() => Enumerable.Range(0, Graph.Inputs.Count).Select(i => i - FirstPartial).ToArray();

    private Sized<T> PlanFor<T>(ReadOnlySpan<int> dims)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        var cache = typeof(T) == typeof(double) ? (Cache<T>)(object)(doubles ??= new()) : (Cache<T>)(object)(singles ??= new());
        var last = cache.Last;
        if (last is not null && dims.SequenceEqual(last.Dims)) return last;
        lock (gate)
        {
            foreach (var plan in cache.Plans)
            {
                if (dims.SequenceEqual(plan.Dims)) return cache.Last = plan;
            }

            if (cache.Plans.Count == MaxPlans) cache.Plans.Clear();
            var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
            for (int i = 0; i < dims.Length; i++) sizes.Add(symbols[i], dims[i]);
            var made = new Sized<T>(dims.ToArray(), new Plan<T>(Name, Graph, sizes, FirstCotangent, FirstPartial), Homes());
            cache.Plans.Add(made);
            return cache.Last = made;
        }
    }

    private sealed class Cache<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public readonly List<Sized<T>> Plans = [];
        public volatile Sized<T>? Last;
    }

    /// <summary>The plan at some sizes, and its schedules by what is wanted and what is there.</summary>
    private sealed class Sized<T>(int[] dims, Plan<T> plan, int[] homes)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        private volatile Schedule<T>[] schedules = [];

        public int[] Dims { get; } = dims;

        public Schedule<T> ScheduleFor(ulong want, ulong absent)
        {
            foreach (var schedule in schedules)
            {
                if (schedule.Want == want && schedule.Absent == absent) return schedule;
            }

            // Two threads may make the same one; they are equal, and the list stays short.
            var made = new Schedule<T>(plan, want, absent, homes);
            schedules = [.. schedules.TakeLast(15), made];
            return made;
        }
    }
}
