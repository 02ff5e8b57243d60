using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>A fact of a method's dimensions, and where and how it was declared: by [Where], if nothing else is said.</summary>
internal sealed class DeclaredFact(DimFact fact, Location place, string? declaration = null)
{
    public DimFact Fact { get; } = fact;

    public Location Place { get; } = place;

    public string Declaration { get; } = declaration ?? "[Where(\"" + fact + "\")]";

    /// <summary>The array that has an element by this fact; null for what [Where] declares.</summary>
    public string? Array { get; init; }

    /// <summary>What a method says by it: "'F' declares ...".</summary>
    public string Claim(string method) => "'" + method + "' " + (Array is null ? "declares " + Declaration : "needs an element in '" + Array + "'");

    /// <summary>The check at the entry of the method.</summary>
    public Guard Guard(string method, SourceSpan span)
    {
        var (lesser, greater, isEquality) = Fact.Sides;
        return new Guard(DiagnosticIds.FactViolated, lesser, isEquality ? GuardRelation.Equal : GuardRelation.LessOrEqual, greater, Claim(method) + (Array is null ? ", which does not hold." : " to read shapes from, and it has none."), span);
    }
}
