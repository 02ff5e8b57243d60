using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Ir.Checking;
using Xunit;

namespace Costate.Generator.Tests;

/// <summary>Statements that run strip by strip: which they are, what they need, and that they compute the same.</summary>
public sealed class StripTests
{
    private static readonly DimExpr N = DimExpr.Symbol("n"), K = DimExpr.Symbol("k"), M = DimExpr.Symbol("m");

    [Fact]
    public void Intermediate_results_need_memory_for_a_strip_only()
    {
        var plan = ProgramPlans.Build(FragmentPrograms.Build(Softened())).ValueAndGradient!;
        var strip = Assert.Single(plan.Statements.OfType<StripStatement>());
        Assert.Equal("n", strip.Sizes.Symbol);

        // Nothing of the size of a matrix of n rows is left.
        Assert.DoesNotContain(plan.Slots, s => s.Equals(N * M));
        Assert.Contains(plan.Slots, s => s.Equals(DimExpr.Symbol(strip.Sizes.Longest) * M));
        Assert.Contains(strip.Body.OfType<ContractStatement>(), s => s.ContinuesAfter is not null);
    }

    [Fact]
    public void A_sum_that_the_forward_programs_must_agree_on_has_no_strips()
    {
        var plans = ProgramPlans.Build(FragmentPrograms.Build(Summed()));
        foreach (var plan in new[] { plans.Forward, plans.ForwardKeeping })
        {
            Assert.DoesNotContain(plan.Flat.OfType<ReduceStatement>(), s => s.ContinuesAfter is not null);
        }
    }

    [Fact]
    public void A_recurrence_over_rows_of_another_matrix_has_no_strips()
    {
        var b = new GraphBuilder("Square");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Of(N, N)));
        var plans = ProgramPlans.Build(FragmentPrograms.Build(b.Build([b.ReduceSum(b.Contract("ab,bc->ac", b.Tanh(x), b.Exp(x)), 1)])));
        Assert.Null(plans.Forward.Strips);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(31)]
    [InlineData(97)]
    public void Strips_compute_what_one_statement_computes(int n)
    {
        var graph = Softened();
        var fragment = HandmadeFragment.Fragment(HandmadeFragment.Compile(graph));
        var sizes = new Dictionary<string, long> { ["n"] = n, ["k"] = 5, ["m"] = 4003 };
        Assert.Equal(n > 16, Strips.Count<double>(n, 2 * 4003, 5 * 4003) > 1);
        var random = new Random(3);
        var x = graph.Inputs.Select(v => Numbers(random, graph.TypeOf(v).Shape.Evaluate(s => sizes[s]))).ToArray();
        var run = new FragmentRun(fragment, graph, x.Select(d => d.Data).ToArray(), sizes);
        var (outputs, _) = run.ForwardKeeping();
        Assert.Equal(run.Forward()[0], outputs[0]);
        double[][] partials = x.Select(d => new double[d.Data.Length]).ToArray();
        var actual = run.Adjoint([[1.0]], partials, 7);
        var zeros = x.Select(d => new Dense<double>(d.Shape, new double[d.Data.Length])).ToArray();
        var expected = TextbookInterpreter.Run(FragmentPrograms.Build(graph).JointAdjoint, [.. x, new Dense<double>([], [1.0]), .. zeros], sizes);
        for (int i = 0; i < 3; i++)
        {
            Assert.All(expected[i].Data.Zip(actual[i]!), p => Assert.Equal(p.First, p.Second, 1e-9 * Math.Max(1, Math.Abs(p.First))));
        }
    }

    [Fact]
    public void Strips_cover_an_axis_without_gaps()
    {
        foreach (int n in new[] { 0, 1, 15, 16, 17, 1000, 65537 })
        {
            foreach (long local in new long[] { 0, 1, 100, 5000, 1_000_000 })
            {
                int count = Strips.Count<double>(n, local, 3000), at = 0;
                Assert.InRange(count, 1, Math.Max(1, n));
                for (int s = 0; s < count; s++)
                {
                    Assert.Equal(at, Strips.Start(n, count, s));
                    at = Strips.Start(n, count, s + 1);
                    Assert.InRange(at - Strips.Start(n, count, s), 0, Strips.Longest(n, count));
                }

                Assert.Equal(n, at);
            }
        }
    }

    // The sum over rows of the logarithm of the sum of exponentials of x w + b.
    private static Graph Softened()
    {
        var b = new GraphBuilder("Softened");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Of(N, K)));
        var w = b.Input("w", new TensorType(DType.F64, Shape.Of(K, M)));
        var bias = b.Input("b", new TensorType(DType.F64, Shape.Of(M)));
        var y = b.Add(b.Contract("ab,bc->ac", x, w), b.Broadcast(bias, Shape.Of(N, M), 1));
        return b.Build([b.ReduceSum(b.Log(b.ReduceSum(b.Exp(y), 1)), 0)]);
    }

    private static Graph Summed()
    {
        var b = new GraphBuilder("Summed");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Of(N, M)));
        return b.Build([b.ReduceSum(b.Tanh(x), 0)]);
    }

    private static Dense<double> Numbers(Random random, int[] shape) =>
        new(shape, Enumerable.Range(0, shape.Aggregate(1, (a, c) => a * c)).Select(_ => (2 * random.NextDouble()) - 1).ToArray());
}
