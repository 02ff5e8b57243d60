namespace Costate.Analyzers;

/// <summary>The ids of what is wrong with the use of a value or of a method, rather than with a method's body; code fixes refer to them.</summary>
internal static class UsageIds
{
    public const string EvaluatedValueReenters = "COS401";
    public const string EvalOfScalar = "COS402";
    public const string MathOnEvaluatedValue = "COS403";
    public const string NoInfluence = "COS404";
    public const string NoGradient = "COS405";
    public const string UnusedResult = "COS406";
    public const string TracedOpByOp = "COS407";
}
