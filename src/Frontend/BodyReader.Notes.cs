using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace Costate.Frontend;

/// <content>What is worth saying about a body that is right: what is checked only when it runs, and what is legal and rarely meant.</content>
internal sealed partial class BodyReader
{
    private static readonly HashSet<string> Broadcasting = new(StringComparer.Ordinal)
    {
        "Add", "Subtract", "Multiply", "Divide", "Pow", "Max", "Min", "LessThan", "LessThanOrEqual", "GreaterThan", "GreaterThanOrEqual", "EqualTo", "NotEqualTo", "And", "Or",
    };

    /// <summary>Calls that show in the place itself that another shape is meant.</summary>
    private static readonly HashSet<string> Reshaping = new(StringComparer.Ordinal) { "ExpandDims", "Transpose", "Permute", "Reshape", "BroadcastTo" };

    /// <summary>The operation whose shapes are being asked about.</summary>
    private IOperation? here;

    /// <summary>
    /// A question without an answer is worth a message: a fact could decide it. One that plainly depends on the sizes, say that a mean needs an
    /// element, is what callers are there for, and is hidden unless its severity is raised.
    /// </summary>
    private void NoteGuard(Guard guard, DimAnswer answer)
    {
        if (here is null)
        {
            return;
        }

        bool isOpen = answer.Decision == DimDecision.Unknown;
        var fact = new DimFact(guard.Left, guard.Relation == GuardRelation.Equal ? DimRelation.Equal : DimRelation.LessOrEqual, guard.Right);
        string excerpt = guard.Message.StartsWith("'" + Excerpt(here.Syntax) + "'", StringComparison.Ordinal) ? string.Empty : "'" + Excerpt(here.Syntax) + "': ";
        string what = isOpen ? " Whether " + fact + " for all sizes was neither proved nor refuted," : GraphBuilder.WitnessText(answer) + " That depends on the sizes,";
        
        // Leading axes and the index of a loop have no name in the signature.
        bool isInside = fact.Symbols.Any(s => s == LeadingAxes.Name || !IsNamed(s));
        notes.Add(new FrontendDiagnostic(
            guard.Id,
            here.Syntax.GetLocation(),
            excerpt + guard.Message + what + " so it is checked when '" + signature.Method.Name + "' is called" + (isInside ? "." : "; [Where(\"" + fact + "\")] would say it."),
            isOpen ? DiagnosticSeverity.Info : DiagnosticSeverity.Hidden)
        {
            Properties = isInside || fact.Symbols.Any(signature.Unnamed.Contains) ? ImmutableDictionary<string, string?>.Empty : ImmutableDictionary<string, string?>.Empty.Add(DiagnosticProperties.Facts, fact.ToString()),
        });
    }

    /// <summary>
    /// Two vectors of one size that make a matrix are mostly a mistake that no size reveals. A vector against a square matrix is one at times, and
    /// often a bias: information only.
    /// </summary>
    private void NoteBroadcast(IOperation operation, LibraryFunction function, IReadOnlyList<Value> operands, IReadOnlyList<IOperation> places, Shape result)
    {
        if (!Broadcasting.Contains(function.Name) || operands.Count != 2 || places.Count != 2 || places.Any(IsReshaped))
        {
            return;
        }

        var (x, y) = (builder.ShapeOf(operands[0]), builder.ShapeOf(operands[1]));
        if (result.Rank < 2 || !result[result.Rank - 1].Equals(result[result.Rank - 2]) || result[result.Rank - 1].IsConstant)
        {
            return;
        }

        string size = result[result.Rank - 1].ToString();
        bool isPairs = !x.Equals(result) && !y.Equals(result) && x.Rank >= 1 && y.Rank >= 1 && IsColumn(x) != IsColumn(y);
        string? problem =
            isPairs
                ? x + " and " + y + " make " + result + ": each of the " + size + " elements meets each of the other " + size + ". Reshape one of them if they belong together element by element; if every pair is meant, say so by ExpandDims(x, -1) in this place."
            : x.Rank != y.Rank && Math.Min(x.Rank, y.Rank) == 1 && (x.Equals(result) || y.Equals(result)) && !IsColumn(x) && !IsColumn(y)
                ? (x.Rank == 1 ? x : y) + " meets " + result + " along the last axis, and would fit the one before it as well. Say which is meant by ExpandDims(x, 0) or ExpandDims(x, -1) in this place."
            : null;
        if (problem is not null)
        {
            notes.Add(new FrontendDiagnostic(DiagnosticIds.SuspiciousBroadcast, operation.Syntax.GetLocation(), "'" + Excerpt(operation.Syntax) + "': " + problem, isPairs ? null : DiagnosticSeverity.Info));
        }
    }

    private static bool IsColumn(Shape shape) => shape.Rank >= 2 && Ir.Broadcasting.IsOne(shape[shape.Rank - 1]);

    private static bool IsReshaped(IOperation operation)
    {
        while (operation is IConversionOperation or IParenthesizedOperation)
        {
            operation = operation is IConversionOperation conversion ? conversion.Operand : ((IParenthesizedOperation)operation).Operand;
        }

        return operation is IInvocationOperation { TargetMethod: var method } invocation && (Reshaping.Contains(method.Name) || (invocation.Syntax as InvocationExpressionSyntax)?.ArgumentList.Arguments.Any(a => a.NameColon?.Name.Identifier.Text == "keepDims") == true);
    }
}
