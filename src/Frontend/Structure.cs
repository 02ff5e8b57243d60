using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <summary>What a parameter or a result is made of: one tensor, or a record, tuple or array of such values.</summary>
internal sealed class Structure
{
    private Structure(ITypeSymbol type, Shape? shape, RecordMembers? record, IReadOnlyList<(string Name, Structure Value)> parts)
    {
        Type = type;
        Shape = shape;
        Record = record;
        Parts = parts;
    }

    public ITypeSymbol Type { get; }

    public bool IsTensor => Parts.Count == 0;

    /// <summary>Whether it is an array; its only part is its element, whose tensors have the elements of the array along a first axis.</summary>
    public bool IsArray => Type is IArrayTypeSymbol;

    /// <summary>The number of elements of an array.</summary>
    public DimExpr Length => Tensors.First().Shape![0];

    /// <summary>One element of an array, as it is by itself.</summary>
    public Structure Element => Parts[0].Value.With(shape => shape is null ? null : Shape.Of(shape.Skip(1).ToArray()));

    /// <summary>The declared shape of a tensor; null where none is declared.</summary>
    public Shape? Shape { get; }

    /// <summary>The members of a record; null for tensors and tuples.</summary>
    public RecordMembers? Record { get; }

    /// <summary>The members of a record, the elements of a tuple, or the element of an array; none of a tensor.</summary>
    public IReadOnlyList<(string Name, Structure Value)> Parts { get; }

    /// <summary>The tensors in it, in order.</summary>
    public IEnumerable<Structure> Tensors => IsTensor ? [this] : Parts.SelectMany(p => p.Value.Tensors);

    /// <summary>This and all that is in it.</summary>
    public IEnumerable<Structure> All => (IsArray ? Element.All : Parts.SelectMany(p => p.Value.All)).Prepend(this);

    public static Structure Tensor(ITypeSymbol type, Shape? shape) => new(type, shape, null, []);

    public static Structure Of(RecordMembers record, IReadOnlyList<Structure> members) => new(record.Type, null, record, record.All.Zip(members, (m, s) => (m.Name, s)).ToArray());

    public static Structure Tuple(INamedTypeSymbol type, IReadOnlyList<Structure> elements) => new(type, null, null, type.TupleElements.Zip(elements, (f, s) => (NameOf(f), s)).ToArray());

    public static Structure Array(IArrayTypeSymbol type, Structure element, DimExpr length) => new(type, null, null, [(string.Empty, element.With(shape => shape is null ? null : Shape.Of(shape.Prepend(length).ToArray())))]);

    /// <summary>The tensors with the way to them, as "layer.Weights" where this is "layer"; the tuple or record itself may have no name.</summary>
    public IEnumerable<(string Path, Structure Tensor)> Paths(string path) => IsTensor
        ? [(path, this)]
        : Parts.SelectMany(p => p.Value.Paths(path.Length == 0 ? p.Name : p.Name.Length == 0 ? path : path + "." + p.Name));

    /// <summary>The value that has these values for its tensors, which are taken in order.</summary>
    public FrontendValue Build(IEnumerator<FrontendValue> tensors)
    {
        if (IsTensor)
        {
            tensors.MoveNext();
            return tensors.Current;
        }

        var parts = Parts.Select(p => p.Value.Build(tensors)).ToArray();
        return IsArray ? new ArrayValue(parts[0]) : Record is { } record ? new RecordValue(record, parts) : new ListValue(parts);
    }

    /// <summary>The values of the tensors of a value of this type, in order; null if it is not built of tensors.</summary>
    public IEnumerable<FrontendValue>? Flatten(FrontendValue value)
    {
        if (IsTensor)
        {
            return value is TensorValue ? [value] : null;
        }

        bool fits = value.Parts.Count == Parts.Count && value is ArrayValue == IsArray;
        var flat = fits ? Parts.Zip(value.Parts, (p, v) => p.Value.Flatten(v)).ToArray() : [null];
        return flat.Any(f => f is null) ? null : flat.SelectMany(f => f!);
    }

    /// <summary>The same with other shapes of its tensors, which are asked for in order.</summary>
    public Structure With(Func<Shape?, Shape?> change) =>
        new(Type, IsTensor ? change(Shape) : null, Record, Parts.Select(p => (p.Name, p.Value.With(change))).ToArray());

    private static string NameOf(IFieldSymbol element) => element.IsExplicitlyNamedTupleElement ? element.Name : (element.CorrespondingTupleField ?? element).Name;
}
