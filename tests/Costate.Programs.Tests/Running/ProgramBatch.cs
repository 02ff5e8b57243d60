using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.Loader;
using Costate.Frontend;
using Costate.Generator;
using Costate.Generator.Tests;
using Costate.Linking;
using Costate.Tracing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Costate.Tests.Programs;

/// <summary>Programs that are generated, compiled and loaded together, because starting a compiler costs more than what it compiles.</summary>
internal sealed class ProgramBatch : IDisposable
{
    private readonly AssemblyLoadContext context = new("programs", isCollectible: true);

    private ProgramBatch()
    {
    }

    /// <summary>Programs that came so far, with the compiled methods.</summary>
    public List<(RandomProgram Program, LinkedMethod Method)> Loaded { get; } = [];

    /// <summary>Programs that did not.</summary>
    public List<Finding> Findings { get; } = [];

    /// <summary>Through the generator and the compiler.</summary>
    public static ProgramBatch Build(IReadOnlyList<RandomProgram> programs, Tampering? tampering = null, Stopwatches? times = null) =>
        Build(programs, (batch, remaining) => batch.TryBuild(remaining, tampering, times));

    /// <summary>The bodies compiled and the graphs read, without the code between them, which takes most of the time: enough for links 1 and 2.</summary>
    public static ProgramBatch Read(IReadOnlyList<RandomProgram> programs, Stopwatches? times = null) =>
        Build(programs, (batch, remaining) => batch.TryRead(remaining, times));

    private static ProgramBatch Build(IReadOnlyList<RandomProgram> programs, Func<ProgramBatch, List<RandomProgram>, HashSet<RandomProgram>?> build)
    {
        var batch = new ProgramBatch();
        var remaining = programs.ToList();
        while (remaining.Count > 0 && build(batch, remaining) is { } broken)
        {
            // The others are compiled again without them.
            remaining.RemoveAll(broken.Contains);
        }

        return batch;
    }

    public void Dispose() => context.Unload();

    /// <returns>The programs that do not compile; null if all do.</returns>
    private HashSet<RandomProgram>? TryBuild(List<RandomProgram> programs, Tampering? tampering, Stopwatches? times)
    {
        CSharpCompilation compilation;
        var files = new Dictionary<SyntaxTree, RandomProgram>();
        var refused = new Dictionary<RandomProgram, string>();
        using (times?.Measure("parse"))
        {
            compilation = GeneratedCompilation.Create([.. programs.Select(p => p.ToString())]);
            for (int i = 0; i < programs.Count; i++) files.Add(compilation.SyntaxTrees[i], programs[i]);
        }

        Compilation output;
        using (times?.Measure("generate"))
        {
            output = tampering is null ? Generate(compilation, files, refused) : GenerateWrongly(compilation, tampering, files);
        }

        var generated = output.SyntaxTrees.Where(t => !files.ContainsKey(t)).ToArray();
        var byName = programs.ToDictionary(p => p.Name, StringComparer.Ordinal);
        foreach (var tree in generated)
        {
            // Named after the type.
            string name = Path.GetFileName(tree.FilePath).Split('.')[1];
            files.Add(tree, byName[name]);
        }

        using var stream = new MemoryStream();
        using (times?.Measure("compile"))
        {
            if (Emit(output, files, generated, stream) is { } broken) return broken;
        }

        using (times?.Measure("load"))
        {
            var methods = LinkedMethod.In(context.LoadFromStream(stream)).Where(m => m.Body.Name == "F").ToLookup(m => m.Body.DeclaringType!.Name, StringComparer.Ordinal);
            foreach (var program in programs)
            {
                if (refused.TryGetValue(program, out string? reason))
                {
                    Findings.Add(new Finding(program, Check.DerivativeLink, reason));
                }
                else if (methods.Contains(program.Name))
                {
                    // One for each variant.
                    Loaded.AddRange(methods[program.Name].Select(m => (program, m)));
                }
                else
                {
                    Findings.Add(Refusal(program, Methods(compilation, compilation.SyntaxTrees.First(t => files[t] == program)).Select(m => MethodReader.Read(m, compilation, default))));
                }
            }
        }

        return null;
    }

    private HashSet<RandomProgram>? TryRead(List<RandomProgram> programs, Stopwatches? times)
    {
        CSharpCompilation compilation;
        var files = new Dictionary<SyntaxTree, RandomProgram>();
        using var stream = new MemoryStream();
        using (times?.Measure("compile bodies"))
        {
            compilation = GeneratedCompilation.Create([.. programs.Select(p => p.ToString())]);
            for (int i = 0; i < programs.Count; i++) files.Add(compilation.SyntaxTrees[i], programs[i]);
            if (Emit(compilation, files, [], stream) is { } broken) return broken;
        }

        var assembly = context.LoadFromStream(stream);
        using (times?.Measure("read graphs"))
        {
            foreach (var (tree, program) in files)
            {
                var results = Methods(compilation, tree).Select(m => MethodReader.Read(m, compilation, default)).ToArray();
                if (results.Any(r => r.Diagnostics.Count > 0))
                {
                    Findings.Add(Refusal(program, results));
                    continue;
                }

                var body = assembly.GetType("Programs." + program.Name, throwOnError: true)!.GetMethod("F")!;
                Loaded.AddRange(results[^1].Graphs.Select((g, variant) => (program, new LinkedMethod(program.Name, body, new InterpretedFragment(g), variant))));
            }
        }

        return null;
    }

    /// <returns>The programs that do not compile; null if all do.</returns>
    private HashSet<RandomProgram>? Emit(Compilation compilation, Dictionary<SyntaxTree, RandomProgram> files, SyntaxTree[] generated, MemoryStream stream)
    {
        var result = compilation.Emit(stream);
        stream.Position = 0;

        // What nobody wrote is not documented.
        var problems = result.Diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning && d.Location.SourceTree is { } tree && !(d.Id is "CS1591" or "CS1573" or "CS1717" or "CS1718" or "CS0219" or "CS8321" or "CS0162" && !generated.Contains(tree))).ToArray();
        if (problems.Length == 0 && result.Success) return null;
        var broken = new HashSet<RandomProgram>();
        foreach (var problem in problems)
        {
            var program = files[problem.Location.SourceTree!];
            if (broken.Add(program)) Findings.Add(new Finding(program, Check.Compiler, problem + "\n" + Line(problem)));
        }

        return broken.Count > 0 ? broken : throw new InvalidOperationException(string.Join("\n", result.Diagnostics));
    }

    private static Compilation Generate(CSharpCompilation compilation, Dictionary<SyntaxTree, RandomProgram> files, Dictionary<RandomProgram, string> refused)
    {
        var driver = CSharpGeneratorDriver.Create([new DifferentiableGenerator().AsSourceGenerator()], parseOptions: GeneratedCompilation.ParseOptions)
            .RunGeneratorsAndUpdateCompilation(compilation, out var output, out var diagnostics);
        if (driver.GetRunResult().Results.Single().Exception is { } exception) throw new InvalidOperationException("The generator failed.", exception);
        foreach (var diagnostic in diagnostics.Where(d => d.Severity >= DiagnosticSeverity.Warning))
        {
            refused[files.First(f => f.Key.FilePath == diagnostic.Location.GetLineSpan().Path).Value] = diagnostic.ToString();
        }

        return output;
    }

    /// <summary>The generator's steps by hand, with faults between them.</summary>
    private static Compilation GenerateWrongly(CSharpCompilation compilation, Tampering tampering, Dictionary<SyntaxTree, RandomProgram> files)
    {
        var trees = new List<SyntaxTree>();
        foreach (var tree in files.Keys)
        {
            foreach (var method in Methods(compilation, tree))
            {
                if (ModelReader.Read(method, compilation, default) is not { } model) continue;
                string text = method.Name == "F" ? tampering.Print(model) : MethodPrinter.Print(model);
                trees.Add(CSharpSyntaxTree.ParseText(text, GeneratedCompilation.ParseOptions, model.HintName));
            }
        }

        return compilation.AddSyntaxTrees(trees);
    }

    private static IEnumerable<IMethodSymbol> Methods(Compilation compilation, SyntaxTree tree)
    {
        var model = compilation.GetSemanticModel(tree);
        return tree.GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Select(m => model.GetDeclaredSymbol(m)!);
    }

    /// <summary>What the analyzer would say.</summary>
    private static Finding Refusal(RandomProgram program, IEnumerable<ReadResult> results)
    {
        string text = string.Join("\n", results.SelectMany(r => r.Diagnostics).Select(d => d.Id + ": " + d.Message));
        return text.Length == 0 ? new Finding(program, Check.Generator, "nothing was generated and nobody says why") : new Finding(program, Check.Refused, text);
    }

    private static string Line(Diagnostic problem) =>
        problem.Location.SourceTree!.GetText().Lines[problem.Location.GetLineSpan().StartLinePosition.Line].ToString();
}
