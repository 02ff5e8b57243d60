using System;
using System.Collections.Generic;
using System.Linq;
using System.Numerics;
using System.Threading;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>
/// A region of a control-flow op. It is planned once if no shape in it mentions the index of a loop, and otherwise once for each value;
/// windows may be anywhere in either case.
/// </summary>
internal sealed class Region<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    // A loop may run over any number of sizes; forgetting a plan costs time and nothing else.
    private const int MaxPlans = 1 << 12;

    private readonly Lock gate = new();
    private readonly string name;
    private readonly Graph graph;
    private readonly IReadOnlyDictionary<string, long> known;
    private readonly ulong want;
    private readonly int[] homes;
    private readonly string[] late;
    private readonly List<Guard> guards = [];
    private readonly Dictionary<Key, Schedule<T>> schedules = [];
    private volatile Planned? last;

    /// <param name="name">The fragment's name, for errors.</param>
    /// <param name="graph">The region.</param>
    /// <param name="known">The values of symbols that are known around it.</param>
    /// <param name="want">The outputs that are computed, as bits.</param>
    /// <param name="homes">For each input the output whose memory it lies in, or -1.</param>
    public Region(string name, Graph graph, IReadOnlyDictionary<string, long> known, ulong want, int[] homes)
    {
        this.name = name;
        this.graph = graph;
        this.known = known;
        this.want = want;
        this.homes = homes;
        late = graph.Nodes.SelectMany(n => n.Types).Where(t => !t.IsRagged)
            .SelectMany(t => t.Shape.Concat(t.Levels.OfType<DimExpr>())).SelectMany(d => d.Symbols)
            .Distinct(StringComparer.Ordinal).Where(s => !known.ContainsKey(s)).ToArray();
        foreach (var guard in graph.Guards)
        {
            bool isKnown = guard.Left.Symbols.Concat(guard.Right.Symbols).All(known.ContainsKey);
            if (!isKnown || !FragmentErrors.Holds(guard, known)) guards.Add(guard);
        }
    }

    /// <summary>Checks what the region demands, and finds the steps for the current indices.</summary>
    /// <exception cref="ShapeMismatchException">A guard does not hold.</exception>
    public Schedule<T> Enter(Scope scope)
    {
        foreach (var guard in guards) Check(guard, scope);
        var found = last;
        if (found is not null && Matches(found.Values, scope)) return found.Schedule;
        var values = Array.ConvertAll(late, s => scope.ValueOf(s));
        lock (gate)
        {
            if (!schedules.TryGetValue(new Key(values), out var schedule))
            {
                if (schedules.Count == MaxPlans) schedules.Clear();
                schedules.Add(new Key(values), schedule = Make(values));
            }

            last = new Planned(values, schedule);
            return schedule;
        }
    }

    private bool Matches(long[] values, Scope scope)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] != scope.ValueOf(late[i])) return false;
        }

        return true;
    }

    private Schedule<T> Make(long[] values)
    {
        var all = known;
        if (values.Length > 0)
        {
            var more = new Dictionary<string, long>(known, StringComparer.Ordinal);
            for (int i = 0; i < values.Length; i++) more[late[i]] = values[i];
            all = more;
        }

        int inputs = graph.Inputs.Count;
        return new Schedule<T>(new Plan<T>(name, graph, all, inputs, inputs), want, 0, homes);
    }

    private void Check(Guard guard, Scope scope)
    {
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string symbol in guard.Left.Symbols.Concat(guard.Right.Symbols)) sizes[symbol] = known.TryGetValue(symbol, out long value) ? value : scope.ValueOf(symbol);
        if (FragmentErrors.Holds(guard, sizes)) return;
        var here = sizes.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => (s.Key, checked((int)s.Value))).ToArray();
        throw FragmentErrors.Broken(name, guard.Id, guard.Message, guard.ToString(), here);
    }

    private sealed record Planned(long[] Values, Schedule<T> Schedule);

    private readonly struct Key(long[] values) : IEquatable<Key>
    {
        private readonly long[] values = values;

        public bool Equals(Key other) => values.AsSpan().SequenceEqual(other.values);

        public override bool Equals(object? obj) => obj is Key other && Equals(other);

        public override int GetHashCode()
        {
            var hash = default(HashCode);
            foreach (long value in values) hash.Add(value);
            return hash.ToHashCode();
        }
    }
}
