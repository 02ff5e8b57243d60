using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <summary>
/// Whether a Parameter made from evaluated data is meant as one. Every training loop makes its parameters anew from evaluated numbers and
/// asks for gradients with respect to them, which is right; one that is only computed with has cut the trace.
/// </summary>
internal static class LeafUse
{
    /// <param name="body">The whole method.</param>
    /// <param name="leaf">The call of Parameter, in any tree of the method.</param>
    public static bool IsMeant(IOperation body, IInvocationOperation leaf)
    {
        var call = body.DescendantsAndSelf().FirstOrDefault(o => o is IInvocationOperation && o.Syntax == leaf.Syntax);
        if (call is null || call.Parent is null)
        {
            return true;
        }

        return Holder(call) is { } variable
            ? body.Descendants().Any(o => SymbolEqualityComparer.Default.Equals(Variable(o), variable) && Leaves(o))
            : Leaves(call);
    }

    private static ISymbol? Variable(IOperation? operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };

    /// <summary>The variable that the value goes into.</summary>
    private static ISymbol? Holder(IOperation value)
    {
        var (child, parent) = (value, value.Parent);
        while (parent is IConversionOperation or IParenthesizedOperation)
        {
            (child, parent) = (parent, parent.Parent);
        }

        switch (parent)
        {
            case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation declarator }:
                return declarator.Symbol;
            case ISimpleAssignmentOperation assignment when assignment.Value == child:
                return Variable(assignment.Target);
            case ITupleOperation tuple:
                int index = tuple.Elements.IndexOf(child);
                var outer = tuple.Parent;
                while (outer is IConversionOperation)
                {
                    outer = outer.Parent;
                }

                var target = (outer as IDeconstructionAssignmentOperation)?.Target;
                target = target is IDeclarationExpressionOperation declaration ? declaration.Expression : target;
                var place = target is ITupleOperation places && places != tuple && index < places.Elements.Length ? places.Elements[index] : null;
                return Variable(place is IDeclarationExpressionOperation { Expression: var inner } ? inner : place);
            default:
                return null;
        }
    }

    /// <summary>Whether a use may differentiate by the value: an argument of Grad and its kin, or anything that lets it out of sight.</summary>
    private static bool Leaves(IOperation use)
    {
        var (child, parent) = (use, use.Parent);
        while (parent is IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation or ICollectionExpressionOperation or ISpreadOperation or ITupleOperation)
        {
            // The places of a deconstruction are written, not read.
            if (parent is ITupleOperation { Parent: IDeconstructionAssignmentOperation deconstruction } && deconstruction.Target == parent)
            {
                return false;
            }

            (child, parent) = (parent, parent.Parent);
        }

        return parent switch
        {
            IArgumentOperation { Parent: IInvocationOperation { TargetMethod: var method } } => TraceSymbols.IsDerivative(method) || !(TraceSymbols.IsLibrary(method) || TraceSymbols.IsAnnotated(method) || TraceSymbols.IsEvaluation(method)),
            IInvocationOperation or IBinaryOperation or IUnaryOperation or IPropertyReferenceOperation => false,
            ICompoundAssignmentOperation => false,
            ISimpleAssignmentOperation assignment => assignment.Value == child,
            IExpressionStatementOperation => false,
            _ => true,
        };
    }
}
