using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Costate.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>
/// COS401 and COS403: the traced value in the place of the number that was evaluated from it; or, if the stop is meant, words that say so.
/// An edit is offered only if the code compiles with it.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
[Shared]
public sealed class FeedbackFix : TextFix
{
    /// <summary>Goes on with the traced value.</summary>
    public const string Traced = "UseTracedValue";

    /// <summary>Says that the gradient stops.</summary>
    public const string Stop = "SayStop";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [UsageIds.EvaluatedValueReenters, UsageIds.MathOnEvaluatedValue];

    private protected override async Task<IReadOnlyList<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation)
    {
        var root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        var model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        if (Expressions.At(root!, diagnostic.Location.SourceSpan) is not { } operand || !diagnostic.Properties.TryGetValue("Kind", out string? kind))
        {
            return [];
        }

        var traced = kind == nameof(ReentryKind.Leaf) ? WithoutLeaf(operand) : kind == nameof(ReentryKind.Operand) ? WithTraced(model!, operand, cancellation) : null;
        var offers = new List<FixOffer>();
        if (traced is not null && await CompilesAsync(document, root!, operand, traced, cancellation).ConfigureAwait(false))
        {
            offers.Add(new FixOffer("Use the traced value", Traced, document, traced));
        }

        // Data cannot be brought into an annotated body.
        foreach (var stop in new[] { kind == "Inside" ? null : Constant(model!, operand, kind), Stopped(model!, root!, diagnostic) })
        {
            if (stop is not null && await CompilesAsync(document, root!, operand, stop, cancellation).ConfigureAwait(false))
            {
                offers.Add(new FixOffer("Say that the gradient stops here", Stop, document, stop));
                break;
            }
        }

        return offers;
    }

    private static TextChange[]? WithTraced(SemanticModel model, ExpressionSyntax operand, CancellationToken cancellation)
    {
        var rewriter = new TracedRewriter(model, cancellation);
        if (rewriter.Write(operand) is not { } code)
        {
            return null;
        }

        var replaced = Microsoft.CodeAnalysis.CSharp.SyntaxFactory.ParseExpression(code);
        bool isWhole = operand.Parent is ArgumentSyntax or ParenthesizedExpressionSyntax or AssignmentExpressionSyntax || operand is BinaryExpressionSyntax;
        var change = new TextChange(operand.Span, isWhole ? code : Expressions.AsOperand(replaced));
        return [change, .. rewriter.Functions.Select(f => Usings.ForFunction(model, operand.SpanStart, f)).Where(u => u is not null).Select(u => u!.Value).Distinct()];
    }

    /// <summary>The value itself, in the place of a Parameter made from what it was evaluated to.</summary>
    private static TextChange[]? WithoutLeaf(ExpressionSyntax data) =>
        Expressions.Evaluated(data) is { } value && data.Parent is ArgumentSyntax { Parent: ArgumentListSyntax { Arguments.Count: 1, Parent: InvocationExpressionSyntax leaf } }
            ? [new TextChange(leaf.Span, leaf.Parent is MemberAccessExpressionSyntax or BinaryExpressionSyntax ? Expressions.AsOperand(value) : value.ToString())]
            : null;

    private static TextChange[]? Constant(SemanticModel model, ExpressionSyntax operand, string? kind)
    {
        if (kind == nameof(ReentryKind.Leaf))
        {
            var function = (operand.Parent?.Parent?.Parent as InvocationExpressionSyntax)?.Expression;
            var name = function is MemberAccessExpressionSyntax member ? member.Name : function as SimpleNameSyntax;
            return name is null ? null : [new TextChange(name.Identifier.Span, "Constant")];
        }

        var wrapped = new TextChange(operand.Span, "Constant(" + operand + ")");
        return Usings.ForFunction(model, operand.SpanStart, "Constant") is { } directive ? [wrapped, directive] : [wrapped];
    }

    /// <summary>The stop where the number is made, for places that take nothing but a number.</summary>
    private static TextChange[]? Stopped(SemanticModel model, SyntaxNode root, Diagnostic diagnostic)
    {
        var values = diagnostic.AdditionalLocations.Select(l => l.SourceTree == root.SyntaxTree && Expressions.At(root, l.SourceSpan) is { } origin ? Expressions.Evaluated(origin) : null).ToArray();
        if (values.Length == 0 || values.Any(v => v is null))
        {
            return null;
        }

        var changes = values.Select(v => new TextChange(v!.Span, "StopGradient(" + v + ")"));
        return Usings.ForFunction(model, values[0]!.SpanStart, "StopGradient") is { } directive ? [.. changes, directive] : [.. changes];
    }

    /// <summary>Whether the member around the operand has no error after the edit.</summary>
    private static async Task<bool> CompilesAsync(Document document, SyntaxNode root, SyntaxNode operand, TextChange[] changes, CancellationToken cancellation)
    {
        var members = root.DescendantNodes().OfType<MemberDeclarationSyntax>().ToList();
        int index = members.IndexOf(operand.FirstAncestorOrSelf<MemberDeclarationSyntax>()!);
        var solution = await TextEdits.ApplyAsync(document.Project.Solution, changes.Select(c => (document.Id, c)), cancellation).ConfigureAwait(false);
        var model = await solution.GetDocument(document.Id)!.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        var changed = await model!.SyntaxTree.GetRootAsync(cancellation).ConfigureAwait(false);
        var member = changed.DescendantNodes().OfType<MemberDeclarationSyntax>().ElementAtOrDefault(index);
        return member is not null && model.GetDiagnostics(member.Span, cancellation).All(d => d.Severity != DiagnosticSeverity.Error);
    }
}
