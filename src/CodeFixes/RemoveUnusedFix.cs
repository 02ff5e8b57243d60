using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Costate.Analyzers;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>COS406, and COS002 for the same in an annotated method: takes a statement away that only makes a value nobody uses.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class RemoveUnusedFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [UsageIds.UnusedResult, DiagnosticIds.UnsupportedConstruct];

    private protected override async Task<IReadOnlyList<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var statements = root!.FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>() switch
        {
            ExpressionStatementSyntax statement when statement.Expression.Span == diagnostic.Location.SourceSpan && CanGo(model!, statement.Expression, cancellation) => [statement],
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } declaration when variables[0].Identifier.Span == diagnostic.Location.SourceSpan => Writes(model!, declaration, cancellation),
            _ => [],
        };
        if (statements.Count == 0 || statements.Any(s => s.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)))
        {
            return [];
        }

        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        return [new FixOffer("Take it away", nameof(RemoveUnusedFix), document, statements.Select(s => new TextChange(Extent(text, s), string.Empty)).ToArray())];
    }

    private static bool CanGo(SemanticModel model, SyntaxNode expression, CancellationToken cancellation) =>
        model.GetOperation(expression, cancellation) is { } operation && PureResults.CanGo(operation);

    /// <summary>The declaration and all assignments of a variable, if all of them can go.</summary>
    private static List<StatementSyntax> Writes(SemanticModel model, LocalDeclarationStatementSyntax declaration, CancellationToken cancellation)
    {
        var variable = declaration.Declaration.Variables[0];
        var statements = new List<StatementSyntax> { declaration };
        bool canGo = variable.Initializer is { } initializer && CanGo(model, initializer.Value, cancellation);
        var symbol = model.GetDeclaredSymbol(variable, cancellation);
        var uses = declaration.Parent!.DescendantNodes().OfType<IdentifierNameSyntax>().Where(i => i.Identifier.Text == variable.Identifier.Text && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(i, cancellation).Symbol, symbol));
        foreach (var use in uses)
        {
            canGo &= use.Parent is AssignmentExpressionSyntax { Parent: ExpressionStatementSyntax } assignment && assignment.Left == use && CanGo(model, assignment.Right, cancellation);
            if (canGo)
            {
                statements.Add((StatementSyntax)use.Parent!.Parent!);
            }
        }

        return canGo ? statements : [];
    }

    /// <summary>The statement with its line, if nothing else stands there; comments stay.</summary>
    private static TextSpan Extent(SourceText text, StatementSyntax statement)
    {
        var (first, last) = (text.Lines.GetLineFromPosition(statement.SpanStart), text.Lines.GetLineFromPosition(statement.Span.End));
        bool isAlone = text.ToString(TextSpan.FromBounds(first.Start, statement.SpanStart)).Trim().Length == 0 && text.ToString(TextSpan.FromBounds(statement.Span.End, last.End)).Trim().Length == 0;
        return isAlone ? TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak) : statement.Span;
    }
}
