using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Xunit;

namespace Costate.Analyzers.Tests;

/// <summary>The pages are true: the failing code gives exactly that diagnostic with that text, the fixed code gives none.</summary>
public sealed class PagesTests
{
    internal const string Usings = "using System.Numerics;\nusing Costate;\nusing static Costate.TracedTensor;\n\n";

    public static IEnumerable<object[]> Ids => UsageDescriptors.All.Select(d => new object[] { d.Id });

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheFailingCodeGivesTheDiagnosticOfItsPage(string id)
    {
        var code = Code.Whole(Usings + Block(id, "Failing code", "csharp"));
        code.AssertCompiles();
        var found = Assert.Single(code.Analyze());
        Assert.Equal((id, Block(id, "Failing code", "text")), (found.Id, found.GetMessage()));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheFixedCodeGivesNone(string id) => Code.Whole(Usings + Block(id, "Fixed code", "csharp")).AssertQuiet();

    [Theory]
    [MemberData(nameof(Ids))]
    public void ThePragmaOfThePageSuppresses(string id)
    {
        Assert.Contains("`#pragma warning disable " + id + "`", Page(id));
        Assert.Contains("`dotnet_diagnostic." + id + ".severity = none`", Page(id));
        Code.Whole(Usings + "#pragma warning disable " + id + "\n" + Block(id, "Failing code", "csharp")).AssertQuiet();
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void TheDescriptorLeadsToThePage(string id)
    {
        var descriptor = UsageDescriptors.All.Single(d => d.Id == id);
        Assert.EndsWith("/docs/diagnostics/" + id + ".md", descriptor.HelpLinkUri);
        Assert.StartsWith("# " + id + ": " + descriptor.Title + "\n", Page(id));
    }

    internal static string Block(string id, string heading, string language)
    {
        var block = Regex.Match(Page(id), "## " + heading + "\n(?:(?!\n## ).)*?```" + language + "\n(?<text>.*?)\n```", RegexOptions.Singleline);
        Assert.True(block.Success, "The page has no " + language + " block under '" + heading + "'.");
        return block.Groups["text"].Value;
    }

    private static string Page(string name) => File.ReadAllText(Path.Combine(Folder(), name + ".md")).ReplaceLineEndings("\n");

    private static string Folder([CallerFilePath] string here = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "../../docs/diagnostics"));
}
