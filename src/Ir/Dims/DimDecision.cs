namespace Costate;

/// <summary>The answer to a question about dimensions.</summary>
public enum DimDecision
{
    /// <summary>Neither proved nor disproved; code has to check it when it runs.</summary>
    Unknown,

    /// <summary>It holds for all values that satisfy the facts and at which both sides are defined.</summary>
    Yes,

    /// <summary>It fails for the values in <see cref="DimAnswer.Witness"/>, which satisfy the facts.</summary>
    Refuted,
}
