using System;
using System.Collections.Generic;

namespace Costate;

/// <summary>a % b, for printing only: a normal form never contains it.</summary>
internal sealed class RemainderPrintAtom(FloorAtom floor) : PrintAtom(3, floor.Hash)
{
    public DimExpr Numerator => floor.Numerator;

    public DimExpr Denominator => floor.Denominator;

    protected override int CompareSameKind(DimAtom other)
    {
        var remainder = (RemainderPrintAtom)other;
        var order = DimExpr.CompareStructure(Denominator, remainder.Denominator);
        return order != 0 ? order : DimExpr.CompareStructure(Numerator, remainder.Numerator);
    }
}

/// <summary>The greatest of its members, for printing only: a normal form never contains it.</summary>
internal sealed class MaxPrintAtom(DimExpr[] members) : PrintAtom(4, DimHash.Of(members))
{
    public IReadOnlyList<DimExpr> Members { get; } = members;

    protected override int CompareSameKind(DimAtom other)
    {
        var max = (MaxPrintAtom)other;
        var order = Members.Count.CompareTo(max.Members.Count);
        for (var i = 0; order == 0 && i < Members.Count; i++) order = DimExpr.CompareStructure(Members[i], max.Members[i]);
        return order;
    }
}

internal abstract class PrintAtom(int kind, int hash) : DimAtom(kind, hash)
{
    public override void AddSymbols(ISet<string> into) => throw OnlyPrinted();

    public override DimExpr RewriteInside(Func<DimAtom, DimExpr?> map) => throw OnlyPrinted();

    public override long Evaluate(Func<string, long> valueOf, ref FloorAtom? undefined) => throw OnlyPrinted();

    private static NotSupportedException OnlyPrinted() => new("This part of a dimension is made while it is printed, and only printed.");
}

/// <summary>Finds the remainders and maxima that the normal form has spelled out.</summary>
internal static class DimPrintForm
{
    public static DimExpr Of(DimExpr expression)
    {
        try
        {
            return WithMaxima(WithRemainders(expression));
        }
        catch (OverflowException)
        {
            return expression;
        }
    }

    private static DimExpr WithRemainders(DimExpr expression)
    {
        for (var i = 0; i < expression.Terms.Count; i++)
        {
            var term = expression.Terms[i];
            foreach (var atom in term.Monomial.Atoms)
            {
                if (atom is not FloorAtom floor) continue;
                var lead = floor.Denominator.Terms[0];
                if (!term.Monomial.Equals(lead.Monomial * floor.Monomial) || term.Coefficient % lead.Coefficient != 0) continue;

                // Only where numerator and divisor stand there in full.
                var factor = -(term.Coefficient / lead.Coefficient);
                var spelledOut = floor.Numerator - (floor.Denominator * DimExpr.FromAtom(floor));
                var rest = expression - spelledOut.Scale(factor);
                if (rest.Terms.Count != expression.Terms.Count - spelledOut.Terms.Count) continue;
                return WithRemainders(rest + DimExpr.FromAtom(new RemainderPrintAtom(floor)).Scale(factor));
            }
        }

        return expression;
    }

    private static DimExpr WithMaxima(DimExpr expression)
    {
        foreach (var term in expression.Terms)
        {
            if (term.Coefficient >= 0 || term.Monomial.Single is not MinAtom min) continue;

            // p - c min(x, y) = max(p - c x, p - c y), with what the members share pulled out again.
            var p = expression - DimExpr.FromTerm(term.Monomial, term.Coefficient);
            var members = new List<DimExpr>();
            foreach (var member in min.Members) members.Add(p + member.Scale(term.Coefficient));
            var shared = DimExpr.Zero;
            foreach (var part in members[0].Terms)
            {
                var everywhere = true;
                foreach (var member in members) everywhere &= member.CoefficientOf(part.Monomial) == part.Coefficient;
                if (everywhere) shared += DimExpr.FromTerm(part.Monomial, part.Coefficient);
            }

            var content = 0L;
            for (var i = 0; i < members.Count; i++)
            {
                members[i] -= shared;
                foreach (var part in members[i].Terms) content = DimMath.Gcd(content, part.Coefficient);
            }

            for (var i = 0; i < members.Count; i++) members[i] = members[i].Unscale(content);
            if (Cost(shared) + Cost(members) > Cost(p) + Cost(min.Members) + 1) continue;
            members.Sort(DimExpr.CompareStructure);
            return WithMaxima(shared + DimExpr.FromAtom(new MaxPrintAtom(members.ToArray())).Scale(content));
        }

        return expression;
    }

    private static int Cost(IReadOnlyList<DimExpr> members)
    {
        var cost = 0;
        foreach (var member in members) cost += Math.Max(1, Cost(member));
        return cost;
    }

    private static int Cost(DimExpr expression)
    {
        var cost = 0;
        foreach (var term in expression.Terms) cost += term.Coefficient < 0 ? 2 : 1;
        return cost;
    }
}
