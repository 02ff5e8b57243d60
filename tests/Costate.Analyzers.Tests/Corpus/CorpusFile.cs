using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.Analyzers.Tests.Corpus;

/// <summary>
/// A file of small methods. A line of carets in a comment marks what is reported in the line of code above it:
/// <code>
/// return MatMul(x, x);
/// //     ^^^^^^^^^^^^ COS101
/// </code>
/// </summary>
internal sealed class CorpusFile
{
    private static readonly ConcurrentDictionary<string, CorpusFile> Files = new(StringComparer.Ordinal);
    private readonly Lazy<IReadOnlyList<Diagnostic>> found;

    private CorpusFile(string name, string text)
    {
        found = new(() => Code!.Analyze().Where(d => d.Severity != DiagnosticSeverity.Hidden).ToArray());
        Name = name;
        Code = Code.Whole(text);
        Expected = Marks(Code.Text);
        var methods = CSharpSyntaxTree.ParseText(Code.Text, Code.ParseOptions).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>().Where(m => m.Modifiers.Any(t => t.IsKind(SyntaxKind.PublicKeyword))).ToArray();
        Mistakes = Texts(methods, isMistake: true);
        NearMisses = Texts(methods, isMistake: false);
    }

    public static IReadOnlyList<string> Names { get; } = Directory.GetFiles(Folder(), "*.cs").Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal).ToArray();

    public string Name { get; }

    public Code Code { get; }

    /// <summary>What is to be reported, in source order.</summary>
    public IReadOnlyList<(string Id, TextSpan Span)> Expected { get; }

    /// <summary>The public methods in which something is reported.</summary>
    public IReadOnlyList<string> Mistakes { get; }

    /// <summary>The public methods in which nothing is reported.</summary>
    public IReadOnlyList<string> NearMisses { get; }

    /// <summary>What the analyzers report and an editor shows, in source order.</summary>
    public IReadOnlyList<Diagnostic> Found => found.Value;

    /// <summary>Reads a file, once.</summary>
    public static CorpusFile Read(string name) => Files.GetOrAdd(name, n => new(n, File.ReadAllText(Path.Combine(Folder(), n))));

    private string[] Texts(MethodDeclarationSyntax[] methods, bool isMistake) => methods
        .Where(m => Expected.Any(e => m.FullSpan.Contains(e.Span)) == isMistake)
        .Select(m => m.ToString())
        .ToArray();

    private static ImmutableArray<(string Id, TextSpan Span)> Marks(string text)
    {
        var marks = new List<(string Id, TextSpan Span)>();
        var lines = SourceText.From(text).Lines;
        TextLine code = default;
        foreach (var line in lines)
        {
            var marked = Regex.Match(line.ToString(), @"^\s*//\s*(?<carets>\^+) (?<id>COS\d{3})$");
            if (!marked.Success)
            {
                code = line;
                continue;
            }

            marks.Add((marked.Groups["id"].Value, new TextSpan(code.Start + marked.Groups["carets"].Index, marked.Groups["carets"].Length)));
        }

        return [.. marks.OrderBy(m => m.Span.Start)];
    }

    private static string Folder([CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "Methods");
}
