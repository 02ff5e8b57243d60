using System.Collections.Generic;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace Costate.CodeFixes;

/// <summary>One way to fix a diagnostic: edits of text, so that all that is not edited stays letter for letter.</summary>
/// <param name="title">What the editor shows.</param>
/// <param name="key">The same for all diagnostics that can be fixed in this way together.</param>
internal sealed class FixOffer(string title, string key, IReadOnlyList<(DocumentId Document, TextChange Change)> edits)
{
    public FixOffer(string title, string key, Document document, params IReadOnlyList<TextChange> changes)
        : this(title, key, Of(document.Id, changes))
    {
    }

    public string Title { get; } = title;

    public string Key { get; } = key;

    public IReadOnlyList<(DocumentId Document, TextChange Change)> Edits { get; } = edits;

    private static (DocumentId Document, TextChange Change)[] Of(DocumentId document, IReadOnlyList<TextChange> changes)
    {
        var edits = new (DocumentId Document, TextChange Change)[changes.Count];
        for (int i = 0; i < edits.Length; i++)
        {
            edits[i] = (document, changes[i]);
        }

        return edits;
    }
}
