using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>Using directives that edited code needs.</summary>
internal static class Usings
{
    /// <summary>Makes the functions of the library callable by their names, unless this one is already; null if nothing is to do.</summary>
    public static TextChange? ForFunction(SemanticModel model, int position, string name) =>
        model.LookupSymbols(position, name: name).Any(s => s is IMethodSymbol && s.ContainingType?.ToDisplayString() == "Costate.TracedTensor")
            ? null
            : Add(model.SyntaxTree.GetCompilationUnitRoot(), "using static Costate.TracedTensor;");

    /// <summary>Makes the attributes of the library usable by their names, unless they are already.</summary>
    public static TextChange? ForAttributes(SemanticModel model, int position) =>
        model.LookupNamespacesAndTypes(position, name: "DifferentiableAttribute").Any(s => s.ContainingNamespace?.ToDisplayString() == "Costate")
            ? null
            : Add(model.SyntaxTree.GetCompilationUnitRoot(), "using Costate;");

    /// <summary>After the last directive, or where the code begins.</summary>
    private static TextChange Add(CompilationUnitSyntax root, string directive)
    {
        string line = root.SyntaxTree.GetText().Lines is { Count: > 1 } lines && lines[0].EndIncludingLineBreak - lines[0].End == 2 ? "\r\n" : "\n";
        if (root.Usings.LastOrDefault() is { } last)
        {
            return new TextChange(new TextSpan(last.Span.End, 0), line + directive);
        }

        return new TextChange(new TextSpan(root.GetFirstToken(includeZeroWidth: true).SpanStart, 0), directive + line + line);
    }
}
