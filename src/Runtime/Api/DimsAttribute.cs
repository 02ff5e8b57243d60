using System;

namespace Costate;

/// <summary>
/// Gives the dimensions of a record of tensors the names that they have where it is used, as in
/// <c>[Dims("inputs = hidden, outputs = 2*classes")]</c>: a name of the record on the left, a size of this place on the right. Names that are not
/// mentioned stay. For the elements of a tuple, separated by semicolons.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter | AttributeTargets.ReturnValue | AttributeTargets.Property | AttributeTargets.Field)]
public sealed class DimsAttribute : Attribute
{
    /// <summary>Gives dimensions other names.</summary>
    /// <param name="names">Equations separated by commas.</param>
    public DimsAttribute(string names) => Names = names;

    /// <summary>The equations.</summary>
    public string Names { get; }
}
