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

namespace Costate.CodeFixes;

/// <summary>COS003: marks the method that is called [Differentiable], with the shapes that the call gives it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AnnotateCalleeFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.UnsupportedCall];

    private protected override async Task<IReadOnlyList<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (!diagnostic.Properties.TryGetValue(DiagnosticProperties.Shapes, out string? given) || given is null ||
            Expressions.At(root!, diagnostic.Location.SourceSpan) is not { } call ||
            model!.GetSymbolInfo(call, cancellation).Symbol is not IMethodSymbol callee)
        {
            return [];
        }

        callee = callee.ReducedFrom ?? callee;
        string?[] shapes = given.Split(';').Select(s => s == "?" ? null : s).ToArray();
        if (shapes.Length != callee.Parameters.Length)
        {
            return [];
        }

        var edits = await AnnotateFix.EditsAsync(document.Project.Solution, callee, shapes, cancellation).ConfigureAwait(false);
        return edits.Count == 0 ? [] : [new FixOffer("Mark '" + callee.Name + "' [Differentiable]", nameof(AnnotateCalleeFix), edits)];
    }
}
