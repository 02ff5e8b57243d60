using System.Linq;
using System.Threading;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>What is checked only when a method runs is said while it is written, with the id and the text of the error at run time.</summary>
public sealed class NoteTests
{
    // The least sizes that satisfy these facts are 577 and 408: no small ones refute anything, and squares prove nothing about n and k.
    private const string Open = """
        [Differentiable, Where("n*n == 2*k*k + 1 && n >= 100")]
        public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("k + 1")] TracedTensor<double> y) => {|x * y|};
        """;

    private const string Mean = """
        [Differentiable]
        public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => {|Mean(x)|};
        """;

    [Fact]
    public void AnOpenQuestionIsInformationWithTheTextOfItsGuard()
    {
        var source = Marked(Open);
        var found = Assert.Single(source.Analyze());
        Assert.Equal(("COS101", DiagnosticSeverity.Info, source.Marks[0]), (found.Id, found.Severity, found.Location.SourceSpan));
        var graph = source.Read().Graph!;
        var guard = Assert.Single(graph.Guards, g => g.Id == "COS101");
        Assert.Equal("'x * y': " + guard.Message + " Whether n == k + 1 for all sizes was neither proved nor refuted, so it is checked when 'F' is called; [Where(\"n == k + 1\")] would say it.", found.GetMessage());

        // The facts are checked first, so they are taken away to see the guard itself.
        var open = new InterpretedFragment(new Graph(graph.Name, graph.DimParameters, graph.Nodes, graph.Inputs, graph.Outputs, graph.OutputNames, [guard]));
        var error = Assert.Throws<ShapeMismatchException>(() => TraceCall.Invoke<double>(open, [TracedTensor.Parameter(new double[5], 5), TracedTensor.Parameter(new double[4], 4)], []));
        Assert.Equal(found.Id, error.Id);
        Assert.StartsWith("COS101: F: " + guard.Message, error.Message);
    }

    [Fact]
    public void TheFactThatItNamesMakesItQuiet()
    {
        var source = Source.InClass(Open.Replace("n >= 100", "n == k + 1").Replace("{|", string.Empty).Replace("|}", string.Empty));
        Assert.Empty(source.AnalyzeAll());
    }

    [Fact]
    public void WhatPlainlyDependsOnTheSizesIsHidden()
    {
        var source = Marked(Mean);
        Assert.Empty(source.Analyze());
        var found = Assert.Single(source.AnalyzeAll());
        Assert.Equal(("COS110", DiagnosticSeverity.Hidden, source.Marks[0]), (found.Id, found.Severity, found.Location.SourceSpan));
        Assert.Equal("'Mean(x)': The mean over axis 0 of [n] needs at least one element. It fails for n = 0. That depends on the sizes, so it is checked when 'F' is called; [Where(\"1 <= n\")] would say it.", found.GetMessage());
        Assert.Empty(Source.InClass(Mean.Replace("[Differentiable]", "[Differentiable, Where(\"1 <= n\")]").Replace("{|", string.Empty).Replace("|}", string.Empty)).AnalyzeAll());
    }

    [Theory]
    [InlineData(Open, "COS101", ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    [InlineData(Open, "COS101", ReportDiagnostic.Warn, DiagnosticSeverity.Warning)]
    [InlineData(Mean, "COS110", ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    [InlineData(Mean, "COS110", ReportDiagnostic.Info, DiagnosticSeverity.Info)]
    public void AnEditorConfigRaisesIt(string members, string id, ReportDiagnostic configured, DiagnosticSeverity expected)
    {
        var source = Configured(Marked(members), id, configured);
        Assert.Equal(expected, Assert.Single(source.AnalyzeAll()).Severity);

        // A method that is right is compiled all the same: the severity of a message changes no code.
        Assert.NotNull(source.Read().Graph);
    }

    [Theory]
    [InlineData(Open, "COS101")]
    [InlineData(Mean, "COS110")]
    public void ItCanBeSuppressed(string members, string id)
    {
        Assert.Empty(Configured(Marked(members), id, ReportDiagnostic.Suppress).AnalyzeAll());
        Assert.Empty(Marked("#pragma warning disable " + id + "\n" + members).AnalyzeAll().Where(d => !d.IsSuppressed));
    }

    [Fact]
    public void WarningsOfABodyThatIsWrongWaitForItsErrors()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 1")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) => MatMul(x - y, [|x - y + Ones<double>(3)|]);
            """);
        Assert.Equal(source.Marks, source.Analyze().Select(d => d.Location.SourceSpan));
    }

    [Fact]
    public void AWarningOfOneVariantSaysWhichOne()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 1")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y, bool flat) => Sum([|(flat ? Squeeze(x, 1) : x) - y|]);
            """);
        var found = Assert.Single(source.Analyze());
        Assert.Equal((source.Marks[0], DiagnosticSeverity.Warning), (found.Location.SourceSpan, found.Severity));
        Assert.EndsWith(" This is so when flat is false.", found.GetMessage());
        Assert.Equal(2, source.Read().Graphs.Count);
    }

    private static Source Marked(string members) => Source.InClass(members.Replace("{|", "[|").Replace("|}", "|]"));

    private static Source Configured(Source source, string id, ReportDiagnostic severity) =>
        source.With(source.Compilation.WithOptions(source.Compilation.Options.WithSyntaxTreeOptionsProvider(new EditorConfig(id, severity))));

    /// <summary>What the compiler makes of "dotnet_diagnostic.ID.severity" in an .editorconfig.</summary>
    private sealed class EditorConfig(string id, ReportDiagnostic severity) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.NotGenerated;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic configured)
        {
            configured = severity;
            return diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic configured)
        {
            configured = ReportDiagnostic.Default;
            return false;
        }
    }
}
