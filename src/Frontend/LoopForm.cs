using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <summary>The parts of a loop that is read: for, while, do, or foreach over the rows of a tensor or the elements of an array.</summary>
internal sealed class LoopForm
{
    public LoopForm(ILoopOperation operation, IOperation? test, bool testsFirst, IReadOnlyList<IOperation> bottom, FrontendValue? rows = null)
    {
        Operation = operation;
        Test = test;
        TestsFirst = testsFirst;
        Bottom = bottom;
        Rows = rows;
        Assignments = Parts.SelectMany(p => p.DescendantsAndSelf()).Where(IsAssignment).ToArray();
        HasBreak = Body.Descendants().OfType<IBranchOperation>().Any(b => SymbolEqualityComparer.Default.Equals(b.Target, operation.ExitLabel));
        HasReturn = Body.DescendantsAndSelf().OfType<IReturnOperation>().Any(r => !IsNested(r));
    }

    public ILoopOperation Operation { get; }

    /// <summary>What holds as long as the loop runs; null if nothing ends it but a jump, or if it runs over rows.</summary>
    public IOperation? Test { get; }

    /// <summary>Whether the test stands before the first iteration.</summary>
    public bool TestsFirst { get; }

    public IOperation Body => Operation.Body;

    /// <summary>What an iteration ends with, after continue too.</summary>
    public IReadOnlyList<IOperation> Bottom { get; }

    /// <summary>Whether the iteration ends with steps of integers and nothing else.</summary>
    public bool CountsAtBottom => Bottom.All(b => b is IExpressionStatementOperation { Operation: var step } && IsAssignment(step) && Changed(step).All(s => s is ILocalSymbol { Type.SpecialType: SpecialType.System_Int32 }));

    /// <summary>The tensor whose rows the loop runs over, or the array.</summary>
    public FrontendValue? Rows { get; }

    public IReadOnlyList<IOperation> Assignments { get; }

    public bool HasBreak { get; }

    public bool HasReturn { get; }

    public IReadOnlyList<IOperation> Parts => [Body, .. Bottom];

    /// <summary>The variables that an assignment changes.</summary>
    public static IEnumerable<ISymbol> Changed(IOperation assignment) => Variables(Target(assignment));

    /// <summary>The variables in the target of an assignment; that of an element is its array, and its place is only read.</summary>
    public static IEnumerable<ISymbol> Variables(IOperation target) => ArrayOwnership.ArrayOf(target) is { } array ? Variables(array) : target.ChildOperations.SelectMany(Variables).Prepend(target switch
    {
        ILocalReferenceOperation local => (ISymbol)local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    }).OfType<ISymbol>();

    /// <summary>The last place that assigns a variable.</summary>
    public IOperation LastAssignment(object key) => Assignments.LastOrDefault(a => Changed(a).Any(s => KeyComparer.Instance.Equals(s, key))) ?? Operation;

    public static bool IsAssignment(IOperation operation) => operation is IAssignmentOperation or IIncrementOrDecrementOperation;

    private static IOperation Target(IOperation assignment) => assignment is IAssignmentOperation a ? a.Target : ((IIncrementOrDecrementOperation)assignment).Target;

    /// <summary>Whether a return belongs to a function inside of the loop.</summary>
    private bool IsNested(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null && !ReferenceEquals(parent, Operation); parent = parent.Parent)
        {
            if (parent is ILocalFunctionOperation or IAnonymousFunctionOperation)
            {
                return true;
            }
        }

        return false;
    }
}
