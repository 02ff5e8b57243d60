using System;
using System.Collections.Generic;

namespace Costate;

/// <summary>
/// What may be assumed of the symbols in a question about dimensions. A symbol is at least 0 unless a lower bound says otherwise.
/// Immutable.
/// </summary>
public sealed class DimFacts
{
    private readonly Dictionary<string, long> lowerBounds;

    private DimFacts(Dictionary<string, long> lowerBounds, DimExpr[] zeros, DimExpr[] nonNegatives)
    {
        this.lowerBounds = lowerBounds;
        Zeros = zeros;
        NonNegatives = nonNegatives;
    }

    /// <summary>Nothing but that every symbol is at least 0.</summary>
    public static DimFacts None { get; } = new(new Dictionary<string, long>(StringComparer.Ordinal), [], []);

    /// <summary>Expressions assumed to be 0.</summary>
    internal IReadOnlyList<DimExpr> Zeros { get; }

    /// <summary>Expressions assumed to be at least 0.</summary>
    internal IReadOnlyList<DimExpr> NonNegatives { get; }

    /// <summary>The same facts with a lower bound in place of the symbol's former one, which is 0 at first and may be negative.</summary>
    public DimFacts WithLowerBound(string symbol, long bound)
    {
        if (symbol is null) throw new ArgumentNullException(nameof(symbol));
        var bounds = new Dictionary<string, long>(lowerBounds, StringComparer.Ordinal) { [symbol] = bound };
        return new DimFacts(bounds, (DimExpr[])Zeros, (DimExpr[])NonNegatives);
    }

    /// <summary>The same facts and one more.</summary>
    public DimFacts Assume(DimExpr left, DimRelation relation, DimExpr right) => relation switch
    {
        DimRelation.Equal => new DimFacts(lowerBounds, With(Zeros, left - right), (DimExpr[])NonNegatives),
        DimRelation.LessOrEqual => AssumeNonNegative(right - left),
        DimRelation.LessThan => AssumeNonNegative(right - left - 1),
        DimRelation.GreaterOrEqual => AssumeNonNegative(left - right),
        DimRelation.GreaterThan => AssumeNonNegative(left - right - 1),
        _ => throw new ArgumentOutOfRangeException(nameof(relation), relation, "No such relation of dimensions."),
    };

    /// <summary>The same facts and one more.</summary>
    internal DimFacts Assume(DimFact fact) => Assume(fact.Left, fact.Relation, fact.Right);

    /// <summary>Whether no sizes at all satisfy the facts, as far as that can be seen.</summary>
    internal bool AreContradictory => DimExpr.Compare(DimExpr.Zero, DimExpr.One, this).Decision == DimDecision.Yes;

    /// <summary>The least value the symbol is assumed to have.</summary>
    public long LowerBoundOf(string symbol) => lowerBounds.TryGetValue(symbol, out var bound) ? bound : 0;

    internal DimFacts AssumeNonNegative(DimExpr expression) =>
        new(lowerBounds, (DimExpr[])Zeros, With(NonNegatives, expression));

    private static DimExpr[] With(IReadOnlyList<DimExpr> list, DimExpr added)
    {
        var result = new DimExpr[list.Count + 1];
        for (var i = 0; i < list.Count; i++) result[i] = list[i];
        result[list.Count] = added;
        return result;
    }
}
