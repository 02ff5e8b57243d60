using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

internal static class Expressions
{
    public static ExpressionSyntax? At(SyntaxNode root, TextSpan span)
    {
        var node = root.FindNode(span, getInnermostNodeForTie: true);
        while (node is not null and not ExpressionSyntax)
        {
            node = node is ArgumentSyntax argument ? argument.Expression : null;
        }

        return node is not null && node.Span == span ? (ExpressionSyntax)node : null;
    }

    /// <summary>The code of an expression as it can stand as an operand.</summary>
    public static string AsOperand(ExpressionSyntax expression) => expression is
        IdentifierNameSyntax or InvocationExpressionSyntax or MemberAccessExpressionSyntax or ElementAccessExpressionSyntax or ParenthesizedExpressionSyntax or LiteralExpressionSyntax
            ? expression.ToString()
            : "(" + expression + ")";

    /// <summary>The value that a call of Eval, EvalScalar or EvalTo evaluates.</summary>
    public static ExpressionSyntax? Evaluated(SyntaxNode node) =>
        node is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.Text: "Eval" or "EvalScalar" or "EvalTo" } member } && member.IsKind(SyntaxKind.SimpleMemberAccessExpression)
            ? member.Expression
            : null;
}
