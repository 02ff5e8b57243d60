using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;
using Xunit;

namespace Costate.Generator.Tests;

/// <summary>Loops that sum what they compute: which they are, and that nobody sees it in the bits.</summary>
public sealed class SumFusionTests
{
    private static readonly Dictionary<string, Graph> Graphs = AllGraphs();

    private static readonly Lazy<Assembly> Compiled = new(() => HandmadeFragment.Compile(Graphs));

    public static TheoryData<string> Names => new(Graphs.Keys);

    [Theory]
    [MemberData(nameof(Names))]
    public void NoBitChanges(string name)
    {
        var graph = Graphs[name];
        foreach (var (n, m, k) in new[] { (3, 5, 7), (1, 1, 1), (2, 3, 8), (2, 11, 37), (0, 3, 5), (3, 0, 5), (3, 5, 0), (9, 2, 33) })
        {
            var symbols = new Dictionary<string, long> { ["n"] = n, ["m"] = m, ["k"] = k };
            var random = new Random(n + m + k);
            double[][] x = graph.Inputs.Select(v => Enumerable.Range(0, graph.TypeOf(v).Shape.Evaluate(s => symbols[s]).Aggregate(1, (a, b) => a * b)).Select(_ => random.NextDouble() - 0.5).ToArray()).ToArray();
            double[][] expected = new FragmentRun(new InterpretedFragment(graph), graph, x, symbols).Forward();
            double[][] actual = new FragmentRun(HandmadeFragment.Fragment(Compiled.Value, name), graph, x, symbols).Forward();
            for (int i = 0; i < expected.Length; i++)
            {
                Assert.Equal(expected[i].Select(BitConverter.DoubleToInt64Bits), actual[i].Select(BitConverter.DoubleToInt64Bits));
            }
        }
    }

    /// <summary>Terms in one row are summed along it or not at all: to cut the row would slow the loop down.</summary>
    [Theory]
    [InlineData("Dense_012", 0)]
    [InlineData("Dense_0", 1)]
    [InlineData("Dense_1", 1)]
    [InlineData("Dense_2", 1)]
    [InlineData("Dense_01", 1)]
    [InlineData("Dense_12", 1)]
    [InlineData("Dense_02", 1)]
    public void OneRowIsNotCut(string name, int left) => Assert.Equal(left, Reductions(name));

    /// <summary>Where rows end anyway, sums over whole rows or over rows one behind the other need no memory.</summary>
    [Theory]
    [InlineData("Rows_2", 0)]
    [InlineData("Rows_1", 0)]
    [InlineData("Rows_0", 0)]
    [InlineData("Rows_01", 0)]
    [InlineData("Rows_12", 1)]
    [InlineData("Rows_02", 1)]
    [InlineData("Rows_012", 1)]
    [InlineData("Rows_0_1_2", 0)]
    [InlineData("TwoTerms", 1)]
    public void RowsAreSummed(string name, int left) => Assert.Equal(left, Reductions(name));

    /// <summary>A sum that something in the loop waits for cannot be a part of it.</summary>
    [Fact]
    public void WhatReadsTheSumIsAnotherLoop()
    {
        var statements = ProgramPlans.Build(FragmentPrograms.Build(Graphs["Shares"])).Forward.Statements;
        Assert.Equal(2, statements.OfType<LoopStatement>().Count());
        Assert.Empty(statements.OfType<ReduceStatement>());
    }

    private static int Reductions(string name) => ProgramPlans.Build(FragmentPrograms.Build(Graphs[name])).Forward.Statements.OfType<ReduceStatement>().Count();

    private static Dictionary<string, Graph> AllGraphs()
    {
        var graphs = new Dictionary<string, Graph>();
        int[][] all = [[0], [1], [2], [0, 1], [1, 2], [0, 2], [0, 1, 2]];
        foreach (int[] axes in all)
        {
            string text = string.Concat(axes);
            graphs.Add("Dense_" + text, Build("Dense_" + text, broadcast: false, (b, v) => [b.ReduceSum(v, axes)]));
            graphs.Add("Rows_" + text, Build("Rows_" + text, broadcast: true, (b, v) => [b.ReduceSum(v, axes)]));
        }

        graphs.Add("Rows_0_1_2", Build("Rows_0_1_2", broadcast: true, (b, v) => [b.ReduceSum(v, 0), b.ReduceSum(v, 1), b.ReduceSum(v, 2)]));
        graphs.Add("Kept", Build("Kept", broadcast: true, (b, v) => [b.ReduceSum(v, 2), v, b.ReduceSum(b.Neg(v), 1)]));

        // One loop, of which only one term can be summed along rows.
        graphs.Add("TwoTerms", Build("TwoTerms", broadcast: true, (b, v) => [b.ReduceSum(v, 2), b.ReduceSum(b.Neg(v), 2)]));
        graphs.Add("Shares", Build("Shares", broadcast: true, (b, v) => [b.Mul(v, b.Broadcast(b.ReduceSum(v, 2), b.ShapeOf(v), 0, 1))]));
        return graphs;
    }

    private static Graph Build(string name, bool broadcast, Func<GraphBuilder, Value, Value[]> sums)
    {
        var b = new GraphBuilder(name);
        DimExpr n = DimExpr.Symbol("n"), m = DimExpr.Symbol("m"), k = DimExpr.Symbol("k");
        var shape = Shape.Of(n, m, k);
        var x = b.Input("x", new TensorType(DType.F64, shape));
        var w = b.Input("w", new TensorType(DType.F64, Shape.Of(n, m)));
        var term = b.Mul(x, broadcast ? b.Broadcast(w, shape, 0, 1) : x);
        var outputs = sums(b, term);
        return b.Build(outputs, [.. outputs.Select((_, i) => "y" + i)]);
    }
}
