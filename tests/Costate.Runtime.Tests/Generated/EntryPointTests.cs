using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Generator.Tests;
using Costate.Ir;
using Costate.Tracing;
using Xunit;

namespace Costate.Runtime.Tests.Generated;

/// <summary>The compiled entry points and the interpreter of the same graph agree at awkward sizes and for every mask.</summary>
public sealed class EntryPointTests
{
    private static readonly int[] Sizes = [0, 1, 2, 3, 7, 8, 9, 17];

    public static TheoryData<string> Names => ["Loss", "Chain", "Pair", "Window", "Update", "Quadratic", "Nested", "Energy:NotWhitenedNotTransposed", "Energy:NotWhitenedTransposed", "Split:Damped", "Split:NotDamped", "Energies:Transposed"];

    [Theory]
    [MemberData(nameof(Names))]
    public void AgreeWithTheInterpreter(string name)
    {
        string[] parts = name.Split(':');
        var fragment = CompiledFragments.Of(parts[0], parts.ElementAtOrDefault(1) ?? "");
        var graph = CompiledFragments.GraphOf(fragment);
        Assert.Equal(Digest.Of(graph), fragment.Digest);
        var programs = FragmentPrograms.Build(graph);
        var random = new Random(5);
        foreach (int size in Sizes)
        {
            // There is no mean of nothing.
            if (name == "Loss" && size == 0) continue;

            // A gram matrix needs more rows than columns to be regular.
            var symbols = graph.Symbols.Select((s, i) => (s, name == "Update" ? (s == "r" ? Math.Min(size, 3) : size + 1) : size == 0 ? 0 : size + i)).ToDictionary(p => p.s, p => (long)p.Item2);
            if (parts[0] is "Window" or "Split")
            {
                (symbols["start"], symbols["length"]) = (symbols["n"] / 2, symbols["n"] - (symbols["n"] / 2));
            }

            Compare(programs, new FragmentRun(fragment, graph, Random(random, graph, symbols, out double[][] x), symbols), new FragmentRun(new InterpretedFragment(graph), graph, x, symbols), symbols, random, name);
        }
    }

    private static void Compare(FragmentPrograms programs, FragmentRun run, FragmentRun interpreted, IReadOnlyDictionary<string, long> symbols, Random random, string name)
    {
        Same(interpreted.Forward(), run.Forward(), Tolerance(programs.Forward), name);
        Same(run.Forward(), run.ForwardKeeping().Outputs, 0, name);
        var wanted = programs.DifferentiableInputs.Select(i => programs.Forward.TypeOf(programs.Forward.Inputs[i]).Shape.ElementCount.Evaluate(s => symbols[s])).ToArray();
        double[][] tangents = wanted.Select(c => Numbers(random, c)).ToArray(), partials = wanted.Select(c => Numbers(random, c)).ToArray();
        double[][] cotangents = programs.Forward.Outputs.Select(v => Numbers(random, programs.Forward.TypeOf(v).Shape.ElementCount.Evaluate(s => symbols[s]))).ToArray();
        Same(interpreted.Tangent(tangents), run.Tangent(tangents), Tolerance(programs.Tangent), name);
        for (ulong present = 1; present < 1UL << cotangents.Length; present++)
        {
            double[]?[] given = cotangents.Select((c, i) => (present & (1UL << i)) != 0 ? c : null).ToArray();
            for (ulong want = 1; want < 1UL << wanted.Length; want++)
            {
                var (expected, actual) = (interpreted.Adjoint(given, partials, want), run.Adjoint(given, partials, want));
                for (int i = 0; i < wanted.Length; i++)
                {
                    if ((want & (1UL << i)) != 0) Same([expected[i]!], [actual[i]!], Tolerance(programs.ForwardKeeping, programs.Adjoint), name);
                }
            }
        }
    }

    // Contractions and sums are accumulated in another order than the interpreter's.
    private static double Tolerance(params Graph[] graphs) => graphs.Any(g => g.Nodes.Any(n => n.Op.Class == OpClass.Kernel)) ? 1e-12 : 0;

    private static double[][] Random(Random random, Graph graph, IReadOnlyDictionary<string, long> symbols, out double[][] x) =>
        x = graph.Inputs.Select(v => Numbers(random, graph.TypeOf(v).Shape.ElementCount.Evaluate(s => symbols[s]))).ToArray();

    private static double[] Numbers(Random random, long count) => Enumerable.Range(0, (int)count).Select(_ => (2 * random.NextDouble()) - 1).ToArray();

    private static void Same(double[][] expected, double[][] actual, double tolerance, string name)
    {
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            double scale = Math.Max(1, expected[i].Select(Math.Abs).DefaultIfEmpty().Max());
            for (int k = 0; k < expected[i].Length; k++)
            {
                double e = expected[i][k], a = actual[i][k];
                bool same = e.Equals(a) && (BitConverter.DoubleToInt64Bits(e) == BitConverter.DoubleToInt64Bits(a) || double.IsNaN(e));
                Assert.True(same || (tolerance > 0 && Math.Abs(e - a) <= tolerance * scale), $"{name}: result {i}, element {k}: expected {e:R}, got {a:R}.");
            }
        }
    }
}
