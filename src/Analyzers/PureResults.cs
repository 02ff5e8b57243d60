using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>Tells of an operation that it makes a value of a trace and does nothing else.</summary>
internal static class PureResults
{
    public static bool IsPure(IOperation operation) => TraceSymbols.Unconverted(operation) switch
    {
        IInvocationOperation { TargetMethod: var method } => IsPure(method),
        IBinaryOperation { OperatorMethod: { } method } => TraceSymbols.IsLibrary(method),
        IUnaryOperation { OperatorMethod: { } method } => TraceSymbols.IsLibrary(method),
        _ => false,
    };

    /// <summary>Whether leaving the whole expression away changes nothing: its operands are pure too, or values that are there.</summary>
    public static bool CanGo(IOperation operation)
    {
        switch (operation)
        {
            case ILocalReferenceOperation { IsDeclaration: false } or IParameterReferenceOperation or IFieldReferenceOperation or ILiteralOperation or IInstanceReferenceOperation:
                return true;
            case IConversionOperation { OperatorMethod: null } conversion:
                return CanGo(conversion.Operand);
            case IArgumentOperation argument:
                return CanGo(argument.Value);
            case IArrayCreationOperation or IArrayInitializerOperation or ICollectionExpressionOperation or IDefaultValueOperation:
            case IBinaryOperation { OperatorMethod: null } or IUnaryOperation { OperatorMethod: null }:
                break;
            default:
                if (!IsPure(operation))
                {
                    return false;
                }

                break;
        }

        foreach (var child in operation.ChildOperations)
        {
            if (!CanGo(child))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsPure(IMethodSymbol method) =>
        TraceSymbols.IsLibrary(method) || TraceSymbols.IsAnnotated(method) || TraceSymbols.IsDerivative(method) ||
        TraceSymbols.IsLeaf(method, "Parameter") || TraceSymbols.IsLeaf(method, "Constant");
}
