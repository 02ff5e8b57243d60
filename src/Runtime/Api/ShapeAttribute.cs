using System;

namespace Costate;

/// <summary>
/// Declares the shape of a parameter or of the result of a differentiable method, as in <c>[Shape("i, 2*n, k")]</c>. Several
/// results are separated by semicolons.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class ShapeAttribute : Attribute
{
    /// <summary>Declares a shape.</summary>
    /// <param name="dimensions">
    /// Dimension expressions separated by commas; an empty text is a scalar. <c>...</c> in front of them is any number of leading axes, one list
    /// for all parameters and results.
    /// </param>
    public ShapeAttribute(string dimensions) => Dimensions = dimensions;

    /// <summary>The dimension expressions.</summary>
    public string Dimensions { get; }
}
