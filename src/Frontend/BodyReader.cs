using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <summary>
/// Walks the structured operation tree of a body and builds its graph. A whitelist: what is not handled here is one diagnostic at
/// the construct. After an error the value is poisoned and says nothing more.
/// </summary>
internal sealed partial class BodyReader(MethodReader methods, GraphBuilder graph, MethodSignature signature, int variant, List<FrontendDiagnostic> diagnostics, List<FrontendDiagnostic> notes, CancellationToken cancellation)
{
    /// <summary>What variables hold, by symbol; further keys are jumps (see <see cref="Target"/>) and results.</summary>
    private Dictionary<object, FrontendValue> variables = new(KeyComparer.Instance);

    /// <summary>The graph or region that is being built.</summary>
    private GraphBuilder builder = graph;

    /// <summary>Set when the method cannot be read and somebody else says why: the compiler, or the diagnostic of a method called here.</summary>
    private bool silenced;

    private bool HasFailed => silenced || diagnostics.Count > 0;

    /// <returns>The outputs, or null after an error.</returns>
    public IReadOnlyList<Value>? Read(IBlockOperation body, MethodDeclarationSyntax syntax)
    {
        DeclareParameters();
        builder.OnGuard = NoteGuard;
        ownership = new ArrayOwnership(body);
        FindReads(body);
        targets.Add(new Target(function, isEnd: true));
        Block(body);
        if (!variables.TryGetValue(function.Result, out var returned))
        {
            if (!HasFailed)
            {
                Report(DiagnosticIds.UnsupportedConstruct, syntax.Identifier.GetLocation(), "'" + signature.Method.Name + "' does not end with a return statement.");
            }

            return null;
        }

        var outputs = Outputs(returned, syntax);
        CheckPaths();
        return HasFailed ? null : outputs;
    }

    private void DeclareParameters()
    {
        var implementation = signature.Method.PartialImplementationPart ?? signature.Method;
        foreach (var parameter in signature.Parameters)
        {
            builder.Span = SpanOf(parameter.Symbol.Locations.FirstOrDefault());
            var value = parameter.Kind switch
            {
                ParameterKind.Integer => new DimValue(SignatureReader.HasAttribute(parameter.Symbol, KnownNames.Checkpoint) ? builder.DimParameter(parameter.Name) : IntegerParameter(parameter.Name)),
                ParameterKind.Flag => new FlagValue(Variants.Value(signature.Flags, variant, parameter.Name)),
                ParameterKind.Composite => Given(parameter.Structure!.Build(parameter.Inputs.Select(Input).ToList().GetEnumerator())),
                _ => Input(parameter),
            };
            if (parameter.Ordinal < 0)
            {
                self = value;
            }
            else
            {
                variables[implementation.Parameters[parameter.Ordinal]] = value;
            }
        }

        foreach (var fact in signature.Facts)
        {
            builder.Assume(fact.Guard(signature.Method.Name, SpanOf(fact.Place)));
        }
    }

    private FrontendValue Input(MethodParameter parameter) =>
        Tensor(builder.Input(parameter.Name, new TensorType(signature.DType, parameter.Shape), frozen: parameter.Kind == ParameterKind.Number || parameter.IsExcluded));

    /// <summary>
    /// All questions about sizes are answered for sizes that are not negative; axes are so by themselves, an integer must be checked
    /// unless it is only a number. One that says for how many states there is room has a fact of its own.
    /// </summary>
    private DimExpr IntegerParameter(string name) => builder.DimParameter(
        name,
        new Guard(DiagnosticIds.ShapeMismatch, DimExpr.Zero, GuardRelation.LessOrEqual, DimExpr.Symbol(name), "The parameter '" + name + "' of '" + signature.Method.Name + "' is used as a size, an index or a dividend, which must not be negative.", builder.Span));

    private List<Value>? Outputs(FrontendValue result, MethodDeclarationSyntax syntax)
    {
        if (HasGiven(result))
        {
            Refused(function.ReturnedAt!, "'" + Excerpt(function.ReturnedAt!.Syntax) + "' has an array that '" + signature.Method.Name + "' was given, and what it returns is its own: who changes an element of the one does not mean the other. Return a copy, as in [.. layers].");
            return null;
        }

        var items = signature.Result.Flatten(Arranged(signature.Result, result))?.ToArray();
        if (items is null)
        {
            if (!HasFailed)
            {
                Report(DiagnosticIds.UnsupportedConstruct, syntax.Identifier.GetLocation(), "The result of '" + signature.Method.Name + "' is not built from its parameters in a way that can be read.");
            }

            return null;
        }

        var outputs = items.Select(i => In((TensorValue)i)).ToList();
        for (int i = 0; i < outputs.Count; i++)
        {
            if (signature.ResultShapes[i] is { } declared)
            {
                CheckResult(i, outputs[i], declared);
            }
        }

        return outputs;
    }

    private void CheckResult(int index, Value output, Shape declared)
    {
        var actual = builder.ShapeOf(output);
        var place = ResultAt(index);
        string which = signature.ReturnsComposite ? "Result '" + signature.ResultNames[index] + "'" : "The result";
        string message = which + " of '" + signature.Method.Name + "' has the shape " + actual + ", declared is " + declared + ".";
        string wayOut = ResultWayOut(index, actual, declared, place);
        try
        {
            if (actual.Rank != declared.Rank || LeadingAxes.Lead(actual) != LeadingAxes.Lead(declared))
            {
                throw new ShapeError(DiagnosticIds.ReturnShape, message);
            }

            (here, builder.Span) = (place, SpanOf(place.Syntax.GetLocation()));
            for (int axis = 0; axis < declared.Rank; axis++)
            {
                if (declared[axis].Symbols.Contains("_"))
                {
                    continue;
                }

                builder.RequireEqual(actual[axis], declared[axis], DiagnosticIds.ReturnShape, () => message);
            }
        }
        catch (ShapeError error)
        {
            if (TransposedResult(actual, declared, place) is { } transposed)
            {
                forFixes = forFixes.SetItem(DiagnosticProperties.Replacement, transposed);
            }

            Report(error.Id, place.Syntax.GetLocation(), error.Message + Origins(error, [actual]) + wayOut + Escape(error));
        }
    }

    /// <summary>The returned expression, or the element of it when a tuple is written out.</summary>
    private IOperation ResultAt(int index) => signature.ReturnsComposite ? ElementOf(signature.Result, function.ReturnedAt!, index) : function.ReturnedAt!;

    private void Block(IBlockOperation block) => Sequence(block.Operations, 0, block);

    private void Statement(IOperation statement)
    {
        builder.Span = SpanOf(statement.Syntax.GetLocation());
        switch (statement)
        {
            case IBlockOperation block:
                Block(block);
                break;
            case IVariableDeclarationGroupOperation group:
                foreach (var declarator in group.Declarations.SelectMany(d => d.Declarators))
                {
                    Declare(declarator);
                }

                break;
            case IExpressionStatementOperation { Operation: var expression }:
                Effect(expression);
                break;
            case IReturnOperation { ReturnedValue: { } value, Kind: OperationKind.Return }:
                Return(value);
                break;
            case IConditionalOperation conditional:
                Conditional(conditional, conditional, null);
                break;
            case ILoopOperation loop:
                Loop(loop);
                break;
            case ISwitchOperation choice:
                Switch(choice);
                break;
            case ILocalFunctionOperation:
                // Read where it is called.
                break;
            case IBranchOperation branch when targets.Any(t => KeyComparer.Instance.Equals(t.Key, branch.Target)):
                Jump(branch.Target);
                break;
            case IEmptyOperation:
                break;
            default:
                Unsupported(statement);
                Forget(statement);
                if (statement is IBranchOperation)
                {
                    // What follows is not what runs next.
                    variables[function.Result] = FrontendValue.Poison;
                    Jump(function);
                }

                break;
        }
    }

    /// <summary>After a statement that was not read: nothing is known about the variables that it may have changed, and it may have returned.</summary>
    private void Forget(IOperation statement)
    {
        foreach (var operation in statement.DescendantsAndSelf())
        {
            switch (operation)
            {
                case IAssignmentOperation assignment:
                    AssignTo(assignment.Target, FrontendValue.Poison);
                    break;
                case IIncrementOrDecrementOperation increment:
                    AssignTo(increment.Target, FrontendValue.Poison);
                    break;
                case IVariableDeclaratorOperation declarator:
                    variables[declarator.Symbol] = FrontendValue.Poison;
                    break;
            }
        }
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        var initializer = declarator.GetVariableInitializer();
        if (initializer is null)
        {
            return;
        }

        // A second name for one variable: an assignment to either changes both, which a map from names to values cannot say.
        if (declarator.Symbol.RefKind != RefKind.None)
        {
            variables[declarator.Symbol] = Unsupported(declarator);
            return;
        }

        Assign(declarator.Symbol, Expression(initializer.Value));
    }

    private void Assign(ISymbol symbol, FrontendValue value)
    {
        variables[symbol] = value is ListValue { Items.Count: > 0 } list && ownership.IsStacked(symbol) ? Stacked(list.Items) : value;
        if (value is TensorValue { Value: var v, Owner: var owner })
        {
            owner.SetName(v, symbol.Name);
        }
    }

    /// <summary>An expression statement: only assignments have an effect here.</summary>
    private void Effect(IOperation expression)
    {
        switch (expression)
        {
            case ISimpleAssignmentOperation { IsRef: false } assignment:
                AssignTo(assignment.Target, Expression(assignment.Value));
                break;
            case ICompoundAssignmentOperation compound:
                AssignTo(compound.Target, Guarded(compound, () => Compound(compound)));
                break;
            case IIncrementOrDecrementOperation { OperatorMethod: null } step:
                AssignTo(step.Target, Guarded(step, () => Arithmetic(step, null, step.Kind == OperationKind.Increment ? BinaryOperatorKind.Add : BinaryOperatorKind.Subtract, [], Expression(step.Target), new DimValue(DimExpr.One))));
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                AssignTo(deconstruction.Target, Expression(deconstruction.Value));
                break;
            case IInvocationOperation invocation:
                if (!invocation.TargetMethod.ReturnsVoid && IsPoison(Expression(invocation)))
                {
                    break;
                }

                Report(DiagnosticIds.UnsupportedConstruct, invocation.Syntax.GetLocation(), invocation.TargetMethod.ReturnsVoid
                    ? "'" + invocation.TargetMethod.Name + "' returns nothing, so it acts by a side effect, which a graph does not have. Call it outside of the differentiable method."
                    : "The result of '" + invocation.TargetMethod.Name + "' is not used; tensors do not change, so the call has no effect. Assign the result.");
                break;
            default:
                Unsupported(expression);
                break;
        }
    }

    private void AssignTo(IOperation target, FrontendValue value)
    {
        if (IsPoison(value))
        {
            foreach (var symbol in LoopForm.Variables(target))
            {
                variables[symbol] = value;
            }

            return;
        }

        switch (target)
        {
            case ILocalReferenceOperation local:
                Assign(local.Local, value);
                break;
            case IParameterReferenceOperation parameter:
                Assign(parameter.Parameter, value);
                break;
            case IDeclarationExpressionOperation declaration:
                AssignTo(declaration.Expression, value);
                break;
            case IDiscardOperation:
                break;
            case IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation when ArrayOwnership.ArrayOf(target) is { Type: IArrayTypeSymbol { ElementType: var element } } array && HasTensors(element):
                SetElement(target, array, value);
                break;
            case ITupleOperation { Elements: var several } when several.Any(e => e is IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation) && several.Any(e => IsInteger(e.Type)):
                Refused(target, "'" + Excerpt(target.Syntax) + "' assigns an element of an array and an integer at once, and which place is meant depends on the order. Write one assignment after the other.");
                AssignTo(target, FrontendValue.Poison);
                break;
            case ITupleOperation tuple when value is ListValue list && list.Items.Count == tuple.Elements.Length:
                for (int i = 0; i < tuple.Elements.Length; i++)
                {
                    AssignTo(tuple.Elements[i], list.Items[i]);
                }

                break;
            case ITupleOperation tuple when value is RecordValue record && Deconstructed(record, tuple.Elements.Length) is { } parts:
                for (int i = 0; i < tuple.Elements.Length; i++)
                {
                    AssignTo(tuple.Elements[i], parts[i]);
                }

                break;
            default:
                if (target.DescendantsAndSelf().Any(o => o is ILocalReferenceOperation { Local: ISymbol local } && variables.TryGetValue(local, out var held) && IsPoison(held)))
                {
                    break;
                }

                Report(DiagnosticIds.UnsupportedConstruct, target.Syntax.GetLocation(), "Only local variables can be assigned in a differentiable method, not '" + target.Syntax + "'; return the new value instead.");
                AssignTo(target, FrontendValue.Poison);
                break;
        }
    }

    private TensorValue Tensor(Value value) => new(value, builder);

    /// <summary>A value in the graph or region that is being built.</summary>
    private Value In(TensorValue tensor) => builder.Import(tensor.Value, tensor.Owner);

    /// <summary>What a variable, or a part of one, holds here.</summary>
    private FrontendValue Held(FrontendValue value, IOperation operation) => value switch
    {
        TensorValue tensor => Tensor(In(tensor)),
        // One report for the variable, however often it is read.
        UnknownValue unknown => diagnostics.Any(d => d.Message == unknown.Reason) ? FrontendValue.Poison : Refused(operation, unknown.Reason),
        _ => value,
    };

    private static bool IsPoison(FrontendValue value) => ReferenceEquals(value, FrontendValue.Poison);

    /// <summary>A place as the graph has it.</summary>
    internal static SourceSpan SpanOf(Location? location)
    {
        if (location is null || !location.IsInSource)
        {
            return default;
        }

        var span = location.GetLineSpan();
        return new SourceSpan(span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1, span.EndLinePosition.Line + 1, span.EndLinePosition.Character + 1);
    }
}
