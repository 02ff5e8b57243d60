using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir.Checking;
using Costate.Ir.Tests.Derivatives;
using Xunit;

namespace Costate.Ir.Tests.Passes;

/// <summary>What nobody reads leaves loops and branches, what is the same in each iteration leaves loops, and no bit changes.</summary>
public sealed class ControlCleanupTests
{
    private static readonly DimExpr N = DimExpr.Symbol("n");
    private static readonly TensorType Number = new(DType.F64, Shape.Scalar);

    public static TheoryData<string> Names => new(ControlCases.All.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void NoBitChanges(string name)
    {
        var test = ControlCases.All.First(c => c.Name == name);
        var raw = test.Graph(simplifies: false);
        var keeping = KeepingGraph.Of(raw, Differentiable(raw));
        foreach (var graph in new[] { raw, Jvp.Tangent(raw, Differentiable(raw)), Adjoint.Joint(keeping, Differentiable(raw)) })
        {
            var clean = ControlCleanup.Run(graph);
            Verifier.Check(clean);
            foreach (var size in test.Sizes)
            {
                var symbols = test.Symbols(size);
                var x = test.Sample(new Random(11), size);
                Dense<double>[] arguments = [.. x, .. Totals.Random(graph, symbols).Skip(x.Length)];
                var (expected, before) = Totals.Run(graph, arguments, symbols);
                var (actual, after) = Totals.Run(clean, arguments, symbols);
                Assert.Equal(expected.Select(d => d.Data.Select(BitConverter.DoubleToInt64Bits)), actual.Select(d => d.Data.Select(BitConverter.DoubleToInt64Bits)));
                Assert.True(after <= before || symbols["n"] == 0, $"{graph.Name}: {after} operations instead of {before}.");
            }

            var report = PassCheck.Check(graph, clean, DerivativeCheckOptions.Full);
            Assert.True(report.Passed && report.Trials > 0, report.ToString());
            Assert.Same(clean, ControlCleanup.Run(clean));
        }
    }

    [Fact]
    public void ACarryThatOnlyFeedsItselfIsDropped()
    {
        var loop = Only<ForOp>(Clean(["", ""], (b, x) => [ControlCases.For(b, N, [x[0], x[1]], (r, i, c) => [r.Sin(c[0]), r.Exp(c[1])])[0]]));
        Assert.Equal(1, new LoopLayout(loop).Carries);
        Assert.DoesNotContain(loop.Regions[0].Nodes, n => n.Op is ExpOp);
    }

    [Fact]
    public void CarriesThatFeedEachOtherAreDroppedTogether()
    {
        var loop = Only<ForOp>(Clean(["", "", ""], (b, x) => [ControlCases.For(b, N, [x[0], x[1], x[2]], (r, i, c) => [r.Sin(c[0]), r.Exp(c[2]), r.Add(c[1], c[0])])[0]]));
        Assert.Equal(1, new LoopLayout(loop).Carries);
    }

    [Fact]
    public void ACarryThatAConditionReadsStays()
    {
        var loop = Only<WhileOp>(Clean(["", ""], (b, x) => [ControlCases.While(b, [x[0], x[1], x[1]], (r, i, c) => r.Less(c[1], r.Const(3, Number)), (r, i, c) => [r.Sin(c[0]), r.Add(c[1], r.Const(1, Number)), r.Exp(c[2])])[0]]));
        Assert.Equal(2, new LoopLayout(loop).Carries);
    }

    [Fact]
    public void AnUnchangedCarryBecomesAnInvariant()
    {
        var graph = Clean(["", ""], (b, x) => ControlCases.For(b, N, [x[0], x[1]], (r, i, c) => [r.Mul(c[0], c[1]), c[1]]).Take(2).ToArray());
        var layout = new LoopLayout(Only<ForOp>(graph));
        Assert.Equal((1, 1), (layout.Carries, layout.Invariants));
        Assert.Equal(graph.Inputs[1], graph.Outputs[1]);
    }

    [Fact]
    public void WhatAnInnerLoopPassesOnUnchangedIsUnchangedAround()
    {
        var graph = Clean(["", ""], (b, x) => ControlCases.For(b, N, [x[0], x[1]], (r, i, c) => ControlCases.For(r, i, [c[0], c[1]], (q, j, d) => [q.Mul(d[0], d[1]), d[1]])));
        Assert.Equal(1, new LoopLayout(Only<ForOp>(graph)).Carries);
        Assert.Equal(graph.Inputs[1], graph.Outputs[1]);
    }

    [Fact]
    public void EqualCarriesBecomeOne()
    {
        // c0 and c1 begin alike and are made alike from each other; c2 begins alike and goes its own way.
        var graph = Clean(["", ""], (b, x) => ControlCases.For(b, N, [x[0], x[0], x[0]], (r, i, c) => [r.Mul(c[1], r.Import(x[1], b)), r.Mul(c[0], r.Import(x[1], b)), r.Sin(c[2])]));
        Assert.Equal(2, new LoopLayout(Only<ForOp>(graph)).Carries);
        Assert.Equal(graph.Outputs[0], graph.Outputs[1]);
        Assert.NotEqual(graph.Outputs[0], graph.Outputs[2]);
    }

    [Fact]
    public void WhatIsTheSameInEachIterationIsComputedBefore()
    {
        var graph = Clean(["m, m", "m, m", "m"], (b, x) => ControlCases.For(b, N, [x[2]], (r, i, c) =>
        {
            var product = r.Contract("ab,bc->ac", r.Import(x[0], b), r.Import(x[1], b));
            return [r.Tanh(r.Contract("ab,b->a", r.Exp(product), c[0]))];
        }));
        Assert.Equal(["Contract", "Exp"], graph.Nodes.Where(n => n.Op is not InputOp and not ForOp).Select(n => n.Op.Name));
        Assert.Equal(1, new LoopLayout(Only<ForOp>(graph)).Invariants);
    }

    [Fact]
    public void WhatAWhileTestsInVainEachTimeIsComputedBefore()
    {
        var graph = Clean(["", ""], (b, x) => [ControlCases.While(b, [x[0]], (r, i, c) => r.Less(c[0], r.Exp(r.Import(x[1], b))), (r, i, c) => [r.Add(c[0], r.Exp(r.Import(x[1], b)))])[0]]);
        Assert.Single(graph.AllNodes(), n => n.Op is ExpOp);
        Assert.Equal(1, new LoopLayout(Only<WhileOp>(graph)).Invariants);
    }

    [Fact]
    public void WhatMayFailStaysInTheLoop()
    {
        // A factorisation fails for some matrices, and a maximum of nothing is not defined; the loop may not run at all.
        var graph = Clean(["m, m", "m"], (b, x) => ControlCases.For(b, N, [x[1]], (r, i, c) => [r.Contract("ab,b->a", r.Emit(CholeskyOp.Instance, r.Import(x[0], b)), c[0])]));
        Assert.DoesNotContain(graph.Nodes, n => n.Op is CholeskyOp);
    }

    [Fact]
    public void AWindowThatIsThereOnlyIfTheLoopRunsStaysInTheLoop()
    {
        // Row n - 1 exists because an iteration runs; outside nobody knows. Row 0 of n + 1 rows always exists.
        Graph Read(string rows, DimExpr start) => Clean([rows + ", m", "1, m"], (b, x) => ControlCases.For(b, N, [x[1]], (r, i, c) =>
            [r.Mul(c[0], r.Exp(r.ReadAt(r.Import(x[0], b), Shape.Of(start, DimExpr.Zero), Shape.Parse("1, m"))))]));
        Assert.DoesNotContain(Read("n", N - 1).Nodes, n => n.Op is ExpOp);
        Assert.Contains(Read("n + 1", DimExpr.Zero).Nodes, n => n.Op is ExpOp);
    }

    [Fact]
    public void RepetitionsStayWhereTheyAreRead()
    {
        var graph = Clean(["", "m"], (b, x) => ControlCases.For(b, N, [x[1]], (r, i, c) => [r.Mul(c[0], r.Broadcast(r.Import(x[0], b), Shape.Parse("m"), []))]));
        Assert.DoesNotContain(graph.Nodes, n => n.Op is BroadcastOp);
    }

    [Fact]
    public void ABranchIsNotEmptied()
    {
        var graph = Clean(["", ""], (b, x) => ControlCases.If(b, b.Less(x[0], x[1]), t => [t.Exp(t.Import(x[0], b))], e => [e.Import(x[1], b)]));
        Assert.DoesNotContain(graph.Nodes, n => n.Op is ExpOp);
    }

    [Fact]
    public void ResultsOfABranchThatNobodyReadsAreDropped()
    {
        var branch = Only<IfOp>(Clean(["", ""], (b, x) => [ControlCases.If(b, b.Less(x[0], b.ZeroLike(x[0])), t => [t.Exp(t.Import(x[0], b)), t.Import(x[1], b)], e => [e.Import(x[0], b), e.Sin(e.Import(x[1], b))])[0]]));
        Assert.Equal((1, 2), (branch.Types.Count, branch.Inputs.Count));
    }

    [Theory]
    [InlineData(1.0, "Exp")]
    [InlineData(0.0, "Sin")]
    public void AKnownConditionChooses(double condition, string op)
    {
        var graph = Clean([""], (b, x) => ControlCases.If(b, b.Const(condition, new TensorType(DType.Bool, Shape.Scalar)), t => [t.Exp(t.Import(x[0], b))], e => [e.Sin(e.Import(x[0], b))]));
        Assert.Equal(["Input", op], graph.Nodes.Select(n => n.Op.Name));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1)]
    [InlineData(2, 0)]
    public void OnlyALoopOfOneIterationIsUnfolded(int count, int sines)
    {
        var graph = Clean(["2"], (b, x) => ControlCases.For(b, DimExpr.Constant(count), [x[0]], (r, i, c) => [r.SetAt(r.Sin(c[0]), r.Reshape(r.DimVal(i, DType.F64), Shape.Parse("1")), Shape.Of(i))]));
        Assert.Equal(sines, graph.Nodes.Count(n => n.Op is SinOp));
        Assert.Equal(count == 2 ? 1 : 0, graph.Nodes.Count(n => n.Op is ForOp));
    }

    [Fact]
    public void WhatTheReversedLoopDoesNotReadIsNotKept()
    {
        // The adjoint of a sum of squares in a loop reads neither the index nor the invariants from a stack, nor what is made of these alone.
        var programs = FragmentPrograms.Build(Build(["m", "m"], (b, x) => ControlCases.For(b, N, [x[0]], (r, i, c) =>
        {
            var weight = r.Mul(r.Exp(r.Import(x[1], b)), r.Broadcast(r.DimVal(i + 1, DType.F64), Shape.Parse("m"), []));
            return [r.Mul(r.Cos(r.Import(x[1], b)), r.Add(c[0], weight))];
        })));

        // One stack: the carry, by which the cosine is multiplied.
        Assert.Equal(["f64[m]*(n)"], programs.Residuals.Where(r => r.IsStack).Select(r => r.ToString()));
    }

    private static Graph Build(string[] shapes, Func<GraphBuilder, Value[], Value[]> build)
    {
        var b = new GraphBuilder("Loop");
        var x = shapes.Select((s, i) => b.Input("x" + i, new TensorType(DType.F64, Shape.Parse(s)))).ToArray();
        return b.Build(build(b, x));
    }

    private static Graph Clean(string[] shapes, Func<GraphBuilder, Value[], Value[]> build) => ControlCleanup.Run(Build(shapes, build));

    private static int[] Differentiable(Graph graph) => Enumerable.Range(0, graph.Inputs.Count).Where(graph.IsDifferentiable).ToArray();

    private static Node Only<T>(Graph graph)
        where T : Op => Assert.Single(graph.Nodes, n => n.Op is T);
}
