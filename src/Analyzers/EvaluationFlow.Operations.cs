using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Analyzers;

/// <content>What each operation makes of what its operands carry.</content>
internal sealed partial class EvaluationFlow
{
    private ulong Visit(IOperation? operation)
    {
        switch (operation)
        {
            case null:
                return 0;
            case IFlowCaptureOperation capture:
                state[capture.Id] = Visit(capture.Value);
                places[capture.Id] = capture.Value;
                return 0;
            case IFlowCaptureReferenceOperation reference:
                return state[reference.Id];
            case ILocalReferenceOperation local:
                return Restrict(local.Type, Read(local.Local, local.Type));
            case IParameterReferenceOperation parameter:
                return Restrict(parameter.Type, Read(parameter.Parameter, parameter.Type));
            case IFieldReferenceOperation field:
                return Member(field.Field, field.Instance, field.Type);
            case IPropertyReferenceOperation { Property.IsIndexer: false } property:
                return Member(property.Property, property.Instance, property.Type) | Getter(property);
            case IPropertyReferenceOperation indexer:
                Children(indexer);
                return Restrict(indexer.Type, Visit(indexer.Instance));
            case ISimpleAssignmentOperation assignment:
                return Assigned(assignment);
            case ICompoundAssignmentOperation compound:
                return Compound(compound);
            case IDeconstructionAssignmentOperation deconstruction:
                return Deconstructed(deconstruction);
            case IBinaryOperation binary:
                return Binary(binary);
            case IInvocationOperation invocation:
                return Invocation(invocation);
            case IObjectCreationOperation creation:
                ulong given = Children(creation);
                return IsFramework(creation.Constructor) ? Restrict(creation.Type, given) : 0;
            case IReturnOperation yielded:
                Returned(Visit(yielded.ReturnedValue));
                return 0;
            case IFlowAnonymousFunctionOperation lambda:
                lambdas.Add(lambda);
                return 0;
            case IIsTypeOperation or IIsPatternOperation:
                Children(operation);
                return 0;
            default:
                return Restrict(operation.Type, Children(operation));
        }
    }

    private ulong Children(IOperation operation)
    {
        ulong bits = 0;
        foreach (var child in operation.ChildOperations)
        {
            bits |= Visit(child);
        }

        return bits;
    }

    private ulong Member(ISymbol member, IOperation? instance, ITypeSymbol? type)
    {
        ulong whole = Visit(instance);
        bool isOwn = instance is null or IInstanceReferenceOperation;

        // The parts of a tuple, a span or a tensor are in it; members of other objects are known by what is assigned to them.
        return Restrict(type, TraceSymbols.IsTraced(type) ? Read(member, type) : isOwn ? Read(member, type) : whole | (shared.TryGetValue(member, out ulong held) ? held : 0));
    }

    private ulong Assigned(ISimpleAssignmentOperation assignment)
    {
        ulong bits = Visit(assignment.Value);
        NoteLambda(assignment);
        Places(assignment.Target);
        Assign(assignment.Target, bits);
        return bits;
    }

    /// <summary>What is computed on the way to a place that is assigned.</summary>
    private void Places(IOperation target)
    {
        if (target is not (ILocalReferenceOperation or IParameterReferenceOperation))
        {
            Children(target);
        }
    }

    private ulong Compound(ICompoundAssignmentOperation compound)
    {
        ulong left = Visit(compound.Target), right = Visit(compound.Value);
        ulong bits = Restrict(compound.Type, left | right);
        if (TraceSymbols.IsLibrary(compound.OperatorMethod))
        {
            Operand(compound.Value, right, compound);
        }

        Assign(compound.Target, bits);
        return bits;
    }

    private ulong Deconstructed(IDeconstructionAssignmentOperation deconstruction)
    {
        var target = deconstruction.Target is IDeclarationExpressionOperation declaration ? declaration.Expression : deconstruction.Target;
        var value = TraceSymbols.Unconverted(deconstruction.Value);
        if (target is ITupleOperation parts && value is ITupleOperation values && parts.Elements.Length == values.Elements.Length)
        {
            // All are computed before any is assigned.
            ulong[] bits = values.Elements.Select(Visit).ToArray();
            for (int i = 0; i < bits.Length; i++)
            {
                Places(parts.Elements[i]);
                Assign(parts.Elements[i], bits[i]);
            }

            return bits.Aggregate(0UL, (x, y) => x | y);
        }

        ulong whole = Visit(deconstruction.Value);
        Assign(target, whole);
        return whole;
    }

    private ulong Binary(IBinaryOperation binary)
    {
        ulong left = Visit(binary.LeftOperand), right = Visit(binary.RightOperand);
        if (TraceSymbols.IsLibrary(binary.OperatorMethod))
        {
            Operand(binary.LeftOperand, left, binary);
            Operand(binary.RightOperand, right, binary);
            return (left | right) & Active;
        }

        return Restrict(binary.Type, left | right);
    }

    private void Operand(IOperation operand, ulong bits, IOperation consumer, ReentryKind kind = ReentryKind.Operand)
    {
        operand = TraceSymbols.Unconverted(operand);
        if (!TraceSymbols.IsTraced(operand.Type) && (bits & ~Active) != 0)
        {
            Found(kind, operand, consumer, bits);
        }
    }

    private ulong Invocation(IInvocationOperation invocation)
    {
        var method = invocation.TargetMethod;
        ulong instance = Visit(invocation.Instance);
        ulong[] arguments = invocation.Arguments.Select(a => Visit(a.Value)).ToArray();
        ulong all = arguments.Aggregate(instance, (x, y) => x | y);
        if (TraceSymbols.IsEvaluation(method))
        {
            return Evaluated(invocation, instance);
        }

        if (TraceSymbols.IsLibrary(method))
        {
            if (!TraceSymbols.IsMask(method.ReturnType))
            {
                Operands(invocation, arguments, ReentryKind.Operand);
            }

            return TraceSymbols.LibraryName(method) == "StopGradient" ? 0 : Restrict(invocation.Type, all);
        }

        if (TraceSymbols.IsLeaf(method, "Constant"))
        {
            return 0;
        }

        if (TraceSymbols.IsLeaf(method, "Parameter"))
        {
            if (arguments.Length > 0 && !LeafUse.IsMeant(body, invocation))
            {
                Operand(invocation.Arguments[0].Value, arguments[0], invocation, ReentryKind.Leaf);
            }

            return Active;
        }

        if (TraceSymbols.IsAnnotated(method))
        {
            Operands(invocation, arguments, ReentryKind.Argument);
            return all & Active;
        }

        if (Nested(invocation) is { } nested)
        {
            return Nested(invocation, nested, arguments, all);
        }

        if (EvaluationSummaries.IsInSight(method) && (arguments.Any(a => (a & ~Active) != 0) || summaries.MayEvaluate(method)))
        {
            return Helper(invocation, arguments, all);
        }

        if (TraceSymbols.IsTraced(invocation.Type))
        {
            return Active;
        }

        return IsFramework(method) ? Framework(invocation, arguments, instance, all) : Restrict(invocation.Type, all & Active);
    }

    private void Operands(IInvocationOperation invocation, ulong[] arguments, ReentryKind kind)
    {
        for (int i = 0; i < arguments.Length; i++)
        {
            if (invocation.Arguments[i].ArgumentKind == ArgumentKind.Explicit && invocation.Arguments[i].Value.Type is { SpecialType: SpecialType.System_Double or SpecialType.System_Single })
            {
                Operand(invocation.Arguments[i].Value, arguments[i], invocation, kind);
            }
        }
    }

    private ulong Evaluated(IInvocationOperation evaluation, ulong instance)
    {
        // Truth values steer; constants and what was stopped have no derivative to lose.
        if ((instance & Active) == 0 || TraceSymbols.IsMask(evaluation.Instance?.Type))
        {
            return 0;
        }

        ulong bit = Origin(evaluation);
        if (evaluation.TargetMethod.Name == "EvalTo")
        {
            if (evaluation.Arguments.Select(a => Root(a.Value)).FirstOrDefault(r => r is not null) is { } destination)
            {
                Write(destination, bit, adds: true);
            }

            return 0;
        }

        return bit;
    }

    /// <summary>A method of the platform computes its result from what it is given, and what it is given may take it up.</summary>
    private ulong Framework(IInvocationOperation invocation, ulong[] arguments, ulong instance, ulong all)
    {
        var method = invocation.TargetMethod;
        ulong given = arguments.Aggregate(0UL, (x, y) => x | y);
        if (given != 0 && Root(invocation.Instance) is { } root)
        {
            Write(root, given | instance, adds: true);
        }

        for (int i = 0; i < arguments.Length; i++)
        {
            var argument = invocation.Arguments[i];
            bool isDestination = argument.Parameter is { RefKind: RefKind.Out or RefKind.Ref } || argument.Parameter?.Type.OriginalDefinition.Name is "Span" or "TensorSpan";
            if (all != 0 && isDestination && Root(argument.Value) is { } destination)
            {
                Write(destination, all, adds: true);
            }
        }

        // Steps have no slope that could be lost.
        return method is { Name: "Floor" or "Ceiling" or "Round" or "Truncate" or "Sign", ContainingType.Name: "Math" or "MathF" } ? 0 : Restrict(invocation.Type, all);
    }

    private static bool IsFramework(IMethodSymbol? method)
    {
        var space = method?.ContainingNamespace;
        while (space is { ContainingNamespace: { IsGlobalNamespace: false } outer })
        {
            space = outer;
        }

        return space?.Name is "System" && method!.ContainingAssembly?.Name != null && method.DeclaringSyntaxReferences.IsEmpty;
    }
}
