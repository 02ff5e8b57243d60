using System;
using System.Collections.Generic;

namespace Costate;

/// <summary>Looks for small values that satisfy the facts and break a statement. What it finds is true by having been computed.</summary>
internal sealed class DimSearch
{
    private const int FewBudget = 40;
    private const int SmallBudget = 500;
    private const int ScatteredBudget = 200;

    // Tried first: distinct and not too small, so that a witness reads as an example and not as a corner case.
    private static readonly long[] FirstTry = [2, 3, 5, 4, 7, 6, 9, 8];

    private static readonly long[] Heights = [12, 100];

    private readonly DimExpr a;
    private readonly DimExpr b;
    private readonly DimFacts facts;
    private readonly Func<long, long, bool> breaks;
    private readonly DimElimination elimination;
    private readonly string[] free;
    private readonly long[] lower;
    private readonly Dictionary<string, long> values = new(StringComparer.Ordinal);
    private readonly Func<string, long> valueOf;

    public DimSearch(DimExpr a, DimExpr b, DimFacts facts, Func<long, long, bool> breaks)
    {
        this.a = a;
        this.b = b;
        this.facts = facts;
        this.breaks = breaks;
        elimination = DimElimination.Of(facts);
        valueOf = name => values[name];

        var names = new SortedSet<string>(StringComparer.Ordinal);
        a.AddSymbols(names);
        b.AddSymbols(names);
        foreach (var zero in facts.Zeros) zero.AddSymbols(names);
        foreach (var nonNegative in facts.NonNegatives) nonNegative.AddSymbols(names);
        names.UnionWith(elimination.Quotients);
        foreach (var pair in elimination.Solved) names.Remove(pair.Key);
        free = new string[names.Count];
        names.CopyTo(free);
        lower = new long[free.Length];
        for (var i = 0; i < free.Length; i++) lower[i] = elimination.LowerBoundOf(free[i]);
    }

    /// <summary>One set of values, which is enough for nearly all statements that are false.</summary>
    public IReadOnlyDictionary<string, long>? TryOnce()
    {
        for (var i = 0; i < free.Length; i++) values[free[i]] = Math.Max(lower[i], FirstTry[i % FirstTry.Length]);
        return Check() ? Witness() : null;
    }

    /// <summary>A few of the smallest values.</summary>
    public IReadOnlyDictionary<string, long>? TryFew() => TrySmall(FewBudget);

    /// <summary>All small values as far as the budget goes, then some larger ones.</summary>
    public IReadOnlyDictionary<string, long>? TryMany()
    {
        if (TrySmall(SmallBudget) is { } small) return small;

        // Some symbols large, the others at their least: what is refuted by growth alone is refuted here.
        var corners = 1 << Math.Min(free.Length, 6);
        foreach (var height in Heights)
        {
            for (var corner = 0; corner < corners; corner++)
            {
                for (var i = 0; i < free.Length; i++) values[free[i]] = lower[i] + ((corner >> (i % 6) & 1) == 0 ? 0 : height);
                if (Check()) return Witness();
            }
        }

        // The same numbers every time: a build must not depend on luck.
        var state = 12345u;
        for (var i = 0; i < ScatteredBudget; i++)
        {
            for (var j = 0; j < free.Length; j++)
            {
                state = unchecked((state * 1664525u) + 1013904223u);
                values[free[j]] = checked(lower[j] + ((state >> 8) % (i < ScatteredBudget / 2 ? 12 : 60)));
            }

            if (Check()) return Witness();
        }

        return null;
    }

    private IReadOnlyDictionary<string, long>? TrySmall(int budget)
    {
        for (var total = 0; budget > 0; total++)
        {
            if (Distribute(0, total, ref budget)) return Witness();
            if (free.Length == 0) break;
        }

        return null;
    }

    /// <summary>Tries all ways to add <paramref name="total"/> to the lower bounds from a symbol on.</summary>
    private bool Distribute(int index, long total, ref int left)
    {
        if (left <= 0) return false;
        if (index >= free.Length - 1)
        {
            left--;
            if (free.Length != 0) values[free[index]] = lower[index] + total;
            return Check();
        }

        for (var mine = 0L; mine <= total; mine++)
        {
            values[free[index]] = lower[index] + mine;
            if (Distribute(index + 1, total - mine, ref left)) return true;
        }

        return false;
    }

    private bool Check()
    {
        try
        {
            foreach (var pair in elimination.Solved)
            {
                if (!pair.Value.TryEvaluate(valueOf, out var value) || value < elimination.LowerBoundOf(pair.Key)) return false;
                values[pair.Key] = value;
            }

            // Also those that were solved: solving may have dropped a divisor that has to be non-zero.
            foreach (var zero in facts.Zeros)
            {
                if (!zero.TryEvaluate(valueOf, out var value) || value != 0) return false;
            }

            foreach (var nonNegative in facts.NonNegatives)
            {
                if (!nonNegative.TryEvaluate(valueOf, out var value) || value < 0) return false;
            }

            return a.TryEvaluate(valueOf, out var left) && b.TryEvaluate(valueOf, out var right) && breaks(left, right);
        }
        catch (OverflowException)
        {
            return false;
        }
    }

    private IReadOnlyDictionary<string, long> Witness()
    {
        var witness = new SortedDictionary<string, long>(values, StringComparer.Ordinal);
        foreach (var quotient in elimination.Quotients) witness.Remove(quotient);
        return witness;
    }
}
