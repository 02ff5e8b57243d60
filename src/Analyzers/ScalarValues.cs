using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Costate.Frontend;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>Decides of an expression of a method whether its value has rank 0 whatever the sizes are.</summary>
internal sealed class ScalarValues(IOperation body, Compilation compilation, CancellationToken cancellation)
{
    /// <summary>Reductions of all elements, by the number of arguments that they then have.</summary>
    private static readonly HashSet<string> WholeReductions = new(System.StringComparer.Ordinal) { "Sum", "Mean", "ReduceMax", "ReduceMin", "Norm", "LogSumExp", "Trace", "Dot" };

    private static readonly HashSet<string> Elementwise = new(System.StringComparer.Ordinal)
    {
        "Abs", "Add", "Clamp", "Cos", "Divide", "Exp", "Expm1", "Floor", "IntegerPower", "Log", "Log1p", "Max", "Min", "Multiply", "Negate", "Pow", "Reciprocal",
        "Relu", "Rsqrt", "Select", "Sigmoid", "Sign", "Sin", "Softplus", "Sqrt", "Square", "StopGradient", "Subtract", "Tanh",
    };

    private readonly HashSet<ISymbol> open = new(SymbolEqualityComparer.Default);

    /// <summary>Why the value is a number, as a clause about it; null if it need not be one.</summary>
    public string? Reason(IOperation? operation)
    {
        operation = operation is null ? null : TraceSymbols.Unconverted(operation);
        switch (operation)
        {
            case ILocalReferenceOperation local:
                return Local(local.Local);
            case IInvocationOperation { TargetMethod: var method } call when TraceSymbols.IsLibrary(method):
                return Library(TraceSymbols.LibraryName(method), method.Name, call.Arguments.Select(a => a.Value).ToArray());
            case IInvocationOperation { TargetMethod: var method } when TraceSymbols.IsAnnotated(method):
                return Annotated(method, 0) ? "'" + method.Name + "' returns a number" : null;
            case IInvocationOperation { TargetMethod: { Name: "Parameter" or "Constant" } method, Arguments.Length: 1 } when (TraceSymbols.IsLeaf(method, "Parameter") || TraceSymbols.IsLeaf(method, "Constant")) && method.OriginalDefinition.Parameters[0].Type is ITypeParameterSymbol:
                return "it is made from one number";
            case IInvocationOperation { TargetMethod: { Name: "Grad" } method, Arguments: { Length: 1 } arguments } when TraceSymbols.IsDerivative(method) && TraceSymbols.IsTraced(method.ReturnType):
                return Reason(arguments[0].Value) is null ? null : "the gradient by a number is a number";
            case IBinaryOperation { OperatorMethod: { } method } binary when TraceSymbols.IsLibrary(method):
                return Library(TraceSymbols.LibraryName(method), method.Name, [binary.LeftOperand, binary.RightOperand]);
            case IUnaryOperation { OperatorMethod: { } method } unary when TraceSymbols.IsLibrary(method):
                return Library(TraceSymbols.LibraryName(method), method.Name, [unary.Operand]);
            default:
                return null;
        }
    }

    private string? Library(string? name, string written, IReadOnlyList<IOperation> arguments)
    {
        var tensors = arguments.Where(a => TraceSymbols.IsTraced(TraceSymbols.Unconverted(a).Type)).ToArray();
        if (name is not null && WholeReductions.Contains(name) && tensors.Length == arguments.Count)
        {
            return "'" + written + "' gives a number";
        }

        return name is not null && Elementwise.Contains(name) && tensors.Length > 0 && tensors.All(t => Reason(t) is not null) ? "it is computed from numbers" : null;
    }

    /// <summary>A variable that is a number wherever it is assigned.</summary>
    private string? Local(ILocalSymbol local)
    {
        if (local.RefKind != RefKind.None)
        {
            return null;
        }

        if (!open.Add(local))
        {
            // Around a loop it is a number if what it started from is.
            return "it is computed from numbers";
        }

        string? reason = null;
        bool isNumber = true;
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) && declarator.GetVariableInitializer() is { } initializer:
                    Take(Reason(initializer.Value));
                    break;
                case ISimpleAssignmentOperation { Target: ILocalReferenceOperation target } assignment when SymbolEqualityComparer.Default.Equals(target.Local, local):
                    Take(Reason(assignment.Value));
                    break;
                case ILocalReferenceOperation reference when SymbolEqualityComparer.Default.Equals(reference.Local, local) && (reference.IsDeclaration || IsWrittenElsewhere(reference)):
                    Take(Part(reference));
                    break;
            }
        }

        open.Remove(local);
        return isNumber ? reason : null;

        void Take(string? found)
        {
            isNumber &= found is not null;
            reason ??= found;
        }
    }

    private static bool IsWrittenElsewhere(ILocalReferenceOperation reference) => reference.Parent switch
    {
        ICompoundAssignmentOperation compound => compound.Target == reference,
        IArgumentOperation { Parameter.RefKind: RefKind.Out or RefKind.Ref } => true,
        ITupleOperation => IsTarget(reference),
        _ => false,
    };

    private static bool IsTarget(IOperation part) => part.Parent is ITupleOperation or IDeclarationExpressionOperation
        ? IsTarget(part.Parent)
        : part.Parent is IDeconstructionAssignmentOperation deconstruction && deconstruction.Target == part;

    /// <summary>A variable that takes one result of several.</summary>
    private string? Part(ILocalReferenceOperation reference)
    {
        if (reference.Parent is ICompoundAssignmentOperation { OperatorMethod: { } method } compound && TraceSymbols.IsLibrary(method))
        {
            return TraceSymbols.IsTraced(compound.Value.Type) ? Reason(compound.Value) : "it is computed from numbers";
        }

        IOperation part = reference;
        while (part.Parent is IDeclarationExpressionOperation { Expression: ILocalReferenceOperation })
        {
            part = part.Parent;
        }

        if (part.Parent is not ITupleOperation tuple)
        {
            return null;
        }

        int index = tuple.Elements.IndexOf(part);
        var above = tuple.Parent is IDeclarationExpressionOperation ? tuple.Parent.Parent : tuple.Parent;
        if (above is not IDeconstructionAssignmentOperation deconstruction || index < 0)
        {
            return null;
        }

        return TraceSymbols.Unconverted(deconstruction.Value) switch
        {
            IInvocationOperation { TargetMethod: var callee } when TraceSymbols.IsAnnotated(callee) => Annotated(callee, index) ? "'" + callee.Name + "' returns a number there" : null,
            ITupleOperation values when values != tuple && index < values.Elements.Length => Reason(values.Elements[index]),
            _ => null,
        };
    }

    /// <summary>Whether a result of an annotated method is declared or read as a number.</summary>
    private bool Annotated(IMethodSymbol method, int index)
    {
        if (TraceSymbols.Written(method) is not { } written)
        {
            return false;
        }

        if (SignatureReader.FindAttribute(written.GetReturnTypeAttributes(), KnownNames.Shape) is { ConstructorArguments: { Length: 1 } arguments } && arguments[0].Value is string declared)
        {
            string[] shapes = declared.Split(';');
            return index < shapes.Length && shapes[index].Trim().Length == 0;
        }

        if (!SymbolEqualityComparer.Default.Equals(written.ContainingAssembly, compilation.Assembly))
        {
            return false;
        }

        var graphs = MethodReadings.Of(written, compilation, cancellation).Graphs;
        return graphs.Count > 0 && graphs.All(g => index < g.Outputs.Count && g.TypeOf(g.Outputs[index]).Rank == 0);
    }
}
