using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
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
internal sealed partial class BodyReader(MethodReader methods, GraphBuilder builder, MethodSignature signature, List<FrontendDiagnostic> diagnostics, CancellationToken cancellation)
{
    private readonly Dictionary<ISymbol, FrontendValue> variables = new(SymbolEqualityComparer.Default);
    private FrontendValue? returned;

    /// <summary>Set when a callee has errors: they are reported there, and nothing that follows from them is reported here.</summary>
    private bool silent;

    /// <returns>The outputs, or null after an error.</returns>
    public IReadOnlyList<Value>? Read(IBlockOperation body, MethodDeclarationSyntax syntax)
    {
        DeclareParameters();
        Block(body);
        if (returned is null)
        {
            if (diagnostics.Count == 0 && !silent)
            {
                Report(DiagnosticIds.UnsupportedConstruct, syntax.Identifier.GetLocation(), "'" + signature.Method.Name + "' does not end with a return statement.");
            }

            return null;
        }

        return silent ? null : Outputs(returned, syntax);
    }

    private void DeclareParameters()
    {
        foreach (var parameter in signature.Parameters)
        {
            builder.Span = SpanOf(parameter.Symbol.Locations.FirstOrDefault());
            variables[parameter.Symbol] = parameter.Kind == ParameterKind.Integer
                ? new DimValue(builder.DimParameter(parameter.Name))
                : new TensorValue(builder.Input(parameter.Name, new TensorType(signature.DType, parameter.Shape), frozen: parameter.Kind == ParameterKind.Number));
        }
    }

    private List<Value>? Outputs(FrontendValue result, MethodDeclarationSyntax syntax)
    {
        var items = signature.ReturnsTuple && result is ListValue list ? list.Items : [result];
        if (items.Count != signature.ResultShapes.Count || items.Any(i => i is not TensorValue))
        {
            if (diagnostics.Count == 0 && !silent)
            {
                Report(DiagnosticIds.UnsupportedConstruct, syntax.Identifier.GetLocation(), "The result of '" + signature.Method.Name + "' is not built from its parameters in a way that can be read.");
            }

            return null;
        }

        var outputs = items.Select(i => ((TensorValue)i).Value).ToList();
        for (int i = 0; i < outputs.Count; i++)
        {
            if (signature.ResultShapes[i] is { } declared && !CheckResult(i, outputs[i], declared, syntax))
            {
                return null;
            }
        }

        return outputs;
    }

    private bool CheckResult(int index, Value output, Shape declared, MethodDeclarationSyntax syntax)
    {
        var actual = builder.ShapeOf(output);
        string which = signature.ReturnsTuple ? "Result " + signature.ResultNames[index] : "The result";
        var place = syntax.DescendantNodes().OfType<ReturnStatementSyntax>().LastOrDefault()?.Expression?.GetLocation() ?? syntax.ExpressionBody?.Expression.GetLocation() ?? syntax.Identifier.GetLocation();
        try
        {
            string message = which + " of '" + signature.Method.Name + "' has the shape " + actual + ", declared is " + declared + ".";
            if (actual.Rank != declared.Rank)
            {
                throw new ShapeError(DiagnosticIds.ReturnShape, message);
            }

            for (int axis = 0; axis < declared.Rank; axis++)
            {
                builder.RequireEqual(actual[axis], declared[axis], DiagnosticIds.ReturnShape, () => message);
            }

            return true;
        }
        catch (ShapeError e)
        {
            Report(e.Id, place, e.Message + Origins(e.Message));
            return false;
        }
    }

    private void Block(IBlockOperation block)
    {
        foreach (var statement in block.Operations)
        {
            cancellation.ThrowIfCancellationRequested();
            if (returned is not null || silent || diagnostics.Count > 0)
            {
                return;
            }

            Statement(statement);
        }
    }

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
            case IReturnOperation { ReturnedValue: { } value }:
                returned = Expression(value);
                break;
            case IConditionalOperation conditional:
                if (Condition(conditional) is { } taken)
                {
                    if ((taken ? conditional.WhenTrue : conditional.WhenFalse) is { } branch)
                    {
                        Statement(branch);
                    }
                }

                break;
            case IEmptyOperation:
                break;
            default:
                Unsupported(statement);
                break;
        }
    }

    private void Declare(IVariableDeclaratorOperation declarator)
    {
        var initializer = declarator.GetVariableInitializer();
        if (initializer is null)
        {
            return;
        }

        Assign(declarator.Symbol, Expression(initializer.Value));
    }

    private void Assign(ISymbol symbol, FrontendValue value)
    {
        variables[symbol] = value;
        if (value is TensorValue { Value: var v })
        {
            builder.SetName(v, symbol.Name);
        }
    }

    /// <summary>An expression statement: only assignments have an effect here.</summary>
    private void Effect(IOperation expression)
    {
        switch (expression)
        {
            case ISimpleAssignmentOperation assignment:
                AssignTo(assignment.Target, Expression(assignment.Value));
                break;
            case ICompoundAssignmentOperation compound:
                AssignTo(compound.Target, Compound(compound));
                break;
            case IDeconstructionAssignmentOperation deconstruction:
                AssignTo(deconstruction.Target, Expression(deconstruction.Value));
                break;
            case IInvocationOperation invocation:
                Report(DiagnosticIds.UnsupportedConstruct, invocation.Syntax.GetLocation(), "The result of '" + invocation.TargetMethod.Name + "' is not used; tensors do not change, so the call has no effect. Assign the result.");
                break;
            default:
                Unsupported(expression);
                break;
        }
    }

    private void AssignTo(IOperation target, FrontendValue value)
    {
        if (ReferenceEquals(value, FrontendValue.Poison))
        {
            foreach (var local in target.DescendantsAndSelf().OfType<ILocalReferenceOperation>())
            {
                variables[local.Local] = value;
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
            case ITupleOperation tuple when value is ListValue list && list.Items.Count == tuple.Elements.Length:
                for (int i = 0; i < tuple.Elements.Length; i++)
                {
                    AssignTo(tuple.Elements[i], list.Items[i]);
                }

                break;
            default:
                Report(DiagnosticIds.UnsupportedConstruct, target.Syntax.GetLocation(), "Only local variables can be assigned in a differentiable method, not '" + target.Syntax + "'; return the new value instead.");
                break;
        }
    }

    private bool? Condition(IConditionalOperation conditional)
    {
        if (conditional.Condition.ConstantValue is { HasValue: true, Value: bool constant })
        {
            return constant;
        }

        Report(DiagnosticIds.UnsupportedConstruct, conditional.Condition.Syntax.GetLocation(), "The condition '" + conditional.Condition.Syntax + "' is not a compile-time constant; use Select(condition, a, b) for a choice by value, or branch outside of the differentiable method.");
        return null;
    }

    private FrontendValue Unsupported(IOperation operation)
    {
        // Code that does not compile is the compiler's to report.
        if (operation is not IInvalidOperation && operation.Kind != OperationKind.None)
        {
            Report(DiagnosticIds.UnsupportedConstruct, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "' (" + Describe(operation) + ") cannot stand in a differentiable method. " + WayOut(operation));
        }
        else if (diagnostics.Count == 0)
        {
            Report(DiagnosticIds.UnsupportedConstruct, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "' cannot be read.");
        }

        return FrontendValue.Poison;
    }

    private static string Describe(IOperation operation) => operation switch
    {
        IForLoopOperation or IForEachLoopOperation or IWhileLoopOperation => "a loop",
        ISwitchOperation or ISwitchExpressionOperation => "a switch",
        ITryOperation or IThrowOperation => "exception handling",
        IAnonymousFunctionOperation or ILocalFunctionOperation or IDelegateCreationOperation => "a nested function",
        IObjectCreationOperation or IAnonymousObjectCreationOperation => "object creation",
        IAwaitOperation => "await",
        IUsingOperation or IUsingDeclarationOperation or ILockOperation => "a resource statement",
        IFieldReferenceOperation => "a field that is not constant",
        IPropertyReferenceOperation => "a property",
        IArrayElementReferenceOperation => "array indexing",
        _ => operation.Kind.ToString(),
    };

    private static string WayOut(IOperation operation) => operation switch
    {
        ILoopOperation => "Write the loop around calls of the method; the trace is differentiated through it.",
        IFieldReferenceOperation or IPropertyReferenceOperation => "Pass the value as a parameter, or make it a constant.",
        _ => "Straight-line code over tensors, numbers and sizes can be read; move the rest to the caller.",
    };

    private void Report(string id, Location location, string message)
    {
        if (!silent && !diagnostics.Any(d => d.Location == location && d.Id == id))
        {
            diagnostics.Add(new FrontendDiagnostic(id, location, message));
        }
    }

    private FrontendValue Report(ShapeError error, IOperation operation)
    {
        Report(error.Id, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "': " + error.Message + Origins(error.Message));
        return FrontendValue.Poison;
    }

    /// <summary>Where the dimensions that a message names come from.</summary>
    private string Origins(string message)
    {
        var origins = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var parameter in signature.Parameters.Where(p => p.Kind == ParameterKind.Traced))
        {
            for (int axis = 0; axis < parameter.Shape.Rank; axis++)
            {
                foreach (string symbol in parameter.Shape[axis].Symbols)
                {
                    if (Regex.IsMatch(message, "\\b" + Regex.Escape(symbol) + "\\b") && seen.Add(symbol))
                    {
                        origins.Add(symbol + " is from axis " + axis + " of " + parameter.Name + " " + parameter.Shape);
                    }
                }
            }
        }

        return origins.Count == 0 ? string.Empty : " Here " + string.Join(", ", origins) + ".";
    }

    private static string Excerpt(SyntaxNode syntax)
    {
        string text = Regex.Replace(syntax.ToString(), "\\s+", " ");
        return text.Length <= 80 ? text : text.Substring(0, 77) + "...";
    }

    private static SourceSpan SpanOf(Location? location)
    {
        if (location is null || !location.IsInSource)
        {
            return default;
        }

        var span = location.GetLineSpan();
        return new SourceSpan(span.StartLinePosition.Line + 1, span.StartLinePosition.Character + 1, span.EndLinePosition.Line + 1, span.EndLinePosition.Character + 1);
    }
}
