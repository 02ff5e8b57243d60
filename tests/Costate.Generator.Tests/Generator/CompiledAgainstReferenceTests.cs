using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Ir.Tests.Derivatives;
using Costate.Ir.Checking;
using Costate.Tracing;
using Xunit;

namespace Costate.Generator.Tests;

/// <summary>Every op and library function: planned, printed, compiled, run; against the textbook and against the runtime's interpreter.</summary>
public sealed class CompiledAgainstReferenceTests
{
    private static readonly Lazy<Assembly> Compiled = new(() => HandmadeFragment.Compile(Cases.All.ToDictionary(Name, c => c.Determined())));

    private static readonly Lazy<Assembly> CompiledRandom = new(() => HandmadeFragment.Compile(Enumerable.Range(0, RandomCount).ToDictionary(i => "Random" + i, RandomGraphs.Make)));

    private const int RandomCount = 90;

    public static TheoryData<int> Seeds => new(Enumerable.Range(0, RandomCount));

    public static TheoryData<string> Names => new(Cases.All.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Agrees(string name)
    {
        var c = Cases.All.Single(c => c.Name == name);
        var fragment = HandmadeFragment.Fragment(Compiled.Value, Name(c));
        foreach (var size in Sizes(c))
        {
            var random = new Random(17);
            Check(name, fragment, c.Determined(), c.Symbols(size), random, c.Sample(random, size));
        }
    }

    public static TheoryData<string> CheckpointedNames => new(ControlCases.Checkpointed.Select(c => c.Checkpointed.Name));

    /// <summary>A loop that keeps few of its states has the gradients of one that keeps everything, compiled and interpreted.</summary>
    [Theory]
    [MemberData(nameof(CheckpointedNames))]
    public void CheckpointsChangeNoBit(string name)
    {
        var (plain, checkpointed) = ControlCases.Checkpointed.Single(c => c.Checkpointed.Name == name);
        Assert.NotEqual(Digest.Of(plain.Determined()), Digest.Of(checkpointed.Determined()));
        foreach (var size in Sizes(plain))
        {
            var random = new Random(19);
            double[][] x = plain.Sample(random, size).Select(Numbers).ToArray();
            var symbols = plain.Symbols(size);
            var graph = plain.Determined();
            double[][] ct = graph.Outputs.Select(v => Numbers(Random(random, graph.TypeOf(v).Shape.Evaluate(s => symbols[s])))).ToArray();
            double[][] p = FragmentPrograms.Build(graph).DifferentiableInputs.Select(i => Array.ConvertAll(x[i], e => e / 3)).ToArray();
            double[][] Gradient(Fragment fragment, Graph of)
            {
                var run = new FragmentRun(fragment, of, x, symbols);
                return [.. run.ForwardKeeping().Outputs, .. run.Adjoint(ct, p.Select(e => (double[])e.Clone()).ToArray(), ulong.MaxValue).Select(e => e!)];
            }

            Same(Gradient(HandmadeFragment.Fragment(Compiled.Value, Name(plain)), graph), Gradient(HandmadeFragment.Fragment(Compiled.Value, Name(checkpointed)), checkpointed.Determined()), 0, name);
            Same(Gradient(new InterpretedFragment(graph), graph), Gradient(new InterpretedFragment(checkpointed.Determined()), checkpointed.Determined()), 0, name);
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void AgreesOnRandomGraphs(int seed)
    {
        var graph = RandomGraphs.Make(seed);
        var fragment = HandmadeFragment.Fragment(CompiledRandom.Value, "Random" + seed);
        foreach (var (n, m) in new[] { (3, 2), (4, 9), (8, 3) })
        {
            var random = new Random(seed);
            var symbols = new Dictionary<string, long> { ["n"] = n, ["m"] = m };
            var x = graph.Inputs.Select(v => Random(random, graph.TypeOf(v).Shape.Evaluate(s => symbols[s]))).ToArray();
            Check("seed " + seed, fragment, graph, symbols, random, x);
        }
    }

    private static void Check(string name, Fragment fragment, Graph graph, Dictionary<string, long> symbols, Random random, Dense<double>[] x)
    {
        Assert.Equal(Digest.Of(graph), fragment.Digest);
        var programs = FragmentPrograms.Build(graph);
        double[][] data = x.Select(Numbers).ToArray();
        var run = new FragmentRun(fragment, graph, data, symbols);
        var interpreted = new FragmentRun(new InterpretedFragment(graph), graph, data, symbols);
        Assert.Equal(interpreted.Dims, run.Dims);

        var y = run.Forward();
        Close(TextbookInterpreter.Run(graph, x, symbols), y, name);
        Same(y, run.ForwardKeeping().Outputs, 0, name);
        Same(interpreted.Forward(), y, Tolerance(graph), name);
        Tangents(programs, name, symbols, random, x, run, interpreted);
        Adjoints(programs, name, symbols, random, x, run, interpreted);
        for (int i = 0; i < x.Length; i++)
        {
            Assert.Equal(Numbers(x[i]), data[i]);
        }
    }

    private static void Tangents(FragmentPrograms programs, string name, Dictionary<string, long> symbols, Random random, Dense<double>[] x, FragmentRun run, FragmentRun interpreted)
    {
        var v = programs.DifferentiableInputs.Select(i => Random(random, x[i].Shape)).ToArray();
        var tangents = run.Tangent(v.Select(Numbers).ToArray());
        Close(TextbookInterpreter.Run(programs.Tangent, [.. x, .. v], symbols), tangents, name);
        Same(interpreted.Tangent(v.Select(Numbers).ToArray()), tangents, Tolerance(programs.Tangent), name);
    }

    private static void Adjoints(FragmentPrograms programs, string name, Dictionary<string, long> symbols, Random random, Dense<double>[] x, FragmentRun run, FragmentRun interpreted)
    {
        var graph = programs.Forward;
        int outputs = graph.Outputs.Count, wanted = programs.DifferentiableInputs.Length;
        var ct = graph.Outputs.Select(v => Random(random, graph.TypeOf(v).Shape.Evaluate(s => symbols[s]))).ToArray();
        var p = programs.DifferentiableInputs.Select(i => Random(random, x[i].Shape)).ToArray();
        for (ulong present = 1; present < 1UL << outputs; present++)
        {
            var seeds = ct.Select((d, i) => (present & (1UL << i)) != 0 ? d : new Dense<double>(d.Shape, new double[d.Data.Length])).ToArray();
            var expected = TextbookInterpreter.Run(programs.JointAdjoint, [.. x, .. seeds, .. p], symbols);
            for (ulong want = 1; want < 1UL << wanted; want++)
            {
                double[]?[] given = ct.Select((d, i) => (present & (1UL << i)) != 0 ? Numbers(d) : null).ToArray();
                double[][] partials = p.Select(Numbers).ToArray();
                var actual = run.Adjoint(given, partials, want);
                var other = interpreted.Adjoint(given, partials, want);
                for (int i = 0; i < wanted; i++)
                {
                    if ((want & (1UL << i)) != 0)
                    {
                        Close([expected[i]], [actual[i]!], name);
                        Same([other[i]!], [actual[i]!], Tolerance(programs.ForwardKeeping, programs.Adjoint), name);
                    }
                }
            }
        }
    }

    private static IEnumerable<(int N, int M, int K)> Sizes(Case c) => c.Sizes.Any(s => s.N == 0)
        ? c.Sizes.Concat([(2, 8, 3), (9, 7, 1), (17, 9, 8), (3, 17, 0)])
        : c.Sizes;

    private static string Name(Case c) => PlanNames.Identifier(c.Name) + Cases.All.ToList().FindIndex(k => k.Name == c.Name);

    // Sums and contractions are summed in another order by the compiled code; all else has the interpreter's bits.
    private static double Tolerance(params Graph[] graphs) => graphs.All(g => g.AllNodes().All(n => n.Op.Class != OpClass.Kernel || n.Op is ConcatOp)) ? 0 : 1e-11;

    private static Dense<double> Random(Random random, int[] shape)
    {
        var data = new double[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < data.Length; i++)
        {
            data[i] = (2 * random.NextDouble()) - 1;
        }

        return new Dense<double>(shape, data);
    }

    private static double[] Numbers(Dense<double> x) => x.Data;

    private static void Close(Dense<double>[] expected, double[][] actual, string name) => Same(expected.Select(Numbers).ToArray(), actual, 1e-9, name);

    private static void Same(double[][] expected, double[][] actual, double tolerance, string name)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            for (int k = 0; k < expected[i].Length; k++)
            {
                double e = expected[i][k], a = actual[i][k];
                bool same = tolerance == 0
                    ? BitConverter.DoubleToInt64Bits(e) == BitConverter.DoubleToInt64Bits(a) || (double.IsNaN(e) && double.IsNaN(a))
                    : e.Equals(a) || Math.Abs(e - a) <= tolerance * Math.Max(1, Math.Abs(e));
                Assert.True(same, $"{name}: result {i}, element {k}: expected {e:R}, got {a:R}.");
            }
        }
    }
}
