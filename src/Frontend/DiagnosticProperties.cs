namespace Costate.Frontend;

/// <summary>The names of what diagnostics tell code fixes.</summary>
internal static class DiagnosticProperties
{
    /// <summary>Code that fits in the place of the reported code.</summary>
    public const string Replacement = "Replacement";

    /// <summary>The shapes that the arguments of a call have, one for each parameter and separated by semicolons; "?" where there is none.</summary>
    public const string Shapes = "Shapes";

    /// <summary>Facts that would settle the matter, each for itself, as [Where] declares them; separated by semicolons.</summary>
    public const string Facts = "Facts";

    /// <summary>A name of a dimension that was misspelt in the method's declaration.</summary>
    public const string Misspelt = "Misspelt";

    /// <summary>The name that was meant.</summary>
    public const string Meant = "Meant";
}
