using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Runtime.Tests.Golden;

/// <summary>Where an element stands: the inputs there, the row that it was reduced from, and the number that drives the derivative.</summary>
/// <param name="Inputs">The inputs at this element, where they have the shape of the quantity.</param>
/// <param name="Row">The row of the first input that this element belongs to, if that is a matrix.</param>
/// <param name="Seed">The cotangent or the direction there; 0 for a value.</param>
internal sealed record Place(double[] Inputs, double[] Row, double Seed)
{
    public double X => Inputs[0];

    public double Y => Inputs[1];

    /// <summary>Whether there is a row and all its numbers satisfy the predicate.</summary>
    public bool RowIs(Predicate<double> predicate) => Row.Length > 0 && Array.TrueForAll(Row, predicate);

    /// <summary>Whether the row holds a number that satisfies the predicate and no NaN, which spreads in both libraries.</summary>
    public bool RowHas(Func<double, bool> predicate) => Row.Any(predicate) && !Row.Any(double.IsNaN);
}

/// <summary>A place where Costate means something else than PyTorch: what it gives there instead, and why.</summary>
/// <param name="Form">The form, in all of whose cases the difference holds.</param>
/// <param name="Quantities">value, or vjp or jvp with the number of the input.</param>
/// <param name="At">The places.</param>
/// <param name="Ours">What Costate gives there.</param>
/// <param name="Reason">Why.</param>
internal sealed record GoldenDifference(string Form, string[] Quantities, Func<Place, bool> At, Func<Place, double> Ours, string Reason);

/// <summary>The whole list; a test demands that each entry is a difference indeed.</summary>
internal static class GoldenDifferences
{
    private static readonly string[] Value = ["value"], First = ["vjp0", "jvp0"], Second = ["vjp1", "jvp1"];

    public static IReadOnlyList<GoldenDifference> All { get; } =
    [
        new("Abs", First, p => double.IsNaN(p.X), _ => double.NaN, "A NaN has no sign; its derivative says so."),
        new("Sign", Value, p => double.IsNaN(p.X), _ => double.NaN, "NaN is not hidden behind a 0."),
        new("Sign", Value, p => IsMinusZero(p.X), _ => -0.0, "A zero keeps its sign."),
        new("Relu", Value, p => IsMinusZero(p.X), _ => 0.0, "What is not positive becomes 0, without a sign."),
        new("Pow", First, p => double.IsInfinity(p.Y) && Math.Pow(p.X, p.Y) == 0, _ => 0.0, "y x^(y-1) tends to 0 for an infinite exponent; the product has a strong zero."),
        new("Pow", Second, p => p.X <= 0, _ => 0.0, "A base without a real logarithm has derivative 0 in the exponent, so that integer powers of negative numbers can be differentiated in both."),
        new("Max", Value, p => p.X == 0 && p.Y == 0 && IsMinusZero(p.Y), p => p.X, "The IEEE maximum: 0 is larger than -0."),
        new("Min", Value, p => p.X == 0 && p.Y == 0 && IsMinusZero(p.X), p => p.X, "The IEEE minimum: -0 is smaller than 0."),
        .. NanWins("Max"),
        .. NanWins("Min"),
        new("Clamp", First, p => Math.Abs(p.X) == 1, p => p.Seed / 2, "At an end of the range the derivative is the mean of both sides, as at every tie of Max and Min."),
        new("Clamp", First, p => double.IsNaN(p.X), p => p.Seed, "NaN stays, so its derivative does too."),
        new("Min over axis", Value, p => p.RowIs(x => x == 0) && p.Row.Any(IsMinusZero), _ => -0.0, "The IEEE minimum: -0 is smaller than 0."),
        new("Norm axis", ["vjp0"], p => double.IsInfinity(p.X) && p.RowHas(double.IsInfinity), _ => 0.0, "x / n for an infinite n: the product with 1 / n has a strong zero."),
        new("Norm axis", ["jvp0"], p => p.RowHas(double.IsInfinity), _ => 0.0, "x / n for an infinite n: the product with 1 / n has a strong zero."),
        new("LogSumExp axis", First, p => p.RowHas(double.IsPositiveInfinity), _ => 0.0, "An infinite sum changes no more: the product with 1 / sum has a strong zero."),
        new("LogSumExp axis", First, p => p.RowIs(double.IsNegativeInfinity), _ => 0.0, "A row that is masked out has no derivative."),
        new("LogSumExp axis", ["vjp0"], p => p.Row.Count(x => x == 1e300) == 2 && p.X == 1e300, p => p.Seed / 2, "The weights of equal numbers are equal; the difference to the result, which PyTorch takes the exponential of, has lost them."),
    ];

    /// <summary>PyTorch gives the derivative where the operand is not NaN in one mode, and to both in the other.</summary>
    private static IEnumerable<GoldenDifference> NanWins(string form)
    {
        const string reason = "NaN wins, and whoever is NaN gets the derivative, in both modes.";
        yield return new(form, First, p => double.IsNaN(p.X) || double.IsNaN(p.Y), p => double.IsNaN(p.X) ? p.Seed : 0, reason);
        yield return new(form, Second, p => double.IsNaN(p.X) || double.IsNaN(p.Y), p => double.IsNaN(p.Y) ? p.Seed : 0, reason);
    }

    private static bool IsMinusZero(double x) => x == 0 && double.IsNegative(x);
}
