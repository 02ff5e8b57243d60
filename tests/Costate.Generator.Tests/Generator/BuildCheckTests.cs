using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Costate.Frontend;
using Costate.Ir;
using Costate.Ir.Tests.Checking;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Costate.Generator.Tests;

/// <summary>A build checks the derivative programs of each new graph, says so at the method if they are wrong, and does it once.</summary>
public sealed class BuildCheckTests
{
    private const string Usings = "using System.Numerics;\nusing Costate;\nusing static Costate.TracedTensor;\n\n";

    private static string Loss => Usings + Block("COS301", "Failing code", "csharp");

    [Fact]
    public void AWrongRuleIsAnErrorAtTheMethod()
    {
        var run = new GeneratorRun(new DifferentiableGenerator(WithWrongTanh), null, Loss);
        var diagnostic = Assert.Single(run.Result.Diagnostics);
        Assert.Equal(DiagnosticIds.WrongDerivative, diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Equal(Block("COS301", "Failing code", "text"), diagnostic.GetMessage());
        Assert.Equal("Loss", At(run, diagnostic));
        Assert.Contains("Tanh(x) * x", Loss.Split('\n')[8]);
    }

    [Fact]
    public void AWrongProgramIsAnErrorToo()
    {
        var run = new GeneratorRun(new DifferentiableGenerator(WithoutAccumulation), null, Loss);
        Assert.Contains("the adjoint is not dual to the tangent for 'x'", Assert.Single(run.Result.Diagnostics).GetMessage());
    }

    [Fact]
    public void TheSameRuleInOtherWordsIsNone()
    {
        var run = new GeneratorRun(new DifferentiableGenerator(graph => With(graph, c => c.Scale(0, c.B.Mul(c.B.Sub(One(c), c.Out[0]), c.B.Add(One(c), c.Out[0]))))), null, Loss);
        Assert.Empty(run.Result.Diagnostics);
    }

    [Fact]
    public void WhatCannotBeCheckedIsSaid()
    {
        string failing = Usings + Block("COS302", "Failing code", "csharp");
        var run = new GeneratorRun(failing);
        var diagnostic = Assert.Single(run.Result.Diagnostics);
        Assert.Equal(DiagnosticIds.DerivativeNotChecked, diagnostic.Id);
        Assert.Equal(DiagnosticSeverity.Info, diagnostic.Severity);
        Assert.Equal(Block("COS302", "Failing code", "text"), diagnostic.GetMessage());
        Assert.Equal("Loss", At(run, diagnostic));
        Assert.Empty(new GeneratorRun(failing.Replace("1000", "10", StringComparison.Ordinal)).Result.Diagnostics);
    }

    [Theory]
    [InlineData("COS301")]
    [InlineData("COS302")]
    public void ThePageIsTrue(string id)
    {
        var run = new GeneratorRun(Usings + Block(id, "Fixed code", "csharp"));
        Assert.Empty(run.Result.Diagnostics);
        Assert.Single(run.Result.GeneratedSources);
        var descriptor = Descriptors.OfTheBuild.Single(d => d.Id == id);
        Assert.EndsWith("/docs/diagnostics/" + id + ".md", descriptor.HelpLinkUri);
        Assert.StartsWith("# " + id + ": " + descriptor.Title + "\n", Page(id));
    }

    [Theory]
    [InlineData("CostateCheckDerivatives", "false", true)]
    [InlineData("CostateCheckDerivatives", "true", false)]
    [InlineData("CostateCheckDerivatives", "", false)]
    [InlineData("DesignTimeBuild", "true", true)]
    [InlineData("DesignTimeBuild", "false", false)]
    public void ThePropertiesTurnItOff(string property, string value, bool isOff)
    {
        var options = new Options(new Dictionary<string, string> { ["build_property." + property] = value });
        Assert.Equal(isOff, new GeneratorRun(new DifferentiableGenerator(WithWrongTanh), options, Loss).Result.Diagnostics.IsEmpty);
    }

    [Fact]
    public void AMethodThatOnlyMovesIsNotCheckedAgain()
    {
        int checks = 0;
        var run = new GeneratorRun(
            new DifferentiableGenerator(graph =>
            {
                checks++;
                return WithoutAccumulation(graph);
            }),
            null,
            Loss);
        Assert.Equal(1, checks);

        // Behind the body, so that the lines in the graph stay; the method's own place changes with the name of the class.
        run.Edit(0, t => t.Replace("class Model", "class  Model", StringComparison.Ordinal));
        Assert.Equal(1, checks);
        Assert.Equal("Loss", At(run, Assert.Single(run.Result.Diagnostics)));
        run.Edit(0, t => t.Replace("Tanh(x) * x", "Tanh(x) * x * x", StringComparison.Ordinal));
        Assert.Equal(2, checks);
    }

    private static string At(GeneratorRun run, Diagnostic diagnostic) =>
        run.Compilation.SyntaxTrees.Single(t => t.FilePath == diagnostic.Location.GetLineSpan().Path).GetText().ToString(diagnostic.Location.SourceSpan);

    private static FragmentPrograms WithWrongTanh(Graph graph) => With(graph, c => c.Scale(0, c.B.Sub(One(c), c.Out[0])));

    private static FragmentPrograms With(Graph graph, Action<JvpContext> rule) => FragmentPrograms.Build(ProgramEdits.Rewrite(
        graph,
        (b, node, operands) =>
        {
            b.Span = node.Span;
            return node.Op is TanhOp ? b.Emit(new FaultyOp(node.Op) { Jvp = rule }, operands) : null;
        }));

    private static FragmentPrograms WithoutAccumulation(Graph graph)
    {
        var programs = FragmentPrograms.Build(graph);
        return programs.With(adjoint: ProgramEdits.Rewrite(programs.Adjoint, (_, node, operands) => node.Op is AddOp && programs.Adjoint.NodeOf(node.Inputs[0]).Op is InputOp ? operands[1] : null));
    }

    private static Value One(JvpContext c) => c.B.ConstLike(1, c.In[0]);

    private static string Block(string page, string heading, string language) =>
        Regex.Match(Page(page), "## " + heading + "\n(?:(?!\n## ).)*?```" + language + "\n(?<text>.*?)\n```", RegexOptions.Singleline).Groups["text"].Value;

    private static string Page(string name, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/diagnostics", name + ".md")).ReplaceLineEndings("\n");

    private sealed class Options(Dictionary<string, string> values) : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values(values);

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

        private sealed class Values(Dictionary<string, string> values) : AnalyzerConfigOptions
        {
            public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => values.TryGetValue(key, out value);
        }
    }
}
