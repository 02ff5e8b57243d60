using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Costate.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>The compiler's CS1503 at Math.Tanh(x) where x is traced: the function of this library.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class MathFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = ["CS1503"];

    private protected override async Task<IReadOnlyList<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root!.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<ArgumentSyntax>() is not { Parent.Parent: InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax function } call } ||
            model?.GetSymbolInfo(function.Expression, cancellation).Symbol is not INamedTypeSymbol { ContainingNamespace.Name: "System" } type ||
            MathFunctions.Op(type.Name, function.Name.Identifier.Text, call.ArgumentList.Arguments.Count) is not { } op ||
            !TraceSymbols.IsTraced(model.GetTypeInfo(call.ArgumentList.Arguments[0].Expression, cancellation).Type))
        {
            return [];
        }

        var change = new TextChange(function.Span, op);
        TextChange[] changes = Usings.ForFunction(model, call.SpanStart, op) is { } directive ? [change, directive] : [change];
        return [new FixOffer("Use " + op + " of this library", nameof(MathFix), document, changes)];
    }
}
