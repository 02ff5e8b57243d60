using System;

namespace Costate;

public sealed partial class DimExpr
{
    /// <summary>Asks whether two dimensions are equal for all values that satisfy the facts.</summary>
    /// <param name="a">One side.</param>
    /// <param name="b">The other side.</param>
    /// <param name="facts">What may be assumed; by default that every symbol is at least 0.</param>
    public static DimAnswer Compare(DimExpr a, DimExpr b, DimFacts? facts = null) =>
        Ask(a, b, facts ?? DimFacts.None, DimProof.ProvesEqual, static (x, y) => x != y);

    /// <summary>Asks whether <paramref name="a"/> is at most <paramref name="b"/> for all values that satisfy the facts.</summary>
    /// <param name="a">The side that should be the lesser.</param>
    /// <param name="b">The side that should be the greater.</param>
    /// <param name="facts">What may be assumed; by default that every symbol is at least 0.</param>
    public static DimAnswer DimLessOrEqual(DimExpr a, DimExpr b, DimFacts? facts = null) =>
        Ask(a, b, facts ?? DimFacts.None, DimProof.ProvesLessOrEqual, static (x, y) => x > y);

    private static DimAnswer Ask(
        DimExpr a, DimExpr b, DimFacts facts, Func<DimExpr, DimExpr, DimFacts, bool> proves, Func<long, long, bool> breaks)
    {
        if (a is null) throw new ArgumentNullException(nameof(a));
        if (b is null) throw new ArgumentNullException(nameof(b));
        if (a.Equals(b)) return DimAnswer.Yes;

        // Most statements that are false are so at once, and a proof that cannot succeed is the dearest part.
        var search = new DimSearch(a, b, facts, breaks);
        if ((search.TryOnce() ?? search.TryFew()) is { } early) return DimAnswer.RefutedBy(early);
        if (proves(a, b, facts)) return DimAnswer.Yes;
        return search.TryMany() is { } witness ? DimAnswer.RefutedBy(witness) : DimAnswer.Unknown;
    }
}
