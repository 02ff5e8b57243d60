using System;
using System.Collections.Generic;

namespace Costate;

/// <summary>Facts with their equalities solved for symbols, so that proofs and searches deal only with symbols that are free.</summary>
internal sealed class DimElimination
{
    private readonly Dictionary<string, long> lowerBounds = new(StringComparer.Ordinal);
    private readonly DimFacts facts;

    private DimElimination(DimFacts facts, List<KeyValuePair<string, DimExpr>> solved, List<DimExpr> left, Dictionary<string, long> quotients)
    {
        this.facts = facts;
        Solved = solved;
        Left = left;
        Quotients = quotients.Keys;
        foreach (var quotient in quotients) lowerBounds.Add(quotient.Key, quotient.Value);
        var premises = new List<DimExpr>();
        foreach (var nonNegative in facts.NonNegatives) Add(() => Apply(nonNegative));
        foreach (var pair in solved) Add(() => pair.Value - LowerBoundOf(pair.Key));
        Premises = premises;

        void Add(Func<DimExpr> make)
        {
            try
            {
                var premise = make();
                if (!TryTighten(premise)) premises.Add(premise);
            }
            catch (Exception e) when (DimProof.IsGivingUp(e))
            {
                // A fact that cannot be used is left out of proofs; searches test the facts as they were stated.
            }
        }
    }

    /// <summary>Symbols with their values, which contain none of these symbols.</summary>
    public IReadOnlyList<KeyValuePair<string, DimExpr>> Solved { get; }

    /// <summary>Expressions that are 0 but could not be solved for a symbol.</summary>
    public IReadOnlyList<DimExpr> Left { get; }

    /// <summary>Expressions that are at least 0, besides what the lower bounds say.</summary>
    public IReadOnlyList<DimExpr> Premises { get; }

    /// <summary>Symbols that stand for quotients and that no caller knows: n % 2 == 0 is solved as n = 2 q.</summary>
    public IReadOnlyCollection<string> Quotients { get; }

    /// <summary>Whether an equality that is left has no solution in whole numbers, as 2 a + 4 b == 1.</summary>
    public bool IsContradictory
    {
        get
        {
            foreach (var zero in Left)
            {
                var common = 0L;
                foreach (var term in zero.Terms)
                {
                    if (!term.Monomial.IsOne) common = DimMath.Gcd(common, term.Coefficient);
                }

                if (common > 1 && zero.ConstantTerm % common != 0) return true;
            }

            return false;
        }
    }

    public static DimElimination Of(DimFacts facts)
    {
        var solved = new List<KeyValuePair<string, DimExpr>>();
        var quotients = new Dictionary<string, long>(StringComparer.Ordinal);
        var left = new List<DimExpr>(facts.Zeros);
        for (var i = 0; i < left.Count;)
        {
            if (TrySolve(left[i]) is { } found && TryApply(found, solved, left, i)) i = 0;
            else if (TrySolveCongruence(left[i], facts, quotients) is { } congruent && TryApply(congruent, solved, left, i)) i = 0;
            else i++;
        }

        return new DimElimination(facts, solved, left, quotients);
    }

    /// <summary>
    /// n - 2 floor(n/2) == 0 holds if and only if n = 2 q for some q: the division becomes a symbol of its own, and that the solution gives
    /// the division back is checked by the normal form.
    /// </summary>
    private static KeyValuePair<string, DimExpr>? TrySolveCongruence(DimExpr zero, DimFacts facts, Dictionary<string, long> quotients)
    {
        foreach (var term in zero.Terms)
        {
            if (term.Monomial.Single is not FloorAtom floor || !floor.Denominator.TryGetConstant(out var divisor)) continue;

            // No name that can be declared begins like this.
            var name = "'" + quotients.Count;
            var quotient = DimExpr.FromAtom(new SymbolAtom(name));
            try
            {
                if (LeastOf(floor.Numerator, facts, quotients) is not { } least) continue;
                if (TrySolve(zero.Rewrite(atom => atom.Equals(floor) ? quotient : null)) is not { } found || found.Key == name) continue;
                if (!DimExpr.FloorDiv(floor.Numerator.Substitute(n => n == found.Key ? found.Value : null), floor.Denominator).Equals(quotient)) continue;
                quotients.Add(name, DimMath.FloorDiv(least, divisor));
                return found;
            }
            catch (Exception e) when (DimProof.IsGivingUp(e))
            {
                // It stays a premise.
            }
        }

        return null;
    }

    /// <summary>The least value of a sum of symbols, or null for anything else.</summary>
    private static long? LeastOf(DimExpr sum, DimFacts facts, Dictionary<string, long> quotients)
    {
        var least = 0L;
        foreach (var term in sum.Terms)
        {
            if (term.Monomial.IsOne) least = checked(least + term.Coefficient);
            else if (term.Monomial.Single is SymbolAtom symbol && term.Coefficient > 0)
            {
                var own = quotients.TryGetValue(symbol.Name, out var known) ? known : facts.LowerBoundOf(symbol.Name);
                least = checked(least + checked(term.Coefficient * own));
            }
            else return null;
        }

        return least;
    }

    /// <summary>The least value of a free symbol, at least as high as the one stated.</summary>
    public long LowerBoundOf(string symbol) => lowerBounds.TryGetValue(symbol, out var bound) ? bound : facts.LowerBoundOf(symbol);

    public DimExpr Apply(DimExpr expression) => Solved.Count == 0
        ? expression
        : expression.Substitute(name =>
        {
            foreach (var pair in Solved)
            {
                if (pair.Key == name) return pair.Value;
            }

            return null;
        });

    private bool TryTighten(DimExpr premise)
    {
        if (premise.Terms.Count is 0 or > 2) return false;
        var lead = premise.Terms[0];
        if (lead.Coefficient <= 0 || lead.Monomial.Single is not SymbolAtom symbol) return false;
        if (premise.Terms.Count == 2 && !premise.Terms[1].Monomial.IsOne) return false;

        // c s + k >= 0 for a whole number s means s >= -floor(k/c).
        var bound = -DimMath.FloorDiv(premise.ConstantTerm, lead.Coefficient);
        if (bound > LowerBoundOf(symbol.Name)) lowerBounds[symbol.Name] = bound;
        return true;
    }

    private static KeyValuePair<string, DimExpr>? TrySolve(DimExpr zero)
    {
        KeyValuePair<string, DimExpr>? best = null;
        var fewest = int.MaxValue;
        foreach (var term in zero.Terms)
        {
            if (term.Monomial.Single is not SymbolAtom symbol || term.Coefficient is not (1 or -1)) continue;
            var value = (zero - DimExpr.FromTerm(term.Monomial, term.Coefficient)).Scale(-term.Coefficient);
            if (Mentions(value, symbol.Name)) continue;

            // n = m + 1 rather than m = n - 1: what is put in should not bring negative coefficients with it.
            var negative = 0;
            foreach (var part in value.Terms) negative += part.Coefficient < 0 ? 1 : 0;
            if (negative >= fewest) continue;
            fewest = negative;
            best = new(symbol.Name, value);
        }

        return best;
    }

    private static bool TryApply(
        KeyValuePair<string, DimExpr> found, List<KeyValuePair<string, DimExpr>> solved, List<DimExpr> left, int from)
    {
        var newSolved = new List<KeyValuePair<string, DimExpr>>();
        var newLeft = new List<DimExpr>();
        try
        {
            foreach (var pair in solved) newSolved.Add(new(pair.Key, Replace(pair.Value)));
            for (var i = 0; i < left.Count; i++)
            {
                if (i != from) newLeft.Add(Replace(left[i]));
            }
        }
        catch (Exception e) when (DimProof.IsGivingUp(e))
        {
            return false;
        }

        newSolved.Add(found);
        solved.Clear();
        solved.AddRange(newSolved);
        left.Clear();
        left.AddRange(newLeft);
        return true;

        DimExpr Replace(DimExpr expression) => expression.Substitute(name => name == found.Key ? found.Value : null);
    }

    private static bool Mentions(DimExpr expression, string name)
    {
        foreach (var symbol in expression.Symbols)
        {
            if (symbol == name) return true;
        }

        return false;
    }
}
