using System.Collections.Generic;
using Costate.Ir;

namespace Costate.Frontend;

/// <summary>What reading a method gave: its graphs, or the reasons why there are none.</summary>
internal sealed class ReadResult(MethodSignature? signature, IReadOnlyList<Graph> graphs, IReadOnlyList<FrontendDiagnostic> diagnostics, IReadOnlyList<FrontendDiagnostic> notes, IReadOnlyDictionary<int, string> sourceLines)
{
    public MethodSignature? Signature { get; } = signature;

    /// <summary>One graph for each variant, in the order of <see cref="Variants"/>; none if there is any diagnostic.</summary>
    public IReadOnlyList<Graph> Graphs { get; } = graphs;

    /// <summary>The graph of the first variant, which is the only one of a method without bool parameters; null if there is none.</summary>
    public Graph? Graph => Graphs.Count > 0 ? Graphs[0] : null;

    public IReadOnlyList<FrontendDiagnostic> Diagnostics { get; } = diagnostics;

    /// <summary>What is worth saying about a method that is right: warnings, and what is checked when it is called. None if there are errors.</summary>
    public IReadOnlyList<FrontendDiagnostic> Notes { get; } = notes;

    /// <summary>The trimmed source lines of the method by 1-based line number, for comments in the generated code.</summary>
    public IReadOnlyDictionary<int, string> SourceLines { get; } = sourceLines;
}
