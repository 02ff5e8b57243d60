using Microsoft.CodeAnalysis.Text;

namespace Costate.Generator;

/// <summary>A file to add to the compilation.</summary>
internal sealed record GeneratedFile(string HintName, SourceText Text)
{
    public bool Equals(GeneratedFile? other) =>
        other is not null && string.Equals(HintName, other.HintName, System.StringComparison.Ordinal) && Text.ContentEquals(other.Text);

    public override int GetHashCode() => System.StringComparer.Ordinal.GetHashCode(HintName);
}
