using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>
/// Arrays that the body makes: copies, elements and other arrays one behind the other, and assignments to elements. These give the variable another value, which
/// is what they mean in C# too where nobody else has the array (see <see cref="ArrayOwnership"/>).
/// </content>
internal sealed partial class BodyReader
{
    private ArrayOwnership ownership = null!;

    /// <summary>Whether a method gives a new array with the elements of another one: Clone or ToArray.</summary>
    internal static bool IsCopy(IMethodSymbol method) =>
        (method.Name == "Clone" && method.ContainingType.SpecialType == SpecialType.System_Array) ||
        (method.Name == "ToArray" && method.ContainingType.ToDisplayString() == "System.Linq.Enumerable");

    private FrontendValue Copied(IInvocationOperation invocation)
    {
        var array = Expression(invocation.Instance ?? invocation.Arguments[0].Value);
        return IsPoison(array) ? array : CopyOf(array) ?? Unsupported(invocation);
    }

    private static FrontendValue? CopyOf(FrontendValue array) => array switch
    {
        ArrayValue { Parts: var parts } => new ArrayValue(parts[0]),
        ListValue list => list,
        _ => null,
    };

    /// <summary>An array that is written out, with the elements of others in it.</summary>
    private FrontendValue Collection(ICollectionExpressionOperation collection)
    {
        var pieces = new List<FrontendValue>();
        var items = new List<FrontendValue>();
        foreach (var element in collection.Elements)
        {
            bool isSpread = element is ISpreadOperation;
            var value = Expression(element is ISpreadOperation { Operand: var operand } ? operand : element);
            switch (value)
            {
                case var _ when IsPoison(value):
                    return value;
                case ArrayValue array when isSpread:
                    Close();
                    pieces.Add(array.Parts[0]);
                    break;
                case ListValue list when isSpread:
                    items.AddRange(list.Items);
                    break;
                case var _ when isSpread:
                    return Unsupported(element);
                default:
                    items.Add(value);
                    break;
            }
        }

        if (pieces.Count == 0)
        {
            return new ListValue(items);
        }

        Close();
        return new ArrayValue(pieces.Count == 1 ? pieces[0] : Joined("Concat", pieces));

        void Close()
        {
            if (items.Count > 0)
            {
                pieces.Add(Joined("Stack", items));
                items.Clear();
            }
        }
    }

    /// <summary>An array with an axis more in each of its tensors made of elements that are held one by one.</summary>
    private FrontendValue Stacked(IReadOnlyList<FrontendValue> items) => items.Any(IsPoison) ? FrontendValue.Poison : new ArrayValue(Joined("Stack", items));

    /// <summary>A library function of the tensors that have the same place in several values.</summary>
    private FrontendValue Joined(string function, IReadOnlyList<FrontendValue> values)
    {
        var first = values[0];
        if (first.Parts.Count > 0 && values.All(v => v.Parts.Count == first.Parts.Count))
        {
            return first.With(first.Parts.Select((_, i) => Joined(function, values.Select(v => v.Parts[i]).ToArray())).ToArray());
        }

        var attrs = Attrs.Empty.With("axis", 0);
        var tensors = values.Select(v => v is TensorValue tensor ? In(tensor) : AsNumber(v)!.Value).ToArray();
        return Made(function + attrs, tensors, () => Ir.Library.Find(function)!.Build(builder, tensors, attrs))[0];
    }

    /// <summary>A value whose arrays are those that the method was given.</summary>
    private static FrontendValue Given(FrontendValue value) =>
        value is ArrayValue ? new ArrayValue(value.Parts[0], isGiven: true)
        : value.Parts.Count == 0 ? value
        : value.With(value.Parts.Select(Given).ToArray());

    private static bool HasGiven(FrontendValue value) => value is ArrayValue { IsGiven: true } || value.Parts.Any(HasGiven);

    /// <summary>An assignment to an element of an array: the variable holds another array from here on.</summary>
    private void SetElement(IOperation target, IOperation array, FrontendValue value)
    {
        string name = "'" + Excerpt(target.Syntax) + "' is an element of an array";
        if (Unconverted(array) is not ILocalReferenceOperation { Local: var local })
        {
            bool isGiven = Unconverted(array) is IParameterReferenceOperation;
            Fail(name + (isGiven ? " that was passed to '" + signature.Method.Name + "', and whoever passed it would see the change" : " that is no local variable, so others may have it and would see the change") + ". Copy it first, and change the copy: a local variable with [.. " + Excerpt(array.Syntax) + "].");
            return;
        }

        if (!variables.TryGetValue(local, out var held) || IsPoison(held))
        {
            if (!HasFailed)
            {
                Unsupported(target);
            }

            variables[local] = FrontendValue.Poison;
            return;
        }

        if (ownership.Problem(local, target) is { } problem)
        {
            Fail(name + " that may have another name: '" + local.Name + problem + ", so somebody else would see the change. Copy it first, and change the copy: a local variable with [.. " + local.Name + "].");
            return;
        }

        var updated = Guarded(target, () => WithElement(target, held, ArrayOwnership.IndexOf(target), value));
        Assign(local, updated);

        void Fail(string message)
        {
            Refused(target, message);
            foreach (var symbol in LoopForm.Variables(target))
            {
                variables[symbol] = FrontendValue.Poison;
            }
        }
    }

    private FrontendValue WithElement(IOperation target, FrontendValue array, IOperation index, FrontendValue value)
    {
        if (Position(index, LengthOf(array)) is not { } at)
        {
            return FrontendValue.Poison;
        }

        RequireElement(at, LengthOf(array));
        if (array is ListValue list && at.TryGetConstant(out long place))
        {
            var items = list.Items.ToArray();
            items[place] = value;
            return new ListValue(items);
        }

        var row = Row(array, at);
        return array is ArrayValue && Replaced(array.Parts[0], row, value, at, target) is { } stacked ? new ArrayValue(stacked, ((ArrayValue)array).IsGiven) : Unsupported(target);
    }

    private void RequireElement(DimExpr at, DimExpr length)
    {
        builder.RequireLessOrEqual(DimExpr.Zero, at, DiagnosticIds.WindowOutOfRange, () => "There is no element " + at + "; the first one is 0.");
        builder.RequireLessOrEqual(at + 1, length, DiagnosticIds.WindowOutOfRange, () => "There is no element " + at + " of " + length + "; the last one is " + (length - 1) + ".");
    }

    /// <summary>What an array is stored as with another element in a place; null if that is something else. A tensor that was read in the same place stays.</summary>
    private FrontendValue? Replaced(FrontendValue stacked, FrontendValue row, FrontendValue value, DimExpr at, IOperation target)
    {
        if (stacked is not TensorValue rows)
        {
            if (value.Parts.Count != stacked.Parts.Count)
            {
                return null;
            }

            var parts = stacked.Parts.Select((p, i) => Replaced(p, row.Parts[i], value.Parts[i], at, target)).ToArray();
            return parts.Any(p => p is null) ? null : stacked.With(parts!);
        }

        if (AsNumber(value) is null)
        {
            return null;
        }

        var (x, v) = (In(rows), value is TensorValue tensor ? In(tensor) : AsNumber(value)!.Value);
        if (v == In((TensorValue)row))
        {
            return stacked;
        }

        var (shape, own) = (Shape.Of(builder.ShapeOf(x).Skip(1).ToArray()), builder.ShapeOf(v));
        string message = "The new element has a tensor of the shape " + own + " where those of the array have " + shape + "; all elements of an array have the same shapes.";
        if (own.Rank != shape.Rank)
        {
            throw new ShapeError(DiagnosticIds.ShapeMismatch, message);
        }

        for (int axis = 0; axis < shape.Rank; axis++)
        {
            builder.RequireEqual(own[axis], shape[axis], DiagnosticIds.ShapeMismatch, () => message);
        }

        var window = builder.Reshape(v, Shape.Of(shape.Prepend(DimExpr.One).ToArray()));
        return Tensor(builder.SetAt(x, window, Shape.Of(shape.Select(_ => DimExpr.Zero).Prepend(at).ToArray())));
    }
}
