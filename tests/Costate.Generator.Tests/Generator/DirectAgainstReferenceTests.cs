using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Costate.Ir;
using Costate.Ir.Checking;
using Xunit;

namespace Costate.Generator.Tests;

/// <summary>Value, gradient and Hessian products of random scalar functions, as called on concrete tensors.</summary>
public sealed class DirectAgainstReferenceTests
{
    private const int Count = 30;

    private static readonly Lazy<Assembly> Compiled = new(Compile);

    public static TheoryData<int> Seeds => new(Enumerable.Range(1000, Count));

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Agrees(int seed)
    {
        var graph = Scalar(seed);
        var programs = FragmentPrograms.Build(graph);
        var symbols = new Dictionary<string, long> { ["n"] = 5, ["m"] = 3 };
        var random = new Random(seed);
        int[][] shapes = graph.Inputs.Select(v => graph.TypeOf(v).Shape.Evaluate(s => symbols[s])).ToArray();
        double[][] x = shapes.Select(s => Numbers(random, s)).ToArray(), v = shapes.Select(s => Numbers(random, s)).ToArray();
        var call = Compiled.Value.GetType("Handmade.Calls", throwOnError: true)!;
        nint[][] lengths = shapes.Select(s => s.Select(l => (nint)l).ToArray()).ToArray();
        var gradient = (double[][])call.GetMethod("Gradient" + seed)!.Invoke(null, [x, lengths])!;
        var product = (double[][])call.GetMethod("Product" + seed)!.Invoke(null, [x, v, lengths])!;

        var inputs = x.Select((d, i) => Dense(shapes[i], d)).ToArray();
        var directions = v.Select((d, i) => Dense(shapes[i], d)).ToArray();
        var zeros = shapes.Select(s => Dense(s, new double[s.Aggregate(1, (a, b) => a * b)])).ToArray();
        Close([.. TextbookInterpreter.Run(graph, inputs, symbols), .. TextbookInterpreter.Run(programs.JointAdjoint, [.. inputs, Dense([], [1]), .. zeros], symbols)], gradient, seed);
        Close(TextbookInterpreter.Run(DirectPrograms.HessianVector(programs), [.. inputs, .. directions], symbols), product, seed);
    }

    private static Graph Scalar(int seed)
    {
        var inner = RandomGraphs.Make(seed);
        var b = GraphBuilder.DerivedFrom(inner, "Scalar" + seed);
        var inputs = inner.Inputs.Select((v, i) => b.Input(inner.InputName(i), inner.TypeOf(v))).ToArray();
        var loss = b.Inline(inner, inputs).Select(y => b.ReduceSumAll(b.Mul(b.Tanh(y), b.ConstLike(0.5, y)))).Aggregate((a, c) => b.Add(a, c));
        return b.Build([loss], ["loss"]);
    }

    private static Assembly Compile()
    {
        var sources = new List<string>();
        var calls = new System.Text.StringBuilder();
        for (int seed = 1000; seed < 1000 + Count; seed++)
        {
            var model = HandmadeFragment.Model(Scalar(seed), "F" + seed);
            sources.Add(HandmadeFragment.Declaration(model));
            sources.Add(MethodPrinter.Print(model));
            string x = string.Join(", ", model.Parameters.Select((_, i) => Argument(seed, "x", i))), v = string.Join(", ", model.Parameters.Select((_, i) => Argument(seed, "v", i)));
            string[] names = model.Parameters.Select(p => p.Name).ToArray();
            calls.Append($"public static double[][] Gradient{seed}(double[][] x, nint[][] s) {{ var r = Holder.F{seed}ValueAndGrad({x}); return [Flat(r.value), {string.Join(", ", names.Select(n => "Flat(r.d" + n + ")"))}]; }}\n");
            calls.Append($"public static double[][] Product{seed}(double[][] x, double[][] v, nint[][] s) {{ var r = Holder.F{seed}Hvp({x}, {v}); return [{string.Join(", ", names.Select(n => "Flat(r.h" + n + ")"))}]; }}\n");
        }

        sources.Add($$"""
            using System.Numerics.Tensors;
            namespace Handmade
            {
                public static class Calls
                {
                    private static double[] Flat(double value) => [value];

                    private static double[] Flat(Tensor<double> value)
                    {
                        var flat = new double[value.FlattenedLength];
                        value.FlattenTo(flat);
                        return flat;
                    }

                    {{calls}}
                }
            }
            """);
        return GeneratedCompilation.Load(GeneratedCompilation.Create([.. sources]));
    }

    private static string Argument(int seed, string array, int i)
    {
        var graph = Scalar(seed);
        return graph.TypeOf(graph.Inputs[i]).Rank == 0 ? $"{array}[{i}][0]" : $"Tensor.Create({array}[{i}], s[{i}])";
    }

    private static double[] Numbers(Random random, int[] shape) => Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (2 * random.NextDouble()) - 1).ToArray();

    private static Dense<double> Dense(int[] shape, double[] data) => new(shape, data);

    private static void Close(Dense<double>[] expected, double[][] actual, int seed)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            for (int k = 0; k < actual[i].Length; k++)
            {
                double e = expected[i].Data[k], a = actual[i][k];
                Assert.True(e.Equals(a) || Math.Abs(e - a) <= 1e-9 * Math.Max(1, Math.Abs(e)), $"seed {seed}: result {i}, element {k}: expected {e:R}, got {a:R}.");
            }
        }
    }
}
