using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text;
using Costate.Frontend;
using Costate.Generator.Tests;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Costate.Analyzers.Tests.Corpus;

/// <summary>
/// Small methods with mistakes, and as many that are almost mistakes: each is reported with its id, where it is, and nothing else is
/// reported. Runs alone by --filter Category=Corpus.
/// </summary>
[Trait("Category", "Corpus")]
public sealed class CorpusTests
{
    /// <summary>How many mistakes, and how many near misses, the corpus has at the least.</summary>
    private const int LeastCount = 240;

    public static TheoryData<string> Files => new(CorpusFile.Names);

    public static TheoryData<int> Cases => new(Enumerable.Range(0, CorpusCase.All.Count));

    public static TheoryData<string> Ids => new(AllIds);

    private static IEnumerable<string> AllIds => Descriptors.All.Concat(UsageDescriptors.All).Select(d => d.Id);

    [Theory]
    [MemberData(nameof(Files))]
    public void AFileIsReportedAsItIsMarked(string name)
    {
        var file = CorpusFile.Read(name);
        file.Code.AssertCompiles();
        Assert.Equal(file.Expected.Select(e => Place(file.Code.Text, e.Id, e.Span)), file.Found.Select(d => Place(file.Code.Text, d.Id, d.Location.SourceSpan)));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void AMistakeIsReportedOnceWhereItIs(int index)
    {
        var expected = CorpusCase.All[index];
        if (expected.Mistake is null)
        {
            Assert.NotNull(expected.NearMiss);
            return;
        }

        var (text, marks, found) = expected.Reported;
        Assert.Equal(marks.Select(m => Place(text, expected.Id, m)), found.Select(d => Place(text, d.Id, d.Location.SourceSpan)));
        Assert.All(found, d => Assert.Equal(expected.Severity, d.Severity));
        Assert.All(found, d => Assert.EndsWith("/docs/diagnostics/" + d.Id + ".md", d.Descriptor.HelpLinkUri));
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void WhatIsAlmostAMistakeIsQuiet(int index)
    {
        var expected = CorpusCase.All[index];
        if (expected.NearMiss is null)
        {
            Assert.NotNull(expected.Mistake);
            return;
        }

        Assert.Empty(expected.Analyze(expected.NearMiss).Found.Select(d => d.Id + " " + d.GetMessage()));
    }

    [Fact]
    public void ThereAreManyOfBoth()
    {
        var files = CorpusFile.Names.Select(CorpusFile.Read).ToArray();
        int mistakes = files.SelectMany(f => f.Mistakes).Concat(CorpusCase.All.Select(c => c.Mistake).OfType<string>()).Distinct().Count();
        int nearMisses = files.SelectMany(f => f.NearMisses).Concat(CorpusCase.All.Select(c => c.NearMiss).OfType<string>()).Distinct().Count();
        Assert.True(mistakes >= LeastCount && nearMisses >= LeastCount, mistakes + " mistakes and " + nearMisses + " near misses");
    }

    [Fact]
    public void EveryIdHasAMistakeAndANearMiss()
    {
        var files = CorpusFile.Names.Select(CorpusFile.Read).ToArray();
        Assert.Equal(AllIds.Order(), files.SelectMany(f => f.Expected).Select(e => e.Id).Concat(CorpusCase.All.Where(c => c.Mistake is not null).Select(c => c.Id)).Distinct().Order());
        Assert.Empty(AllIds.Except(CorpusCase.All.Where(c => c.NearMiss is not null).Select(c => c.Id)).Except(files.Where(f => f.NearMisses.Count > 0).SelectMany(f => f.Expected).Select(e => e.Id)));
    }

    /// <summary>All that is said under an id, letter for letter: code, severity, message, and the places where the dimensions come from.</summary>
    [Theory]
    [MemberData(nameof(Ids))]
    public void TheMessagesAreAsTheyWereAccepted(string id)
    {
        var text = new StringBuilder().Append(id).Append(": ").Append(Descriptors.All.Concat(UsageDescriptors.All).Single(d => d.Id == id).Title.ToString()).Append('\n');
        foreach (var (source, diagnostic) in Said(id))
        {
            Write(text, source, diagnostic);
        }

        string name = Path.Combine(Folder(), "Messages", id);
        Snapshot.VerifyFile(name + ".verified.txt", name + ".received.txt", text.ToString());
    }

    private static IEnumerable<(string Source, Diagnostic Diagnostic)> Said(string id)
    {
        foreach (var mistake in CorpusCase.All.Where(c => c.Id == id && c.Mistake is not null))
        {
            var (text, _, found) = mistake.Reported;
            foreach (var diagnostic in found)
            {
                yield return (text, diagnostic);
            }
        }

        foreach (var file in CorpusFile.Names.Select(CorpusFile.Read).Where(f => f.Expected.Any(e => e.Id == id)))
        {
            foreach (var diagnostic in file.Found.Where(d => d.Id == id))
            {
                yield return (file.Code.Text, diagnostic);
            }
        }
    }

    private static void Write(StringBuilder text, string source, Diagnostic diagnostic)
    {
        var span = diagnostic.Location.SourceSpan;
        var lines = SourceText.From(source).Lines;
        var around = TextSpan.FromBounds(lines.GetLineFromPosition(span.Start).Start, lines.GetLineFromPosition(span.End).End);
        string code = source[around.Start..span.Start] + "[|" + source[span.Start..span.End] + "|]" + source[span.End..around.End];
        text.Append('\n').Append(Joined(code)).Append('\n');
        text.Append(diagnostic.Severity.ToString().ToLowerInvariant()).Append(": ").Append(diagnostic.GetMessage()).Append('\n');
        foreach (var place in diagnostic.AdditionalLocations)
        {
            text.Append("    see ").Append(Joined(source.Substring(place.SourceSpan.Start, place.SourceSpan.Length))).Append(Around(place)).Append('\n');
        }
    }

    /// <summary>The parameter whose attribute a place is in, or its line.</summary>
    private static string Around(Location place)
    {
        var node = place.SourceTree!.GetRoot().FindNode(place.SourceSpan);
        return node.FirstAncestorOrSelf<ParameterSyntax>() is { } parameter
            ? " in " + Joined(parameter.ToString())
            : " on line " + (place.GetLineSpan().StartLinePosition.Line + 1);
    }

    private static string Joined(string code) => string.Join(' ', code.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static string Place(string text, string id, TextSpan span) => id + " " + text.Substring(span.Start, span.Length) + " at " + span.Start;

    private static string Folder([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;
}
