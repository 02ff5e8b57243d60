using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>Puts edits together and applies them.</summary>
internal static class TextEdits
{
    /// <summary>The edits of all offers that do not stand in the way of an earlier one; what several ask for is done once.</summary>
    public static IReadOnlyList<(DocumentId Document, TextChange Change)> Merge(IEnumerable<FixOffer> offers)
    {
        var merged = new List<(DocumentId Document, TextChange Change)>();
        foreach (var offer in offers)
        {
            var added = offer.Edits.Where(e => !merged.Contains(e)).ToArray();
            if (!added.Any(e => merged.Any(m => m.Document == e.Document && Clash(m.Change.Span, e.Change.Span))))
            {
                merged.AddRange(added);
            }
        }

        return merged;
    }

    public static async Task<Solution> ApplyAsync(Solution solution, IEnumerable<(DocumentId Document, TextChange Change)> edits, CancellationToken cancellation)
    {
        foreach (var document in edits.GroupBy(e => e.Document))
        {
            var text = await solution.GetDocument(document.Key)!.GetTextAsync(cancellation).ConfigureAwait(false);
            solution = solution.WithDocumentText(document.Key, text.WithChanges(document.Select(e => e.Change).OrderBy(c => c.Span.Start).ThenBy(c => c.Span.End)));
        }

        return solution;
    }

    /// <summary>Two insertions at one place do not clash: both are meant there.</summary>
    private static bool Clash(TextSpan x, TextSpan y) => x.IsEmpty && y.IsEmpty ? false : x.OverlapsWith(y) || (x.IsEmpty && y.Start < x.Start && x.Start < y.End) || (y.IsEmpty && x.Start < y.Start && y.Start < x.End);
}
