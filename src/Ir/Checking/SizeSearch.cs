using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Checking;

/// <summary>Numbers for the dimension symbols of a graph.</summary>
internal sealed class Sizes
{
    private readonly Dictionary<string, long> values;

    // One shape stands in many nodes of many programs.
    private readonly Dictionary<Shape, int[]> shapes = [];

    public Sizes(IReadOnlyDictionary<string, long> values) => this.values = values.ToDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);

    public long this[string symbol] => values[symbol];

    /// <exception cref="OverflowException">A size is negative or too large.</exception>
    public int[] Of(Shape shape)
    {
        if (!shapes.TryGetValue(shape, out int[]? sizes))
        {
            shapes.Add(shape, sizes = shape.Evaluate(s => values[s]));
        }

        return sizes;
    }

    /// <summary>The same sizes and the index of a loop.</summary>
    public Sizes With(string symbol, long value) => new(new Dictionary<string, long>(values, StringComparer.Ordinal) { [symbol] = value });

    public override string ToString() => values.Count == 0
        ? "fixed sizes"
        : string.Join(", ", values.OrderBy(e => e.Key, StringComparer.Ordinal).Select(e => e.Key + " = " + e.Value));
}

/// <summary>Finds sizes at which a graph may be called: small primes if it has no guards, otherwise what a short search gives.</summary>
internal sealed class SizeSearch
{
    private static readonly long[][] Sequences = [[3, 2, 5, 7, 11, 13], [2, 3, 5, 4, 7, 6], [2, 3, 4, 5], [2, 3], [3, 2], [4, 2, 3], [2]];

    private readonly Graph graph;
    private readonly string[] symbols;

    public SizeSearch(Graph graph)
    {
        this.graph = graph;
        var found = new SortedSet<string>(graph.Symbols, StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            found.UnionWith(node.Types.SelectMany(t => t.Shape).SelectMany(d => d.Symbols));
            found.UnionWith(node.Attrs.Entries.SelectMany(e => e.Value switch
            {
                DimExpr when node.Op is IterationOp && e.Key == "index" => [],
                DimExpr d => d.Symbols,
                Shape s => s.SelectMany(d => d.Symbols),
                _ => [],
            }));
        }

        symbols = found.ToArray();
    }

    /// <summary>Small sizes, as different from each other as the guards allow; null if the search finds none.</summary>
    public Sizes? General(long workLimit)
    {
        Dictionary<string, long>? best = null;
        foreach (var candidate in Candidates())
        {
            if (Holds(candidate))
            {
                if (Work(candidate) <= workLimit)
                {
                    return new Sizes(candidate);
                }

                best = best is null || Work(candidate) < Work(best) ? candidate : best;
            }
        }

        return best is null ? null : new Sizes(best);
    }

    /// <summary>All symbols equal to one number, if the guards allow it and there are symbols.</summary>
    public Sizes? All(long value)
    {
        var sizes = symbols.ToDictionary(s => s, _ => value, StringComparer.Ordinal);
        return symbols.Length > 0 && Holds(sizes) ? new Sizes(sizes) : null;
    }

    /// <summary>Sizes with some zeros: all of them, or one symbol after another where the guards forbid that.</summary>
    public IEnumerable<Sizes> WithZeros(Sizes general)
    {
        if (All(0) is { } zeros)
        {
            yield return zeros;
        }

        foreach (string symbol in symbols)
        {
            var sizes = symbols.ToDictionary(s => s, s => s == symbol ? 0 : general[s], StringComparer.Ordinal);
            if (symbols.Length > 1 && Holds(sizes))
            {
                yield return new Sizes(sizes);
            }
        }
    }

    /// <summary>About how many operations of the arithmetic one run takes.</summary>
    public long Work(Sizes sizes) => Work(symbols.ToDictionary(s => s, s => sizes[s], StringComparer.Ordinal));

    private IEnumerable<Dictionary<string, long>> Candidates()
    {
        foreach (long[] sequence in Sequences)
        {
            yield return Assign(i => sequence[i % sequence.Length]);
            yield return Assign(i => sequence[(symbols.Length - 1 - i) % sequence.Length]);
        }

        var trial = new FieldTrial(1);
        var random = Enumerable.Range(0, graph.Guards.Count == 0 ? 0 : 3000).Select(k => Assign(_ => 1 + (long)(trial.Next() % (ulong)(k < 1500 ? 8 : 16))));

        // Equal sizes hide what is mixed up, so different ones come first.
        foreach (var candidate in random.Where(Holds).Take(60).OrderByDescending(c => c.Values.Where(v => v > 1).Distinct().Count()))
        {
            yield return candidate;
        }

        yield return Assign(_ => 1);
    }

    private Dictionary<string, long> Assign(Func<int, long> value) =>
        Enumerable.Range(0, symbols.Length).ToDictionary(i => symbols[i], value, StringComparer.Ordinal);

    private bool Holds(Dictionary<string, long> sizes)
    {
        try
        {
            return graph.Guards.All(g => g.Holds(s => sizes[s]))
                && graph.Nodes.All(n => RegionsHold(n, sizes))
                && graph.Nodes.All(n => n.Types.All(t => t.Shape.All(d => d.Evaluate(s => sizes[s]) >= 0)));
        }
        catch (ArithmeticException)
        {
            return false;
        }
    }

    /// <summary>Whether the guards of all regions hold, in each iteration of a loop that may be run.</summary>
    private static bool RegionsHold(Node node, Dictionary<string, long> sizes)
    {
        if (node.Op is not IterationOp loop)
        {
            return node.Regions.All(r => GuardsHold(r, sizes));
        }

        long count = node.Op is ForOp && !node.Attrs.Flag("counted") ? node.Attrs.Dim("count").Evaluate(s => sizes[s]) : FieldTrial.MaxTrips;
        var inner = new Dictionary<string, long>(sizes, StringComparer.Ordinal);
        for (long i = 0; i < count; i++)
        {
            inner[loop.Index(node.Attrs)] = i;
            if (!node.Regions.All(r => GuardsHold(r, inner)))
            {
                return false;
            }
        }

        return true;
    }

    private static bool GuardsHold(Graph region, Dictionary<string, long> sizes) =>
        region.Guards.All(g => g.Holds(s => sizes[s])) && region.Nodes.All(n => RegionsHold(n, sizes));

    // The sizes in a loop at its last index, which are the largest as a rule.
    private static double RegionWork(Node node, Dictionary<string, long> sizes)
    {
        if (node.Op is not IterationOp loop)
        {
            return node.Regions.Sum(r => (double)Work(r, sizes));
        }

        long count = node.Op is ForOp && !node.Attrs.Flag("counted") ? node.Attrs.Dim("count").Evaluate(s => sizes[s]) : FieldTrial.MaxTrips;
        var inner = new Dictionary<string, long>(sizes, StringComparer.Ordinal) { [loop.Index(node.Attrs)] = Math.Max(0, count - 1) };
        return count * node.Regions.Sum(r => (double)Work(r, inner));
    }

    private long Work(Dictionary<string, long> sizes) => Work(graph, sizes);

    private static long Work(Graph graph, Dictionary<string, long> sizes)
    {
        double work = 0;
        foreach (var node in graph.Nodes)
        {
            if (node.Op is RegionOp)
            {
                work += RegionWork(node, sizes);
                continue;
            }

            double own = node.Types[0].Shape.ElementCount.Evaluate(s => sizes[s]);
            if (node.Op is ContractOp)
            {
                var (a, _, c) = ContractOp.Parse(node.Attrs.Text("spec"));
                var shape = graph.TypeOf(node.Inputs[0]).Shape;
                for (int i = 0; i < a.Length; i++)
                {
                    own *= c.IndexOf(a[i]) < 0 ? shape[i].Evaluate(s => sizes[s]) : 1;
                }
            }
            else if (node.Op.Class == OpClass.Kernel)
            {
                own += node.Inputs.Sum(v => (double)graph.TypeOf(v).Shape.ElementCount.Evaluate(s => sizes[s]));
            }

            work += own;
        }

        return (long)Math.Min(work, long.MaxValue / 2);
    }
}
