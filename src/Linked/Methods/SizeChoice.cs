using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Linking;

/// <summary>Values of the dimension symbols of a graph at which it is checked; all of them respect its guards.</summary>
internal static class SizeChoice
{
    // What a graph costs at a choice of sizes grows with their product; beyond this a choice is not tried.
    private const long LargestProduct = 40_000;

    private static readonly int[] Primes = [2, 3, 5, 7, 11, 13];
    private static readonly int[] Tails = [0, 1, 2, 3, 4, 5, 7, 8, 9, 11, 15, 16, 17, 31, 33];

    /// <summary>Small sizes that tell the symbols apart, in two orders, then all 1 and all 0, as far as the graph allows them.</summary>
    public static List<Dictionary<string, long>> Distinct(Graph graph)
    {
        var symbols = graph.Symbols;
        var choices = new List<long[]>
        {
            symbols.Select((_, i) => (long)Primes[i % Primes.Length]).ToArray(),
            symbols.Select((_, i) => (long)Primes[(symbols.Count - 1 - i) % Primes.Length]).ToArray(),
        };
        if (!choices.Exists(c => Fits(graph, symbols, c))) choices.AddRange(Search(graph, symbols));
        choices.Add(symbols.Select(_ => 1L).ToArray());
        choices.Add(symbols.Select(_ => 0L).ToArray());
        return Choose(graph, symbols, choices, int.MaxValue);
    }

    /// <summary>Sizes at which vector loops have every kind of tail: each symbol goes through all of them, the others are small.</summary>
    public static List<Dictionary<string, long>> WithTails(Graph graph)
    {
        var symbols = graph.Symbols;
        var choices = Tails.Select(t => symbols.Select(_ => (long)t).ToArray()).ToList();
        for (int moving = 0; moving < symbols.Count && symbols.Count > 1; moving++)
        {
            foreach (int tail in Tails)
            {
                long[] choice = symbols.Select((_, i) => (long)Primes[(i + 1) % 3]).ToArray();
                choice[moving] = tail;
                choices.Add(choice);
            }
        }

        if (!choices.Exists(c => Fits(graph, symbols, c))) choices.AddRange(Search(graph, symbols));
        return Choose(graph, symbols, choices, 48);
    }

    /// <summary>At most so many of them, spread evenly; where among them to begin differs from graph to graph.</summary>
    public static List<Dictionary<string, long>> Few(Graph graph, List<Dictionary<string, long>> choices, int most, int keptFirst = 0)
    {
        if (choices.Count <= most) return choices;
        int start = graph.Nodes.Count + (7 * graph.Inputs.Count) + (3 * graph.Guards.Count), rest = choices.Count - keptFirst;
        return [.. choices.Take(keptFirst), .. Enumerable.Range(0, most - keptFirst).Select(i => choices[keptFirst + ((start + (i * rest / (most - keptFirst))) % rest)])];
    }

    /// <summary>
    /// A choice with leading axes for it: one of that size, none, two and three, as far as the graph allows the product. Where it has no leading axes,
    /// the choice alone.
    /// </summary>
    public static IEnumerable<(Dictionary<string, long> Sizes, int[] Leading)> WithLeading(Graph graph, Dictionary<string, long> choice)
    {
        if (!choice.TryGetValue(LeadingAxes.Name, out long size)) return [(choice, [])];
        int one = (int)size;
        return new int[][] { [one], [], [one, 3], [2, 1, one] }
            .Select(leading => (Sizes: new Dictionary<string, long>(choice, StringComparer.Ordinal) { [LeadingAxes.Name] = leading.Aggregate(1L, (a, b) => a * b) }, Leading: leading))
            .Where(c => Fits(graph, graph.Symbols, graph.Symbols.Select(s => c.Sizes[s]).ToArray()));
    }

    /// <summary>Sizes as a text: n=2, m=3; leading axes one by one where there are.</summary>
    public static string Describe(IReadOnlyDictionary<string, long> sizes, int[]? leading = null) => sizes.Count == 0
        ? "no sizes"
        : string.Join(", ", sizes.Select(s => s.Key + "=" + (s.Key == LeadingAxes.Name && leading is not null ? FragmentErrors.Format(leading) : s.Value.ToString(CultureInfo.InvariantCulture))));

    private static List<Dictionary<string, long>> Choose(Graph graph, IReadOnlyList<string> symbols, IEnumerable<long[]> choices, int most) => choices
        .Where(c => Fits(graph, symbols, c))
        .DistinctBy(c => string.Join(',', c))
        .Take(most)
        .Select(c => symbols.Select((s, i) => (s, c[i])).ToDictionary(e => e.s, e => e.Item2, StringComparer.Ordinal))
        .ToList();

    private static bool Fits(Graph graph, IReadOnlyList<string> symbols, long[] choice)
    {
        var values = symbols.Select((s, i) => (s, choice[i])).ToDictionary(e => e.s, e => e.Item2, StringComparer.Ordinal);
        try
        {
            foreach (var node in graph.Nodes)
            {
                foreach (var type in node.Types)
                {
                    if (type.Shape.Evaluate(s => values[s]).Any(d => d < 0)) return false;
                }
            }
        }
        catch (ArithmeticException)
        {
            return false;
        }

        return choice.Aggregate(1L, (a, b) => Math.Min(long.MaxValue / 64, a * Math.Max(b, 1))) <= LargestProduct
            && graph.Guards.All(g => FragmentErrors.Holds(g, values));
    }

    /// <summary>The first small sizes that the guards allow, different ones first; for graphs whose guards tie symbols together.</summary>
    private static IEnumerable<long[]> Search(Graph graph, IReadOnlyList<string> symbols)
    {
        const int Tries = 20_000, Largest = 6, Enough = 4;
        long[] choice = new long[symbols.Count];
        var found = new List<long[]>();
        for (int tries = 0; tries < Tries && found.Count < 16 * Enough; tries++)
        {
            if (Fits(graph, symbols, choice)) found.Add((long[])choice.Clone());
            int at = choice.Length - 1;
            while (at >= 0 && ++choice[at] > Largest) choice[at--] = 0;
            if (at < 0) break;
        }

        return found.OrderByDescending(c => c.Distinct().Count() + (c.Any(v => v < 2) ? 0 : 10)).Take(Enough);
    }
}
