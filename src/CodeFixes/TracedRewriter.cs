using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Costate.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>Writes an expression of evaluated numbers as the same expression of the values that they were evaluated from.</summary>
internal sealed class TracedRewriter(SemanticModel model, CancellationToken cancellation)
{
    private readonly HashSet<ISymbol> open = new(SymbolEqualityComparer.Default);

    /// <summary>The functions of the library that the result calls by their names.</summary>
    public HashSet<string> Functions { get; } = new(System.StringComparer.Ordinal);

    /// <returns>The code, or null if nothing in the expression could be replaced.</returns>
    public string? Write(ExpressionSyntax expression)
    {
        var changes = new List<TextChange>();
        Collect(expression, changes);
        if (changes.Count == 0)
        {
            return null;
        }

        int start = expression.SpanStart;
        return SourceText.From(expression.ToString()).WithChanges(changes.Select(c => new TextChange(new TextSpan(c.Span.Start - start, c.Span.Length), c.NewText!))).ToString();
    }

    private void Collect(ExpressionSyntax expression, List<TextChange> changes)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                Collect(parenthesized.Expression, changes);
                break;
            case BinaryExpressionSyntax binary:
                Collect(binary.Left, changes);
                Collect(binary.Right, changes);
                break;
            case PrefixUnaryExpressionSyntax unary:
                Collect(unary.Operand, changes);
                break;
            case IdentifierNameSyntax name when Initializer(name) is { } initializer && Write(initializer) is { } code:
                var written = SyntaxFactory.ParseExpression(code);
                changes.Add(new TextChange(name.Span, Expressions.AsOperand(written)));
                break;
            case InvocationExpressionSyntax call when Expressions.Evaluated(call) is { } value && model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol method && TraceSymbols.IsEvaluation(method):
                changes.Add(new TextChange(call.Span, Expressions.AsOperand(value)));
                break;
            case InvocationExpressionSyntax call when model.GetOperation(call, cancellation) is { } operation && MathFunctions.Op(operation) is { } op:
                var inner = new List<TextChange>();
                foreach (var argument in call.ArgumentList.Arguments)
                {
                    Collect(argument.Expression, inner);
                }

                if (inner.Count > 0)
                {
                    changes.Add(new TextChange(call.Expression.Span, op));
                    changes.AddRange(inner);
                    Functions.Add(op);
                }

                break;
        }
    }

    /// <summary>What a variable was declared as, if that is still its value and means the same where the variable is used.</summary>
    private ExpressionSyntax? Initializer(IdentifierNameSyntax use)
    {
        if (model.GetSymbolInfo(use, cancellation).Symbol is not ILocalSymbol { DeclaringSyntaxReferences.Length: 1 } local ||
            local.DeclaringSyntaxReferences[0].GetSyntax(cancellation) is not VariableDeclaratorSyntax { Initializer.Value: { } value } declarator ||
            declarator.FirstAncestorOrSelf<BlockSyntax>() is not { } block || !block.Span.Contains(use.Span) || !open.Add(local))
        {
            return null;
        }

        // A loop around the use alone runs its writes before the use too; a function may run at any time.
        int from = declarator.Span.End, to = use.SpanStart;
        bool runsAgain = false;
        foreach (var ancestor in use.Ancestors().TakeWhile(a => a != block))
        {
            if (ancestor is ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax)
            {
                to = System.Math.Max(to, ancestor.Span.End);
                runsAgain = true;
            }

            if (ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)
            {
                to = block.Span.End;
                runsAgain = true;
            }
        }

        var read = new HashSet<ISymbol>(value.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Select(i => model.GetSymbolInfo(i, cancellation).Symbol).Where(s => s is ILocalSymbol or IParameterSymbol or IFieldSymbol or IPropertySymbol)!, SymbolEqualityComparer.Default);
        bool isStable = !block.DescendantNodes().Any(n => n.SpanStart >= from && n.SpanStart < to && Written(n) is { } target && target.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(i => model.GetSymbolInfo(i, cancellation).Symbol is { } s && read.Contains(s) && (runsAgain || !IsOf(use, n))));
        bool isAssigned = block.DescendantNodes().Any(n => Written(n) is { } target && target.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(i => SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(i, cancellation).Symbol, local)));
        return isStable && !isAssigned ? value : null;
    }

    /// <summary>Whether the use is in the value that is assigned, which is computed first.</summary>
    private static bool IsOf(SyntaxNode use, SyntaxNode write) =>
        write is AssignmentExpressionSyntax assignment && assignment.Right.Span.Contains(use.Span);

    private static SyntaxNode? Written(SyntaxNode node) => node switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left,
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PreIncrementExpression or (int)SyntaxKind.PreDecrementExpression } prefix => prefix.Operand,
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.PostIncrementExpression or (int)SyntaxKind.PostDecrementExpression } postfix => postfix.Operand,
        ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } argument => argument.Expression,
        _ => null,
    };
}
