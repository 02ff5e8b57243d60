using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using Costate.Analyzers;
using Costate.Generator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Costate.EditorBenchmarks;

/// <summary>After one edit: the generator, the analyzers on the edited file, and what the compiler takes for an analyzer that looks at nothing.</summary>
internal readonly record struct EditCost(Cost Generator, Cost Analyzers, Cost Idle)
{
    /// <summary>What would not be there without this generator and these analyzers: an editor binds an open file in any case.</summary>
    public Cost Added => Generator + Analyzers - Idle;
}

/// <summary>A project as an editor keeps it: after each edit the generator runs again, then the analyzers on the file that is open.</summary>
internal sealed class Editor
{
    private static readonly CSharpParseOptions Parse = new(LanguageVersion.CSharp13);

    private static readonly ImmutableArray<DiagnosticAnalyzer> Analyzers =
    [
        .. typeof(DifferentiableMethodAnalyzer).Assembly.GetTypes()
            .Where(t => t.IsSubclassOf(typeof(DiagnosticAnalyzer)) && !t.IsAbstract)
            .OrderBy(t => t.Name, StringComparer.Ordinal)
            .Select(t => (DiagnosticAnalyzer)Activator.CreateInstance(t)!),
    ];

    private readonly int annotated;
    private readonly string[] sources;
    private readonly Dictionary<string, SyntaxTree> generated = new(StringComparer.Ordinal);
    private CSharpCompilation compilation;
    private GeneratorDriver driver = null!;
    private Compilation output = null!;

    public Editor(int files, int methodsPerFile, int otherFiles)
    {
        annotated = files;
        Methods = files * methodsPerFile;
        sources = Enumerable.Range(0, files).Select(f => Annotated(f, methodsPerFile)).Concat(Enumerable.Range(0, otherFiles).Select(Other)).ToArray();
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(p => Path.GetFileName(p) is var name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll" or "Costate.dll" or "Costate.Ir.dll"))
            .Select(p => MetadataReference.CreateFromFile(p));
        compilation = CSharpCompilation.Create(
            "Project",
            sources.Select((s, i) => CSharpSyntaxTree.ParseText(SourceText.From(s, Encoding.UTF8), Parse, "File" + i.ToString(CultureInfo.InvariantCulture) + ".cs")),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToArray();
        if (errors.Length > 0) throw new InvalidOperationException("The benchmark's own sources do not compile: " + errors[0]);
    }

    public int Methods { get; }

    /// <summary>The project as it is, without what is generated.</summary>
    public Compilation Compilation => compilation;

    /// <summary>Opens the project: nothing is known of it.</summary>
    /// <param name="isDesignTime">Whether for an editor, which builds nothing that runs, so that derivatives are not checked.</param>
    public Cost Open(bool isDesignTime)
    {
        driver = CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: Parse, optionsProvider: new Build(isDesignTime));

        // A copy, so that nothing that was bound before helps.
        compilation = CSharpCompilation.Create("Project", compilation.SyntaxTrees.Select(t => CSharpSyntaxTree.ParseText(t.GetText(), Parse, t.FilePath)), compilation.References, compilation.Options);
        var cost = Cost.Of(() => driver = driver.RunGenerators(compilation));
        output = compilation;
        generated.Clear();
        AddGenerated();
        if (!driver.GetRunResult().Diagnostics.IsEmpty || generated.Count != Methods) throw new InvalidOperationException("The generator wrote " + generated.Count + " files for " + Methods + " methods.");
        return cost;
    }

    /// <summary>Changes a number in a body.</summary>
    public EditCost EditBody(int round) => Edit(round % annotated, text => text.Replace("/*m3*/ 0.5", "/*m3*/ 0.5" + round.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    /// <summary>Adds a line to a body, so that what stands below moves.</summary>
    public EditCost EditBodyByALine(int round) => Edit(round % annotated, text => text.Replace("/*m3*/", "\n            /*m3*/", StringComparison.Ordinal));

    /// <summary>Changes a number in a body that is not annotated, in another file.</summary>
    public EditCost EditElsewhere(int round) => Edit(annotated + (round % (sources.Length - annotated)), text => text.Replace("return 1", "return 1" + round.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));

    /// <summary>Adds a method to another file, which may change what names mean anywhere.</summary>
    public EditCost EditMember(int round) => Edit(annotated + (round % (sources.Length - annotated)), text => text.Replace("/*members*/", "/*members*/ public static int Added" + round.ToString(CultureInfo.InvariantCulture) + "() => 0;", StringComparison.Ordinal));

    private EditCost Edit(int file, Func<string, string> change)
    {
        var old = compilation.SyntaxTrees[file];
        string before = old.ToString(), after = change(sources[file]);

        // An editor parses what has changed and nothing else.
        int head = 0, tail = 0;
        while (head < Math.Min(before.Length, after.Length) && before[head] == after[head]) head++;
        while (tail < Math.Min(before.Length, after.Length) - head && before[^(tail + 1)] == after[^(tail + 1)]) tail++;
        var text = old.GetText().WithChanges(new TextChange(TextSpan.FromBounds(head, before.Length - tail), after[head..(after.Length - tail)]));
        var tree = old.WithChangedText(text);
        compilation = compilation.ReplaceSyntaxTree(old, tree);

        var generator = Cost.Of(() => driver = driver.RunGenerators(compilation));
        output = output.ReplaceSyntaxTree(old, tree);
        AddGenerated();

        // Declarations are gathered once, by whoever asks first; each then binds in a compilation of its own.
        Analyze(tree, [new IdleAnalyzer()]);
        return new EditCost(generator, Analyze(tree, Analyzers), Analyze(tree, [new IdleAnalyzer()]));
    }

    private Cost Analyze(SyntaxTree tree, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var open = output.Clone().WithAnalyzers(analyzers);
        return Cost.Of(() => Quiet(open.GetAnalyzerSemanticDiagnosticsAsync(open.Compilation.GetSemanticModel(tree), null, default).GetAwaiter().GetResult()));
    }

    /// <summary>Adds what the generator wrote. As an editor does it: a file whose text has stayed keeps its tree, which otherwise would be parsed again.</summary>
    private void AddGenerated()
    {
        foreach (var source in driver.GetRunResult().Results[0].GeneratedSources)
        {
            generated.TryGetValue(source.HintName, out var known);
            if (known is null || !known.GetText().ContentEquals(source.SourceText))
            {
                output = known is null ? output.AddSyntaxTrees(source.SyntaxTree) : output.ReplaceSyntaxTree(known, source.SyntaxTree);
                generated[source.HintName] = source.SyntaxTree;
            }
        }
    }

    private static void Quiet(ImmutableArray<Diagnostic> found)
    {
        if (found.FirstOrDefault(d => d.Severity >= DiagnosticSeverity.Warning) is { } first) throw new InvalidOperationException("The benchmark's own sources have a diagnostic: " + first);
    }

    private static string Annotated(int file, int methods)
    {
        var text = new StringBuilder("using Costate;\nusing static Costate.TracedTensor;\n\nnamespace Project;\n\npublic static partial class Model" + file.ToString(CultureInfo.InvariantCulture) + "\n{\n");
        for (int m = 0; m < methods; m++)
        {
            string name = m.ToString(CultureInfo.InvariantCulture);
            text.Append("    [Differentiable]\n");
            text.Append((m % 5) switch
            {
                0 => $$"""
                        public static TracedTensor<double> Loss{{name}}([Shape("n, m")] TracedTensor<double> x, [Shape("m, k")] TracedTensor<double> w, [Shape("k")] TracedTensor<double> b)
                        {
                            var h = Tanh(MatMul(x, w) + b);
                            var scaled = h * /*m{{name}}*/ 0.5;
                            return Mean(Square(scaled));
                        }

                    """,
                1 => $$"""
                        [return: Shape("i, r")]
                        public static TracedTensor<double> Update{{name}}([Shape("i, j, k")] TracedTensor<double> t, [Shape("j, r")] TracedTensor<double> b, [Shape("k, r")] TracedTensor<double> c)
                        {
                            var gram = MatMul(Transpose(b), b) * MatMul(Transpose(c), c);
                            return SolveRight(Einsum("ijk,jr,kr->ir", t, b, c), gram);
                        }

                    """,
                2 => $$"""
                        [return: Shape("b, n")]
                        public static TracedTensor<double> Attention{{name}}([Shape("b, n, d")] TracedTensor<double> keys, [Shape("b, d")] TracedTensor<double> query)
                        {
                            var scores = Einsum("bnd,bd->bn", keys, query);
                            return Softmax(scores / Sqrt(Sum(Square(query), 1, keepDims: true) + 1.0));
                        }

                    """,
                3 => $$"""
                        [return: Shape("n")]
                        public static TracedTensor<double> Step{{name}}([Shape("n")] TracedTensor<double> x, double rate)
                        {
                            var y = Sin(x) * rate;
                            y = y + x * /*m{{name}}*/ 0.5;
                            return Select(GreaterThan(y, 0.0), y, 0.1 * y);
                        }

                    """,
                _ => $$"""
                        public static TracedTensor<double> Nested{{name}}([Shape("n")] TracedTensor<double> x)
                        {
                            var once = Step3(x, 0.25);
                            return LogSumExp(Step3(once, 0.125));
                        }

                    """,
            });
        }

        return text.Append("}\n").ToString();
    }

    private static string Other(int file)
    {
        string name = file.ToString(CultureInfo.InvariantCulture);
        var text = new StringBuilder("using System;\n\nnamespace Project;\n\npublic static class Other" + name + "\n{\n    /*members*/\n");
        for (int m = 0; m < 20; m++) text.Append("    public static int F").Append(m).Append("(int x)\n    {\n        Console.WriteLine(x);\n        return 1 + x;\n    }\n\n");
        return text.Append("}\n").ToString();
    }

    private sealed class Build(bool isDesignTime) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(isDesignTime);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Options(bool isDesignTime) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
            {
                value = isDesignTime && key == "build_property.DesignTimeBuild" ? "true" : null;
                return value is not null;
            }
        }
    }
}
