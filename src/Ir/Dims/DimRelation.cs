namespace Costate;

/// <summary>How two dimensions are related in a stated fact.</summary>
public enum DimRelation
{
    /// <summary>The left side equals the right side.</summary>
    Equal,

    /// <summary>The left side is at most the right side.</summary>
    LessOrEqual,

    /// <summary>The left side is less than the right side.</summary>
    LessThan,

    /// <summary>The left side is at least the right side.</summary>
    GreaterOrEqual,

    /// <summary>The left side is greater than the right side.</summary>
    GreaterThan,
}
