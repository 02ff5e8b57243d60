using System;

namespace Costate;

public sealed partial class DimExpr
{
    /// <summary>The quotient, rounded towards minus infinity.</summary>
    /// <exception cref="DivideByZeroException">The divisor is the number 0.</exception>
    public static DimExpr FloorDiv(DimExpr a, DimExpr b)
    {
        if (b.TryGetConstant(out var divisor))
        {
            if (divisor == 0) throw new DivideByZeroException($"The dimension '{a}' is divided by 0.");
            return divisor < 0 ? FloorByConstant(-a, -divisor) : FloorByConstant(a, divisor);
        }

        return FloorBySymbols(a, b);
    }

    /// <summary>The remainder of <see cref="FloorDiv"/>, which has the sign of the divisor.</summary>
    /// <exception cref="DivideByZeroException">The divisor is the number 0.</exception>
    public static DimExpr Mod(DimExpr a, DimExpr b) => a - (b * FloorDiv(a, b));

    private static DimExpr FloorByConstant(DimExpr a, long divisor)
    {
        var quotient = Zero;
        while (true)
        {
            // Every coefficient to [0, divisor): one representative for all numerators that differ by a multiple.
            var whole = Zero;
            foreach (var term in a.terms) whole += FromTerm(term.Monomial, DimMath.FloorDiv(term.Coefficient, divisor));
            quotient += whole;
            a -= whole.Scale(divisor);
            if (a.IsConstant) return quotient;

            var common = divisor;
            foreach (var term in a.terms)
            {
                if (!term.Monomial.IsOne) common = DimMath.Gcd(common, term.Coefficient);
            }

            if (common != 1)
            {
                // The constant need not be divisible: floor((g p + c)/(g d)) = floor((p + floor(c/g))/d) for d > 0.
                var constant = a.ConstantTerm;
                a = (a - constant).Unscale(common) + DimMath.FloorDiv(constant, common);
                divisor /= common;
                continue;
            }

            return quotient + (UnnestFloor(a, Constant(divisor)) ?? FromAtom(new FloorAtom(a, Constant(divisor))));
        }
    }

    /// <summary>floor((floor(x/y) + p)/d) = floor((x + y p)/(y d)), right for d > 0 only; null if not of that form.</summary>
    internal static DimExpr? UnnestFloor(DimExpr a, DimExpr divisor)
    {
        FloorAtom? inner = null;
        foreach (var term in a.terms)
        {
            foreach (var atom in term.Monomial.Atoms)
            {
                if (atom is not FloorAtom floor) continue;

                // With two floors either could be unnested, and the result would not be a normal form.
                if (inner is not null || term.Coefficient != 1 || term.Monomial.Single is null) return null;
                inner = floor;
            }
        }

        return inner is null
            ? null
            : FloorDiv(inner.Numerator + (inner.Denominator * (a - FromAtom(inner))), inner.Denominator * divisor);
    }

    private static DimExpr FloorBySymbols(DimExpr a, DimExpr b)
    {
        if (a.terms.Length == 0) return Zero;
        if (b.terms[0].Coefficient < 0) (a, b) = (-a, -b);

        var content = 0L;
        var shared = b.terms[0].Monomial;
        foreach (var term in a.terms)
        {
            content = DimMath.Gcd(content, term.Coefficient);
            shared = DimMonomial.Gcd(shared, term.Monomial);
        }

        foreach (var term in b.terms)
        {
            content = DimMath.Gcd(content, term.Coefficient);
            shared = DimMonomial.Gcd(shared, term.Monomial);
        }

        if (content != 1 || !shared.IsOne)
        {
            a = a.DivideByTerm(shared, content);
            b = b.DivideByTerm(shared, content);
            if (b.IsConstant) return FloorDiv(a, b);
        }

        var quotient = Zero;
        var lead = b.terms[0];
        for (var i = 0; i < a.terms.Length;)
        {
            var factor = a.terms[i].Monomial.DivideBy(lead.Monomial);
            var coefficient = factor is null ? 0 : DimMath.FloorDiv(a.terms[i].Coefficient, lead.Coefficient);
            if (coefficient == 0)
            {
                i++;
                continue;
            }

            // Terms before i stay as they are, since the rest of the divisor is smaller than its leading term.
            quotient += FromTerm(factor!, coefficient);
            a -= b.TimesTerm(factor!, coefficient);
        }

        return a.terms.Length == 0 ? quotient : quotient + FromAtom(new FloorAtom(a, b));
    }

    private DimExpr DivideByTerm(DimMonomial monomial, long coefficient)
    {
        var divided = new DimTerm[terms.Length];
        for (var i = 0; i < terms.Length; i++)
        {
            divided[i] = new DimTerm(terms[i].Monomial.DivideBy(monomial)!, terms[i].Coefficient / coefficient);
        }

        return new DimExpr(divided);
    }
}
