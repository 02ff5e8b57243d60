using System;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>Truth values: decided where the front end knows them, computed where sizes that facts do not decide or numbers are compared.</content>
internal sealed partial class BodyReader
{
    /// <summary>A comparison, or an operation on truth values.</summary>
    private FrontendValue Truth(IOperation operation, BinaryOperatorKind kind, FrontendValue left, FrontendValue right)
    {
        if (left is DimValue { Dim: var a } && right is DimValue { Dim: var b })
        {
            return Comparison(operation, kind, a, b);
        }

        if (left is FlagValue { Flag: var s } && right is FlagValue { Flag: var t })
        {
            return Decided(kind, s, t) is { } outcome ? new FlagValue(outcome) : Unsupported(operation);
        }

        if (IsBool(left) && IsBool(right))
        {
            return kind switch
            {
                BinaryOperatorKind.And => And(left, right),
                BinaryOperatorKind.Or => Or(left, right),
                BinaryOperatorKind.ExclusiveOr or BinaryOperatorKind.NotEquals => Or(And(left, Not(right)), And(Not(left), right)),
                BinaryOperatorKind.Equals => Or(And(left, right), And(Not(left), Not(right))),
                _ => Unsupported(operation),
            };
        }

        if (AsConstant(left) is { } p && AsConstant(right) is { } q && Compare(kind, p, q) is { } known)
        {
            return new FlagValue(known);
        }

        if (IsBool(left) || IsBool(right) || AsNumber(left) is not { } x || AsNumber(right) is not { } y)
        {
            return Unsupported(operation);
        }

        return kind switch
        {
            BinaryOperatorKind.LessThan => Tensor(builder.Less(x, y)),
            BinaryOperatorKind.LessThanOrEqual => Tensor(builder.LessEqual(x, y)),
            BinaryOperatorKind.GreaterThan => Tensor(builder.Greater(x, y)),
            BinaryOperatorKind.GreaterThanOrEqual => Tensor(builder.GreaterEqual(x, y)),
            BinaryOperatorKind.Equals => Tensor(builder.Equal(x, y)),
            BinaryOperatorKind.NotEquals => Tensor(builder.NotEqual(x, y)),
            _ => Unsupported(operation),
        };
    }

    /// <summary>The right operand of &amp;&amp; and || runs only where the left one does not decide.</summary>
    private FrontendValue ShortCircuit(IBinaryOperation operation, FrontendValue left)
    {
        bool isAnd = operation.OperatorKind == BinaryOperatorKind.ConditionalAnd;
        if (IsPoison(left))
        {
            return left;
        }

        if (left is FlagValue { Flag: var flag })
        {
            return flag == isAnd ? Expression(operation.RightOperand) : left;
        }

        if (!IsBool(left))
        {
            return Unsupported(operation);
        }

        // Both are cheap as a rule; then one op is less than a branch.
        if (IsCheap(operation.RightOperand))
        {
            var right = Expression(operation.RightOperand);
            return IsPoison(right) ? right : isAnd ? And(left, right) : Or(left, right);
        }

        return isAnd
            ? Chosen(operation, left, () => Expression(operation.RightOperand), () => new FlagValue(false))
            : Chosen(operation, left, () => new FlagValue(true), () => Expression(operation.RightOperand));
    }

    /// <summary>Whether an expression only computes with numbers and sizes that are there.</summary>
    private static bool IsCheap(IOperation operation) => operation.DescendantsAndSelf().All(o => o switch
    {
        IInvocationOperation invocation => !IsTraced(invocation) && SignatureReader.TracedElement(invocation.Instance?.Type ?? invocation.Type!) is null && invocation.TargetMethod.MethodKind != MethodKind.LocalFunction,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder } binary => !IsInteger(binary.Type),
        _ => true,
    });

    private static bool IsBool(FrontendValue value) => value is FlagValue or OpenFlag or TensorValue { Type: { DType: DType.Bool, Rank: 0 } };

    private FrontendValue Not(FrontendValue value) => value switch
    {
        FlagValue { Flag: var flag } => new FlagValue(!flag),
        OpenFlag open => new OpenFlag(b => b.Not(open.Truth(b)), open.Report),
        _ => Tensor(builder.Not(Truth(value))),
    };

    private FrontendValue And(FrontendValue x, FrontendValue y) => (x, y) switch
    {
        (FlagValue { Flag: var flag }, _) => flag ? y : x,
        (_, FlagValue { Flag: var flag }) => flag ? x : y,
        (OpenFlag p, OpenFlag q) => new OpenFlag(b => b.And(p.Truth(b), q.Truth(b)), p.Report),
        _ => Tensor(builder.And(Truth(x), Truth(y))),
    };

    private FrontendValue Or(FrontendValue x, FrontendValue y) => (x, y) switch
    {
        (FlagValue { Flag: var flag }, _) => flag ? x : y,
        (_, FlagValue { Flag: var flag }) => flag ? y : x,
        (OpenFlag p, OpenFlag q) => new OpenFlag(b => b.Or(p.Truth(b), q.Truth(b)), p.Report),
        _ => Tensor(builder.Or(Truth(x), Truth(y))),
    };

    private static bool? Decided(BinaryOperatorKind kind, bool left, bool right) => kind switch
    {
        BinaryOperatorKind.And => left && right,
        BinaryOperatorKind.Or => left || right,
        BinaryOperatorKind.ExclusiveOr or BinaryOperatorKind.NotEquals => left != right,
        BinaryOperatorKind.Equals => left == right,
        _ => null,
    };

    private static bool? Compare(BinaryOperatorKind kind, double left, double right) => kind switch
    {
        BinaryOperatorKind.LessThan => left < right,
        BinaryOperatorKind.LessThanOrEqual => left <= right,
        BinaryOperatorKind.GreaterThan => left > right,
        BinaryOperatorKind.GreaterThanOrEqual => left >= right,
        BinaryOperatorKind.Equals => left == right,
        BinaryOperatorKind.NotEquals => left != right,
        _ => null,
    };

    /// <summary>A condition that the front end must know, because it decides what is built.</summary>
    private FrontendValue MustBeDecided(FrontendValue flag, IOperation operation)
    {
        if (flag is OpenFlag open)
        {
            open.Report();
        }
        else
        {
            Report(DiagnosticIds.ConstantNeeded, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "' is known only when '" + signature.Method.Name + "' runs, but it decides what is computed here. Branch on it by 'if', with a constant in each branch, or pass a bool parameter, whose values are compiled separately.");
        }

        return FrontendValue.Poison;
    }

    /// <summary>The truth value of a statement about sizes, computed when it runs.</summary>
    private Value SizeTruth(GraphBuilder b, DimFact fact)
    {
        var (lesser, greater, isEquality) = fact.Sides;

        // A parameter may be negative as long as it is only a number, and formulas are simplified for sizes that are not.
        if (signature.Integers.Any(p => fact.Symbols.Contains(p.Name)))
        {
            Value difference = b.DimVal(greater - lesser, signature.DType), zero = b.Const(0, new TensorType(signature.DType, Shape.Scalar));
            return isEquality ? b.Equal(difference, zero) : b.LessEqual(zero, difference);
        }

        return isEquality ? b.And(b.IsAtMost(lesser, greater), b.IsAtMost(greater, lesser)) : b.IsAtMost(lesser, greater);
    }
}
