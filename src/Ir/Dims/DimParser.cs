using System;
using System.Collections.Generic;
using System.Globalization;

namespace Costate;

/// <summary>Reads dimensions: sums of products with +, -, *, /, %, parentheses, min, max and floor.</summary>
internal sealed class DimParser
{
    // Far above anything written by hand; a parser of a text from outside must not exhaust the stack.
    private const int MaximalDepth = 200;

    private readonly string text;
    private int position;
    private int depth;

    private DimParser(string text) => this.text = text;

    public static bool IsIdentifier(string name)
    {
        if (name.Length == 0 || !IsIdentifierStart(name[0])) return false;
        foreach (var c in name)
        {
            if (!IsIdentifierPart(c)) return false;
        }

        return true;
    }

    public static bool TryParse(string text, out DimExpr? expression, out string? error, out int errorColumn)
    {
        var parser = new DimParser(text);
        return parser.Run(
            () =>
            {
                var result = parser.Sum();
                parser.ExpectEnd();
                return result;
            },
            out expression,
            out error,
            out errorColumn);
    }

    /// <summary>Reads expressions separated by commas; an empty text is an empty list.</summary>
    public static bool TryParseList(string text, out List<DimExpr>? expressions, out string? error, out int errorColumn)
    {
        var parser = new DimParser(text);
        return parser.Run(
            () =>
            {
                var result = new List<DimExpr>();
                if (parser.Peek() == '\0') return result;
                do result.Add(parser.Sum());
                while (parser.Accept(','));
                parser.ExpectEnd();
                return result;
            },
            out expressions,
            out error,
            out errorColumn);
    }

    /// <summary>Reads statements joined by &amp;&amp;.</summary>
    public static bool TryParseFacts(string text, out List<DimFact>? facts, out string? error, out int errorColumn)
    {
        var parser = new DimParser(text);
        return parser.Run(
            () =>
            {
                var result = new List<DimFact>();
                do parser.Chain(result);
                while (parser.AcceptAnd());
                parser.ExpectEnd();
                return result;
            },
            out facts,
            out error,
            out errorColumn);
    }

    /// <summary>Where a name stands in a text, or -1.</summary>
    public static int FindName(string text, string name)
    {
        for (var i = text.IndexOf(name, StringComparison.Ordinal); i >= 0; i = text.IndexOf(name, i + 1, StringComparison.Ordinal))
        {
            var end = i + name.Length;
            if ((i == 0 || !IsIdentifierPart(text[i - 1])) && (end == text.Length || !IsIdentifierPart(text[end]))) return i;
        }

        return -1;
    }

    private static bool IsIdentifierStart(char c) => c == '_' || char.IsLetter(c);

    private static bool IsIdentifierPart(char c) => c == '_' || char.IsLetterOrDigit(c);

    private bool Run<T>(Func<T> read, out T? result, out string? error, out int errorColumn)
        where T : class
    {
        result = null;
        try
        {
            result = read();
            error = null;
            errorColumn = -1;
            return true;
        }
        catch (FormatException e)
        {
            error = e.Message;
        }
        catch (Exception e) when (e is OverflowException or DivideByZeroException or InvalidOperationException)
        {
            error = e.Message;
        }

        errorColumn = position;
        return false;
    }

    /// <summary>a &lt;= b &lt; c is a &lt;= b and b &lt; c.</summary>
    private void Chain(List<DimFact> into)
    {
        var left = Sum();
        if (Relation() is not { } first)
        {
            throw Error(position, Peek() == '\0' ? "a comparison is missing: ==, <, <=, > or >=" : $"'{text[position]}' is not expected here, but ==, <, <=, > or >=");
        }

        for (DimRelation? relation = first; relation is { } next; relation = Relation())
        {
            var right = Sum();
            into.Add(new DimFact(left, next, right));
            left = right;
        }
    }

    private DimRelation? Relation()
    {
        var next = Peek();
        if (next is not ('=' or '<' or '>' or '!')) return null;
        var withEquals = position + 1 < text.Length && text[position + 1] == '=';
        if (next == '!') throw Error(position, "a fact is one of ==, <, <=, > and >=; what is only unequal proves nothing");
        if (next == '=' && !withEquals) throw Error(position, "an equality is written ==");
        position += withEquals ? 2 : 1;
        return (next, withEquals) switch
        {
            ('=', _) => DimRelation.Equal,
            ('<', true) => DimRelation.LessOrEqual,
            ('<', false) => DimRelation.LessThan,
            (_, true) => DimRelation.GreaterOrEqual,
            _ => DimRelation.GreaterThan,
        };
    }

    private bool AcceptAnd()
    {
        var next = Peek();
        if (next == '|') throw Error(position, "facts are joined by &&: all of them hold");
        if (next != '&') return false;
        if (position + 1 >= text.Length || text[position + 1] != '&') throw Error(position, "facts are joined by &&");
        position += 2;
        return true;
    }

    private DimExpr Sum()
    {
        if (++depth > MaximalDepth) throw new FormatException("it is nested too deeply");
        var sum = Product();
        while (true)
        {
            if (Accept('+')) sum += Product();
            else if (Accept('-')) sum -= Product();
            else break;
        }

        depth--;
        return sum;
    }

    private DimExpr Product()
    {
        var product = Unary();
        while (true)
        {
            if (Accept('*')) product *= Unary();
            else if (Accept('/')) product = DimExpr.FloorDiv(product, Unary());
            else if (Accept('%')) product = DimExpr.Mod(product, Unary());
            else return product;
        }
    }

    private DimExpr Unary()
    {
        var negative = false;
        while (Accept('-')) negative = !negative;
        var primary = Primary();
        return negative ? -primary : primary;
    }

    private DimExpr Primary()
    {
        var next = Peek();
        if (next is >= '0' and <= '9') return Number();
        if (IsIdentifierStart(next))
        {
            var start = position;
            while (position < text.Length && IsIdentifierPart(text[position])) position++;
            var name = text.Substring(start, position - start);
            if (Peek() != '(') return DimExpr.Symbol(name);
            return name switch
            {
                "min" => Fold(DimExpr.Min),
                "max" => Fold(DimExpr.Max),
                "floor" => Parenthesised(),
                _ => throw Error(start, $"'{name}' is no function here; min, max and floor are"),
            };
        }

        if (next == '(') return Parenthesised();
        if (next == '.')
        {
            // The leading axes of a signature: their symbol in graphs and messages.
            if (string.CompareOrdinal(text, position, Ir.LeadingAxes.Name, 0, Ir.LeadingAxes.Name.Length) != 0) throw Error(position, "leading axes are written with three points, '...'");
            position += Ir.LeadingAxes.Name.Length;
            return Ir.LeadingAxes.Size;
        }

        throw Error(position, next == '\0' ? "a dimension is missing at the end" : $"'{next}' is not expected here");
    }

    private DimExpr Parenthesised()
    {
        Expect('(');
        var inner = Sum();
        Expect(')');
        return inner;
    }

    private DimExpr Fold(Func<DimExpr, DimExpr, DimExpr> combine)
    {
        Expect('(');
        var result = Sum();
        while (Accept(',')) result = combine(result, Sum());
        Expect(')');
        return result;
    }

    private DimExpr Number()
    {
        var start = position;
        while (position < text.Length && text[position] is >= '0' and <= '9') position++;
        return long.TryParse(text.Substring(start, position - start), NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Error(start, "the number does not fit in 64 bits");
    }

    private char Peek()
    {
        while (position < text.Length && char.IsWhiteSpace(text[position])) position++;
        return position < text.Length ? text[position] : '\0';
    }

    private bool Accept(char c)
    {
        if (Peek() != c) return false;
        position++;
        return true;
    }

    private void Expect(char c)
    {
        if (!Accept(c)) throw Error(position, $"'{c}' is missing");
    }

    private void ExpectEnd()
    {
        if (Peek() != '\0') throw Error(position, $"'{text[position]}' is not expected here");
    }

    private FormatException Error(int at, string message)
    {
        position = at;
        return new FormatException(message);
    }
}
