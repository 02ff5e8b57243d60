using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>
/// One thing that is to say about a method, at its place. The severity is that of the descriptor unless the same thing is worse at other
/// places: a size that is only checked at run time has the id of the error that it would be.
/// </summary>
internal sealed class FrontendDiagnostic(string id, Location location, string message, DiagnosticSeverity? severity = null)
{
    public string Id { get; } = id;

    public Location Location { get; } = location;

    public string Message { get; } = message;

    public DiagnosticSeverity? Severity { get; } = severity;

    /// <summary>What a code fix needs to know; the names are those of <see cref="DiagnosticProperties"/>.</summary>
    public ImmutableDictionary<string, string?> Properties { get; init; } = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Where the dimensions are declared that the message is about.</summary>
    public ImmutableArray<Location> Origins { get; init; } = [];

    public FrontendDiagnostic WithMessage(string text) => new(Id, Location, text, Severity) { Properties = Properties, Origins = Origins };

    public FrontendDiagnostic WithoutFixes() => new(Id, Location, Message, Severity) { Origins = Origins };

    public Diagnostic ToDiagnostic() => Severity is { } own
        ? Diagnostic.Create(Descriptors.Get(Id), Location, own, Origins, Properties, Message)
        : Diagnostic.Create(Descriptors.Get(Id), Location, Origins, Properties, Message);
}
