using System;
using System.Collections.Generic;
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
        Graph = graph;
        this.symbols = symbols;
        FirstPartial = graph.Inputs.Count - partials;
        FirstCotangent = FirstPartial - cotangents;
    }

    public string Name { get; }

    public Graph Graph { get; }

    /// <summary>Index of the first cotangent among the inputs.</summary>
    public int FirstCotangent { get; }

    /// <summary>Index of the first partial among the inputs; partial i becomes output i.</summary>
    public int FirstPartial { get; }

    /// <summary>Computes the wanted outputs.</summary>
    public void Run<T>(ReadOnlySpan<int> dims, ReadOnlySpan<View<T>> inputs, ReadOnlySpan<View<T>> outputs, ulong want = ulong.MaxValue)
        where T : unmanaged, IBinaryFloatingPointIeee754<T> => PlanFor<T>(dims).Run(inputs, outputs, want);

    private Plan<T> PlanFor<T>(ReadOnlySpan<int> dims)
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
            var made = new Plan<T>(this, symbols, dims.ToArray());
            cache.Plans.Add(made);
            return cache.Last = made;
        }
    }

    private sealed class Cache<T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        public readonly List<Plan<T>> Plans = [];
        public volatile Plan<T>? Last;
    }
}
