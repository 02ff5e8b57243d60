using System;

namespace Costate;

public sealed partial class DimExpr
{
    /// <summary>Asks whether two dimensions are equal for all values that satisfy the facts.</summary>
    /// <param name="a">One side.</param>
    /// <param name="b">The other side.</param>
    /// <param name="facts">What may be assumed; by default that every symbol is at least 0.</param>
    public static DimAnswer Compare(DimExpr a, DimExpr b, DimFacts? facts = null)
    {
        if (a is null) throw new ArgumentNullException(nameof(a));
        if (b is null) throw new ArgumentNullException(nameof(b));
        if (a.Equals(b)) return DimAnswer.Yes;
        facts ??= DimFacts.None;
        if (DimProof.ProvesEqual(a, b, facts)) return DimAnswer.Yes;
        return DimSearch.FindWitness(a, b, facts, static (x, y) => x != y) is { } witness ? DimAnswer.RefutedBy(witness) : DimAnswer.Unknown;
    }

    /// <summary>Asks whether <paramref name="a"/> is at most <paramref name="b"/> for all values that satisfy the facts.</summary>
    /// <param name="a">The side that should be the lesser.</param>
    /// <param name="b">The side that should be the greater.</param>
    /// <param name="facts">What may be assumed; by default that every symbol is at least 0.</param>
    public static DimAnswer DimLessOrEqual(DimExpr a, DimExpr b, DimFacts? facts = null)
    {
        if (a is null) throw new ArgumentNullException(nameof(a));
        if (b is null) throw new ArgumentNullException(nameof(b));
        if (a.Equals(b)) return DimAnswer.Yes;
        facts ??= DimFacts.None;
        if (DimProof.ProvesLessOrEqual(a, b, facts)) return DimAnswer.Yes;
        return DimSearch.FindWitness(a, b, facts, static (x, y) => x > y) is { } witness ? DimAnswer.RefutedBy(witness) : DimAnswer.Unknown;
    }
}
