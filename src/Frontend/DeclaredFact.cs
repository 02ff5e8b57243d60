using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>A fact of a method's dimensions and where it was declared.</summary>
internal sealed class DeclaredFact(DimFact fact, Location place)
{
    public DimFact Fact { get; } = fact;

    public Location Place { get; } = place;

    /// <summary>The check at the entry of the method.</summary>
    public Guard Guard(string method, SourceSpan span)
    {
        var (lesser, greater, isEquality) = Fact.Sides;
        return new Guard(DiagnosticIds.FactViolated, lesser, isEquality ? GuardRelation.Equal : GuardRelation.LessOrEqual, greater, "'" + method + "' declares [Where(\"" + Fact + "\")], which does not hold.", span);
    }
}
