using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>One thing that is wrong with a method, at the place where it is wrong.</summary>
internal sealed class FrontendDiagnostic(string id, Location location, string message)
{
    public string Id { get; } = id;

    public Location Location { get; } = location;

    public string Message { get; } = message;

    /// <summary>What a code fix needs to know; the names are those of <see cref="DiagnosticProperties"/>.</summary>
    public ImmutableDictionary<string, string?> Properties { get; init; } = ImmutableDictionary<string, string?>.Empty;

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptors.Get(Id), Location, Properties, Message);
}
