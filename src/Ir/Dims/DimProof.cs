using System;

namespace Costate;

/// <summary>Proofs about dimensions. Giving up is always right; saying yes never is unless it holds for all values.</summary>
internal static class DimProof
{
    public static bool ProvesEqual(DimExpr a, DimExpr b, DimFacts facts) => (a - b).Equals(DimExpr.Zero);

    public static bool ProvesLessOrEqual(DimExpr a, DimExpr b, DimFacts facts)
    {
        try
        {
            var shifted = (b - a).Substitute(name => DimExpr.Symbol(name) + facts.LowerBoundOf(name));
            foreach (var term in shifted.Terms)
            {
                if (term.Coefficient < 0) return false;
                foreach (var atom in term.Monomial.Atoms)
                {
                    if (atom is not SymbolAtom) return false;
                }
            }

            return true;
        }
        catch (Exception e) when (e is OverflowException or DivideByZeroException)
        {
            return false;
        }
    }
}
