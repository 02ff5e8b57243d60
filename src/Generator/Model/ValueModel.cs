using System.Collections.Generic;
using System.Linq;

namespace Costate.Generator;

internal enum ValueKind
{
    Tensor,

    /// <summary>A tensor of rank 0, which is a plain number where it is concrete.</summary>
    Number,

    Record,

    Tuple,
}

/// <summary>What a parameter or a result is made of: one tensor, or a record or tuple of such values.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Type">The full name of a record's type; of a tensor its element type, if that is not the method's; empty otherwise.</param>
/// <param name="IsReference">Whether it is a record that could be null.</param>
/// <param name="Parts">The members of a record or the elements of a tuple.</param>
internal sealed record ValueModel(ValueKind Kind, string Type, bool IsReference, EquatableArray<PartModel> Parts)
{
    /// <summary>One tensor.</summary>
    public static ValueModel Tensor { get; } = new(ValueKind.Tensor, string.Empty, false, default);

    public bool IsComposite => Kind is ValueKind.Record or ValueKind.Tuple;

    /// <summary>Whether it is a number or a tuple with one: it has to be assigned, where a tensor is written to.</summary>
    public bool IsAssigned => Kind == ValueKind.Number || (Kind == ValueKind.Tuple && Parts.Any(p => p.Value.IsAssigned));

    /// <summary>How many tensors and numbers there are in it.</summary>
    public int Count => IsComposite ? Parts.Sum(p => p.Value.Count) : 1;
}

/// <param name="Name">The C# name of the member; Item1 and so on for an element without a name.</param>
/// <param name="Value">What it is made of.</param>
/// <param name="IsPositional">Whether the record's constructor takes it; otherwise it is set in an initializer.</param>
/// <param name="IsNamed">Whether the element of a tuple has a name of its own.</param>
/// <param name="Shape">The declared shape of a tensor in a record, in the record's own names; null elsewhere.</param>
internal sealed record PartModel(string Name, ValueModel Value, bool IsPositional, bool IsNamed, string? Shape);
