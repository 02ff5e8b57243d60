using System;
using System.Collections.Generic;

namespace Costate.Ir.Tests.Dims;

/// <summary>Evaluates the text of a fact on its own: no part of what is under test takes part.</summary>
internal static class FactText
{
    /// <summary>Whether it holds; a fact that divides by zero does not.</summary>
    public static bool Holds(string text, IReadOnlyDictionary<string, long> at)
    {
        var position = 0;
        try
        {
            var left = Sum();
            while (Peek() != '\0')
            {
                var relation = text.Substring(position, position + 1 < text.Length && text[position + 1] == '=' ? 2 : 1);
                position += relation.Length;
                var right = Sum();
                var holds = relation switch { "==" => left == right, "<=" => left <= right, "<" => left < right, ">=" => left >= right, ">" => left > right, _ => throw new FormatException(text) };
                if (!holds) return false;
                left = right;
            }

            return true;
        }
        catch (DivideByZeroException)
        {
            return false;
        }

        long Sum()
        {
            var sum = Product();
            while (Peek() is '+' or '-') sum += text[position++] == '+' ? Product() : -Product();
            return sum;
        }

        long Product()
        {
            var product = Primary();
            while (Peek() is '*' or '/' or '%')
            {
                var operation = text[position++];
                var other = Primary();
                product = operation == '*' ? product * other : operation == '/' ? Math.DivRem(product, other).Quotient : product % other;
            }

            return product;
        }

        // All values are non-negative here, so that C#'s division is the one of dimensions.
        long Primary()
        {
            var start = Peek() == '(' ? position : -1;
            if (start >= 0)
            {
                position++;
                var inner = Sum();
                Peek();
                position++;
                return inner;
            }

            start = position;
            while (position < text.Length && char.IsLetterOrDigit(text[position])) position++;
            var word = text[start..position];
            if (word is "min" or "max")
            {
                Peek();
                position++;
                var first = Sum();
                Peek();
                position++;
                var second = Sum();
                Peek();
                position++;
                return word == "min" ? Math.Min(first, second) : Math.Max(first, second);
            }

            return long.TryParse(word, out var number) ? number : at[word];
        }

        char Peek()
        {
            while (position < text.Length && text[position] == ' ') position++;
            return position < text.Length ? text[position] : '\0';
        }
    }
}
