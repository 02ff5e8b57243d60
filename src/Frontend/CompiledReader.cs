using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>Reads a method of another assembly: its signature as it is declared, its graphs from what was compiled of it.</summary>
internal static class CompiledReader
{
    /// <summary>The graphs with their signature, or one diagnostic that says why there are none.</summary>
    public static ReadResult Read(IMethodSymbol method, Compilation compilation)
    {
        var found = new List<FrontendDiagnostic>();
        var signature = new SignatureReader(method, null, compilation, found).Read();
        var calls = GeneratedOverloads.Of(method)?.GetAttributes().Where(a => a.AttributeClass?.ToDisplayString() == KnownNames.FragmentCall).ToArray() ?? [];
        var graphs = new List<Graph>();
        string? problem = signature is null || calls.Length != Variants.Count(signature.Flags) ? "has no compiled form there" : null;
        foreach (var call in problem is null ? calls : [])
        {
            problem ??= Parse(call, signature!, graphs);
        }

        return problem is null
            ? new ReadResult(signature, graphs, [], [], new Dictionary<int, string>())
            : new ReadResult(signature, [], [Failure(method, problem)], [], new Dictionary<int, string>());
    }

    private static string? Parse(AttributeData call, MethodSignature signature, List<Graph> graphs)
    {
        if (call.ConstructorArguments.Length != 3 || call.ConstructorArguments[1].Value is not string text || call.ConstructorArguments[2].Value is not string digest)
        {
            return "was compiled there without its graph";
        }

        try
        {
            var graph = GraphText.Parse(text);

            // The digest is of the graph and of the version of the op table: what an op means may have changed since.
            if (!string.Equals(Digest.Of(graph), digest, StringComparison.Ordinal) || graph.Inputs.Count != signature.GraphInputs.Count || graph.Outputs.Count != signature.ResultNames.Count)
            {
                return "was compiled there by a version of the generator whose graphs mean something else";
            }

            graphs.Add(graph);
            return null;
        }
        catch (FormatException)
        {
            return "was compiled there by a version of the generator that has other operations";
        }
    }

    private static FrontendDiagnostic Failure(IMethodSymbol method, string problem) => new(
        DiagnosticIds.UnsupportedCall,
        Location.None,
        "'" + method.Name + "' is [Differentiable] in another assembly, " + method.ContainingAssembly.Name + ", and " + problem + ". Build " + method.ContainingAssembly.Name + " with the version of Costate that this project uses, or call the method outside and pass its result.");
}
