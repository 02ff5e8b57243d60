using System;
using System.Collections.Immutable;
using System.Linq;
using System.Text;
using System.Threading;
using Costate.Frontend;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.Generator;

/// <summary>
/// Generates the compiled forms of methods marked [Differentiable]. A method with mistakes gives nothing here: the analyzer
/// reports them, on the live tree, where they obey #pragma. What only the generator can know, that a derivative it made is wrong, it
/// reports itself.
/// </summary>
/// <remarks>
/// The transform is asked again for every method with attributes whenever the compilation changes, because a body may call others whose
/// bodies are inlined; a memo answers for all that the edit did not reach. What would find attributes by their names binds every
/// annotated method after every edit, which alone costs more than an edit may; here a method is bound only if the memo does not know it.
/// </remarks>
[Generator(LanguageNames.CSharp)]
public sealed class DifferentiableGenerator : IIncrementalGenerator
{
    internal const string ModelStep = "Model";
    internal const string FileStep = "File";
    internal const string RecordStep = "Record";
    internal const string CheckStep = "Check";

    private readonly Func<Graph, FragmentPrograms> derive;

    /// <summary>The generator as the compiler makes it.</summary>
    public DifferentiableGenerator()
        : this(static graph => FragmentPrograms.Build(graph))
    {
    }

    /// <summary>With other derivative programs to check, so that a test can make wrong ones.</summary>
    internal DifferentiableGenerator(Func<Graph, FragmentPrograms> derive) => this.derive = derive;

    /// <summary>What was read, so that an edit costs what it changes and not the whole project.</summary>
    internal ReadMemo<MethodModel> Models { get; } = new();

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var methods = context.SyntaxProvider
            .CreateSyntaxProvider(static (node, _) => node is MethodDeclarationSyntax { AttributeLists.Count: > 0 }, Read)
            .Where(static method => method.Model is not null);
        var models = methods
            .Select(static (method, _) => method.Model!)
            .WithTrackingName(ModelStep);
        var isDesignTime = context.AnalyzerConfigOptionsProvider.Select(static (provider, _) => BuildCheck.IsDesignTime(provider.GlobalOptions));
        var files = models
            .Combine(isDesignTime)
            .Select(static (pair, _) => new GeneratedFile(pair.Left.HintName, MethodPrinter.PrintSource(pair.Left, mapsLines: !pair.Right)))
            .WithTrackingName(FileStep);
        var records = models
            .SelectMany(static (model, _) => model.Records.ToImmutableArray())
            .Collect()
            .SelectMany(static (all, _) => all.Distinct().ToImmutableArray())
            .Select(static (record, _) => new GeneratedFile(record.HintName, SourceText.From(RecordPrinter.Print(record), Encoding.UTF8)))
            .WithTrackingName(RecordStep);
        Check(context, models, methods.Select(static (method, _) => method.Site!));
        context.RegisterSourceOutput(records, static (output, file) => output.AddSource(file.HintName, file.Text));
        context.RegisterSourceOutput(files, static (output, file) => output.AddSource(file.HintName, file.Text));
    }

    /// <summary>The model of a method and its place, if it is marked and right.</summary>
    private (MethodModel? Model, MethodSite? Site) Read(GeneratorSyntaxContext context, CancellationToken cancellation)
    {
        var method = (MethodDeclarationSyntax)context.Node;
        var model = Models.Get(method, context.SemanticModel.Compilation, () => context.SemanticModel.GetDeclaredSymbol(method, cancellation) is IMethodSymbol symbol && IsMarked(symbol, method)
            ? (ModelReader.Read(symbol, context.SemanticModel.Compilation, cancellation, out var read), read)
            : (null, []));
        return model is null ? default : (model, MethodSite.Of(method, model.HintName));
    }

    // A partial method has the attributes of both declarations; it is generated for the one that says so.
    private static bool IsMarked(IMethodSymbol symbol, MethodDeclarationSyntax method) => symbol.GetAttributes().Any(a =>
        a.AttributeClass is { Name: "DifferentiableAttribute" } type && type.ToDisplayString() == KnownNames.Differentiable && a.ApplicationSyntaxReference is { } place && place.SyntaxTree == method.SyntaxTree && method.FullSpan.Contains(place.Span));

    private void Check(IncrementalGeneratorInitializationContext context, IncrementalValuesProvider<MethodModel> models, IncrementalValuesProvider<MethodSite> sites)
    {
        var derive = this.derive;
        var isOn = context.AnalyzerConfigOptionsProvider.Select(static (provider, _) => BuildCheck.IsOn(provider.GlobalOptions));
        var verdicts = models
            .Combine(isOn)
            .Select((pair, _) => pair.Right ? BuildCheck.Run(pair.Left, derive) : null)
            .WithTrackingName(CheckStep)
            .Where(static verdict => verdict is not null)
            .Select(static (verdict, _) => verdict!);

        // Where there is nothing to say, an edit that moves a method reaches no output.
        var said = verdicts.Collect()
            .Combine(sites.Collect())
            .SelectMany(static (pair, _) => pair.Left.Select(v => (Verdict: v, Site: pair.Right.FirstOrDefault(s => s.HintName == v.HintName))).ToImmutableArray());
        context.RegisterSourceOutput(said, static (output, pair) => output.ReportDiagnostic(pair.Verdict.At(pair.Site?.Location ?? Location.None)));
    }
}
