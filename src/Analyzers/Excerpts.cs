using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>Code as messages quote it.</summary>
internal static class Excerpts
{
    public static string Of(SyntaxNode syntax)
    {
        string text = Regex.Replace(syntax.ToString(), "\\s+", " ");
        return text.Length <= 80 ? text : text.Substring(0, 77) + "...";
    }

    /// <summary>The name of what is called: of a method, or of the variable that holds a function.</summary>
    public static string Callee(IOperation call) => call is IInvocationOperation invocation
        ? invocation is { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: { } function } ? Of(function.Syntax) : invocation.TargetMethod.Name
        : Of(call.Syntax);

    public static int Line(SyntaxNode syntax) => syntax.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
}
