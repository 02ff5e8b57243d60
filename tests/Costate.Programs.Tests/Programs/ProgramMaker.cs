using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Tests.Programs;

/// <summary>
/// Draws a well-typed program: parameters over one to three symbols, then steps of the public API whose operands fit, then results.
/// Intervals keep every step inside of its domain and away from infinite derivatives.
/// </summary>
internal sealed partial class ProgramMaker
{
    // Beyond this a value is only scaled down or squashed.
    private const double LargestMagnitude = 80;

    // What a sum over an axis multiplies a bound by.
    private const double AxisSize = 6;

    private static readonly string[] SymbolNames = ["n", "m", "k"];
    private static readonly string[] TensorNames = ["x", "y", "z", "w"];

    private readonly Random random;
    private readonly List<Step> steps = [];
    private readonly HashSet<int> used = [];
    private bool isSingle;

    /// <summary>Whether the program has loops, branches and local functions.</summary>
    private readonly bool hasBlocks;
    private RandomProgram? callee;

    private ProgramMaker(Random random, bool hasBlocks) => (this.random, this.hasBlocks) = (random, hasBlocks);

    /// <summary>The program of a seed, with at most so many steps; some more if it has loops and branches.</summary>
    public static RandomProgram Make(int seed, int size, bool hasBlocks) => new ProgramMaker(new Random(seed), hasBlocks).Program("P", size, mayCall: true, isSingle: null);

    private RandomProgram Program(string name, int size, bool mayCall, bool? isSingle)
    {
        this.isSingle = isSingle ?? Chance(0.15);
        if (mayCall && Chance(0.15)) callee = new ProgramMaker(random, hasBlocks).Program("Inner", 3, mayCall: false, this.isSingle);
        Parameters();
        if (hasBlocks) size += 3;
        int wanted = steps.Count + random.Next(Math.Min(3, size), Math.Max(4, size + 1));
        bool called = false;
        for (int attempts = 0; steps.Count < wanted && attempts < 40 * size; attempts++)
        {
            if (callee is not null && !called)
            {
                called = Call();
                if (called) continue;
            }

            Draw();
        }

        if (hasBlocks && !steps.Any(s => s.Form == StepForm.Open)) Loop();
        if (!called) callee = null;
        int[] results = Results();
        if (hasBlocks && Chance(0.15)) results = EarlyReturn(results);
        var program = new RandomProgram { Name = name, Steps = [.. steps], Outputs = results, IsSingle = this.isSingle, Style = random.Next(), Callee = callee };

        // Unused values are the exception.
        return Chance(0.85) ? program.WithoutUnused() : program;
    }

    private void Parameters()
    {
        var symbols = SymbolNames.Take(random.Next(1, 4)).Select(DimExpr.Symbol).ToArray();
        DimExpr Any() => symbols[random.Next(symbols.Length)];
        int count = random.Next(1, 5);
        for (int i = 0; i < count; i++)
        {
            var shape = random.Next(12) switch
            {
                0 => Shape.Scalar,
                1 or 2 => Shape.Of(Any()),
                3 or 4 or 5 => Shape.Of(Any(), Any()),
                6 or 7 => Square(Any()),
                8 => Shape.Of(1, Any()),
                9 => Shape.Of(Any(), 1),
                10 => Shape.Of(Any(), Any(), Any()),
                _ => Chance(0.5) ? Shape.Of(Any() + 1, Any()) : Shape.Of(2 * Any()),
            };
            steps.Add(new Step { Text = TensorNames[i], IsParameter = true, Shape = shape });
        }

        // Every symbol must stand alone at some axis.
        var lonely = symbols.Where(s => steps.Any(p => p.Shape.Symbols.Contains(s.ToString())) && !steps.Any(p => p.Shape.Contains(s))).ToArray();
        if (lonely.Length > 0) steps.Add(new Step { Text = "u", IsParameter = true, Shape = Shape.Of(lonely) });
        if (Chance(0.25)) steps.Add(new Step { Text = "p", IsParameter = true, Kind = StepKind.Number, Range = new Range(0.3, 1.4) });
        if (Chance(0.12)) steps.Add(new Step { Text = "q", IsParameter = true, Kind = StepKind.Number, Range = new Range(-1.4, 1.4) });
        if (Chance(0.12)) steps.Add(new Step { Text = "length", IsParameter = true, Kind = StepKind.Size, Size = DimExpr.Symbol("length"), Range = new Range(0, 6) });
        if (Chance(0.08)) steps.Add(new Step { Text = "flag", IsParameter = true, Kind = StepKind.Flag });

        static Shape Square(DimExpr n) => Shape.Of(n, n);
    }

    private int[] Results()
    {
        int[] tensors = Enumerable.Range(0, steps.Count).Where(i => steps[i].Kind == StepKind.Tensor && IsVisible(i)).ToArray();
        int[] unused = tensors.Where(i => !used.Contains(i) && !steps[i].IsParameter).ToArray();
        int last = unused.Length > 0 ? unused[^1] : tensors[^1];
        var outputs = new List<int> { last };
        while (outputs.Count < 3 && Chance(unused.Length > outputs.Count ? 0.5 : 0.15))
        {
            // A result may be a parameter, or a value that goes into another result too.
            int other = Chance(0.7) && unused.Length > 0 ? unused[random.Next(unused.Length)] : tensors[random.Next(tensors.Length)];
            outputs.Add(other);
        }

        // Scalars have further compiled forms.
        if (outputs.Count == 1 && steps[last].Rank > 0 && Chance(0.5)
            && Add($"{(Chance(0.5) ? "Sum" : "Mean")}({{0}})", Shape.Scalar, steps[last].Range.Summed(AxisSize), last))
        {
            outputs[0] = steps.Count - 1;
        }

        return [.. outputs];
    }

    private bool Chance(double probability) => random.NextDouble() < probability;

    private TItem Any<TItem>(params TItem[] items) => items[random.Next(items.Length)];

    /// <summary>A value of some kind; unused and young ones are likelier.</summary>
    private int? Pick(Func<Step, bool> fits)
    {
        int[] fitting = Enumerable.Range(0, steps.Count).Where(i => IsVisible(i) && fits(steps[i])).ToArray();
        if (fitting.Length == 0) return null;
        int[] fresh = fitting.Where(i => !used.Contains(i)).ToArray();
        if (fresh.Length > 0 && Chance(0.75)) return fresh[random.Next(fresh.Length)];
        return fitting[Math.Max(random.Next(fitting.Length), random.Next(fitting.Length))];
    }

    private int? Tensor(Func<Step, bool>? fits = null) => Pick(s => s.Kind == StepKind.Tensor && (fits is null || fits(s)));

    private int? OfRank(int least) => Tensor(s => s.Rank >= least);

    private bool Add(string text, Shape shape, Range range, params int[] operands) => Add(new Step { Text = text, Shape = shape, Range = range, Operands = operands });

    private bool Infix(char op, string text, Shape shape, Range range, params int[] operands) => Add(new Step { Text = text, Shape = shape, Range = range, Operands = operands, Operator = op });

    private bool Add(Step step)
    {
        if (!(step.Range.Magnitude <= LargestMagnitude) || step.Rank > 4 || steps.Count > (hasBlocks ? 80 : 40)) return false;
        steps.Add(step with
        {
            IsConstant = step.IsConstant || (step.Form == StepForm.Value && step.Operands.Count > 0 && step.Operands.All(o => steps[o].IsConstant)),
            IsEvaluated = step.IsEvaluated || (step.Kind == StepKind.Number && step.Operands.Any(o => steps[o].IsEvaluated)),
            StopsGradient = step.StopsGradient || (step.Kind == StepKind.Tensor && step.Operands.Any(o => steps[o].Kind == StepKind.Number && steps[o].IsEvaluated)),
        });
        used.UnionWith(step.Operands);
        return true;
    }

    /// <summary>A number of the element type.</summary>
    private string Literal(double value)
    {
        string text = value.ToString("0.0###", CultureInfo.InvariantCulture);
        return isSingle ? text + "f" : text;
    }

    /// <summary>An expression for a size, over values that have it; the operands are appended.</summary>
    private string? SizeText(DimExpr size, List<int> operands)
    {
        if (size.TryGetConstant(out long constant)) return constant.ToString(CultureInfo.InvariantCulture);
        var places = new List<(int Step, int Axis)>();
        for (int i = 0; i < steps.Count; i++)
        {
            if (!IsVisible(i)) continue;
            if (steps[i].Kind == StepKind.Size && steps[i].Size.Equals(size)) places.Add((i, -1));
            if (steps[i].Kind is not (StepKind.Tensor or StepKind.Mask)) continue;
            for (int axis = 0; axis < steps[i].Rank; axis++)
            {
                if (steps[i].Shape[axis].Equals(size)) places.Add((i, axis));
            }
        }

        if (places.Count == 0) return null;
        var (step, at) = places[random.Next(places.Count)];
        operands.Add(step);
        string reference = "{" + (operands.Count - 1).ToString(CultureInfo.InvariantCulture) + "}";
        return at < 0 ? reference : $"{reference}.Dim({(Chance(0.3) ? at - steps[step].Rank : at)})";
    }

    /// <summary>A list of sizes as arguments.</summary>
    private string? SizeTexts(IEnumerable<DimExpr> sizes, List<int> operands)
    {
        var texts = new List<string>();
        foreach (var size in sizes)
        {
            if (SizeText(size, operands) is not { } text) return null;
            texts.Add(text);
        }

        return string.Join(", ", texts);
    }

    private int Axis(int axis, int rank) => Chance(0.4) ? axis - rank : axis;

    private static bool IsOne(DimExpr dim) => dim.Equals(DimExpr.One);

    /// <summary>The shape of broadcast operands, or null if they do not fit.</summary>
    private static Shape? Broadcast(params Shape[] shapes)
    {
        var result = new DimExpr[shapes.Max(s => s.Rank)];
        for (int axis = 0; axis < result.Length; axis++)
        {
            result[axis] = DimExpr.One;
            foreach (var shape in shapes)
            {
                int own = axis - (result.Length - shape.Rank);
                if (own < 0 || IsOne(shape[own])) continue;
                if (!IsOne(result[axis]) && !result[axis].Equals(shape[own])) return null;
                result[axis] = shape[own];
            }
        }

        return Shape.Of(result);
    }
}
