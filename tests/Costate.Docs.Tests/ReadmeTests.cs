using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Costate.Docs.Tests;

/// <summary>Every C# snippet of the README and of the pages about the language, shapes, records and checking stands, line by line, in a source file that is compiled and run here.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md")]
    [InlineData("linked.md")]
    [InlineData("shapes.md")]
    [InlineData("records.md")]
    [InlineData("language.md")]
    public void EverySnippetIsCompiledAndRun(string page)
    {
        var snippets = Snippets(Read(page)).ToList();
        Assert.NotEmpty(snippets);
        var sources = typeof(ReadmeTests).Assembly.GetManifestResourceNames().Where(n => n.EndsWith(".cs", StringComparison.Ordinal) && n != "ReadmeTests.cs").Select(n => Lines(Read(n))).ToList();
        foreach (string[] snippet in snippets)
        {
            Assert.True(
                sources.Any(s => Enumerable.Range(0, Math.Max(0, s.Length - snippet.Length + 1)).Any(i => s.AsSpan(i, snippet.Length).SequenceEqual(snippet))),
                "This snippet of " + page + " is in no file of Costate.Docs.Tests:\n" + string.Join('\n', snippet));
        }
    }

    private static IEnumerable<string[]> Snippets(string text)
    {
        List<string>? open = null;
        foreach (string line in text.Split('\n'))
        {
            if (open is null)
            {
                open = line.Trim() == "```csharp" ? [] : null;
            }
            else if (line.Trim() == "```")
            {
                yield return Lines(string.Join('\n', open));
                open = null;
            }
            else
            {
                open.Add(line);
            }
        }
    }

    // Indentation and empty lines do not count: a snippet stands deeper in a file than on a page; nor do usings and namespaces between parts.
    private static string[] Lines(string text) =>
        text.Split('\n').Select(l => string.Join(' ', l.Split(' ', '\r', '\t').Where(w => w.Length > 0)))
            .Where(l => l.Length > 0 && !l.StartsWith("using ", StringComparison.Ordinal) && !l.StartsWith("namespace ", StringComparison.Ordinal)).ToArray();

    internal static string Read(string resource)
    {
        using var reader = new StreamReader(typeof(ReadmeTests).Assembly.GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
