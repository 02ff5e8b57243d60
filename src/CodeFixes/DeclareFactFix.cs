using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Costate.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>
/// Declares the fact that is missing: what decides a condition (COS115), what a callee demands (COS113), what would otherwise be checked when
/// the method runs, and the equality that a mismatch lacks.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class DeclareFactFix : TextFix
{
    /// <summary>Declares that what is asked holds.</summary>
    public const string Holds = "DeclareThatItHolds";

    /// <summary>Declares that a condition never holds.</summary>
    public const string Fails = "DeclareThatItFails";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Descriptors.All.Select(d => d.Id).ToImmutableArray();

    private protected override async Task<IReadOnlyList<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (!diagnostic.Properties.TryGetValue(DiagnosticProperties.Facts, out string? given) || given is null ||
            root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { AttributeLists: { Count: > 0 } lists })
        {
            return [];
        }

        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var before = lists.LastOrDefault(l => l.Target is null) ?? lists[0];
        var offers = new List<FixOffer>();
        string[] facts = given.Split(';');
        for (int i = 0; i < facts.Length; i++)
        {
            if (facts[i].Length > 0)
            {
                string attribute = "[Where(" + SymbolDisplay.FormatLiteral(facts[i], quote: true) + ")]";
                offers.Add(new FixOffer("Declare " + attribute, i == 0 ? Holds : Fails, document, Insertion(text, before, attribute)));
            }
        }

        return offers;
    }

    /// <summary>After the attributes that are there; on a line of its own, if they have one.</summary>
    private static TextChange Insertion(SourceText text, AttributeListSyntax before, string attribute)
    {
        TextLine first = text.Lines.GetLineFromPosition(before.SpanStart), last = text.Lines.GetLineFromPosition(before.Span.End);
        string indent = text.ToString(TextSpan.FromBounds(first.Start, before.SpanStart));
        bool isOwnLine = indent.Trim().Length == 0 && before.GetLastToken().GetNextToken().SpanStart >= last.EndIncludingLineBreak;
        return isOwnLine
            ? new TextChange(new TextSpan(last.End, 0), text.ToString(TextSpan.FromBounds(last.End, last.EndIncludingLineBreak)) + indent + attribute)
            : new TextChange(new TextSpan(before.Span.End, 0), " " + attribute);
    }
}
