using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading;
using Costate.Frontend;
using Microsoft.CodeAnalysis;

namespace Costate.Analyzers;

/// <summary>What the front end read, once for all analyzers of a compilation; it goes when the compilation goes.</summary>
internal static class MethodReadings
{
    private static readonly ConditionalWeakTable<Compilation, ConcurrentDictionary<ISymbol, ReadResult>> Known = new();

    public static ReadResult Of(IMethodSymbol method, Compilation compilation, CancellationToken cancellation)
    {
        var known = Known.GetValue(compilation, static _ => new ConcurrentDictionary<ISymbol, ReadResult>(SymbolEqualityComparer.Default));
        method = method.PartialDefinitionPart ?? method;
        return known.TryGetValue(method, out var result) ? result : known[method] = MethodReader.Read(method, compilation, cancellation);
    }
}
