using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Ir.Checking;
using Xunit;

namespace Costate.Generator.Tests;

/// <summary>The formulas in the documentation of generated members, at several sizes, against what is counted.</summary>
public sealed class CostTests
{
    private const string Model = """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Costly
        {
            [Differentiable]
            public static TracedTensor<double> Loss([Shape("n, m")] TracedTensor<double> x, [Shape("m, k")] TracedTensor<double> w, [Shape("k")] TracedTensor<double> b) =>
                Mean(Square(Tanh(MatMul(x, w) + b)));

            [Differentiable]
            [return: Shape("i, r")]
            public static TracedTensor<double> Project([Shape("i, j, k")] TracedTensor<double> t, [Shape("j, r")] TracedTensor<double> b, [Shape("k, r")] TracedTensor<double> c) =>
                Einsum("ijk,jr,kr->ir", t, b, c);

            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<float> Wave([Shape("n")] TracedTensor<float> x) => Sin(x) * Exp(-Square(x)) / (1f + Square(x));
        }
        """;

    private static readonly Lazy<GeneratorRun> Run = new(() => new GeneratorRun(Model));

    [Theory]
    [InlineData("Loss")]
    [InlineData("Project")]
    [InlineData("Wave")]
    public void The_formulas_are_what_is_counted(string method)
    {
        var type = GeneratedCompilation.Load(Run.Value.Output).GetType("Costly")!;
        var fragment = (Fragment)type.GetNestedType(method + "Fragment", System.Reflection.BindingFlags.NonPublic)!.GetField("Instance", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.GetValue(null)!;
        var graph = fragment.Graph;
        var (forward, adjoint, kept) = Documented(method);
        foreach (int scale in new[] { 3, 7, 20 })
        {
            var sizes = graph.Symbols.Select((s, i) => (s, Value: (long)scale + i)).ToDictionary(e => e.s, e => e.Value);
            Close(Count(graph, sizes), forward.Evaluate(s => sizes[s]));
            Close(Count(fragment.Programs.Adjoint, sizes), adjoint.Evaluate(s => sizes[s]));

            // Each kept tensor begins at a cache line.
            int bytes = fragment.ResidualCount(graph.Symbols.Select(s => (int)sizes[s]).ToArray()) * (method == "Wave" ? sizeof(float) : sizeof(double));
            Assert.InRange(bytes, kept.Evaluate(s => sizes[s]), kept.Evaluate(s => sizes[s]) + (64 * fragment.Programs.Residuals.Count));
        }
    }

    // A formula counts a subtraction once, and an op that only moves elements not at all.
    private static void Close(long counted, long documented) => Assert.InRange(documented, (counted / 2) - 8, (counted * 2) + 8);

    private static (DimExpr Forward, DimExpr Adjoint, DimExpr Kept) Documented(string method)
    {
        string text = Run.Value.Text;
        int at = text.IndexOf(" " + method + "(global::Costate.TracedValue", StringComparison.Ordinal);
        string line = text[..at].Split('\n').Last(l => l.Contains("Evaluating it costs about", StringComparison.Ordinal));
        var parts = System.Text.RegularExpressions.Regex.Match(line, "about (.*) operations, its adjoint about (.*) and (.*) bytes");
        Assert.True(parts.Success, line);
        return (DimExpr.Parse(parts.Groups[1].Value), DimExpr.Parse(parts.Groups[2].Value), DimExpr.Parse(parts.Groups[3].Value));
    }

    private static long Count(Graph graph, Dictionary<string, long> sizes)
    {
        var counter = new Counter();
        var sized = new SizedGraph(graph, new Sizes(sizes));
        new TextbookInterpreter<double, CountingArithmetic>(new CountingArithmetic(counter)).Run(sized, graph.Inputs.Select(v => new Dense<double>(sized.Shapes[v.Node], Enumerable.Repeat(0.5, sized.Shapes[v.Node].Aggregate(1, (a, b) => a * b)).ToArray())).ToArray());
        return counter.Operations;
    }

    private sealed class Counter
    {
        public long Operations { get; set; }
    }

    /// <summary>Doubles that count what is done with them, each function by its op's cost.</summary>
    private readonly struct CountingArithmetic(Counter counter) : IArithmetic<double>
    {
        public double Zero => 0;

        public double One => 1;

        public double Constant(double value) => value;

        public double Integer(long value) => value;

        public double Add(double x, double y) => Counted(x + y);

        public double Negate(double x) => Counted(-x);

        public double Multiply(double x, double y) => Counted(x * y);

        public double MultiplyStrong(double x, double y) => Counted(x * y);

        public double Divide(double x, double y) => Counted(x / y, OpTable.Get("Div").Cost);

        public double Apply(string function, double x) => Counted(default(RealArithmetic).Apply(function, x), OpTable.Get(function).Cost);

        public double Root(double x) => Counted(Math.Sqrt(x), OpTable.Get("Sqrt").Cost);

        public double Power(double x, double y) => Counted(Math.Pow(x, y), OpTable.Get("Pow").Cost);

        public double Angle(double y, double x) => Counted(Math.Atan2(y, x), OpTable.Get("Atan2").Cost);

        public double Stop(double x) => x;

        public double Compare(string relation, double x, double y) => Counted(default(RealArithmetic).Compare(relation, x, y));

        public double Logic(string operation, double x, double y) => Counted(default(RealArithmetic).Logic(operation, x, y));

        public bool? Decide(double truth) => truth != 0;

        public int? Trips(string index, Sizes around) => null;

        public double Select(double condition, double whenTrue, double whenFalse) => Counted(condition != 0 ? whenTrue : whenFalse);

        public double Extreme(double x, double y, bool largest) => Counted(default(RealArithmetic).Extreme(x, y, largest));

        public double Maximum(double[] elements) => Counted(elements.Max(), elements.Length);

        public bool IsBetterPivot(double candidate, double pivot) => Math.Abs(candidate) > Math.Abs(pivot);

        private double Counted(double value, int cost = 1)
        {
            counter.Operations += cost;
            return value;
        }
    }
}
