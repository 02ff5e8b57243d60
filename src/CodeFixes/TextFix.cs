using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Costate.CodeFixes;

/// <summary>A code fix that edits text, for one place or for all places at once.</summary>
public abstract class TextFix : CodeFixProvider
{
    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => new TextFixAll(this);

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            foreach (var offer in await OffersAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false))
            {
                var solution = context.Document.Project.Solution;
                context.RegisterCodeFix(CodeAction.Create(offer.Title, c => TextEdits.ApplyAsync(solution, offer.Edits, c), offer.Key), diagnostic);
            }
        }
    }

    /// <summary>What can be done about a diagnostic, the best first; nothing if no edit is known to be right.</summary>
    private protected abstract Task<IReadOnlyList<FixOffer>> OffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation);

    internal Task<IReadOnlyList<FixOffer>> AllOffersAsync(Document document, Diagnostic diagnostic, CancellationToken cancellation) => OffersAsync(document, diagnostic, cancellation);
}
