using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Costate.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>The edits that make a method a differentiable one: attribute, shapes, partial types and the using directive.</summary>
internal static class AnnotateFix
{
    /// <param name="shapes">The shape of each parameter; null where it is not known.</param>
    /// <returns>Nothing if the method could not be differentiable as it stands.</returns>
    public static async Task<IReadOnlyList<(DocumentId Document, TextChange Change)>> EditsAsync(Solution solution, IMethodSymbol method, IReadOnlyList<string?> shapes, CancellationToken cancellation)
    {
        if (!method.IsStatic || method.IsGenericMethod || method.ContainingType.IsGenericType || method.MethodKind != MethodKind.Ordinary || SignatureReader.HasAttribute(method, KnownNames.Differentiable) ||
            method.DeclaringSyntaxReferences.Length != 1 ||
            await method.DeclaringSyntaxReferences[0].GetSyntaxAsync(cancellation).ConfigureAwait(false) is not MethodDeclarationSyntax declaration ||
            solution.GetDocument(declaration.SyntaxTree) is not { } document ||
            await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false) is not { } model)
        {
            return [];
        }

        var text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        var line = text.Lines.GetLineFromPosition(declaration.SpanStart);
        string before = text.ToString(TextSpan.FromBounds(line.Start, declaration.SpanStart));
        bool isOwnLine = before.Trim().Length == 0;
        string separator = isOwnLine ? text.ToString(TextSpan.FromBounds(line.End, line.EndIncludingLineBreak)) + before : " ";
        var changes = new List<TextChange> { new(new TextSpan(declaration.SpanStart, 0), "[Differentiable]" + (separator.Length == 0 ? " " : separator)) };
        for (int i = 0; i < method.Parameters.Length; i++)
        {
            if (shapes[i] is { } shape && SignatureReader.TracedElement(method.Parameters[i].Type) is not null && !SignatureReader.HasAttribute(method.Parameters[i], KnownNames.Shape))
            {
                changes.Add(new TextChange(new TextSpan(declaration.ParameterList.Parameters[i].SpanStart, 0), "[Shape(" + SymbolDisplay.FormatLiteral(shape, quote: true) + ")] "));
            }
        }

        changes.AddRange(MakePartialFix.Changes(declaration));
        if (Usings.ForAttributes(model, declaration.SpanStart) is { } directive)
        {
            changes.Add(directive);
        }

        return changes.Select(c => (document.Id, c)).ToArray();
    }
}
