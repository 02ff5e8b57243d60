using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.Frontend;

/// <summary>Finds the place in the source of a part of a constant string, through escapes, verbatim and raw literals and concatenations.</summary>
internal static class LiteralPlace
{
    /// <summary>The place of a name in a shape or a fact; all of the text if the name does not stand in it.</summary>
    public static Location Of(ExpressionSyntax expression, SemanticModel model, string? name) =>
        name is not null && model.GetConstantValue(expression).Value is string text && DimParser.FindName(text, name) is >= 0 and var column
            ? Of(expression, model, column, name.Length)
            : expression.GetLocation();

    /// <summary>
    /// The place of characters of an expression's constant value. What does not stand in the expression letter for letter, the value of a
    /// named constant for instance, is the part of the expression that gives it.
    /// </summary>
    public static Location Of(ExpressionSyntax expression, SemanticModel model, int start, int length)
    {
        switch (expression)
        {
            case ParenthesizedExpressionSyntax parenthesized:
                return Of(parenthesized.Expression, model, start, length);
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.AddExpression } sum when model.GetConstantValue(sum.Left) is { HasValue: true, Value: string left }:
                return start < left.Length ? Of(sum.Left, model, start, length) : Of(sum.Right, model, start - left.Length, length);
            case LiteralExpressionSyntax literal when Columns(literal.Token) is { Count: > 0 } columns:
                // One column more than there are characters: an end that is missing something stands at the closing quotes.
                int first = columns[System.Math.Min(start, columns.Count - 1)];
                int end = columns[System.Math.Min(start + System.Math.Max(length, 1), columns.Count - 1)];
                return Location.Create(literal.SyntaxTree, TextSpan.FromBounds(literal.SpanStart + first, literal.SpanStart + System.Math.Max(end, first + 1)));
            default:
                return expression.GetLocation();
        }
    }

    /// <summary>For each character of a literal's value, and for its end, the column in its text.</summary>
    private static List<int>? Columns(SyntaxToken token)
    {
        string text = token.Text, value = token.ValueText;
        var columns = token.Kind() switch
        {
            SyntaxKind.SingleLineRawStringLiteralToken => Plain(text, Quotes(text), value.Length),
            SyntaxKind.MultiLineRawStringLiteralToken => Lines(text, value),
            SyntaxKind.StringLiteralToken => text.StartsWith("@", System.StringComparison.Ordinal) ? Verbatim(text) : Escaped(text),
            _ => null,
        };
        return columns?.Count == value.Length + 1 ? columns : null;
    }

    private static int Quotes(string text)
    {
        int quotes = 0;
        while (quotes < text.Length && text[quotes] == '"')
        {
            quotes++;
        }

        return quotes;
    }

    private static List<int> Plain(string text, int from, int length)
    {
        var columns = new List<int>();
        for (int i = 0; i <= length && from + i < text.Length; i++)
        {
            columns.Add(from + i);
        }

        return columns;
    }

    private static List<int> Verbatim(string text)
    {
        var columns = new List<int>();
        for (int i = 2; i < text.Length - 1; i += text[i] == '"' ? 2 : 1)
        {
            columns.Add(i);
        }

        columns.Add(text.Length - 1);
        return columns;
    }

    private static List<int> Escaped(string text)
    {
        var columns = new List<int>();
        for (int i = 1; i < text.Length - 1;)
        {
            columns.Add(i);
            if (text[i] != '\\')
            {
                i++;
                continue;
            }

            int at = i;
            char kind = text[i + 1];
            i += 2;
            int digits = kind switch { 'u' => 4, 'U' => 8, 'x' => 4, _ => 0 };
            for (; digits > 0 && i < text.Length - 1 && System.Uri.IsHexDigit(text[i]); digits--)
            {
                i++;
            }

            // Beyond 16 bits one escape is two characters.
            if (kind == 'U' && int.TryParse(text.Substring(at + 2, i - at - 2), System.Globalization.NumberStyles.HexNumber, null, out int code) && code > char.MaxValue)
            {
                columns.Add(at);
            }
        }

        columns.Add(text.Length - 1);
        return columns;
    }

    /// <summary>A raw literal of several lines: each of its lines begins behind the blanks that stand before the closing quotes.</summary>
    private static List<int> Lines(string text, string value)
    {
        int close = text.Length - Quotes(text), margin = 0;
        while (close - margin > 0 && text[close - margin - 1] is ' ' or '\t')
        {
            margin++;
        }

        var columns = new List<int>();
        int at = text.IndexOf('\n') + 1 + margin;
        foreach (char c in value)
        {
            // A line of blanks may be shorter than the margin.
            columns.Add(System.Math.Min(at, text.Length - 1));
            at += c == '\n' ? 1 + margin : 1;
        }

        columns.Add(System.Math.Min(at, text.Length - 1));
        return columns;
    }
}
