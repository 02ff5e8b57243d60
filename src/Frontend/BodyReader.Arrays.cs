using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <content>
/// Arrays of tensors, records and tuples. One that is a parameter has an axis more in each of its tensors, and an element of it is a window; one that is written
/// out is a list of values until a method takes it.
/// </content>
internal sealed partial class BodyReader
{
    /// <summary>The number of elements of an array, or of rows of a tensor.</summary>
    private static DimExpr LengthOf(FrontendValue rows) => rows switch
    {
        TensorValue tensor => tensor.Type.Shape[0],
        ListValue list => list.Items.Count,
        _ => LengthOf(LoopState.Flatten(rows).OfType<TensorValue>().First()),
    };

    /// <summary>An element of an array, or a part of it.</summary>
    private FrontendValue ElementAt(IOperation operation, FrontendValue array, IOperation index)
    {
        if (array is not (ArrayValue or ListValue))
        {
            return IsPoison(array) ? array : Unsupported(operation);
        }

        var length = LengthOf(array);
        if (Unconverted(index) is IRangeOperation range)
        {
            var start = range.LeftOperand is { } left ? Position(left, length) : DimExpr.Zero;
            var end = range.RightOperand is { } right ? Position(right, length) : length;
            return start is null || end is null ? FrontendValue.Poison
                : array is ArrayValue whole ? Section(whole, start, end - start)
                : start.TryGetConstant(out long from) && end.TryGetConstant(out long to) && from >= 0 && from <= to && array.Parts.Count >= to ? new ListValue(array.Parts.Skip((int)from).Take((int)(to - from)).ToArray())
                : Unsupported(operation);
        }

        if (Position(index, length) is not { } at)
        {
            return FrontendValue.Poison;
        }

        if (array is ListValue list)
        {
            return at.TryGetConstant(out long place) && place >= 0 && place < list.Items.Count ? Held(list.Items[(int)place], operation) : Unsupported(operation);
        }

        RequireElement(at, length);
        return Row(array, at);
    }

    private FrontendValue Section(ArrayValue array, DimExpr start, DimExpr count)
    {
        var length = LengthOf(array);
        string text = "There are no " + count + " elements from " + start + " on of " + length;
        builder.RequireLessOrEqual(DimExpr.Zero, start, DiagnosticIds.WindowOutOfRange, () => text + "; the first one of all is 0.");
        builder.RequireLessOrEqual(DimExpr.Zero, count, DiagnosticIds.WindowOutOfRange, () => text + "; that is less than none.");
        builder.RequireLessOrEqual(start + count, length, DiagnosticIds.WindowOutOfRange, () => text + "; they would end behind the last one.");
        var part = Windows(new ArrayValue(array.Parts[0]), start, count);
        Remember(array, part, start, count);
        return part;
    }

    /// <summary>A row of a tensor, or an element of an array.</summary>
    private FrontendValue Row(FrontendValue rows, DimExpr index)
    {
        var row = Windows(rows, index, null);
        if (rows is not ArrayValue)
        {
            return row;
        }

        Remember(rows, row, index, null);
        return row.Parts[0];
    }

    /// <summary>The same rows of all tensors of a value; without a number one row, whose first axis goes away.</summary>
    private FrontendValue Windows(FrontendValue value, DimExpr start, DimExpr? count)
    {
        if (value is not TensorValue rows)
        {
            return value.With(value.Parts.Select(p => Windows(p, start, count)).ToArray());
        }

        var x = In(rows);
        var shape = builder.ShapeOf(x);
        var starts = shape.Select((_, axis) => axis == 0 ? start : DimExpr.Zero).ToArray();
        var size = shape.Select((dim, axis) => axis == 0 ? count ?? DimExpr.One : dim).ToArray();
        return Made("Row " + start + (count is null ? string.Empty : "+" + count), [x], () =>
        {
            var read = builder.ReadAt(x, Shape.Of(starts), Shape.Of(size));
            return [count is null ? builder.Reshape(read, Shape.Of(shape.Skip(1).ToArray())) : read];
        })[0];
    }

    /// <summary>Arrays that are written out in a value become tensors with an axis more, which a graph takes.</summary>
    private FrontendValue Arranged(Structure structure, FrontendValue value)
    {
        if (structure.IsArray && value is ListValue { Items: { Count: > 0 } items })
        {
            return items.Any(i => structure.Parts[0].Value.Flatten(i) is null) ? value : Stacked(items);
        }

        return structure.IsTensor || structure.IsArray || value.Parts.Count != structure.Parts.Count ? value : value.With(structure.Parts.Zip(value.Parts, (p, v) => Arranged(p.Value, v)).ToArray());
    }
}
