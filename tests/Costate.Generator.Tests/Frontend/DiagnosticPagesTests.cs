using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Costate.Analyzers;
using Costate.Frontend;
using Costate.Ir;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>The pages are true: the failing code gives exactly that error with that text, the fixed code gives none.</summary>
public sealed class DiagnosticPagesTests
{
    private const string Usings = "using System.Numerics;\nusing Costate;\nusing static Costate.TracedTensor;\n\n";

    public static IEnumerable<object[]> Ids => Descriptors.All.Select(d => new object[] { d.Id });

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheFailingCodeGivesTheErrorOfItsPage(string id)
    {
        string page = Page(id);
        var source = Source.Whole(Usings + Block(page, "Failing code", "csharp"), VersionOf(id));
        source.AssertCompiles();
        var diagnostic = Assert.Single(source.Analyze());
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(Block(page, "Failing code", "text"), diagnostic.GetMessage());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheFixedCodeGivesNone(string id)
    {
        var source = Source.Whole(Usings + Block(Page(id), "Fixed code", "csharp"));
        source.AssertCompiles();
        Assert.Empty(source.Analyze());
        Assert.Contains("[Differentiable]", source.Text);
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void ThePragmaOfThePageSuppresses(string id)
    {
        Assert.Contains("`#pragma warning disable " + id + "`", Page(id));
        Assert.Contains("`dotnet_diagnostic." + id + ".severity = none`", Page(id));
        var source = Source.Whole(Usings + "#pragma warning disable " + id + "\n" + Block(Page(id), "Failing code", "csharp"), VersionOf(id));
        Assert.Empty(source.Analyze());
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheDescriptorLeadsToThePage(string id)
    {
        var descriptor = Descriptors.Get(id);
        Assert.EndsWith("/docs/diagnostics/" + id + ".md", descriptor.HelpLinkUri);
        Assert.StartsWith("# " + id + ": " + descriptor.Title + "\n", Page(id));
    }

    [Fact]
    public void ADerivativeThatIsZeroIsAnErrorAtTheCall()
    {
        foreach (string id in new[] { DiagnosticIds.NoDependence, DiagnosticIds.ZeroByRule })
        {
            var error = Assert.Throws<GradientException>(() => Slope(Block(Page(id), "Failing trace", "csharp")));
            Assert.Equal(id, error.Id);
            Assert.Equal(Block(Page(id), "Failing trace", "text"), error.Message);
            Assert.Contains(Slope(Block(Page(id), "Fixed trace", "csharp")), d => d != 0);
        }
    }

    [Fact]
    public void AnOpWithoutARuleIsAnError()
    {
        string page = Page(DiagnosticIds.NoDerivativeRule);
        foreach (string heading in new[] { "Failing code", "Fixed code" })
        {
            var source = Source.Whole(Usings + Block(page, heading, "csharp"));
            source.AssertCompiles();
            Assert.Empty(source.Analyze());
        }

        // As the page says, nobody meets it; so the rule is taken away here.
        var b = new GraphBuilder("Loss");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")));
        var error = Assert.Throws<DerivativeError>(() => FragmentPrograms.Build(b.Build([b.Emit(new Unruly(), x)])));
        Assert.Equal(DiagnosticIds.NoDerivativeRule, error.Id);
        Assert.Equal(Block(page, "Failing code", "text"), error.Message);
    }

    private sealed class Unruly() : Op("Tanh", OpClass.Elementwise, 1)
    {
        public override string Computes => "nothing";

        public override string ShapeRule => "any";

        public override string Rule => "none";

        public override string Kinks => "none";

        public override LinkClass Link => LinkClass.Structural;

        public override double LargestError => 0;

        public override TensorType[] Infer(InferContext context) => [context[0]];

        public override Dependence DependsOn(Node node, int operand) => Dependence.Nonlinear;
    }

    private static double[] Slope(string code)
    {
        using var stream = new MemoryStream();
        Assert.True(Source.Whole(Usings + code).Compilation.Emit(stream).Success);
        try
        {
            var slope = Assembly.Load(stream.ToArray()).GetType("Model")!.GetMethod("Slope")!.Invoke(null, [])!;
            return ((TracedTensor<double>)slope).Eval().ToArray();
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
    }

    private static IEnumerable<string> AllIds =>
        new[] { typeof(DiagnosticIds), typeof(UsageIds) }.SelectMany(t => t.GetFields(BindingFlags.Public | BindingFlags.Static)).Select(f => (string)f.GetRawConstantValue()!);

    /// <summary>The tables are written by this test when it runs with COSTATE_ACCEPT=1: one for each hundred of ids, with what the descriptors say.</summary>
    [Fact]
    public void TheTablesOfTheIndexAreWhatTheDescriptorsSay()
    {
        var groups = AllIds.OrderBy(id => id, StringComparer.Ordinal).GroupBy(id => id[..4]).ToArray();
        string page = Page("index");
        Assert.Equal(groups.Length, Tables.Count(page));
        int table = 0;
        string generated = Tables.Replace(page, _ => "| id | | |\n|---|---|---|\n" + string.Concat(groups[table++].Select(id => "| [" + id + "](" + id + ".md) | " + Title(id) + " | " + Severity(id) + " |\n")));
        if (Environment.GetEnvironmentVariable("COSTATE_ACCEPT") == "1")
        {
            File.WriteAllText(Path.Combine(Folder(), "index.md"), generated);
            page = generated;
        }

        Assert.True(page == generated, "The tables of docs/diagnostics/index.md are not what the descriptors say. Run this test with COSTATE_ACCEPT=1 and read the difference.");
    }

    private static Regex Tables { get; } = new("\\| id \\|[^\n]*\n\\|---[^\n]*\n(?:\\| \\[COS[^\n]*\n)*");

    private static string Title(string id) => Page(id).Split('\n')[0][("# " + id + ": ").Length..];

    private static string Severity(string id) => Descriptors.All.Concat(Descriptors.OfTheBuild).Concat(UsageDescriptors.All).FirstOrDefault(d => d.Id == id)?.DefaultSeverity switch
    {
        null => "exception",
        Microsoft.CodeAnalysis.DiagnosticSeverity.Info => "message",
        var severity => severity.ToString()!.ToLowerInvariant(),
    };

    [Fact]
    public void ThereIsNoPageWithoutADiagnostic() => Assert.Equal(
        AllIds.Append("index").OrderBy(name => name, StringComparer.Ordinal),
        Directory.GetFiles(Folder(), "*.md").Select(Path.GetFileNameWithoutExtension).OrderBy(name => name, StringComparer.Ordinal));

    [Fact]
    public void TheMessageThatTheIndexExplainsIsReal() =>
        Assert.Contains(Block(Page("COS101"), "Failing code", "text"), Page("index"));

    // Only the page about the language version is about a project that has an old one.
    private static LanguageVersion VersionOf(string id) => id == Descriptors.LanguageVersion.Id ? LanguageVersion.CSharp12 : LanguageVersion.CSharp13;

    private static string Block(string page, string heading, string language)
    {
        var block = Regex.Match(page, "## " + heading + "\n(?:(?!\n## ).)*?```" + language + "\n(?<text>.*?)\n```", RegexOptions.Singleline);
        Assert.True(block.Success, "The page has no " + language + " block under '" + heading + "'.");
        return block.Groups["text"].Value;
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(Folder(), name + ".md")).ReplaceLineEndings("\n");

    private static string Folder([CallerFilePath] string here = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../../docs/diagnostics"));
}
