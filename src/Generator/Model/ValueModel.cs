using System;
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

    /// <summary>An array of one of the others; where it is concrete, that with an axis more in each of its tensors.</summary>
    Array,
}

/// <summary>What a parameter or a result is made of: one tensor, or a record, tuple or array of such values.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Type">The full name of a record's type; of a tensor its element type, if that is not the method's; empty otherwise.</param>
/// <param name="IsReference">Whether it is a record that could be null.</param>
/// <param name="Parts">The members of a record, the elements of a tuple, or the element of an array.</param>
internal sealed record ValueModel(ValueKind Kind, string Type, bool IsReference, EquatableArray<PartModel> Parts)
{
    /// <summary>The name of the concrete record for one record.</summary>
    public const string Values = "Values";

    /// <summary>The name of the concrete record for an array of records.</summary>
    public const string Stack = "Stack";

    /// <summary>The concrete record that stands for a record: the values of one, or those of several along a first axis.</summary>
    public string Twin { get; init; } = Values;

    /// <summary>One tensor.</summary>
    public static ValueModel Tensor { get; } = new(ValueKind.Tensor, string.Empty, false, default);

    /// <summary>The name of a record's type alone, without '@'.</summary>
    public string Name => Type.Substring(Type.LastIndexOfAny(['.', ':']) + 1).TrimStart('@');

    public bool IsComposite => Kind is ValueKind.Record or ValueKind.Tuple or ValueKind.Array;

    /// <summary>What an array is made of.</summary>
    public ValueModel Element => Parts[0].Value;

    /// <summary>The same as it is kept in memory, without arrays.</summary>
    public ValueModel Stored => Kind == ValueKind.Array ? Element.Stacked : With(v => v.Stored);

    /// <summary>Several of them along a first axis.</summary>
    public ValueModel Stacked => Kind switch
    {
        ValueKind.Number => Tensor,
        ValueKind.Record => With(v => v.Stacked) with { Twin = Stack, IsReference = true },
        _ => With(v => v.Stacked),
    };

    /// <summary>Whether it is a number or a tuple with one: it has to be assigned, where a tensor is written to.</summary>
    public bool IsAssigned => Kind == ValueKind.Number || (Kind == ValueKind.Tuple && Parts.Any(p => p.Value.IsAssigned));

    private ValueModel With(Func<ValueModel, ValueModel> change) => IsComposite ? this with { Parts = new(Parts.Select(p => p with { Value = change(p.Value) })) } : this;

    /// <summary>How many tensors and numbers there are in it.</summary>
    public int Count => IsComposite ? Parts.Sum(p => p.Value.Count) : 1;
}

/// <param name="Name">The C# name of the member; Item1 and so on for an element without a name.</param>
/// <param name="Value">What it is made of.</param>
/// <param name="IsPositional">Whether the record's constructor takes it; otherwise it is set in an initializer.</param>
/// <param name="IsNamed">Whether the element of a tuple has a name of its own.</param>
/// <param name="Shape">The declared shape of a tensor in a record, in the record's own names; null elsewhere.</param>
internal sealed record PartModel(string Name, ValueModel Value, bool IsPositional, bool IsNamed, string? Shape);
