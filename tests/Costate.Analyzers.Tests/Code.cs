using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using Costate.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Costate.Analyzers.Tests;

/// <summary>A source as a user has it: compiled together with what the generator adds. Places are marked as [|...|].</summary>
internal sealed class Code
{
    public const string Usings = "using System;\nusing System.Collections.Generic;\nusing System.Linq;\nusing System.Numerics.Tensors;\nusing Costate;\nusing static Costate.TracedTensor;\n\n";

    public static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.CSharp13);
    public static readonly CSharpCompilationOptions Options = new(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable);

    public static readonly ImmutableArray<MetadataReference> References =
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
        .Split(Path.PathSeparator)
        .Where(p => !Path.GetFileName(p).StartsWith("Costate.Analyzers.Tests", StringComparison.Ordinal))
        .Select(p => (MetadataReference)MetadataReference.CreateFromFile(p))
        .ToImmutableArray();

    public static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        new DifferentiableMethodAnalyzer(), new EvaluatedValueAnalyzer(), new ScalarEvaluationAnalyzer(), new ParameterInfluenceAnalyzer(),
        new UnusedResultAnalyzer(), new TracedCallAnalyzer(),
    ];

    /// <summary>What all compilations are made from, so that they share what is known of the libraries.</summary>
    private static readonly CSharpCompilation Empty = CSharpCompilation.Create("Test", [], References, Options);

    private Code(string text, ImmutableArray<TextSpan> marks, Compilation compilation)
    {
        Text = text;
        Marks = marks;
        Compilation = compilation;
    }

    public string Text { get; }

    public ImmutableArray<TextSpan> Marks { get; }

    public Compilation Compilation { get; }

    /// <summary>Members of a host class, beside a model with a few annotated methods.</summary>
    public static Code InHost(string members) => Whole(Usings + Model + "public static class Host\n{\n" + members + "\n}\n");

    /// <summary>Members of the model itself.</summary>
    public static Code InModel(string members) => Whole(Usings + "public static partial class Model\n{\n" + members + "\n}\n");

    public const string Model = """
        public static partial class Model
        {
            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double> Step([Shape("n")] TracedTensor<double> x) => Tanh(x) + x;

            [Differentiable]
            public static TracedTensor<double> Damped([Shape("n")] TracedTensor<double> x, double damping) => x * damping;

            [Differentiable]
            public static TracedTensor<double> Loss([Shape("n")] TracedTensor<double> x) => Sum(Square(x));

            [Differentiable]
            [return: Shape("n;")]
            public static (TracedTensor<double> Next, TracedTensor<double> Size) Both([Shape("n")] TracedTensor<double> x) => (Exp(x), Sum(x));
        }

        """;

    public static Code Whole(string marked, bool generates = true, params MetadataReference[] references)
    {
        var (text, marks) = Unmark(marked.ReplaceLineEndings("\n"));
        Compilation compilation = Empty.AddSyntaxTrees(CSharpSyntaxTree.ParseText(text, ParseOptions, "Model.cs")).AddReferences(references);
        if (generates)
        {
            CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: ParseOptions).RunGeneratorsAndUpdateCompilation(compilation, out compilation, out _);
        }

        return new Code(text, marks, compilation);
    }

    public Code With(CompilationOptions options) => new(Text, Marks, Compilation.WithOptions(options));

    /// <summary>What all analyzers report, suppressed diagnostics left out, in source order.</summary>
    public ImmutableArray<Diagnostic> Analyze()
    {
        var failures = new List<string>();
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            (exception, _, _) => failures.Add(exception.ToString()),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        var all = Compilation.WithAnalyzers(Analyzers, options).GetAnalyzerDiagnosticsAsync(CancellationToken.None).GetAwaiter().GetResult();
        Assert.Empty(failures);
        return all.Where(d => !d.IsSuppressed).OrderBy(d => d.Location.SourceSpan.Start).ToImmutableArray();
    }

    public void AssertCompiles() => Assert.Empty(Compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

    /// <summary>The marked places are reported under that id, and nothing else is reported.</summary>
    public ImmutableArray<Diagnostic> AssertReports(string id)
    {
        AssertCompiles();
        var found = Analyze();
        Assert.Equal(Marks.Select(m => id + " " + Text.Substring(m.Start, m.Length)), found.Select(d => d.Id + " " + Text.Substring(d.Location.SourceSpan.Start, d.Location.SourceSpan.Length)));
        Assert.Equal(Marks, found.Select(d => d.Location.SourceSpan));
        Assert.All(found, d => Assert.EndsWith("/docs/diagnostics/" + d.Id + ".md", d.Descriptor.HelpLinkUri));
        return found;
    }

    public void AssertQuiet()
    {
        Assert.Empty(Marks);
        AssertCompiles();
        Assert.Empty(Analyze().Select(d => d.Id + " " + d.GetMessage()));
    }

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
}
