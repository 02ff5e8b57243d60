using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Costate.Frontend;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Costate.CodeFixes;

/// <summary>
/// COS005: marks the overloads that are not annotated. A parameter takes the shape of the one of its name, and one that has none takes the
/// first shape if the front end then reads the method without complaint; otherwise its shape is left to be written.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class AnnotateOverloadFix : TextFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.AmbiguousOverload];

    private protected override async Task<IReadOnlyList<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (root!.FindNode(diagnostic.Location.SourceSpan).FirstAncestorOrSelf<MethodDeclarationSyntax>() is not { } declaration || model!.GetDeclaredSymbol(declaration, cancellation) is not { } method)
        {
            return [];
        }

        var known = new Dictionary<string, string>(System.StringComparer.Ordinal);
        foreach (var parameter in method.Parameters)
        {
            if (SignatureReader.FindAttribute(parameter.GetAttributes(), KnownNames.Shape)?.ConstructorArguments.FirstOrDefault().Value is string shape)
            {
                known[parameter.Name] = shape;
            }
        }

        var solution = document.Project.Solution;
        var edits = new List<(DocumentId Document, Microsoft.CodeAnalysis.Text.TextChange Change)>();
        foreach (var overload in method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Where(IsOpen))
        {
            string?[] named = overload.Parameters.Select(p => known.TryGetValue(p.Name, out string? shape) ? shape : null).ToArray();
            string?[] guessed = named.Select(s => s ?? known.Values.FirstOrDefault()).ToArray();
            var guess = await AnnotateFix.EditsAsync(solution, overload, guessed, cancellation).ConfigureAwait(false);
            bool fits = guess.Count > 0 && await IsReadAsync(await TextEdits.ApplyAsync(solution, guess, cancellation).ConfigureAwait(false), document, overload, cancellation).ConfigureAwait(false);
            edits.AddRange((fits ? guess : await AnnotateFix.EditsAsync(solution, overload, named, cancellation).ConfigureAwait(false)).Where(e => !edits.Contains(e)));
        }

        return edits.Count == 0 ? [] : [new FixOffer("Mark the other overloads of '" + method.Name + "' [Differentiable]", nameof(AnnotateOverloadFix), edits)];
    }

    private static bool IsOpen(IMethodSymbol overload) =>
        !SignatureReader.HasAttribute(overload, KnownNames.Differentiable) && !SignatureReader.HasAttribute(overload, KnownNames.FragmentCall) &&
        overload.Parameters.Any(p => SignatureReader.TracedElement(p.Type) is not null);

    /// <summary>Whether the front end reads the method as it would stand then.</summary>
    private static async Task<bool> IsReadAsync(Solution solution, Document document, IMethodSymbol overload, CancellationToken cancellation)
    {
        var compilation = await solution.GetProject(document.Project.Id)!.GetCompilationAsync(cancellation).ConfigureAwait(false);
        string signature = overload.ToDisplayString();
        return compilation?.GetTypeByMetadataName(MetadataName(overload.ContainingType))?.GetMembers(overload.Name).OfType<IMethodSymbol>().FirstOrDefault(m => m.ToDisplayString() == signature) is { } changed &&
            MethodReader.Read(changed, compilation, cancellation).Diagnostics.All(d => d.Id == DiagnosticIds.AmbiguousOverload);
    }

    private static string MetadataName(INamedTypeSymbol type) => type.ContainingType is { } outer
        ? MetadataName(outer) + "+" + type.MetadataName
        : type.ContainingNamespace.IsGlobalNamespace ? type.MetadataName : type.ContainingNamespace.ToDisplayString() + "." + type.MetadataName;
}
