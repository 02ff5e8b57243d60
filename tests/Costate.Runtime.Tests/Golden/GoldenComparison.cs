using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Runtime.Tests.Trace;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Golden;

/// <summary>Runs cases through the public API and measures how far they are from what PyTorch gave.</summary>
internal static class GoldenComparison
{
    /// <summary>The distance between 1 and the next double.</summary>
    public const double Ulp = 2.220446049250313e-16;

    /// <summary>
    /// The largest error of a case, in units of the last place. Where a form is elementwise and nothing is summed, an error is
    /// measured by its own element; elsewhere by the largest element of its row, or of all where a broadcast was summed, because
    /// sums may cancel. What is infinite, NaN, or a zero of a value must be the same.
    /// </summary>
    /// <param name="golden">The case.</param>
    /// <param name="faults">What must be the same and is not.</param>
    /// <param name="used">The differences that were met.</param>
    public static double Error(GoldenCase golden, List<string> faults, HashSet<GoldenDifference> used)
    {
        var inputs = Parameters(golden);
        double worst = 0;
        if (GoldenForms.Call(golden, inputs) is TracedTensor<bool> mask)
        {
            SameShape(mask.Shape);
            Compare("value", golden.Value.Data, Flat(mask), mask.Shape, []);
            return worst;
        }

        var y = (TracedTensor<double>)GoldenForms.Call(golden, inputs);
        SameShape(y.Shape);
        Compare("value", golden.Value.Data, Check.Flat(y), y.Shape, []);
        foreach (var derivative in golden.Derivatives)
        {
            var seed = Leaf(golden.Cotangent, golden.Value.Shape, parameter: false);
            var x = inputs[derivative.Input];
            var direction = Leaf(derivative.Direction, x.Shape.ToArray(), parameter: false);
            CompareDerivative("vjp" + derivative.Input, derivative.Vjp, () => y.Vjp(seed, x), golden.Cotangent);
            CompareDerivative("jvp" + derivative.Input, derivative.Jvp, () => y.Jvp(x, direction), derivative.Direction);
            if (derivative.Hvp is { } hvp) CompareDerivative("hvp" + derivative.Input, hvp, () => y.Vjp(seed, x).Vjp(direction, x), []);
        }

        return worst;

        void SameShape(ReadOnlySpan<int> shape)
        {
            if (!shape.SequenceEqual(golden.Value.Shape)) faults.Add($"{golden}: the shape is [{string.Join(", ", shape.ToArray())}], PyTorch gives [{string.Join(", ", golden.Value.Shape)}]");
        }

        void CompareDerivative(string quantity, double[] expected, Func<TracedTensor<double>> derivative, double[] seeds)
        {
            TracedTensor<double> actual;
            try
            {
                actual = derivative();
            }
            catch (GradientException)
            {
                // PyTorch answers with zeros where the result does not depend on the input; Costate says so.
                if (!expected.All(e => e == 0)) faults.Add($"{golden}, {quantity}: no derivative, PyTorch gives [{string.Join(", ", expected)}]");
                return;
            }

            Compare(quantity, expected, Check.Flat(actual), actual.Shape, seeds);
        }

        void Compare(string quantity, double[] expected, double[] actual, ReadOnlySpan<int> shape, double[] seeds)
        {
            if (actual.Length != expected.Length)
            {
                faults.Add($"{golden}, {quantity}: {actual.Length} elements, PyTorch gives {expected.Length}");
                return;
            }

            bool summed = !GoldenErrors.IsElementwise(golden.Form) || quantity[0] == 'h' || (quantity[0] == 'v' && quantity != "value" && !shape.SequenceEqual(golden.Value.Shape));
            int columns = GoldenErrors.IsElementwise(golden.Form) ? Math.Max(1, expected.Length) : shape.Length == 0 ? 1 : shape[^1];
            double[] sizes = Sizes(expected, columns, summed);
            for (int i = 0; i < expected.Length; i++)
            {
                var place = At(quantity, i, seeds);
                var difference = GoldenDifferences.All.FirstOrDefault(d => d.Form == golden.Form && d.Quantities.Contains(quantity) && place.Inputs.Length + place.Row.Length > 0 && d.At(place));
                double wanted = difference is null ? expected[i] : difference.Ours(place);
                if (difference is not null && !Same(wanted, expected[i], sign: quantity == "value")) used.Add(difference);
                if (Same(wanted, actual[i], sign: quantity == "value")) continue;
                double error = Math.Abs(actual[i] - wanted) / Math.Max(difference is null ? sizes[i] : Math.Abs(wanted), MinNormal) / Ulp;
                if (double.IsFinite(wanted) && double.IsFinite(actual[i]) && error > 0) worst = Math.Max(worst, error);
                else faults.Add($"{golden}, {quantity}[{i}]: {actual[i]:R}, but {(difference is null ? "PyTorch gives" : "documented is")} {wanted:R}");
            }
        }

        Place At(string quantity, int i, double[] seeds)
        {
            if (golden.Inputs.Length == 0) return new Place([], [], 0);
            var first = golden.Inputs[0];
            bool inside = golden.Inputs.All(x => x.Data.Length == first.Data.Length) && (quantity[0] is 'v' && quantity != "value" || first.Data.Length == golden.Value.Data.Length);
            bool reduced = first.Shape.Length == 2 && golden.Value.Shape.Length == 1;
            int columns = reduced ? first.Shape[1] : 1, row = inside && reduced ? i / columns : i;
            bool perRow = reduced && quantity.StartsWith("vjp", StringComparison.Ordinal);
            return new Place(
                inside ? [.. golden.Inputs.Select(x => x.Data[i])] : [],
                reduced && (row + 1) * columns <= first.Data.Length ? first.Data[(row * columns)..((row + 1) * columns)] : [],
                seeds.Length == 0 ? 0 : seeds[Math.Min(perRow ? row : i, seeds.Length - 1)]);
        }
    }

    /// <summary>The inputs of a case as parameters.</summary>
    public static TracedTensor<double>[] Parameters(GoldenCase golden) => [.. golden.Inputs.Select(x => Leaf(x.Data, x.Shape, parameter: true))];

    /// <summary>Equal bits, any two NaNs, or two zeros whose signs do not matter.</summary>
    public static bool Same(double a, double b, bool sign) => double.IsNaN(a) ? double.IsNaN(b) : a == b && (a != 0 || !sign || double.IsNegative(a) == double.IsNegative(b));

    private const double MinNormal = 2.2250738585072014e-308;

    private static double[] Sizes(double[] expected, int columns, bool summed) => [.. expected.Select((e, i) => summed
        ? expected[(i / columns * columns)..((i / columns * columns) + columns)].Where(double.IsFinite).Select(Math.Abs).DefaultIfEmpty().Max()
        : Math.Abs(e))];

    private static double[] Flat(TracedTensor<bool> x)
    {
        if (x.Rank == 0) return [x.EvalScalar() ? 1 : 0];
        var value = x.Eval();
        bool[] flat = new bool[(int)value.FlattenedLength];
        if (flat.Length > 0) value.FlattenTo(flat);
        return [.. flat.Select(b => b ? 1.0 : 0.0)];
    }

    private static TracedTensor<double> Leaf(double[] data, int[] shape, bool parameter) =>
        shape.Length == 0 ? (parameter ? Parameter(data[0]) : Constant(data[0])) : parameter ? Parameter(data, shape) : Constant(data, shape);
}
