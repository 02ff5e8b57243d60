using System;

namespace Costate;

/// <summary>
/// Names the number of elements of an array of tensors, records or tuples, as in <c>[Length("depth")] Layer[] layers</c>. It is a dimension like those that
/// <see cref="ShapeAttribute"/> names: a name, a number or an expression of them. Without it an array has a length of its own; one that is returned may have any.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.Property | AttributeTargets.Field | AttributeTargets.ReturnValue)]
public sealed class LengthAttribute : Attribute
{
    /// <summary>Names the length.</summary>
    /// <param name="length">The number of elements.</param>
    public LengthAttribute(string length) => Length = length;

    /// <summary>The number of elements.</summary>
    public string Length { get; }
}
