using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit.Sdk;

namespace Costate.Generator.Tests;

/// <summary>Compiles generated text as a user's project would: against the real runtime, warnings as errors, C# 13.</summary>
internal static class GeneratedCompilation
{
    private static readonly MetadataReference[] References = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
        .ToArray();

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13, DocumentationMode.Diagnose);

    public static CSharpCompilation Create(params string[] sources) => CSharpCompilation.Create(
        "Generated" + Guid.NewGuid().ToString("N"),
        sources.Select((s, i) => CSharpSyntaxTree.ParseText(s, ParseOptions, "Source" + i + ".cs")),
        References,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable, optimizationLevel: OptimizationLevel.Release));

    /// <summary>Fails on any warning. Generated members must be documented, because they are public members of the user's type.</summary>
    public static void AssertClean(Compilation compilation)
    {
        var problems = compilation.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning && !(d.Id is "CS1591" or "CS1573" && d.Location.SourceTree!.FilePath.StartsWith("Source", StringComparison.Ordinal))).ToArray();
        if (problems.Length > 0)
        {
            string texts = string.Join("\n", problems.Select(d => d.ToString()).Take(20));
            throw new XunitException(texts + "\n\n" + problems[0].Location.SourceTree?.ToString());
        }
    }

    public static Assembly Load(Compilation compilation)
    {
        AssertClean(compilation);
        using var stream = new MemoryStream();
        var result = compilation.Emit(stream);
        if (!result.Success)
        {
            throw new XunitException(string.Join("\n", result.Diagnostics));
        }

        return Assembly.Load(stream.ToArray());
    }
}
