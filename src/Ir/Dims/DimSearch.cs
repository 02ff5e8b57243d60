using System;
using System.Collections.Generic;

namespace Costate;

/// <summary>Looks for small values that satisfy the facts and break a statement. What it finds is true by having been computed.</summary>
internal static class DimSearch
{
    private const int Budget = 4_000;

    // Distinct values first and not too small, so that a witness reads as an example and not as a corner case.
    private static readonly long[] FirstTry = [2, 3, 5, 4, 7, 6, 9, 8];

    public static IReadOnlyDictionary<string, long>? FindWitness(DimExpr a, DimExpr b, DimFacts facts, Func<long, long, bool> breaks)
    {
        var set = new SortedSet<string>(StringComparer.Ordinal);
        a.AddSymbols(set);
        b.AddSymbols(set);
        foreach (var zero in facts.Zeros) zero.AddSymbols(set);
        foreach (var nonNegative in facts.NonNegatives) nonNegative.AddSymbols(set);
        var names = new string[set.Count];
        set.CopyTo(names);

        var lower = new long[names.Length];
        for (var i = 0; i < names.Length; i++) lower[i] = facts.LowerBoundOf(names[i]);

        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++) values[names[i]] = Math.Max(lower[i], FirstTry[i % FirstTry.Length]);
        if (Holds(a, b, facts, values, breaks)) return Sorted(names, values);

        var left = Budget;
        for (var total = 0; left > 0; total++)
        {
            if (names.Length == 0 && total > 0) break;
            if (Distribute(a, b, facts, names, lower, values, 0, total, breaks, ref left)) return Sorted(names, values);
        }

        return null;
    }

    /// <summary>Tries all ways to add <paramref name="total"/> to the lower bounds from a symbol on.</summary>
    private static bool Distribute(
        DimExpr a,
        DimExpr b,
        DimFacts facts,
        string[] names,
        long[] lower,
        Dictionary<string, long> values,
        int index,
        long total,
        Func<long, long, bool> breaks,
        ref int left)
    {
        if (left <= 0) return false;
        if (index >= names.Length - 1)
        {
            left--;
            if (names.Length != 0) values[names[index]] = lower[index] + total;
            return Holds(a, b, facts, values, breaks);
        }

        for (var mine = 0L; mine <= total; mine++)
        {
            values[names[index]] = lower[index] + mine;
            if (Distribute(a, b, facts, names, lower, values, index + 1, total - mine, breaks, ref left)) return true;
        }

        return false;
    }

    private static bool Holds(DimExpr a, DimExpr b, DimFacts facts, Dictionary<string, long> values, Func<long, long, bool> breaks)
    {
        try
        {
            foreach (var zero in facts.Zeros)
            {
                if (zero.EvaluateCore(Value) != 0) return false;
            }

            foreach (var nonNegative in facts.NonNegatives)
            {
                if (nonNegative.EvaluateCore(Value) < 0) return false;
            }

            return breaks(a.EvaluateCore(Value), b.EvaluateCore(Value));
        }
        catch (Exception e) when (e is OverflowException or DivideByZeroException)
        {
            return false;
        }

        long Value(string name) => values[name];
    }

    private static IReadOnlyDictionary<string, long> Sorted(string[] names, Dictionary<string, long> values)
    {
        var sorted = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var name in names) sorted[name] = values[name];
        return sorted;
    }
}
