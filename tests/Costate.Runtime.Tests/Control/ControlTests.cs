using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;
using Costate.Generator.Tests;
using Costate.Ir;
using Costate.Ir.Checking;
using Costate.Ir.Tests.Derivatives;
using Costate.Tracing;
using Xunit;

namespace Costate.Runtime.Tests.Control;

/// <summary>Loops, branches and calls in the runtime's interpreter against the textbook: every program of every case, and their derivatives.</summary>
public class ControlTests
{
    public static TheoryData<string> Names => new(All.Select(c => c.Name));

    /// <summary>With fixed points, which end where doubles do.</summary>
    public static TheoryData<string> AllNames => new(All.Concat(ImplicitCases.All).Select(c => c.Name));

    [Theory]
    [MemberData(nameof(AllNames))]
    public void EveryProgramAgreesWithTheTextbook(string name)
    {
        var c = Find(name);
        var graph = c.Determined();
        var fragment = new InterpretedFragment(graph);
        foreach (var size in c.Sizes) Compare(name, fragment, graph, c.Symbols(size), c.Sample(new Random(17), size));
    }

    [Theory]
    [MemberData(nameof(AllNames))]
    public void DerivativesOfDerivativesAgreeWithTheTextbook(string name)
    {
        var c = Find(name);
        var fragment = new InterpretedFragment(c.Determined());
        foreach (Fragment derived in new Fragment[] { fragment.AdjointFragment, fragment.TangentFragment })
        {
            var size = c.Sizes[0];
            var random = new Random(23);
            var x = c.Sample(random, size);
            var symbols = c.Symbols(size);
            Compare(name + derived.Name, derived, derived.Graph, symbols, [.. x, .. derived.Graph.Inputs.Skip(x.Length).Select(v => Random(random, derived.Graph.TypeOf(v).Shape.Evaluate(s => symbols[s])))]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void FloatsComputeAsDoublesDo(string name)
    {
        var c = Find(name);
        var graph = c.Determined();
        var fragment = new InterpretedFragment(graph);
        var size = c.Sizes[0];
        var symbols = c.Symbols(size);
        var x = c.Sample(new Random(29), size);
        long[] arguments = graph.DimParameters.Select(p => symbols[p]).ToArray();
        var doubles = TraceCall.InvokeMany<double>(fragment, x.Select(d => (TracedValue)(d.Shape.Length == 0 ? TracedTensor.Parameter(d.Data[0]) : TracedTensor.Parameter(d.Data, d.Shape))).ToArray(), arguments);
        var leaves = x.Select(d => d.Shape.Length == 0 ? TracedTensor.Parameter((float)d.Data[0]) : TracedTensor.Parameter(Array.ConvertAll(d.Data, e => (float)e), d.Shape)).ToArray();
        var floats = TraceCall.InvokeMany<float>(fragment, leaves.Select(l => (TracedValue)l).ToArray(), arguments);
        for (int slot = 0; slot < graph.Outputs.Count; slot++)
        {
            double[] expected = Trace.Check.Flat(doubles.Tensor<double>(slot));
            var y = floats.Tensor<float>(slot);
            float[] actual = y.Rank == 0 ? [y.EvalScalar()] : y.Eval().ToArray();
            for (int i = 0; i < expected.Length; i++) Trace.Check.Near(expected[i], actual[i], 2e-3);
        }
    }

    [Fact]
    public void TheCasesHaveEveryKindOfStack()
    {
        var types = ControlCases.All.SelectMany(c => FragmentPrograms.Build(c.Determined()).ForwardKeeping.AllNodes().SelectMany(n => n.Types)).Where(t => t.IsStack).ToArray();
        Assert.Contains(types, t => !t.IsRagged && t.Levels.Count == 1);
        Assert.Contains(types, t => t.IsRagged && t.Levels.Count == 1);
        Assert.Contains(types, t => t.IsRagged && t.Levels.Count > 2);
        Assert.Contains(types, t => t.IsRagged && t.RaggedLevels < t.Levels.Count);
        Assert.Contains(ControlCases.All.SelectMany(c => FragmentPrograms.Build(c.Determined()).ForwardKeeping.AllNodes()), n => n.Op is UndefinedOp);
    }

    private static IEnumerable<Case> All => ControlCases.All.Concat(CallCases.All);

    private static Case Find(string name) => All.Concat(ImplicitCases.All).Single(c => c.Name == name);

    private static void Compare(string name, Fragment fragment, Graph graph, Dictionary<string, long> symbols, Dense<double>[] x)
    {
        var programs = FragmentPrograms.Build(graph);
        var run = new FragmentRun(fragment, graph, Data(x), symbols);
        double[][] y = run.Forward();
        Same(Data(TextbookInterpreter.Run(graph, x, symbols)), y, 1e-9, name);
        Same(y, run.Forward(), 0, name);
        Same(y, run.ForwardKeeping().Outputs, 0, name);

        var random = new Random(31);
        int[] wanted = programs.DifferentiableInputs;
        var v = wanted.Select(i => Random(random, x[i].Shape)).ToArray();
        Same(Data(TextbookInterpreter.Run(programs.Tangent, [.. x, .. v], symbols)), run.Tangent(Data(v)), 1e-9, name);

        var ct = graph.Outputs.Select(o => Random(random, graph.TypeOf(o).Shape.Evaluate(s => symbols[s]))).ToArray();
        var p = wanted.Select(i => Random(random, x[i].Shape)).ToArray();
        ulong all = (1UL << wanted.Length) - 1;
        for (ulong present = 1; present < 1UL << ct.Length; present++)
        {
            var seeds = ct.Select((d, i) => (present >> i & 1) != 0 ? d : new Dense<double>(d.Shape)).ToArray();
            double[]?[] given = ct.Select((d, i) => (present >> i & 1) != 0 ? d.Data : null).ToArray();
            double[][] expected = Data(TextbookInterpreter.Run(programs.JointAdjoint, [.. x, .. seeds, .. p], symbols));
            foreach (ulong want in wanted.Select((_, i) => 1UL << i).Prepend(all))
            {
                var actual = run.Adjoint(given, Data(p), want);
                for (int i = 0; i < wanted.Length; i++)
                {
                    if ((want >> i & 1) != 0) Same([expected[i]], [actual[i]!], 1e-9, name);
                }
            }
        }
    }

    private static double[][] Data(Dense<double>[] x) => Array.ConvertAll(x, d => d.Data);

    private static Dense<double> Random(Random random, int[] shape)
    {
        var x = new Dense<double>(shape);
        for (int i = 0; i < x.Data.Length; i++) x.Data[i] = (2 * random.NextDouble()) - 1;
        return x;
    }

    private static void Same(double[][] expected, double[][] actual, double tolerance, string name)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            for (int k = 0; k < expected[i].Length; k++)
            {
                double e = expected[i][k], a = actual[i][k];
                Assert.True(e.Equals(a) || Math.Abs(e - a) <= tolerance * Math.Max(1, Math.Abs(e)), $"{name}: result {i}, element {k}: expected {e:R}, got {a:R}.");
            }
        }
    }
}
