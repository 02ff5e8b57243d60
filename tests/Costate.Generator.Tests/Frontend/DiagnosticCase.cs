using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Costate.Generator.Tests.Frontend;

/// <summary>A mistake, where it is, and the nearest code that is right. What is said about it stands in the golden files of the corpus.</summary>
/// <param name="Wrong">Members of a class with the place marked as [|...|].</param>
/// <param name="Right">Members that are quiet.</param>
internal sealed record DiagnosticCase(string Id, string Wrong, string Right)
{
    /// <summary>The severity, where it is not that of the id.</summary>
    public DiagnosticSeverity? Severity { get; init; }

    /// <summary>What opens the class.</summary>
    public string Class { get; init; } = "public static partial class Model";

    public LanguageVersion Language { get; init; } = LanguageVersion.CSharp13;

    public Source WrongSource => Open(Wrong, Class, Language);

    public Source RightSource => Open(Right, "public static partial class Model", LanguageVersion.CSharp13);

    private static Source Open(string members, string opening, LanguageVersion language) =>
        Source.Whole("using System;\nusing System.Threading.Tasks;\nusing Costate;\nusing static Costate.TracedTensor;\n" + opening + "\n{\n" + members + "\n}\n", language);
}
