using System.Collections.Generic;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Windows: x[i], x[1..^1, j], SetSlice and AddSlice, and foreach over the rows of a tensor or the elements of an array.</content>
internal sealed partial class BodyReader
{
    /// <summary>A read of a window.</summary>
    private FrontendValue Indexed(IPropertyReferenceOperation indexer, IOperation tensor) =>
        Expression(tensor) is TensorValue x ? WindowCall("Window", indexer, [In(x)], indexer.Arguments) : FrontendValue.Poison;

    /// <summary>A functional write of a window, or an addition to it.</summary>
    private FrontendValue WindowUpdate(string function, IInvocationOperation invocation)
    {
        var arguments = invocation.Arguments.OrderBy(a => a.Parameter?.Ordinal ?? 0).ToArray();
        FrontendValue x = Expression(arguments[0].Value), values = Expression(arguments[1].Value);
        return x is TensorValue && AsNumber(values) is { } written ? WindowCall(function, invocation, [In((TensorValue)x), written], arguments.Skip(2).ToArray())
            : IsPoison(x) || IsPoison(values) ? FrontendValue.Poison
            : Unsupported(invocation);
    }

    private FrontendValue WindowCall(string function, IOperation operation, Value[] operands, IReadOnlyList<IArgumentOperation> arguments)
    {
        var shape = builder.ShapeOf(operands[0]);
        if (arguments.Count != 1 || Elements(arguments[0].Value) is not { } indices)
        {
            return Refused(operation, "'" + Excerpt(operation.Syntax) + "' is given its indices as a list, which is not followed. Write them out, as in x[i, 1..^1].");
        }

        if (LeadingAxes.Lead(shape))
        {
            return FromTheFront(operation, shape);
        }

        if (indices.Count > shape.Rank)
        {
            Report(DiagnosticIds.RankMismatch, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "' has " + indices.Count + " indices, and the tensor has the shape " + shape + "." + Origins(shape.Symbols));
            return FrontendValue.Poison;
        }

        var (starts, size, drop) = (new List<DimExpr>(), new List<DimExpr>(), new List<int>());
        for (int axis = 0; axis < shape.Rank; axis++)
        {
            if (axis >= indices.Count)
            {
                starts.Add(DimExpr.Zero);
                size.Add(shape[axis]);
            }
            else if (Unconverted(indices[axis]) is IRangeOperation range)
            {
                var start = range.LeftOperand is { } left ? Position(left, shape[axis]) : DimExpr.Zero;
                var end = range.RightOperand is { } right ? Position(right, shape[axis]) : shape[axis];
                if (start is null || end is null)
                {
                    return FrontendValue.Poison;
                }

                starts.Add(start);
                size.Add(end - start);
            }
            else if (Position(indices[axis], shape[axis]) is { } at)
            {
                starts.Add(at);
                size.Add(DimExpr.One);
                drop.Add(axis);
            }
            else
            {
                return FrontendValue.Poison;
            }
        }

        try
        {
            var attrs = Attrs.Empty.With("starts", Shape.Of(starts.ToArray())).With("size", Shape.Of(size.ToArray())).With("drop", drop);
            return Made(function + attrs, operands, () => Ir.Library.Find(function)!.Build(builder, operands, attrs))[0];
        }
        catch (ShapeError error)
        {
            return Report(error, operation, operands.Select(builder.ShapeOf));
        }
    }

    private FrontendValue FromTheFront(IOperation operation, Shape shape)
    {
        Report(DiagnosticIds.LeadingAxes, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "': " + LeadingCheck.FromTheFront(0, shape));
        return FrontendValue.Poison;
    }

    /// <summary>A position along an axis; null after an error.</summary>
    private DimExpr? Position(IOperation index, DimExpr size)
    {
        var operation = Unconverted(index);
        bool fromEnd = operation is IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat };
        var value = Expression(fromEnd ? ((IUnaryOperation)operation).Operand : operation);
        if (value is DimValue { Dim: var dim })
        {
            return fromEnd ? size - dim : dim;
        }

        if (!IsPoison(value))
        {
            Unsupported(operation);
        }

        return null;
    }

    internal static IOperation Unconverted(IOperation operation)
    {
        while (operation is IConversionOperation conversion)
        {
            operation = conversion.Operand;
        }

        return operation;
    }

    /// <summary>The elements of a list of arguments that is written out.</summary>
    private static IReadOnlyList<IOperation>? Elements(IOperation list) => Unconverted(list) switch
    {
        ICollectionExpressionOperation { IsImplicit: true } collection => collection.Elements,
        IArrayCreationOperation { IsImplicit: true, Initializer: { } elements } => elements.ElementValues,
        _ => null,
    };

    private void ForEach(IForEachLoopOperation each)
    {
        var collection = Expression(each.Collection);
        if (each.LoopControlVariable is not (IVariableDeclaratorOperation { Symbol.RefKind: RefKind.None } or IDeclarationExpressionOperation or ITupleOperation) || each.IsAsynchronous)
        {
            Unsupported(each);
            Forget(each);
            return;
        }

        switch (collection)
        {
            case TensorValue { Type.Shape: var shape } when LeadingAxes.Lead(shape):
                FromTheFront(each.Collection, shape);
                Forget(each);
                break;
            case TensorValue { Type.Rank: > 0 } rows when IsTraced(Unconverted(each.Collection)):
                Loop(new LoopForm(each, null, true, [], rows));
                break;
            case TensorValue when IsTraced(Unconverted(each.Collection)):
                Report(DiagnosticIds.RankMismatch, each.Collection.Syntax.GetLocation(), "'" + Excerpt(each.Collection.Syntax) + "' is a number and has no rows to run over.");
                Forget(each);
                break;
            case ArrayValue array:
                Loop(new LoopForm(each, null, true, [], array));
                break;
            case ListValue { Items: var items }:
                WrittenOut(each, items);
                break;
            default:
                if (!IsPoison(collection))
                {
                    Unsupported(each);
                }

                Forget(each);
                break;
        }
    }

    private void AssignElement(IForEachLoopOperation each, FrontendValue element)
    {
        if (each.LoopControlVariable is IVariableDeclaratorOperation variable)
        {
            Assign(variable.Symbol, element);
        }
        else
        {
            AssignTo(each.LoopControlVariable, element);
        }
    }

    /// <summary>A loop over values that are written out one by one: its body stands once for each.</summary>
    private void WrittenOut(IForEachLoopOperation each, IReadOnlyList<FrontendValue> items)
    {
        targets.Add(new Target(each.ExitLabel, isEnd: false));
        targets.Add(new Target(each.ContinueLabel, isEnd: false));
        From(0);
        targets.RemoveRange(targets.Count - 2, 2);
        variables.Remove(each.ExitLabel);

        void From(int item)
        {
            if (item == items.Count)
            {
                return;
            }

            switch (Left())
            {
                case FlagValue { Flag: false }:
                    AssignElement(each, items[item]);
                    Sequence([each.Body], 0, each.Body);
                    variables.Remove(each.ContinueLabel);
                    From(item + 1);
                    break;
                case TensorValue jumped:
                    Choose(each, each, jumped, KnowLeft, () =>
                    {
                        KnowHere();
                        From(item);
                    });
                    break;
            }
        }
    }
}
