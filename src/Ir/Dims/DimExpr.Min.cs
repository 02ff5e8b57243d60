using System.Collections.Generic;

namespace Costate;

public sealed partial class DimExpr
{
    // Beyond this a sum of minima inside a minimum is left as it is: multiplied out it would grow exponentially.
    private const int MaximalMembers = 32;

    /// <summary>The lesser.</summary>
    public static DimExpr Min(DimExpr a, DimExpr b) => MinOf([a, b]);

    /// <summary>The greater, kept as a + b - min(a, b).</summary>
    public static DimExpr Max(DimExpr a, DimExpr b) => a + b - Min(a, b);

    internal static DimExpr MinOf(IReadOnlyList<DimExpr> of)
    {
        var members = new List<DimExpr>(of);
        var pulled = Zero;
        var scale = 1L;
        while (true)
        {
            DropDominated(members);
            if (members.Count == 1) return pulled + members[0].Scale(scale);

            var common = CommonAddend(members);
            if (common.terms.Length != 0)
            {
                pulled += common.Scale(scale);
                for (var i = 0; i < members.Count; i++) members[i] -= common;
            }

            var content = 0L;
            foreach (var member in members)
            {
                foreach (var term in member.terms) content = DimMath.Gcd(content, term.Coefficient);
            }

            if (content > 1)
            {
                scale = checked(scale * content);
                for (var i = 0; i < members.Count; i++) members[i] = members[i].Unscale(content);
            }

            if (!Flatten(members)) break;
        }

        members.Sort(CompareStructure);
        return pulled + FromAtom(new MinAtom(members.ToArray())).Scale(scale);
    }

    private static void DropDominated(List<DimExpr> members)
    {
        for (var i = members.Count - 1; i >= 0; i--)
        {
            for (var j = 0; j < members.Count; j++)
            {
                if (i == j || !(members[i] - members[j]).TryGetConstant(out var excess) || excess < 0) continue;
                members.RemoveAt(i);
                break;
            }
        }
    }

    /// <summary>
    /// Of every monomial its least coefficient: the same for min(a, b) + c and min(a + c, b + c), and for -max(a, b) and min(-a, -b).
    /// </summary>
    private static DimExpr CommonAddend(List<DimExpr> members)
    {
        var least = new Dictionary<DimMonomial, long>();
        foreach (var member in members)
        {
            foreach (var term in member.terms)
            {
                if (least.ContainsKey(term.Monomial)) continue;
                var coefficient = long.MaxValue;
                foreach (var other in members)
                {
                    var theirs = other.CoefficientOf(term.Monomial);
                    if (theirs < coefficient) coefficient = theirs;
                }

                least.Add(term.Monomial, coefficient);
            }
        }

        return FromSum(least);
    }

    /// <summary>Replaces a member c min(x, y) + p, c > 0, by c x + p and c y + p. Says whether it did.</summary>
    private static bool Flatten(List<DimExpr> members)
    {
        for (var i = 0; i < members.Count; i++)
        {
            var member = members[i];
            foreach (var term in member.terms)
            {
                if (term.Coefficient < 0 || term.Monomial.Single is not MinAtom min) continue;
                if (members.Count + min.Members.Count - 1 > MaximalMembers) continue;
                var rest = member - FromTerm(term.Monomial, term.Coefficient);
                members.RemoveAt(i);
                foreach (var inner in min.Members) members.Add(inner.Scale(term.Coefficient) + rest);
                return true;
            }
        }

        return false;
    }
}
