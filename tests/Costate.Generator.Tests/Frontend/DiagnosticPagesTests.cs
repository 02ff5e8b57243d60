using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Costate.Frontend;
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
        Assert.Contains("| [" + id + "](" + id + ".md) | " + descriptor.Title + " |", Page("index"));
    }

    [Fact]
    public void ThereIsNoPageWithoutADiagnostic() => Assert.Equal(
        Descriptors.All.Select(d => d.Id).Append("index").OrderBy(name => name, StringComparer.Ordinal),
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
