using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>What is said about a body that cannot be read: the offender, the shapes in the user's names, their origins, and a way out.</content>
internal sealed partial class BodyReader
{
    private FrontendValue Unsupported(IOperation operation)
    {
        // Code that does not compile is the compiler's to report.
        if (operation.Kind is OperationKind.Invalid || operation.Type?.TypeKind == TypeKind.Error)
        {
            return Silence();
        }

        Report(DiagnosticIds.UnsupportedConstruct, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "' (" + Describe(operation) + ") cannot stand in a differentiable method. " + WayOut(operation));
        return FrontendValue.Poison;
    }

    private FrontendValue Silence()
    {
        silenced = true;
        return FrontendValue.Poison;
    }

    private void Report(string id, Location location, string message)
    {
        if (!diagnostics.Any(d => d.Location == location && d.Id == id))
        {
            diagnostics.Add(new FrontendDiagnostic(id, location, message));
        }
    }

    private FrontendValue Report(ShapeError error, IOperation operation, string? fix = null)
    {
        Report(error.Id, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "': " + error.Message + Origins(error) + (fix ?? WayOut(error)));
        return FrontendValue.Poison;
    }

    private static string Describe(IOperation operation) => operation switch
    {
        ILoopOperation => "a loop",
        ISwitchOperation or ISwitchExpressionOperation => "a switch",
        ITryOperation or IThrowOperation => "exception handling",
        IAnonymousFunctionOperation or ILocalFunctionOperation or IDelegateCreationOperation => "a nested function",
        IObjectCreationOperation or IAnonymousObjectCreationOperation => "object creation",
        IArrayCreationOperation => "an array whose elements are not written out",
        ICollectionExpressionOperation => "a collection with a spread element",
        IAwaitOperation => "await",
        IUsingOperation or IUsingDeclarationOperation or ILockOperation => "a resource statement",
        IBranchOperation => "a jump",
        ILabeledOperation => "a label",
        IFieldReferenceOperation => "a field that is not constant",
        IPropertyReferenceOperation => "a property",
        IArrayElementReferenceOperation or IImplicitIndexerReferenceOperation => "indexing",
        IIncrementOrDecrementOperation => "an increment",
        IVariableDeclaratorOperation or ISimpleAssignmentOperation { IsRef: true } => "a second name for a variable",
        ICompoundAssignmentOperation { OutConversion.IsIdentity: false } or ICompoundAssignmentOperation { InConversion.IsIdentity: false } => "an assignment that converts back",
        IAssignmentOperation => "an assignment inside of an expression",
        IIsTypeOperation or IIsPatternOperation or ITypeOfOperation => "a test of a type or pattern",
        IBinaryOperation => "an operation that has no meaning for these operands",
        IUnaryOperation => "an operation that has no meaning for this operand",
        IConversionOperation conversion => "a conversion from " + conversion.Operand.Type?.ToDisplayString() + " to " + conversion.Type?.ToDisplayString(),
        ILiteralOperation or IDefaultValueOperation => "a constant that is neither a number, a bool nor a string",
        IConditionalAccessOperation or ICoalesceOperation => "a test for null",
        IReturnOperation => "an iterator",
        { Kind: OperationKind.None } => "a construct of low-level code",
        _ => Words(operation.Kind.ToString()),
    };

    private static string Words(string kind) => Regex.Replace(kind, "(?<=[a-z])(?=[A-Z])", " ").ToLowerInvariant();

    private static string WayOut(IOperation operation) => operation switch
    {
        ILoopOperation => "Write the loop around calls of the method; the trace is differentiated through it.",
        IPropertyReferenceOperation { Property.Name: "Shape" } or IPropertyReferenceOperation { Property.IsIndexer: true } => "The size of an axis is x.Dim(axis).",
        IFieldReferenceOperation or IPropertyReferenceOperation => "Pass the value as a parameter, or make it a constant.",
        ISwitchOperation or ISwitchExpressionOperation => "Use Select(condition, a, b) for a choice by value, or branch outside of the differentiable method.",
        IAnonymousFunctionOperation or ILocalFunctionOperation or IDelegateCreationOperation => "Make it a method of its own, marked [Differentiable].",
        IVariableDeclaratorOperation or ISimpleAssignmentOperation { IsRef: true } => "Leave 'ref' away and assign the variable itself.",
        IIncrementOrDecrementOperation or IAssignmentOperation => "Write it as a statement of its own, 'name = expression;'.",
        _ => "Straight-line code over tensors, numbers and sizes can be read; move the rest to the caller.",
    };

    /// <summary>Where the dimensions that an error is about come from; if it does not say, those that its message names.</summary>
    private string Origins(ShapeError error)
    {
        // Only inside of shapes: a dimension may be named like a word of the message.
        string shapes = string.Join(" ", Regex.Matches(error.Message, "\\[[^\\]]*\\]").Cast<Match>().Select(m => m.Value));
        bool Concerns(string symbol) => error.Left is { } left && error.Right is { } right
            ? left.Symbols.Contains(symbol) || right.Symbols.Contains(symbol)
            : Regex.IsMatch(shapes, "\\b" + Regex.Escape(symbol) + "\\b");

        var origins = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in signature.Parameters)
        {
            if (parameter.Kind == ParameterKind.Integer)
            {
                if (Concerns(parameter.Name))
                {
                    origins[parameter.Name] = "is the parameter '" + parameter.Name + "'";
                }

                continue;
            }

            // An axis that is the symbol alone explains it better than an expression with it.
            for (int axis = 0; axis < parameter.Shape.Rank; axis++)
            {
                foreach (string symbol in parameter.Shape[axis].Symbols)
                {
                    bool alone = parameter.Shape[axis].TryGetSymbol(out _);
                    if (Concerns(symbol) && (!origins.ContainsKey(symbol) || (alone && origins[symbol].StartsWith("stands in", StringComparison.Ordinal))))
                    {
                        origins[symbol] = (alone ? "is axis " : "stands in axis ") + axis + " of " + parameter.Name + " " + parameter.Shape;
                    }
                }
            }
        }

        return origins.Count == 0 ? string.Empty : " Here " + string.Join(", ", origins.Select(o => o.Key + " " + o.Value)) + ".";
    }

    private static string Excerpt(SyntaxNode syntax) => Shorten(syntax.ToString());

    private static string Shorten(string code)
    {
        string text = Regex.Replace(code, "\\s+", " ");
        return text.Length <= 80 ? text : text.Substring(0, 77) + "...";
    }
}
