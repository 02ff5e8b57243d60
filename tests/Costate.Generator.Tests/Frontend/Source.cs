using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Costate.Analyzers;
using Costate.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>A C# source under test. The expected place of a diagnostic is marked as [|...|].</summary>
internal sealed class Source
{
    private const string Usings = "using System;\nusing Costate;\nusing Costate.CompilerServices;\nusing static Costate.TracedTensor;\n";

    private static readonly ImmutableArray<MetadataReference> Platform =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(p => !IsOwn(p))
        .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p))
        .ToImmutableArray();

    /// <summary>What all compilations are made from, so that they share what is known of the libraries.</summary>
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create(
        "Test",
        [],
        Platform,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable));

    private Source(string text, ImmutableArray<TextSpan> marks, CSharpCompilation compilation)
    {
        Text = text;
        Marks = marks;
        Compilation = compilation;
    }

    public string Text { get; }

    /// <summary>The marked places, in order.</summary>
    public ImmutableArray<TextSpan> Marks { get; }

    public CSharpCompilation Compilation { get; }

    /// <summary>Members of a partial class, with the usual usings.</summary>
    public static Source InClass(string members, LanguageVersion version = LanguageVersion.CSharp13, params MetadataReference[] references) =>
        Whole(Usings + "public static partial class Model\n{\n" + members + "\n}\n", version, references);

    /// <summary>A whole file.</summary>
    public static Source Whole(string marked, LanguageVersion version = LanguageVersion.CSharp13, params MetadataReference[] references)
    {
        var (text, marks) = Unmark(marked);
        var options = new CSharpParseOptions(version);
        return new Source(text, marks, Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, options, "Model.cs")).AddReferences(references));
    }

    /// <summary>The same text, compiled otherwise.</summary>
    public Source With(CSharpCompilation compilation) => new(Text, Marks, compilation);

    /// <summary>Reads one method with the front end; the source must compile.</summary>
    public ReadResult Read(string name = "F")
    {
        AssertCompiles();
        return ReadAnyway(name);
    }

    /// <summary>Reads one method of a source that need not compile.</summary>
    public ReadResult ReadAnyway(string name = "F") => MethodReader.Read(Method(name), Compilation, CancellationToken.None);

    public IMethodSymbol Method(string name)
    {
        var tree = Compilation.SyntaxTrees[0];
        var model = Compilation.GetSemanticModel(tree);
        var syntax = tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().First(m => m.Identifier.Text == name && m.AttributeLists.Count > 0);
        return model.GetDeclaredSymbol(syntax)!;
    }

    /// <summary>What the analyzer reports and an editor shows, suppressed diagnostics left out, in source order.</summary>
    public ImmutableArray<Diagnostic> Analyze() => AnalyzeAll().Where(d => d.Severity != DiagnosticSeverity.Hidden).ToImmutableArray();

    /// <summary>What the analyzer reports, hidden diagnostics too.</summary>
    public ImmutableArray<Diagnostic> AnalyzeAll()
    {
        var all = Compilation
            .WithAnalyzers([new DifferentiableMethodAnalyzer()])
            .GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        return all.Where(d => !d.IsSuppressed).OrderBy(d => d.Location.SourceSpan.Start).ToImmutableArray();
    }

    public void AssertCompiles() =>
        Assert.Empty(Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

    private static (string Text, ImmutableArray<TextSpan> Marks) Unmark(string marked)
    {
        var text = new StringBuilder();
        var marks = ImmutableArray.CreateBuilder<TextSpan>();
        int open = -1;
        for (int i = 0; i < marked.Length; i++)
        {
            if (marked[i] == '[' && i + 1 < marked.Length && marked[i + 1] == '|')
            {
                open = text.Length;
                i++;
            }
            else if (open >= 0 && marked[i] == '|' && i + 1 < marked.Length && marked[i + 1] == ']')
            {
                marks.Add(TextSpan.FromBounds(open, text.Length));
                open = -1;
                i++;
            }
            else
            {
                text.Append(marked[i]);
            }
        }

        return (text.ToString(), marks.ToImmutable());
    }

    // Whoever sees the internals of the library is no model of a user.
    private static bool IsOwn(string path) => Path.GetFileName(path).StartsWith("Costate.", StringComparison.Ordinal) && path.EndsWith(".Tests.dll", StringComparison.Ordinal);
}
