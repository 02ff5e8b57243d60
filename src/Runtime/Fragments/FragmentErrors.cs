using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>Finds out why inputs do not fit a fragment, once the fast check has said that they do not.</summary>
internal static class FragmentErrors
{
    public static ShapeMismatchException Rank(Fragment fragment, int input, ReadOnlySpan<int> actual)
    {
        var declared = fragment.Graph.TypeOf(fragment.Graph.Inputs[input]).Shape;
        string parameter = fragment.Graph.InputName(input);
        return new ShapeMismatchException(
            DiagnosticIds.RankMismatch,
            $"{fragment.Name} declares '{parameter}' as {declared} (rank {(LeadingAxes.Lead(declared) ? "at least " + (declared.Rank - 1) : declared.Rank)}), but got {Format(actual)} (rank {actual.Length}).",
            declared.ToString(),
            Format(actual),
            parameter);
    }

    /// <summary>Two arguments have other leading axes.</summary>
    public static ShapeMismatchException Leading(Fragment fragment, ReadOnlySpan<int> leading, int first, int input, ReadOnlySpan<int> shape)
    {
        string parameter = fragment.Graph.InputName(input);
        var own = LeadingSizes.Of(fragment, input, shape, fragment.InputRanks[input]);
        return new ShapeMismatchException(
            DiagnosticIds.TwoSizes,
            $"'...' of {fragment.Name} would be {Format(leading)} (of '{fragment.Graph.InputName(first)}') and {Format(own)} (of '{parameter}', which is {Format(shape)}). It is one list for all arguments.",
            Format(leading),
            Format(own),
            parameter);
    }

    /// <summary>An argument without any axis where concrete tensors have at least one.</summary>
    public static ShapeMismatchException NoAxis(Fragment fragment, int input)
    {
        string parameter = fragment.Graph.InputName(input);
        return new ShapeMismatchException(
            DiagnosticIds.RankMismatch,
            $"'{parameter}' of {fragment.Name} has no axis, and a Tensor has at least one. Pass it as [1], or call the method on traced tensors, whose rank may be 0.",
            LeadingAxes.Name,
            Format([]),
            parameter);
    }

    /// <summary>A result without any axis where concrete tensors have at least one.</summary>
    public static ShapeMismatchException NoAxis() => new(
        DiagnosticIds.RankMismatch,
        "A result declared as [...] has no axis here, since the arguments have no leading ones, and a Tensor has at least one. Give the arguments a leading axis of size 1, or call the method on traced tensors, whose rank may be 0.",
        LeadingAxes.Name,
        Format([]),
        null);

    public static ShapeMismatchException Mismatch(Fragment fragment, ReadOnlySpan<int> flatShapes, ReadOnlySpan<long> dimArgs, ReadOnlySpan<int> leading)
    {
        var graph = fragment.Graph;
        var collapsed = Split(fragment, flatShapes);
        int[][] shapes = new int[collapsed.Length][];
        for (int i = 0; i < shapes.Length; i++) shapes[i] = fragment.LeadingInputs.Length > i && fragment.LeadingInputs[i] ? LeadingSizes.Restore(leading, collapsed[i]) : collapsed[i];
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < graph.DimParameters.Count; i++) values[graph.DimParameters[i]] = dimArgs[i];
        if (!fragment.Solution.TryBind((input, axis) => collapsed[input][axis], values, out var mismatch))
        {
            var declared = graph.TypeOf(graph.Inputs[mismatch!.Input]).Shape;
            string parameter = graph.InputName(mismatch.Input), actual = Format(shapes[mismatch.Input]);
            bool isNameTwice = mismatch.Kind == ShapeMismatchKind.Different && mismatch.Expected.TryGetSymbol(out _);
            return new ShapeMismatchException(
                isNameTwice ? DiagnosticIds.TwoSizes : DiagnosticIds.ShapeMismatch,
                Describe(fragment, mismatch, declared, parameter, actual),
                declared.ToString(),
                actual,
                parameter);
        }

        foreach (var guard in graph.Guards)
        {
            if (!Holds(guard, values)) return Guard(fragment, guard, values, shapes);
        }

        throw new InvalidOperationException($"{fragment.Name} refused sizes that its graph accepts: {string.Join(", ", shapes.Select(s => Format(s)))}. Its generated code does not belong to its graph.");
    }

    /// <summary>Whether a guard holds; an expression without a value does not.</summary>
    public static bool Holds(Guard guard, IReadOnlyDictionary<string, long> values)
    {
        try
        {
            return guard.Holds(symbol => values[symbol]);
        }
        catch (ArithmeticException)
        {
            return false;
        }
    }

    public static ShapeMismatchException Guard(Fragment fragment, Guard guard, IReadOnlyDictionary<string, long> values, int[][] shapes)
    {
        var symbols = guard.Left.Symbols.Concat(guard.Right.Symbols).Distinct(StringComparer.Ordinal).OrderBy(s => s, StringComparer.Ordinal);
        string sizes = string.Join(", ", symbols.Select(s => s + " = " + values[s].ToString(CultureInfo.InvariantCulture)));
        string actual = string.Join(", ", shapes.Select(s => Format(s)));
        return new ShapeMismatchException(
            guard.Id,
            $"{fragment.Name}: {guard.Message} Here {sizes}, and the inputs are {actual}.",
            guard.ToString(),
            actual,
            null);
    }

    public static ShapeMismatchException Broken(string fragment, string id, string message, string condition, ReadOnlySpan<(string Name, int Value)> sizes)
    {
        var here = new StringBuilder();
        foreach (var (name, value) in sizes)
        {
            here.Append(here.Length == 0 ? string.Empty : ", ").Append(name).Append(" = ").Append(value.ToString(CultureInfo.InvariantCulture));
        }

        return new ShapeMismatchException(id, $"{fragment}: {message} Here {here}.", condition, here.ToString(), null);
    }

    public static string Format(ReadOnlySpan<int> shape)
    {
        var text = new StringBuilder("[");
        for (int i = 0; i < shape.Length; i++) text.Append(i == 0 ? string.Empty : ", ").Append(shape[i].ToString(CultureInfo.InvariantCulture));
        return text.Append(']').ToString();
    }

    private static string Describe(Fragment fragment, ShapeMismatch mismatch, Shape declared, string parameter, string actual)
    {
        string reason = mismatch.Kind switch
        {
            ShapeMismatchKind.Different => $"axis {Axis(fragment, mismatch.Input, mismatch.Axis)} should be {Valued(mismatch.Expected, mismatch.ExpectedValue)} and is {mismatch.Actual}",
            ShapeMismatchKind.Remainder => $"axis {Axis(fragment, mismatch.Input, mismatch.Axis)} is {mismatch.Actual}, which {mismatch.Expected} is for no whole number",
            ShapeMismatchKind.Negative => $"axis {Axis(fragment, mismatch.Input, mismatch.Axis)} is {mismatch.Actual}, which {mismatch.Expected} is only for a negative size",
            _ => $"axis {Axis(fragment, mismatch.Input, mismatch.Axis)} is {mismatch.Actual}, and {mismatch.Expected} has no value here",
        };
        var origins = mismatch.Bindings.Select(b => b.Input < 0
            ? $"{b.Symbol} = {b.Value} is an argument"
            : $"{b.Symbol} = {b.Value} comes from axis {Axis(fragment, b.Input, b.Axis)} of '{fragment.Graph.InputName(b.Input)}'").ToArray();
        return $"{fragment.Name} declares '{parameter}' as {declared}, but got {actual}: {reason}" + (origins.Length == 0 ? "." : "; " + string.Join(", ", origins) + ".");
    }

    // Behind leading axes an axis has a fixed place only from the end.
    private static int Axis(Fragment fragment, int input, int axis) => LeadingAxes.Lead(fragment.Graph.TypeOf(fragment.Graph.Inputs[input]).Shape) ? axis - fragment.InputRanks[input] : axis;

    private static string Valued(DimExpr expression, long? value) =>
        expression.IsConstant || value is null ? expression.ToString() : expression + " = " + value.Value.ToString(CultureInfo.InvariantCulture);

    private static int[][] Split(Fragment fragment, ReadOnlySpan<int> flatShapes)
    {
        var ranks = fragment.InputRanks;
        var shapes = new int[ranks.Length][];
        int at = 0;
        for (int i = 0; i < shapes.Length; i++)
        {
            shapes[i] = flatShapes.Slice(at, ranks[i]).ToArray();
            at += ranks[i];
        }

        return shapes;
    }
}
