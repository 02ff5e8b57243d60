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

            // Each iteration reads one element of an array.
            [Differentiable]
            public static TracedTensor<double> Layers([Shape("n")] TracedTensor<double> x, [Length("depth"), Shape("n, n; n")] (TracedTensor<double> Weights, TracedTensor<double> Bias)[] layers)
            {
                for (int j = 0; j < layers.Length; j++)
                {
                    x = Tanh(MatMul(layers[j].Weights, x) + layers[^(j + 1)].Bias);
                }

                return Sum(x);
            }

            // The index decides how much an iteration costs.
            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double> Prefixes([Shape("n, m")] TracedTensor<double> a, [Shape("m, k")] TracedTensor<double> b, [Shape("k")] TracedTensor<double> c, [Shape("n")] TracedTensor<double> d)
            {
                for (int i = 0; i < d.Dim(0); i++)
                {
                    d = SetSlice(d, Sum(Exp(MatMul(MatMul(a[..(i + 1)], b), c))), i);
                }

                return d;
            }

            // A loop in a loop, and both indices are read.
            [Differentiable]
            public static TracedTensor<double> Pairs([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> y)
            {
                var sum = Sum(y);
                for (int i = 0; i < x.Dim(0); i++)
                {
                    for (int j = 0; j <= i; j++)
                    {
                        sum = sum + Sin(x[i] * x[j]) * Dot(y, y + x[j]);
                    }
                }

                return sum;
            }

            // Data decide how long it lasts.
            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double> Settle([Shape("n, n")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> b)
            {
                var x = b;
                while (Norm(x).EvalScalar() > 1e-3)
                {
                    x = MatMul(a, Tanh(x)) / a.Dim(0);
                }

                return x + b;
            }

            // Keeps three states of its loop, whose first iterations run again.
            [Differentiable, Checkpoint(Slots = 3)]
            [return: Shape("n")]
            public static TracedTensor<double> Again([Shape("n, n")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> b, int steps)
            {
                for (int i = 0; i < steps; i++)
                {
                    b = MatMul(a, Tanh(b));
                }

                return b;
            }

            // The same in a loop, each time as long as the data say.
            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double> Halve([Shape("m, n")] TracedTensor<double> a, [Shape("n")] TracedTensor<double> b)
            {
                foreach (var row in a)
                {
                    var x = b + row;
                    while (Norm(x).EvalScalar() > 1e-3)
                    {
                        x = 0.5 * Sin(x);
                    }

                    b = b + x;
                }

                return b;
            }
        }
        """;

    private static readonly Lazy<GeneratorRun> Run = new(() => new GeneratorRun(Model));

    [Theory]
    [InlineData("Loss")]
    [InlineData("Project")]
    [InlineData("Wave")]
    [InlineData("Layers")]
    [InlineData("Prefixes")]
    [InlineData("Pairs")]
    [InlineData("Settle", 1)]
    [InlineData("Halve", 3)]
    public void The_formulas_are_what_is_counted(string method, int timesReached = 0)
    {
        var fragment = Load(method);
        var programs = fragment.Programs;
        var (forward, _, adjoint, _, kept) = Documented(method);
        foreach (int scale in new[] { 3, 7, 20 })
        {
            var sizes = fragment.Graph.Symbols.Select((s, i) => (s, Value: (long)scale + i)).ToDictionary(e => e.s, e => e.Value);
            if (method == "Halve")
            {
                sizes["m"] = timesReached;
            }

            var (outputs, operations, repeats) = Count(programs.Forward, sizes, 0, []);
            if (timesReached > 0)
            {
                // Rounded, since each time may be another number.
                sizes["trips"] = (repeats + (timesReached / 2)) / timesReached;
            }

            Close(operations, forward.Evaluate(s => sizes[s]));
            var known = Count(programs.ForwardKeeping, sizes, 0, []).Outputs;
            Close(Count(programs.Adjoint, sizes, programs.Forward.Inputs.Count, known).Operations, adjoint.Evaluate(s => sizes[s]));

            long bytes = known.Skip(outputs.Length).Sum(Elements) * (method == "Wave" ? sizeof(float) : sizeof(double));
            Assert.InRange(kept.Evaluate(s => sizes[s]), bytes - (timesReached * 8 * scale), bytes + (timesReached * 8 * scale));
            if (timesReached == 0)
            {
                // Each kept tensor begins at a cache line.
                int reserved = fragment.ResidualCount(fragment.Graph.Symbols.Select(s => (int)sizes[s]).ToArray()) * (method == "Wave" ? sizeof(float) : sizeof(double));
                Assert.InRange(reserved, bytes, bytes + (64 * programs.Residuals.Count));
            }
        }
    }

    /// <summary>The adjoint of a read of one element adds to that element and touches no other, so twice the elements are twice the work.</summary>
    [Fact]
    public void An_element_of_an_array_costs_itself_in_the_adjoint()
    {
        var programs = Load("Layers").Programs;
        long[] ratios = new long[] { 10, 20, 40, 80 }.Select(depth =>
        {
            var sizes = new Dictionary<string, long> { ["n"] = 3, ["depth"] = depth };
            var (_, forward, _) = Count(programs.Forward, sizes, 0, []);
            var known = Count(programs.ForwardKeeping, sizes, 0, []).Outputs;
            return 1000 * Count(programs.Adjoint, sizes, programs.Forward.Inputs.Count, known).Operations / forward;
        }).ToArray();
        Assert.All(ratios, r => Assert.InRange(r, 500, 2000));
        Assert.InRange(ratios[^1], ratios[0] * 0.9, ratios[0] * 1.1);
    }

    /// <summary>Of a loop that runs again: what the textbook counts of it and of its reversal, and the first of them times how often it runs more than once.</summary>
    [Fact]
    public void Iterations_that_run_again_are_in_the_formula()
    {
        var fragment = Load("Again");
        var (_, _, adjoint, scratch, kept) = Documented("Again");
        Assert.Equal(DimExpr.Zero, kept);
        Assert.Contains("where replays is how many iterations the loop in line ", Line("Again"), StringComparison.Ordinal);
        foreach (int steps in new[] { 1, 4, 10, 33 })
        {
            var sizes = new Dictionary<string, long> { ["n"] = 6, ["steps"] = steps, ["replays"] = CompilerServices.Replay.Count(steps, 3) };
            var known = Count(fragment.Programs.ForwardKeeping, sizes, 0, []).Outputs;
            long all = Count(fragment.Programs.Adjoint, sizes, fragment.Programs.Forward.Inputs.Count, known).Operations;
            long once = Count(fragment.Programs.Forward, sizes, 0, []).Operations;
            Close(all - once + (once * sizes["replays"] / steps), adjoint.Evaluate(s => sizes[s]));

            double[][] x = [[.. Enumerable.Repeat(0.5, 36)], [.. Enumerable.Repeat(0.5, 6)]];
            var run = new FragmentRun(fragment, fragment.Graph, x, sizes);
            run.ForwardKeeping();
            int written = Written(() => run.Adjoint([x[1]], [[.. x[0]], [.. x[1]]], 3)), planned = (int)scratch.Evaluate(s => sizes[s]) / sizeof(double);
            var plan = ProgramPlans.Build(fragment.Programs).Adjoint;
            Assert.InRange(written, planned / 2, planned + (2 * Plan.Room * (plan.Slots.Count + Slots(plan.Statements))) + 64);
        }
    }

    /// <summary>What a call has written to of the memory that its thread has for such calls, against what the plans say that they rent.</summary>
    [Theory]
    [InlineData("Loss")]
    [InlineData("Prefixes")]
    [InlineData("Pairs")]
    [InlineData("Settle")]
    public void Scratch_memory_is_what_is_written_to(string method)
    {
        var fragment = Load(method);
        var plans = ProgramPlans.Build(fragment.Programs);
        var documented = Documented(method);
        Assert.Equal(sizeof(double) * plans.Cost.Scratch(plans.Forward), documented.Scratch);
        Assert.Equal(sizeof(double) * plans.Cost.Scratch(plans.Adjoint), documented.AdjointScratch);
        foreach (int scale in new[] { 5, 13, 29 })
        {
            var sizes = fragment.Graph.Symbols.Select((s, i) => (s, Value: (long)scale + i)).ToDictionary(e => e.s, e => e.Value);
            var x = fragment.Graph.Inputs.Select(v => Enumerable.Repeat(0.5, (int)fragment.Graph.TypeOf(v).Shape.ElementCount.Evaluate(s => sizes[s])).ToArray()).ToArray();
            var run = new FragmentRun(fragment, fragment.Graph, x, sizes);
            Rents(plans.Forward, () => run.Forward());
            Rents(plans.ForwardKeeping, () => run.ForwardKeeping());
            Rents(plans.Tangent, () => run.Tangent(x));

            void Rents(Plan plan, Action call)
            {
                int written = Written(call), planned = (int)plans.Cost.Scratch(plan).Evaluate(s => sizes[s]);

                // Behind a slot is room, which is rounded up, what is rented in a loop may be written by some of its iterations only, and kernels pack small panels.
                Assert.InRange(written, planned / 2, planned + (2 * Plan.Room * (plan.Slots.Count + Slots(plan.Statements))) + 64);
            }
        }
    }

    private static int Slots(IEnumerable<PlanStatement> statements) => statements.Sum(s => s switch
    {
        ReplayStatement replay => replay.States.Count + replay.Advance.Arena.Slots.Count + Slots(replay.Advance.Statements) + Slots([replay.Reversed]),
        IterationStatement loop => loop.Body.Arena.Slots.Count + Slots(loop.Body.Statements),
        BranchStatement branch => branch.WhenTrue.Arena.Slots.Count + branch.WhenFalse.Arena.Slots.Count + Slots(branch.WhenTrue.Statements.Concat(branch.WhenFalse.Statements)),
        _ => 0,
    });

    private static int Written(Action call)
    {
        const int most = 1 << 14;
        const double mark = 1.25e-300;
        using (var block = Scratch.Rent<double>(most))
        {
            block.Span.Fill(mark);
        }

        call();
        using var after = Scratch.Rent<double>(most);
        return after.Span.LastIndexOfAnyExcept(mark) + 1;
    }

    [Fact]
    public void What_a_trip_count_is_stands_beside_the_formula()
    {
        int line = Model.Split('\n').TakeWhile(l => !l.Contains("while (Norm(x)", StringComparison.Ordinal)).Count() + 1;
        Assert.Contains("where trips is how often the loop in line " + line + " repeats each time it is reached", Line("Settle"), StringComparison.Ordinal);
        Assert.DoesNotContain("trips", Line("Prefixes"), StringComparison.Ordinal);
    }

    private static Fragment Load(string method) => (Fragment)GeneratedCompilation.Load(Run.Value.Output).GetType("Costly")!
        .GetNestedType(method + "Fragment", System.Reflection.BindingFlags.NonPublic)!
        .GetField("Instance", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!
        .GetValue(null)!;

    private static long Elements(Dense<double> value) => value.Data.Length + value.Parts.Sum(Elements);

    // A formula counts a subtraction once, and an op that only moves elements not at all.
    private static void Close(long counted, long documented) => Assert.InRange(documented, (counted / 2) - 8, (counted * 2) + 8);

    private static Costs Documented(string method)
    {
        string line = Line(method);
        var parts = System.Text.RegularExpressions.Regex.Match(line, "about (.*) operations and (.*) bytes of scratch memory; its adjoint about (.*) operations and (.*) bytes, and (.*) bytes that");
        Assert.True(parts.Success, line);
        return new Costs(Formula(1), Formula(2), Formula(3), Formula(4), Formula(5));

        DimExpr Formula(int group) => DimExpr.Parse(parts.Groups[group].Value);
    }

    private static string Line(string method)
    {
        string text = Run.Value.Text;
        int at = text.IndexOf(" " + method + "(global::Costate.TracedValue", StringComparison.Ordinal);
        return text[..at].Split('\n').Last(l => l.Contains("Evaluating it costs about", StringComparison.Ordinal));
    }

    /// <summary>Runs a program; what the forward made is given to the adjoint, everything else is made up.</summary>
    private static (Dense<double>[] Outputs, long Operations, long Repeats) Count(Graph graph, Dictionary<string, long> sizes, int primal, Dense<double>[] known)
    {
        var counter = new Counter();
        var sized = new SizedGraph(graph, new Sizes(sizes));
        var x = graph.Inputs.Select((v, i) => i >= primal && i < primal + known.Length
            ? known[i - primal]
            : new Dense<double>(sized.Shapes[v.Node], Enumerable.Repeat(0.5, sized.Shapes[v.Node].Aggregate(1, (a, b) => a * b)).ToArray())).ToArray();
        var outputs = new TextbookInterpreter<double, CountingArithmetic>(new CountingArithmetic(counter)).Run(sized, x);
        return (outputs, counter.Operations, counter.Repeats);
    }

    private sealed record Costs(DimExpr Forward, DimExpr Scratch, DimExpr Adjoint, DimExpr AdjointScratch, DimExpr Kept);

    private sealed class Counter
    {
        public long Operations { get; set; }

        public long Repeats { get; set; }
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

        public double[] FixedPoint(double[] point, Func<double[], double[]> step, Func<double[], double[], double[]>? gauge) => point;

        public double Compare(string relation, double x, double y) => Counted(default(RealArithmetic).Compare(relation, x, y));

        public double Logic(string operation, double x, double y) => Counted(default(RealArithmetic).Logic(operation, x, y));

        public bool? Decide(double truth)
        {
            counter.Repeats += truth != 0 ? 1 : 0;
            return truth != 0;
        }

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
