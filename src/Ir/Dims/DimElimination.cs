using System;
using System.Collections.Generic;

namespace Costate;

/// <summary>Assumed equalities solved for symbols, so that proofs and searches deal only with symbols that are free.</summary>
internal sealed class DimElimination
{
    private DimElimination(List<KeyValuePair<string, DimExpr>> solved, List<DimExpr> left)
    {
        Solved = solved;
        Left = left;
    }

    /// <summary>Symbols with their values, which contain none of these symbols.</summary>
    public IReadOnlyList<KeyValuePair<string, DimExpr>> Solved { get; }

    /// <summary>Expressions assumed to be 0 that could not be solved for a symbol.</summary>
    public IReadOnlyList<DimExpr> Left { get; }

    public static DimElimination Of(IReadOnlyList<DimExpr> zeros)
    {
        var solved = new List<KeyValuePair<string, DimExpr>>();
        var left = new List<DimExpr>(zeros);
        for (var i = 0; i < left.Count;)
        {
            if (TrySolve(left[i]) is { } found && TryApply(found, solved, left, i)) i = 0;
            else i++;
        }

        return new DimElimination(solved, left);
    }

    public DimExpr Apply(DimExpr expression) => expression.Substitute(name =>
    {
        foreach (var pair in Solved)
        {
            if (pair.Key == name) return pair.Value;
        }

        return null;
    });

    private static KeyValuePair<string, DimExpr>? TrySolve(DimExpr zero)
    {
        foreach (var term in zero.Terms)
        {
            if (term.Monomial.Single is not SymbolAtom symbol || term.Coefficient is not (1 or -1)) continue;
            var rest = zero - DimExpr.FromTerm(term.Monomial, term.Coefficient);
            if (!Mentions(rest, symbol.Name)) return new(symbol.Name, rest.Scale(-term.Coefficient));
        }

        return null;
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
