using System;
using System.Collections.Generic;

namespace Costate;

/// <summary>A statement about dimensions as it was declared, "k &lt;= n" for instance.</summary>
internal sealed class DimFact(DimExpr left, DimRelation relation, DimExpr right)
{
    public DimExpr Left { get; } = left;

    public DimRelation Relation { get; } = relation;

    public DimExpr Right { get; } = right;

    /// <summary>The names that occur, each once, in ordinal order.</summary>
    public IReadOnlyCollection<string> Symbols
    {
        get
        {
            var set = new SortedSet<string>(StringComparer.Ordinal);
            Left.AddSymbols(set);
            Right.AddSymbols(set);
            return set;
        }
    }

    /// <summary>The sides of the same statement as an equality or as "lesser is at most greater".</summary>
    public (DimExpr Lesser, DimExpr Greater, bool IsEquality) Sides => Relation switch
    {
        DimRelation.Equal => (Left, Right, true),
        DimRelation.LessOrEqual => (Left, Right, false),
        DimRelation.LessThan => (Left + 1, Right, false),
        DimRelation.GreaterOrEqual => (Right, Left, false),
        _ => (Right + 1, Left, false),
    };

    /// <summary>
    /// Reads statements joined by &amp;&amp;, each two or more expressions with ==, &lt;, &lt;=, &gt; or &gt;= between them, as in
    /// "1 &lt;= k &lt;= n &amp;&amp; n % 2 == 0".
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="facts">The statements, or null.</param>
    /// <param name="error">What is wrong, or null.</param>
    /// <param name="errorColumn">Where it is wrong, counted from 0.</param>
    public static bool TryParse(string text, out IReadOnlyList<DimFact>? facts, out string? error, out int errorColumn)
    {
        bool read = DimParser.TryParseFacts(text, out var list, out error, out errorColumn);
        facts = list;
        return read;
    }

    /// <summary>The same statement about other sizes.</summary>
    public DimFact Substitute(Func<string, DimExpr?> map) => new(Left.Substitute(map), Relation, Right.Substitute(map));

    /// <summary>Whether it holds under other facts; a refutation has an example for which it does not.</summary>
    public DimAnswer Ask(DimFacts facts)
    {
        var (lesser, greater, isEquality) = Sides;
        return isEquality ? DimExpr.Compare(lesser, greater, facts) : DimExpr.DimLessOrEqual(lesser, greater, facts);
    }

    /// <summary>The statement as it is declared; <see cref="TryParse"/> reads it back.</summary>
    public override string ToString() => Left + " " + Operator(Relation) + " " + Right;

    private static string Operator(DimRelation relation) => relation switch
    {
        DimRelation.Equal => "==",
        DimRelation.LessOrEqual => "<=",
        DimRelation.LessThan => "<",
        DimRelation.GreaterOrEqual => ">=",
        _ => ">",
    };
}
