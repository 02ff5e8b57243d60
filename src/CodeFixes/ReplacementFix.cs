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

/// <summary>Puts the code that the front end found to fit in the place of the reported code: a transpose, an axis, a name that was misspelt.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class ReplacementFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = Descriptors.All.Select(d => d.Id).ToImmutableArray();

    private protected override async Task<IReadOnlyList<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        if (!diagnostic.Properties.TryGetValue(DiagnosticProperties.Replacement, out string? code) || code is null)
        {
            return [];
        }

        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var span = diagnostic.Location.SourceSpan;
        var changes = new List<TextChange> { new(span, code) };
        if (Expressions.At(await model!.SyntaxTree.GetRootAsync(cancellation).ConfigureAwait(false), span) is not null)
        {
            var functions = SyntaxFactory.ParseExpression(code).DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>()
                .Select(c => c.Expression).OfType<SimpleNameSyntax>().Select(n => n.Identifier.Text).Where(n => n is "Transpose" or "ExpandDims");
            if (functions.Select(f => Usings.ForFunction(model, span.Start, f)).FirstOrDefault(u => u is not null) is { } directive)
            {
                changes.Add(directive);
            }
        }

        return [new FixOffer("Change to '" + (code.Length <= 60 ? code : code.Substring(0, 57) + "...") + "'", nameof(ReplacementFix), document, changes)];
    }
}
