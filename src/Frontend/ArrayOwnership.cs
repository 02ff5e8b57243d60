using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <summary>
/// Which local variables have an array for themselves. In C# an assignment to an element changes the array, whoever else has it; in a graph it makes another
/// array. The two are the same where nobody else has it: everything that the variable is assigned is made in that place, and nothing that is done with the
/// variable gives its array a second name.
/// </summary>
internal sealed class ArrayOwnership
{
    private readonly Dictionary<ISymbol, List<ILocalReferenceOperation>> references = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IVariableDeclaratorOperation> declarators = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> stacked = new(SymbolEqualityComparer.Default);

    /// <param name="body">The body of the method, with those of its local functions.</param>
    public ArrayOwnership(IOperation body)
    {
        foreach (var operation in body.Descendants())
        {
            switch (operation)
            {
                case ILocalReferenceOperation { Type: IArrayTypeSymbol } reference:
                    if (!references.TryGetValue(reference.Local, out var all))
                    {
                        references.Add(reference.Local, all = []);
                    }

                    all.Add(reference);
                    break;
                case IVariableDeclaratorOperation { Parent: IVariableDeclarationOperation } declarator:
                    declarators[declarator.Symbol] = declarator;
                    break;
            }
        }

        foreach (var pair in references)
        {
            var elements = pair.Value.Select(ElementOf).OfType<IOperation>().ToArray();
            if (elements.Any(IsAssigned) && elements.Any(e => !IsConstant(IndexOf(e))))
            {
                stacked.Add(pair.Key);
            }
        }
    }

    /// <summary>Whether the elements of a local variable are assigned and some of their places are no constants, so that they cannot be held one by one.</summary>
    public bool IsStacked(ISymbol local) => stacked.Contains(local);

    /// <summary>Why an element of a local variable cannot be assigned, as what follows its name; null if it can.</summary>
    /// <param name="local">The variable.</param>
    /// <param name="target">The element.</param>
    public string? Problem(ILocalSymbol local, IOperation target)
    {
        if (local.RefKind != RefKind.None || !declarators.TryGetValue(local, out var declarator))
        {
            return "' was not declared by itself, so its array may have another name";
        }

        var own = references[local];
        var values = own.Select(r => r.Parent).OfType<ISimpleAssignmentOperation>().Where(a => a.Target is ILocalReferenceOperation { Local: var to } && SymbolEqualityComparer.Default.Equals(to, local)).Select(a => a.Value).ToList();
        if (declarator.GetVariableInitializer() is { } initializer)
        {
            values.Add(initializer.Value);
        }

        if (values.FirstOrDefault(v => !IsMade(v)) is { } taken)
        {
            return "' is the array of '" + BodyReader.Excerpt(taken.Syntax) + "'";
        }

        if (own.FirstOrDefault(r => Escapes(r, Function(local.ContainingSymbol))) is { } escaped)
        {
            return "' gives its array away in '" + BodyReader.Excerpt(Statement(escaped).Syntax) + "'";
        }

        for (var parent = target.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IForEachLoopOperation { Collection: var rows } && BodyReader.Unconverted(rows) is ILocalReferenceOperation { Local: var run } && SymbolEqualityComparer.Default.Equals(run, local))
            {
                return "' is what the loop runs over, which would meet the new element";
            }
        }

        return null;
    }

    /// <summary>The array whose element an expression is; null if it is no element.</summary>
    public static IOperation? ArrayOf(IOperation element) => element switch
    {
        IArrayElementReferenceOperation { Indices.Length: 1 } reference => reference.ArrayReference,
        IImplicitIndexerReferenceOperation reference => reference.Instance,
        _ => null,
    };

    /// <summary>The place of an element of an array.</summary>
    public static IOperation IndexOf(IOperation element) => element is IArrayElementReferenceOperation reference ? reference.Indices[0] : ((IImplicitIndexerReferenceOperation)element).Argument;

    private static bool IsConstant(IOperation index) => BodyReader.Unconverted(index) switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Hat } end => IsConstant(end.Operand),
        IRangeOperation => true,
        var place => place.ConstantValue.HasValue,
    };

    private static bool IsAssigned(IOperation element) => element.Parent switch
    {
        IAssignmentOperation assignment => ReferenceEquals(assignment.Target, element),
        IIncrementOrDecrementOperation => true,
        ITupleOperation { Parent: IDeconstructionAssignmentOperation { Target: var targets } } tuple => ReferenceEquals(targets, tuple),
        _ => false,
    };

    /// <summary>The element that a reference to a variable is the array of; null if it is something else.</summary>
    private static IOperation? ElementOf(ILocalReferenceOperation reference) => reference.Parent is { } parent && ReferenceEquals(ArrayOf(parent), reference) ? parent : null;

    /// <summary>Whether an expression makes an array that nobody else has.</summary>
    private static bool IsMade(IOperation value) => BodyReader.Unconverted(value) switch
    {
        ICollectionExpressionOperation or IArrayCreationOperation => true,
        IConditionalOperation { WhenFalse: { } otherwise } choice => IsMade(choice.WhenTrue) && IsMade(otherwise),
        IInvocationOperation { Instance: var instance, TargetMethod: var method } => BodyReader.IsCopy(method) || BodyReader.IsAnnotated(method) || (instance is not null && BodyReader.IsDerivative(method)),
        var part => ArrayOf(part) is not null && part.Type is IArrayTypeSymbol,
    };

    /// <summary>Whether somebody else may have the array from here on.</summary>
    /// <param name="array">The variable, or what is made with it.</param>
    /// <param name="owner">The local function or lambda that the variable belongs to; null where it is the method.</param>
    private static bool Escapes(IOperation array, ISymbol? owner)
    {
        switch (array.Parent)
        {
            case IConversionOperation or ITupleOperation or IObjectCreationOperation or IWithOperation or IObjectOrCollectionInitializerOperation:
                return Escapes(array.Parent, owner);
            case ISimpleAssignmentOperation { Parent: IObjectOrCollectionInitializerOperation members } member when ReferenceEquals(member.Value, array):
                return Escapes(members, owner);
            case ISimpleAssignmentOperation assignment when ReferenceEquals(assignment.Target, array):
                return assignment.Parent is not IExpressionStatementOperation;
            case IArgumentOperation { Parent: IObjectCreationOperation creation }:
                return Escapes(creation, owner);
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } }:
                // What they return is never what they were given.
                return !(BodyReader.IsCopy(method) || BodyReader.IsAnnotated(method) || BodyReader.IsDerivative(method) || SignatureReader.HasAttribute(method.OriginalDefinition, KnownNames.LibraryFunction));
            case IInvocationOperation { TargetMethod: var method, Instance: var instance } when ReferenceEquals(instance, array):
                return !(BodyReader.IsCopy(method) || BodyReader.IsAnnotated(method));
            case IPropertyReferenceOperation { Property.Name: "Length" } or ISpreadOperation:
                return false;
            case IForEachLoopOperation each:
                return !ReferenceEquals(each.Collection, array);
            case IReturnOperation result:
                return !SymbolEqualityComparer.Default.Equals(FunctionAround(result), owner);
            case { } parent when ArrayOf(parent) is { } of:
                return !ReferenceEquals(of, array);
            default:
                return true;
        }
    }

    private static ISymbol? Function(ISymbol symbol) => symbol is IMethodSymbol { MethodKind: MethodKind.LocalFunction or MethodKind.AnonymousFunction } function ? function : null;

    private static ISymbol? FunctionAround(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ILocalFunctionOperation local)
            {
                return local.Symbol;
            }

            if (parent is IAnonymousFunctionOperation lambda)
            {
                return lambda.Symbol;
            }
        }

        return null;
    }

    private static IOperation Statement(IOperation operation)
    {
        while (operation.Parent is { } parent and not (IBlockOperation or ILoopOperation or IMethodBodyOperation))
        {
            operation = parent;
        }

        return operation;
    }
}
