using System.Collections.Generic;
using Costate.Ir;

namespace Costate.Frontend;

/// <summary>What reading a method gave: a graph, or the reasons why there is none.</summary>
internal sealed class ReadResult(MethodSignature? signature, Graph? graph, IReadOnlyList<FrontendDiagnostic> diagnostics, IReadOnlyDictionary<int, string> sourceLines)
{
    public MethodSignature? Signature { get; } = signature;

    /// <summary>The graph; null if there is any diagnostic.</summary>
    public Graph? Graph { get; } = graph;

    public IReadOnlyList<FrontendDiagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>The trimmed source lines of the method by 1-based line number, for comments in the generated code.</summary>
    public IReadOnlyDictionary<int, string> SourceLines { get; } = sourceLines;
}
