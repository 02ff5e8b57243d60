using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.Generator;

/// <summary>Where a method stands, apart from its model, so that an edit above it does not reach what was made from the model.</summary>
/// <param name="HintName">The model's.</param>
internal sealed record MethodSite(string HintName, string Path, TextSpan Span, LinePositionSpan Lines)
{
    public Location Location => Location.Create(Path, Span, Lines);

    public static MethodSite Of(MethodDeclarationSyntax method, IMethodSymbol symbol) => new(
        ModelReader.HintName(symbol),
        method.SyntaxTree.FilePath,
        method.Identifier.Span,
        method.SyntaxTree.GetLineSpan(method.Identifier.Span).Span);
}
