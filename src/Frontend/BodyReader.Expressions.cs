using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.CompilerServices;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Expressions: references, constants, arithmetic of numbers and sizes, tuples.</content>
internal sealed partial class BodyReader
{
    private FrontendValue Expression(IOperation operation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (operation.ConstantValue is { HasValue: true, Value: { } constant } && Constant(constant) is { } value)
        {
            return value;
        }

        // The compiler that hosts this walk must survive an expression nested thousands deep.
        try
        {
            RuntimeHelpers.EnsureSufficientExecutionStack();
        }
        catch (InsufficientExecutionStackException)
        {
            Report(DiagnosticIds.UnsupportedConstruct, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "' is nested too deeply to be read. Give its parts names, by local variables.");
            return FrontendValue.Poison;
        }

        var result = Guarded(operation, () => Compute(operation));
        if (methods.OnShape is { } tell && trials == 0 && result is TensorValue { Value: var tensor })
        {
            tell(signature.Method, variant, operation, builder.ShapeOf(tensor));
        }

        return result;
    }

    /// <summary>Computes a value; what goes wrong with its shapes is reported at the operation.</summary>
    private FrontendValue Guarded(IOperation operation, Func<FrontendValue> compute)
    {
        var saved = (builder.Span, here);
        (builder.Span, here) = (SpanOf(operation.Syntax.GetLocation()), operation);
        try
        {
            return compute();
        }
        catch (ShapeError error)
        {
            return Report(error, operation);
        }
        catch (OverflowException)
        {
            Report(DiagnosticIds.UnsupportedConstruct, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "' is beyond the range of its integers. Write smaller numbers.");
            return FrontendValue.Poison;
        }
        finally
        {
            (builder.Span, here) = saved;
        }
    }

    private FrontendValue Compute(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return variables.TryGetValue(local.Local, out var known) ? Held(known, operation) : Unsupported(operation);
            case IParameterReferenceOperation parameter:
                return variables.TryGetValue(parameter.Parameter, out known) ? Held(known, operation) : Unsupported(operation);
            case IConversionOperation conversion:
                return Conversion(conversion);
            case IParenthesizedOperation parenthesized:
                return Expression(parenthesized.Operand);
            case IUnaryOperation unary:
                return Unary(unary);
            case IBinaryOperation binary:
                return Binary(binary);
            case ITupleOperation tuple:
                return List(tuple.Elements);
            case IInvocationOperation invocation:
                return Invocation(invocation);
            case IConditionalOperation { WhenFalse: { } whenFalse } conditional:
                return Choice(conditional, whenFalse);
            case IArrayCreationOperation { Initializer: { } elements }:
                return List(elements.ElementValues);
            case IArrayCreationOperation { Type: IArrayTypeSymbol { ElementType: var made } } open when HasTensors(made) && open.DimensionSizes[0].ConstantValue is not { HasValue: true, Value: 0 }:
                return Refused(operation, "'" + Excerpt(operation.Syntax) + "' makes an array whose elements are null until they are assigned, and every tensor of a graph has a value. Write them out, as in [a, b], or begin with a copy of an array of that length, as in [.. layers].");
            case IArrayCreationOperation { DimensionSizes.Length: 1 } empty when empty.DimensionSizes[0].ConstantValue is { HasValue: true, Value: 0 }:
                return new ListValue([]);
            case ICollectionExpressionOperation collection:
                return Collection(collection);
            case IFieldReferenceOperation { Field: { ContainingType.IsTupleType: true } field, Instance: { } instance }:
                return TupleField(field, instance);
            case IPropertyReferenceOperation { Property.Name: "Rank", Instance: { } tensor } when IsTraced(tensor):
                return Expression(tensor) is TensorValue { Value: var v } ? RankOf(builder.ShapeOf(v)) : FrontendValue.Poison;
            case IPropertyReferenceOperation { Property.Name: "Length", Instance: { Type: IArrayTypeSymbol { ElementType: var itsElement } } measured } when HasTensors(itsElement):
                return Expression(measured) is var counted && counted is ArrayValue or ListValue ? new DimValue(LengthOf(counted)) : FrontendValue.Poison;
            case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } indexed } indexer when IsTraced(indexed):
                return Indexed(indexer, indexed);
            case IPropertyReferenceOperation { Property: var property, Instance: var owner }:
                return Member(owner, property, operation) ?? Unsupported(operation);
            case IFieldReferenceOperation { Field: var field, Instance: var owner }:
                return Member(owner, field, operation) ?? Unsupported(operation);
            case IArrayElementReferenceOperation { Indices: { Length: 1 } indices, ArrayReference: var array } when array.Type is IArrayTypeSymbol type && HasTensors(type.ElementType):
                return ElementAt(operation, Expression(array), indices[0]);
            case IImplicitIndexerReferenceOperation { Instance: { Type: IArrayTypeSymbol type } array, Argument: var index } when HasTensors(type.ElementType):
                return ElementAt(operation, Expression(array), index);
            case IInstanceReferenceOperation reference:
                return Self(reference);
            case IObjectCreationOperation creation:
                return Creation(creation);
            case IWithOperation with:
                return Copy(with);
            case ISwitchExpressionOperation arms:
                return Arms(arms);
            case IIsPatternOperation test:
                return Expression(test.Value) is var tested && IsPoison(tested) ? tested : Matches(test.Pattern, tested);
            default:
                return Unsupported(operation);
        }
    }

    private static FrontendValue? Constant(object constant) => constant switch
    {
        double or float => new NumberValue(Convert.ToDouble(constant, CultureInfo.InvariantCulture)),
        int or short or byte or sbyte or ushort => new DimValue(Convert.ToInt64(constant, CultureInfo.InvariantCulture)),
        bool flag => new FlagValue(flag),
        string text => new TextValue(text),
        _ => null,
    };

    private FrontendValue List(IEnumerable<IOperation> elements)
    {
        var items = elements.Select(Expression).ToArray();
        return items.Any(IsPoison) ? FrontendValue.Poison : new ListValue(items);
    }

    private FrontendValue TupleField(IFieldSymbol field, IOperation instance)
    {
        if (Expression(instance) is not ListValue list)
        {
            return FrontendValue.Poison;
        }

        int index = field.ContainingType.TupleElements.IndexOf(field, 0, SymbolEqualityComparer.Default);
        if (index < 0 && field.Name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(field.Name.Substring(4), NumberStyles.None, CultureInfo.InvariantCulture, out int item))
        {
            index = item - 1;
        }

        return index >= 0 && index < list.Items.Count ? Held(list.Items[index], instance) : FrontendValue.Poison;
    }

    private FrontendValue Conversion(IConversionOperation conversion)
    {
        var operand = Expression(conversion.Operand);
        if (IsPoison(operand))
        {
            return operand;
        }

        // What a dynamic expression means is decided when it runs.
        if (conversion.OperatorMethod is not null || conversion.Type?.TypeKind == TypeKind.Dynamic)
        {
            return Unsupported(conversion);
        }

        if (conversion.Type is { SpecialType: SpecialType.System_Double or SpecialType.System_Single } && operand is DimValue { Dim: var dim })
        {
            return dim.TryGetConstant(out long constant) ? new NumberValue(constant) : Tensor(builder.DimVal(dim, signature.DType));
        }

        bool widens = conversion.Type?.SpecialType == conversion.Operand.Type?.SpecialType || conversion.Conversion.IsIdentity || conversion.Conversion.IsReference || operand is ListValue or RecordValue or DimValue { Dim.IsConstant: true };
        return operand is NumberValue { Number: var number } && conversion.Type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single
            ? new NumberValue(conversion.Type.SpecialType == SpecialType.System_Single ? (float)number : number)
            : widens ? operand : Unsupported(conversion);
    }

    private FrontendValue Unary(IUnaryOperation unary)
    {
        if (unary.OperatorMethod is { } method)
        {
            return Library(unary, method, [unary.Operand], [Expression(unary.Operand)]);
        }

        var operand = Expression(unary.Operand);
        return (unary.OperatorKind, operand) switch
        {
            (_, _) when IsPoison(operand) => operand,
            (UnaryOperatorKind.Plus, _) => operand,
            (UnaryOperatorKind.Minus, NumberValue n) => new NumberValue(-n.Number),
            (UnaryOperatorKind.Minus, DimValue d) => Size(-d.Dim),
            (UnaryOperatorKind.Not, FlagValue or OpenFlag or TensorValue) => Not(operand),
            (UnaryOperatorKind.Minus, TensorValue t) => Tensor(builder.Neg(t.Value)),
            _ => Unsupported(unary),
        };
    }

    /// <summary>A chain of operators leans to the left and may be as long as generated code makes it, so it is walked in a loop.</summary>
    private FrontendValue Binary(IBinaryOperation binary)
    {
        var chain = new Stack<IBinaryOperation>();
        IOperation first = binary;
        while (first is IBinaryOperation { ConstantValue.HasValue: false } link)
        {
            chain.Push(link);
            first = link.LeftOperand;
        }

        var left = Expression(first);
        foreach (var link in chain)
        {
            var known = left;
            left = link.OperatorMethod is null && link.OperatorKind is BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr
                ? Guarded(link, () => ShortCircuit(link, known))
                : Guarded(link, () => Arithmetic(link, link.OperatorMethod, link.OperatorKind, [link.LeftOperand, link.RightOperand], known, Expression(link.RightOperand)));
        }

        return left;
    }

    // A conversion back, as in int += double, would be lost.
    private FrontendValue Compound(ICompoundAssignmentOperation compound) => compound.InConversion.IsIdentity && compound.OutConversion.IsIdentity
        ? Arithmetic(compound, compound.OperatorMethod, compound.OperatorKind, [compound.Target, compound.Value], Expression(compound.Target), Expression(compound.Value))
        : Unsupported(compound);

    private FrontendValue Arithmetic(IOperation operation, IMethodSymbol? method, BinaryOperatorKind kind, IReadOnlyList<IOperation> places, FrontendValue left, FrontendValue right)
    {
        if (IsPoison(left) || IsPoison(right))
        {
            return FrontendValue.Poison;
        }

        if (method is not null)
        {
            return Library(operation, method, places, [left, right]);
        }

        if (operation.Type?.SpecialType == SpecialType.System_Boolean)
        {
            return Truth(operation, kind, left, right);
        }

        if (left is DimValue { Dim: var a } && right is DimValue { Dim: var b })
        {
            return kind switch
            {
                BinaryOperatorKind.Add => Size(a + b),
                BinaryOperatorKind.Subtract => Size(a - b),
                BinaryOperatorKind.Multiply => Size(a * b),
                BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder => Division(operation, kind, a, b),
                _ => Unsupported(operation),
            };
        }

        if (AsConstant(left) is { } p && AsConstant(right) is { } q && operation.Type?.SpecialType is SpecialType.System_Double or SpecialType.System_Single)
        {
            double number = kind switch
            {
                BinaryOperatorKind.Add => p + q,
                BinaryOperatorKind.Subtract => p - q,
                BinaryOperatorKind.Multiply => p * q,
                BinaryOperatorKind.Divide => p / q,
                _ => double.NaN,
            };

            // Rounding the double result of one operation on floats gives the float result, because double has more than twice the bits.
            return kind is BinaryOperatorKind.Add or BinaryOperatorKind.Subtract or BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide
                ? new NumberValue(operation.Type.SpecialType == SpecialType.System_Single ? (float)number : number)
                : Unsupported(operation);
        }

        if (AsNumber(left) is { } x && AsNumber(right) is { } y)
        {
            return kind switch
            {
                BinaryOperatorKind.Add => Tensor(builder.Add(x, y)),
                BinaryOperatorKind.Subtract => Tensor(builder.Sub(x, y)),
                BinaryOperatorKind.Multiply => Tensor(builder.Mul(x, y)),
                BinaryOperatorKind.Divide => Tensor(builder.Div(x, y)),
                _ => Unsupported(operation),
            };
        }

        return Unsupported(operation);
    }

    /// <summary>An integer; a number that an int cannot hold would wrap around in C# and does not here.</summary>
    private static DimValue Size(DimExpr dim) => dim.TryGetConstant(out long number) && number is < int.MinValue or > int.MaxValue
        ? throw new OverflowException()
        : new DimValue(dim);

    /// <summary>C# rounds to zero, dimensions round down; the two agree where nothing is negative, which is demanded.</summary>
    private FrontendValue Division(IOperation operation, BinaryOperatorKind kind, DimExpr a, DimExpr b)
    {
        bool divides = kind == BinaryOperatorKind.Divide;
        if (a.TryGetConstant(out long x) && b.TryGetConstant(out long y) && y != 0)
        {
            return new DimValue(divides ? x / y : x % y);
        }

        builder.RequireLessOrEqual(DimExpr.One, b, DiagnosticIds.UnsupportedConstruct, () => "The divisor " + b + " of '" + Excerpt(operation.Syntax) + "' is not positive.");
        builder.RequireLessOrEqual(DimExpr.Zero, a, DiagnosticIds.UnsupportedConstruct, () => "The dividend " + a + " of '" + Excerpt(operation.Syntax) + "' is negative, where C# would round up.");
        return new DimValue(divides ? DimExpr.FloorDiv(a, b) : DimExpr.Mod(a, b));
    }

    private static double? AsConstant(FrontendValue value) => value switch
    {
        NumberValue n => n.Number,
        DimValue { Dim: var dim } when dim.TryGetConstant(out long constant) => constant,
        _ => null,
    };

    /// <summary>A value as a graph value: constants become rank-0 constants, sizes their value.</summary>
    private Value? AsNumber(FrontendValue value) => value switch
    {
        TensorValue t => t.Value,
        NumberValue n => builder.Const(n.Number, new TensorType(signature.DType, Shape.Scalar)),
        DimValue d => builder.DimVal(d.Dim, signature.DType),
        _ => null,
    };
}
