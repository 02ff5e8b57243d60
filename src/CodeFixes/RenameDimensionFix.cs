using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Costate.Frontend;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>COS101 and COS117 at code whose shapes differ only by the spelling of a name: corrects the name in the method's attributes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RenameDimensionFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.ShapeMismatch, DiagnosticIds.TwoSizes];

    private protected override async Task<IReadOnlyList<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (model is null || !diagnostic.Properties.TryGetValue(DiagnosticProperties.Misspelt, out string? misspelt) || misspelt is null ||
            !diagnostic.Properties.TryGetValue(DiagnosticProperties.Meant, out string? meant) || meant is null ||
            root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } method)
        {
            return [];
        }

        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var changes = new List<TextChange>();
        foreach (var attribute in method.AttributeLists.Concat(method.ParameterList.Parameters.SelectMany(p => p.AttributeLists)).SelectMany(l => l.Attributes))
        {
            if (attribute.ArgumentList?.Arguments is not { Count: 1 } arguments ||
                model.GetTypeInfo(attribute, cancellation).Type?.ToDisplayString() is not (KnownNames.Shape or KnownNames.Where) ||
                model.GetConstantValue(arguments[0].Expression, cancellation).Value is not string declared)
            {
                continue;
            }

            foreach (int column in Places(declared, misspelt))
            {
                // A name that stands in a named constant may be right for other methods.
                var span = LiteralPlace.Of(arguments[0].Expression, model, column, misspelt.Length).SourceSpan;
                if (text.ToString(span) != misspelt)
                {
                    return [];
                }

                changes.Add(new TextChange(span, meant));
            }
        }

        return changes.Count == 0 ? [] : [new FixOffer("Write '" + meant + "' for '" + misspelt + "'", nameof(RenameDimensionFix), document, changes)];
    }

    private static IEnumerable<int> Places(string text, string name)
    {
        for (int from = 0; DimParser.FindName(text.Substring(from), name) is >= 0 and var found; from += found + name.Length)
        {
            yield return from + found;
        }
    }
}
