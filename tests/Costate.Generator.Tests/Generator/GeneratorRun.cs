using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Costate.Generator.Tests;

/// <summary>Runs the generator on sources and keeps the driver, so that later runs are incremental.</summary>
internal sealed class GeneratorRun
{
    private GeneratorDriver driver;

    public GeneratorRun(params string[] sources)
        : this(new DifferentiableGenerator(), null, sources)
    {
    }

    /// <summary>With further references.</summary>
    public GeneratorRun(MetadataReference[] references, params string[] sources)
        : this(new DifferentiableGenerator(), null, references, sources)
    {
    }

    /// <summary>With a generator of one's own and with options as MSBuild gives them.</summary>
    public GeneratorRun(DifferentiableGenerator generator, AnalyzerConfigOptionsProvider? options, params string[] sources)
        : this(generator, options, [], sources)
    {
    }

    private GeneratorRun(DifferentiableGenerator generator, AnalyzerConfigOptionsProvider? options, MetadataReference[] references, string[] sources)
    {
        Compilation = GeneratedCompilation.Create(sources).AddReferences(references);
        driver = CSharpGeneratorDriver.Create(
            [generator.AsSourceGenerator()],
            parseOptions: GeneratedCompilation.ParseOptions,
            optionsProvider: options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));
        Run();
    }

    public Compilation Compilation { get; private set; }

    /// <summary>The user's sources together with the generated ones.</summary>
    public Compilation Output { get; private set; } = null!;

    public GeneratorRunResult Result => driver.GetRunResult().Results.Single();

    /// <summary>All generated files, ordered by name.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            foreach (var source in Result.GeneratedSources.OrderBy(s => s.HintName, StringComparer.Ordinal))
            {
                text.Append("//==== ").Append(source.HintName).Append('\n').Append(source.SourceText);
            }

            return text.ToString();
        }
    }

    /// <summary>Replaces a source and runs again.</summary>
    public GeneratorRun Edit(int source, Func<string, string> change)
    {
        var old = Compilation.SyntaxTrees.ElementAt(source);
        var text = change(old.ToString());
        Compilation = Compilation.ReplaceSyntaxTree(old, CSharpSyntaxTree.ParseText(text, GeneratedCompilation.ParseOptions, old.FilePath));
        Run();
        return this;
    }

    /// <summary>Runs again on an equal compilation.</summary>
    public GeneratorRun Again()
    {
        Compilation = Compilation.Clone();
        Run();
        return this;
    }

    /// <summary>The reasons of all outputs of the tracked steps and of the files.</summary>
    public IEnumerable<(string Step, IncrementalStepRunReason Reason)> Reasons() =>
        from step in Result.TrackedSteps.Concat(Result.TrackedOutputSteps)
        where step.Key is DifferentiableGenerator.ModelStep or DifferentiableGenerator.FileStep or DifferentiableGenerator.CheckStep || Result.TrackedOutputSteps.ContainsKey(step.Key)
        from run in step.Value
        from output in run.Outputs
        select (step.Key, output.Reason);

    /// <summary>What the pipeline keeps between runs.</summary>
    public IEnumerable<object> KeptValues() =>
        from name in new[] { DifferentiableGenerator.ModelStep, DifferentiableGenerator.FileStep, DifferentiableGenerator.CheckStep }
        where Result.TrackedSteps.ContainsKey(name)
        from run in Result.TrackedSteps[name]
        from output in run.Outputs
        where output.Value is not null
        select output.Value;

    public static string TextUnder(string culture, params string[] sources)
    {
        var saved = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
        try
        {
            return new GeneratorRun(sources).Text;
        }
        finally
        {
            CultureInfo.CurrentCulture = saved;
        }
    }

    private void Run()
    {
        driver = driver.RunGeneratorsAndUpdateCompilation(Compilation, out var output, out _);
        Output = output;
        if (Result.Exception is { } exception)
        {
            throw new InvalidOperationException("The generator failed.", exception);
        }
    }
}
