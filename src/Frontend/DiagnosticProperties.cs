namespace Costate.Frontend;

/// <summary>The names of what diagnostics tell code fixes.</summary>
internal static class DiagnosticProperties
{
    /// <summary>Code that fits in the place of the reported code.</summary>
    public const string Replacement = "Replacement";

    /// <summary>The shapes that the arguments of a call have, one for each parameter and separated by semicolons; "?" where there is none.</summary>
    public const string Shapes = "Shapes";
}
