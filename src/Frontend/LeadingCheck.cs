using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Frontend;

/// <summary>
/// Whether a call of a library function means the same for any number of leading axes. A graph has them as one axis, the body may be run on
/// five: so no axis may be counted from the front, and the call is built again with no leading axis and with two of them, and must give what the
/// call with one gives. No function is named here, so a new one needs no word about leading axes.
/// </summary>
internal static class LeadingCheck
{
    private static readonly string[] AxisArguments = ["axis", "axes", "perm"];

    /// <summary>Why the call depends on the number of leading axes, and the way out; null if it does not, or is wrong for every number.</summary>
    public static string? Problem(LibraryFunction function, IReadOnlyList<TensorType> operands, Attrs attrs, DimFacts facts)
    {
        if (operands.FirstOrDefault(o => LeadingAxes.AreIn(o.Shape)) is not { } leading)
        {
            return null;
        }

        if (AxisArguments.Where(attrs.Has).SelectMany(name => Axes(attrs, name)).Where(axis => axis >= 0).Select(axis => (int?)axis).FirstOrDefault() is { } front)
        {
            return FromTheFront(front, leading.Shape);
        }

        string[] names = Fresh(operands);
        var (none, one, two) = (Try(function, operands, attrs, facts), Try(function, operands, attrs, facts, LeadingAxes.Name), Try(function, operands, attrs, facts, names));
        if (one.Results is null && none.Results is null && two.Results is null)
        {
            return null;
        }

        if (operands.Count == 1 && one.Results?.FirstOrDefault(r => LeadingAxes.AreIn(LeadingAxes.Trailing(r))) is { } inside)
        {
            return "the result would be " + inside + ", where the leading axes are not the first ones. They stay in front of all others, or are reduced with them.";
        }

        return one.Results is { } expected && Agrees(none, expected) && Agrees(two, expected, names)
            ? null
            : "what it computes depends on the number of leading axes: with none, " + none.Text + "; with two, " + two.Text + "." + (operands.Count == 1
                ? " Only the axes behind '...' can be named, and they are counted from the end."
                : " Let tensors without '...' have no more axes than stand behind it, and those with it the same number; ExpandDims(x, axis) adds one.");
    }

    /// <summary>What is said about an axis that is counted from the front.</summary>
    public static string FromTheFront(int axis, Shape shape)
    {
        var trailing = LeadingAxes.Trailing(shape);
        string others = trailing.Rank == 0
            ? "No axis of it has a fixed place; only functions of all axes or of none can be used."
            : "Count from the end: " + string.Join(", ", trailing.Select((d, i) => d + " is axis " + (i - trailing.Rank).ToString(CultureInfo.InvariantCulture))) + ".";
        return "axis " + axis.ToString(CultureInfo.InvariantCulture) + " is counted from the front, where the leading axes of " + shape + " stand. " + others;
    }

    private static int[] Axes(Attrs attrs, string name) => name == "axis" ? [attrs.Int(name)] : attrs.Ints(name);

    private static bool Agrees(Outcome outcome, IReadOnlyList<Shape> expected, params string[] leading) =>
        outcome.Results is { } results && results.SequenceEqual(expected.Select(s => LeadingAxes.Expand(s, leading.Select(DimExpr.Symbol))));

    private static Outcome Try(LibraryFunction function, IReadOnlyList<TensorType> operands, Attrs attrs, DimFacts facts, params string[] leading)
    {
        var builder = new GraphBuilder("trial") { Facts = facts };
        var shapes = operands.Select(o => LeadingAxes.Expand(o.Shape, leading.Select(DimExpr.Symbol))).ToArray();
        string given = string.Join(" and ", shapes.Select(s => s.ToString()));
        try
        {
            var inputs = operands.Select((o, i) => builder.Input("x" + i.ToString(CultureInfo.InvariantCulture), o.WithShape(shapes[i]))).ToArray();
            var results = function.Build(builder, inputs, attrs).Select(builder.ShapeOf).ToArray();
            return new Outcome(results, given + (shapes.Length == 1 ? " gives " : " give ") + string.Join(" and ", results.Select(r => r.ToString())));
        }
        catch (ShapeError)
        {
            return new Outcome(null, given + (shapes.Length == 1 ? " does not fit" : " do not fit"));
        }
    }

    /// <summary>Names of two axes that no shape has.</summary>
    private static string[] Fresh(IReadOnlyList<TensorType> operands)
    {
        var taken = new HashSet<string>(operands.SelectMany(o => o.Shape.Symbols), StringComparer.Ordinal);
        return new[] { "a", "b", "c", "d", "lead1", "lead2" }.Concat(Enumerable.Range(3, taken.Count).Select(i => "lead" + i.ToString(CultureInfo.InvariantCulture))).Where(n => !taken.Contains(n)).Take(2).ToArray();
    }

    /// <summary>The shapes of the results, or null if the operands do not fit; and both in words.</summary>
    private readonly struct Outcome(IReadOnlyList<Shape>? results, string text)
    {
        public IReadOnlyList<Shape>? Results { get; } = results;

        public string Text { get; } = text;
    }
}
