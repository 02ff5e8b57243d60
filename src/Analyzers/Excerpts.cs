using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace Costate.Analyzers;

/// <summary>Code as messages quote it.</summary>
internal static class Excerpts
{
    public static string Of(SyntaxNode syntax)
    {
        string text = Regex.Replace(syntax.ToString(), "\\s+", " ");
        return text.Length <= 80 ? text : text.Substring(0, 77) + "...";
    }

    public static int Line(SyntaxNode syntax) => syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
