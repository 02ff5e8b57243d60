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

    public FrontendDiagnostic WithMessage(string text) => new(Id, Location, text, Severity);

    public Diagnostic ToDiagnostic() => Severity is { } own
        ? Diagnostic.Create(Descriptors.Get(Id), Location, own, additionalLocations: null, properties: null, Message)
        : Diagnostic.Create(Descriptors.Get(Id), Location, Message);
}
