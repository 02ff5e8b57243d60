using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>One thing that is wrong with a method, at the place where it is wrong.</summary>
internal sealed class FrontendDiagnostic(string id, Location location, string message)
{
    public string Id { get; } = id;

    public Location Location { get; } = location;

    public string Message { get; } = message;

    public Diagnostic ToDiagnostic() => Diagnostic.Create(Descriptors.Get(Id), Location, Message);
}
