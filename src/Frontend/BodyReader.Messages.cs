using System;
using System.Collections.Generic;
using System.Collections.Immutable;
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

    private void Report(string id, Location location, string message, ImmutableDictionary<string, string?>? properties = null)
    {
        properties = forFixes.AddRange(properties ?? ImmutableDictionary<string, string?>.Empty);
        if (!diagnostics.Any(d => d.Location == location && d.Id == id))
        {
            diagnostics.Add(new FrontendDiagnostic(id, location, message) { Properties = properties, Origins = [.. origins] });
        }

        forFixes = ImmutableDictionary<string, string?>.Empty;
        origins.Clear();
    }

    /// <param name="shapes">The shapes that the error is about, where it is not about two dimensions.</param>
    /// <param name="fix">What to do; if there is nothing better, what errors of this kind ask for.</param>
    private FrontendValue Report(ShapeError error, IOperation operation, IEnumerable<Shape>? shapes = null, string? fix = null)
    {
        Report(error.Id, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "': " + error.Message + Origins(error, shapes) + (fix ?? WayOut(error)) + Escape(error));
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
        ILoopOperation => "Loops with 'for', 'while' and 'do' are read, and 'foreach' over the rows of a tensor or over values that are written out.",
        IPropertyReferenceOperation { Property.Name: "Shape" } or IPropertyReferenceOperation { Property.IsIndexer: true } => "The size of an axis is x.Dim(axis).",
        IFieldReferenceOperation or IPropertyReferenceOperation => "Pass the value as a parameter, or make it a constant.",
        IPatternOperation or ICaseClauseOperation or ISwitchOperation or ISwitchExpressionOperation => "Constants, comparisons and their combinations by 'and', 'or' and 'not' are patterns that can be read.",
        IAnonymousFunctionOperation or ILocalFunctionOperation or IDelegateCreationOperation => "Make it a method of its own, marked [Differentiable].",
        IVariableDeclaratorOperation or ISimpleAssignmentOperation { IsRef: true } => "Leave 'ref' away and assign the variable itself.",
        IIncrementOrDecrementOperation or IAssignmentOperation => "Write it as a statement of its own, 'name = expression;'.",
        _ => "Loops, branches and expressions over tensors, numbers and sizes can be read; move the rest to the caller.",
    };

    /// <summary>Where the dimensions come from that an error is about.</summary>
    private string Origins(ShapeError error, IEnumerable<Shape>? shapes = null)
    {
        if (error.Left is { } left && error.Right is { } right)
        {
            return Origins(left.Symbols.Concat(right.Symbols));
        }

        // Nothing but ranks or axes is wrong, so the declarations say enough.
        var symbols = new HashSet<string>((shapes ?? []).SelectMany(s => s.Symbols), StringComparer.Ordinal);
        var parameters = signature.GraphInputs.Where(p => p.Shape.Symbols.Any(symbols.Contains)).ToArray();
        origins.AddRange(parameters.Select(p => methods.PlaceOf(p, null)));
        string declared = string.Join(", ", parameters.Select(p => p.Name + " is " + p.Shape));
        return declared.Length == 0 ? string.Empty : " Here " + declared + ".";
    }

    private string Origins(IEnumerable<string> symbols)
    {
        var found = new List<string>();
        foreach (string symbol in new SortedSet<string>(symbols, StringComparer.Ordinal))
        {
            if (Origin(symbol) is var (what, place))
            {
                found.Add(symbol + (symbol == LeadingAxes.Name ? " are " : " is ") + what);
                origins.Add(place);
            }
        }

        return found.Count == 0 ? string.Empty : " Here " + string.Join(", ", found) + ".";
    }

    private (string What, Location Place)? Origin(string symbol)
    {
        if (signature.Integers.FirstOrDefault(p => p.Name == symbol) is { } integer)
        {
            return ("the parameter '" + symbol + "'", methods.PlaceOf(integer, null));
        }

        if (symbol == LeadingAxes.Name)
        {
            return signature.GraphInputs.FirstOrDefault(p => LeadingAxes.Lead(p.Shape)) is { } first
                ? ("the leading axes of " + first.Name + " " + first.Shape, methods.PlaceOf(first, symbol))
                : null;
        }

        // An axis that is the symbol alone explains it better than an expression with it.
        var axes = signature.GraphInputs.SelectMany(p => p.Shape.Select((dim, axis) => (Parameter: p, Dim: dim, Axis: axis))).Where(a => a.Dim.Symbols.Contains(symbol)).OrderBy(a => a.Dim.TryGetSymbol(out _) ? 0 : 1);
        foreach (var (parameter, dim, axis) in axes)
        {
            int counted = LeadingAxes.Lead(parameter.Shape) ? axis - parameter.Shape.Rank : axis;
            return ((dim.TryGetSymbol(out _) ? "axis " : "in axis ") + counted + " of " + parameter.Name + " " + parameter.Shape, methods.PlaceOf(parameter, symbol));
        }

        return null;
    }

    /// <summary>Whether a symbol is a size that callers know by its name, and not one of a loop.</summary>
    private bool IsNamed(string symbol) =>
        signature.Integers.Any(p => p.Name == symbol) || signature.GraphInputs.Any(p => p.Shape.Any(dim => dim.Symbols.Contains(symbol)));

    internal static string Excerpt(SyntaxNode syntax) => Shorten(syntax.ToString());

    private static string Shorten(string code)
    {
        string text = Regex.Replace(code, "\\s+", " ");
        return text.Length <= 80 ? text : text.Substring(0, 77) + "...";
    }
}
