using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Threading;
using System.Threading.Tasks;
using Costate.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>COS402: EvalScalar for Eval. An index that read the only element goes, and so does the declared type of a tensor.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class EvalScalarFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [UsageIds.EvalOfScalar];

    private protected override async Task<IReadOnlyList<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (Expressions.At(root!, diagnostic.Location.SourceSpan) is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name: { Identifier.Text: "Eval" } name } } call)
        {
            return [];
        }

        var changes = new List<TextChange> { new(name.Span, "EvalScalar") };
        if (call.Parent is ElementAccessExpressionSyntax element && element.Expression == call)
        {
            changes.Add(new TextChange(element.ArgumentList.Span, string.Empty));
        }
        else if (call.Parent is EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax { Parent: VariableDeclarationSyntax { Type: { IsVar: false } type, Variables.Count: 1, Parent: LocalDeclarationStatementSyntax } } })
        {
            changes.Add(new TextChange(type.Span, "var"));
        }

        return [new FixOffer("Use EvalScalar", nameof(EvalScalarFix), document, changes)];
    }
}
