using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Costate.CodeFixes;

/// <summary>
/// Fixes all places of a document, a project or a solution. Several fixes often ask for one edit, a type that becomes partial or a using
/// directive, which a merge of whole documents would refuse as a conflict.
/// </summary>
internal sealed class TextFixAll(TextFix fix) : FixAllProvider
{
    public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
    {
        var offers = new List<FixOffer>();
        string title = string.Empty;
        foreach (var document in Documents(fixAllContext))
        {
            var diagnostics = await fixAllContext.GetDocumentDiagnosticsAsync(document).ConfigureAwait(false);
            foreach (var diagnostic in diagnostics.OrderBy(d => d.Location.SourceSpan.Start))
            {
                var all = await fix.AllOffersAsync(document, diagnostic, fixAllContext.CancellationToken).ConfigureAwait(false);
                if (all.FirstOrDefault(o => o.Key == fixAllContext.CodeActionEquivalenceKey) is { } offer)
                {
                    offers.Add(offer);
                    title = offer.Title;
                }
            }
        }

        var (solution, edits) = (fixAllContext.Solution, TextEdits.Merge(offers));
        return offers.Count == 0 ? null : CodeAction.Create(title, c => TextEdits.ApplyAsync(solution, edits, c), fixAllContext.CodeActionEquivalenceKey);
    }

    private static IEnumerable<Document> Documents(FixAllContext context) => context.Scope switch
    {
        FixAllScope.Document => context.Document is { } document ? [document] : [],
        FixAllScope.Project => context.Project.Documents,
        FixAllScope.Solution => context.Solution.Projects.SelectMany(p => p.Documents),
        _ => [],
    };
}
