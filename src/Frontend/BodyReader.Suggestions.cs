using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;

namespace Costate.Frontend;

/// <content>Ways out of shape errors. A change of the code is suggested only when it was tried and fits for all sizes.</content>
internal sealed partial class BodyReader
{
    /// <summary>A change of one operand or of their order.</summary>
    private readonly struct Change(Func<GraphBuilder, Value[], Value[]?> apply, Func<string[], string[]> write)
    {
        public Func<GraphBuilder, Value[], Value[]?> Apply { get; } = apply;

        public Func<string[], string[]> Write { get; } = write;
    }

    /// <summary>What the next report tells code fixes.</summary>
    private ImmutableDictionary<string, string?> forFixes = ImmutableDictionary<string, string?>.Empty;

    /// <summary>Where the dimensions are declared that the next report is about.</summary>
    private readonly List<Location> origins = [];

    private static readonly string[] Contractions = ["MatMul", "Dot", "Solve", "SolveRight", "SolveSpd", "SolveSpdRight", "SolveTriangular"];

    /// <summary>What to do about a library call that does not fit, if more can be said than for all errors of the kind.</summary>
    private string? Fix(ShapeError error, LibraryFunction function, IReadOnlyList<Value> operands, Attrs attrs, IOperation operation, IReadOnlyList<IOperation> arguments) => (error.Id, function.Name) switch
    {
        (DiagnosticIds.ShapeMismatch, _) => Changed(function, operands, attrs, operation, arguments),
        (DiagnosticIds.RankMismatch, "MatMul") => string.Empty,
        (DiagnosticIds.RankMismatch, "Dot") => " The products of matrices are MatMul(a, b) and Einsum.",
        (DiagnosticIds.RankMismatch, "Outer") => " Einsum(\"ij,kl->ijkl\", a, b) is the outer product of matrices.",
        (DiagnosticIds.RankMismatch, "BroadcastTo") => " Name all axes of the result, the new ones first.",
        (DiagnosticIds.RankMismatch, "Transpose" or "Permute") => " A vector stands on either side of MatMul as it is; ExpandDims(x, axis) makes a row or a column of it.",
        _ => null,
    };

    /// <summary>A call of a library function that fits, with one operand transposed, given an axis, or both exchanged; or null.</summary>
    private string? Changed(LibraryFunction function, IReadOnlyList<Value> operands, Attrs attrs, IOperation operation, IReadOnlyList<IOperation> arguments)
    {
        if (operands.Count is < 1 or > 2 || arguments.Count < operands.Count)
        {
            return null;
        }

        // Operands of an elementwise function broadcast, so nearly any change fits; only those that keep one operand's shape are meant.
        bool keepsShape = operands.Count == 2 && !Contractions.Contains(function.Name);
        foreach (var change in Changes(operands.Count, keepsShape))
        {
            var attempt = new GraphBuilder("attempt");
            var inputs = operands.Select((v, i) => attempt.Input("x" + i, builder.TypeOf(v))).ToArray();
            try
            {
                if (change.Apply(attempt, inputs) is { } changed &&
                    changed.All(v => !LeadingAxes.AreIn(LeadingAxes.Trailing(attempt.ShapeOf(v)))) &&
                    LeadingCheck.Problem(function, changed.Select(attempt.TypeOf).ToArray(), attrs, attempt.Facts) is null &&
                    function.Build(attempt, changed, attrs) is { Length: 1 } results &&
                    !HasGuards(attempt) &&
                    (!keepsShape || inputs.Any(i => attempt.ShapeOf(i).Equals(attempt.ShapeOf(results[0])))))
                {
                    return " '" + Rewrite(operation, arguments, change.Write(arguments.Take(operands.Count).Select(a => a.Syntax.ToString()).ToArray())) + "' fits.";
                }
            }
            catch (ShapeError)
            {
                // This change does not fit either.
            }
        }

        return null;
    }

    private static IEnumerable<Change> Changes(int count, bool elementwise)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            int at = i;
            yield return new Change(
                (b, x) => b.ShapeOf(x[at]).Rank >= 2 ? With(x, at, b.TransposeLast(x[at])) : null,
                code => With(code, at, Transposed(code[at])));
        }

        if (elementwise)
        {
            for (int i = count - 1; i >= 0; i--)
            {
                int at = i;
                yield return new Change(
                    (b, x) => b.ShapeOf(x[at]).Rank >= 1 ? With(x, at, ShapeLibrary.ExpandDims(b, x[at], -1)) : null,
                    code => With(code, at, "ExpandDims(" + code[at] + ", -1)"));
            }
        }
        else if (count == 2)
        {
            yield return new Change((_, x) => [x[1], x[0]], code => [code[1], code[0]]);
        }
    }

    /// <summary>The code of the transpose; of a transpose it is its argument.</summary>
    private static string Transposed(string code)
    {
        const string Call = "Transpose(";
        int depth = 0;
        bool isCall = code.StartsWith(Call, StringComparison.Ordinal) && code.EndsWith(")", StringComparison.Ordinal);
        for (int i = Call.Length; isCall && i < code.Length - 1; i++)
        {
            depth += code[i] == '(' ? 1 : code[i] == ')' ? -1 : 0;

            // A comma or a closing parenthesis of its own: a permutation, or a product of calls.
            isCall = depth > 0 || (depth == 0 && code[i] != ',');
        }

        return isCall ? code.Substring(Call.Length, code.Length - Call.Length - 1) : Call + code + ")";
    }

    private static bool HasGuards(GraphBuilder attempt) => attempt.Build([]).Guards.Count > 0;

    private static T[] With<T>(T[] items, int at, T item)
    {
        var result = (T[])items.Clone();
        result[at] = item;
        return result;
    }

    /// <summary>The operation's code with some arguments replaced.</summary>
    private string Rewrite(IOperation operation, IReadOnlyList<IOperation> arguments, string[] code)
    {
        string text = operation.Syntax.ToString();
        int start = operation.Syntax.SpanStart;
        foreach (var (argument, written) in arguments.Zip(code, (a, c) => (a, c)).OrderByDescending(p => p.a.Syntax.SpanStart))
        {
            text = text.Remove(argument.Syntax.SpanStart - start, argument.Syntax.Span.Length).Insert(argument.Syntax.SpanStart - start, written);
        }

        forFixes = forFixes.SetItem(DiagnosticProperties.Replacement, text);
        return Shorten(text);
    }

    /// <summary>What to do about an error where no change of the code is known to fit.</summary>
    private string WayOut(ShapeError error) => error.Id switch
    {
        DiagnosticIds.ShapeMismatch or DiagnosticIds.TwoSizes => Rename(error) ?? " Make the two sizes one, by the declared shapes or by Transpose, Slice or Reshape.",
        DiagnosticIds.CarryShape => " Bring it back to that shape before the iteration ends, or give what has another shape a name of its own.",
        DiagnosticIds.BranchShape => " Give both branches one shape, by Transpose, Slice or Reshape, or go on inside of the branches.",
        DiagnosticIds.RankMismatch => " ExpandDims(x, axis) adds an axis of size 1; Squeeze and Sum take one away.",
        DiagnosticIds.AxisOutOfRange => " Axes count from 0, or back from -1 for the last one.",
        DiagnosticIds.ElementCount => " A reshape keeps the product of the sizes; x.Dim(axis) is the size of an axis.",
        DiagnosticIds.EinsumSpec => " Write a letter for each axis, as in \"ij,jk->ik\".",
        DiagnosticIds.WindowOutOfRange => " A window must lie inside: 0 <= start and start + length <= size.",
        DiagnosticIds.UnsupportedConstruct => " Sizes are divided as numbers that are not negative, by at least 1.",
        DiagnosticIds.EmptyReduction => " Reduce over axes that have elements.",
        DiagnosticIds.ElementType => " Comparisons and logic give masks, for Select; all else works on numbers of one type.",
        _ => string.Empty,
    };

    /// <summary>The declaration that would make two dimensions one.</summary>
    private string? Rename(ShapeError error)
    {
        if (error.Left is not { } left || error.Right is not { } right || LeadingAxes.AreIn(left) || LeadingAxes.AreIn(right))
        {
            return null;
        }

        if (left.TryGetSymbol(out string x) && right.TryGetSymbol(out string y))
        {
            if (NearMiss.IsNear(x, y))
            {
                string misspelt = Rarer(x, y), meant = misspelt == x ? y : x;
                forFixes = forFixes.SetItem(DiagnosticProperties.Misspelt, misspelt).SetItem(DiagnosticProperties.Meant, meant);
                return " Did you mean '" + meant + "' where [Shape] says '" + misspelt + "'?";
            }

            return " If " + x + " and " + y + " are one size, give them one name " + (RecordWith(x, y) is { } record ? record : "in [Shape]") + ".";
        }

        return left.TryGetSymbol(out x) ? Declare(x, right)
            : right.TryGetSymbol(out y) ? Declare(y, left)
            : null;

        static string? Declare(string symbol, DimExpr size) => size.Symbols.Contains(symbol)
            ? null
            : " If " + symbol + " is always " + size + ", write " + size + " for it in [Shape].";
    }

    /// <summary>How the parameter of a record that brings one of two names along could rename it, or that of an array whose length it is; null if there is none.</summary>
    private string? RecordWith(string x, string y)
    {
        if (signature.GraphInputs.FirstOrDefault(p => p.Owner is { Ordinal: >= 0 } && (p.Shape.Symbols.Contains(x) || p.Shape.Symbols.Contains(y)))?.Owner is not { } owner)
        {
            return null;
        }

        var structure = owner.Structure!;
        return structure.IsArray && structure.Length.Symbols.Any(s => s == x || s == y) ? "by [Length] on '" + owner.Name + "'"
            : structure.IsArray && structure.Element.IsTensor ? null
            : "by [Dims] on '" + owner.Name + "'";
    }

    /// <summary>The way out for an equality that is known to hold although the shapes do not say it: a fact, which every call must meet.</summary>
    private string Escape(ShapeError error)
    {
        if (error.Left is not { } left || error.Right is not { } right || new DimFact(left, DimRelation.Equal, right) is not { } fact || !CanBeDeclared(fact))
        {
            return string.Empty;
        }

        forFixes = forFixes.SetItem(DiagnosticProperties.Facts, fact.ToString());
        return " Where it is known to hold, [Where(\"" + fact + "\")] declares it, and every call is checked.";
    }

    /// <summary>Whether a fact is about names that the user wrote, and some sizes of at least 1 satisfy it with the other facts.</summary>
    private bool CanBeDeclared(DimFact fact)
    {
        var facts = builder.Facts;
        foreach (string symbol in fact.Symbols)
        {
            facts = facts.WithLowerBound(symbol, Math.Max(1, facts.LowerBoundOf(symbol)));
        }

        return fact.Symbols.Count > 0 && !fact.Symbols.Any(s => s == LeadingAxes.Name || signature.Unnamed.Contains(s) || Origin(s) is null) && IsSatisfiable(fact, facts);
    }

    /// <summary>Whether there are sizes for it: that 0 is 1 is then refuted by them.</summary>
    private static bool IsSatisfiable(DimFact fact, DimFacts facts) => DimExpr.Compare(DimExpr.Zero, DimExpr.One, facts.Assume(fact)).Decision == DimDecision.Refuted;

    /// <summary>Of two names the one that the signature has less often, which is more likely to be the slip.</summary>
    private string Rarer(string x, string y)
    {
        int Times(string name) => signature.GraphInputs.Sum(p => p.Shape.Count(d => d.Symbols.Contains(name)));
        return Times(x) < Times(y) || (Times(x) == Times(y) && string.CompareOrdinal(x, y) < 0) ? x : y;
    }

    /// <summary>What to declare or return where a result does not have its declared shape.</summary>
    private string ResultWayOut(int index, Shape actual, Shape declared, IOperation place)
    {
        if (TransposedResult(actual, declared, place) is { } transposed)
        {
            return " Return '" + Shorten(transposed) + "', which has it.";
        }

        if (signature.Result.All.Any(s => s.IsArray))
        {
            return " Return another value, or correct what is declared: [return: Shape] and [return: Dims] are about one element of an array, [return: Length] counts them.";
        }

        if (signature.Result.All.Any(s => s.Record is not null))
        {
            return " Return another value, or correct what is declared: a member of a record by [Shape] on the member or by [return: Dims], which renames its dimensions.";
        }

        var shapes = signature.ResultShapes.Select((s, i) => i == index ? actual : s ?? Shape.Scalar);
        return " Declare [return: Shape(\"" + string.Join("; ", shapes.Select(s => string.Join(", ", s))) + "\")], or return another value.";
    }

    private static string? TransposedResult(Shape actual, Shape declared, IOperation place) =>
        IsTraced(place) && actual.Rank == declared.Rank && actual.Rank >= 2 && !actual.Equals(declared) && Swapped(actual).Equals(declared) ? Transposed(place.Syntax.ToString()) : null;

    private static Shape Swapped(Shape shape) => shape.With(shape.Rank - 2, shape[shape.Rank - 1]).With(shape.Rank - 1, shape[shape.Rank - 2]);
}
