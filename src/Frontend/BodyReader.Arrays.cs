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
    private const string ArrayDerivative = "' is an array, and derivatives inside of a body are taken by tensors. Write what is differentiated as a method of its own that takes one element, and differentiate there by its tensors.";
    private const string ElementDerivative = "' is a tensor in an element of an array, and what is computed from the same element in another place would be missing in the derivative. Write what is differentiated as a method of its own that takes the element as a parameter, and differentiate there.";

    private const string ArrayChange = ", and arrays do not change in a differentiable method. Write the elements out where there is a fixed number of them, as in [a, b]; otherwise keep them in one tensor with an axis more, and write x = SetSlice(x, row, j).";

    /// <summary>Tensors in elements of arrays, by which nothing is differentiated: there may be others that are the same element.</summary>
    private readonly HashSet<string> elements = new(StringComparer.Ordinal);

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

        builder.RequireLessOrEqual(DimExpr.Zero, at, DiagnosticIds.WindowOutOfRange, () => "There is no element " + at + "; the first one is 0.");
        builder.RequireLessOrEqual(at + 1, length, DiagnosticIds.WindowOutOfRange, () => "There is no element " + at + " of " + length + "; the last one is " + (length - 1) + ".");
        return Row(array, at);
    }

    private FrontendValue Section(ArrayValue array, DimExpr start, DimExpr count)
    {
        var length = LengthOf(array);
        string text = "There are no " + count + " elements from " + start + " on of " + length;
        builder.RequireLessOrEqual(DimExpr.Zero, start, DiagnosticIds.WindowOutOfRange, () => text + "; the first one of all is 0.");
        builder.RequireLessOrEqual(DimExpr.Zero, count, DiagnosticIds.WindowOutOfRange, () => text + "; that is less than none.");
        builder.RequireLessOrEqual(start + count, length, DiagnosticIds.WindowOutOfRange, () => text + "; they would end behind the last one.");
        return Windows(array, start, count);
    }

    /// <summary>A row of a tensor, or an element of an array.</summary>
    private FrontendValue Row(FrontendValue rows, DimExpr index)
    {
        var row = Windows(rows, index, null);
        if (rows is not ArrayValue)
        {
            return row;
        }

        elements.UnionWith(LoopState.Flatten(row).OfType<TensorValue>().Select(t => Place(builder.Origin(t.Value))));
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
            var form = structure.Parts[0].Value;
            var rows = items.Select(i => form.Flatten(i)?.Select(t => In((TensorValue)t)).ToArray()).ToArray();
            if (rows.Any(r => r is null))
            {
                return value;
            }

            var attrs = Attrs.Empty.With("axis", 0);
            var tensors = rows[0]!.Select((_, k) => rows.Select(r => r![k]).ToArray()).Select(parts => Made("Stack" + attrs, parts, () => Ir.Library.Find("Stack")!.Build(builder, parts, attrs))[0]);
            return new ArrayValue(form.Build(tensors.Select(t => (FrontendValue)t).ToList().GetEnumerator()));
        }

        return structure.IsTensor || structure.IsArray || value.Parts.Count != structure.Parts.Count ? value : value.With(structure.Parts.Zip(value.Parts, (p, v) => Arranged(p.Value, v)).ToArray());
    }
}
