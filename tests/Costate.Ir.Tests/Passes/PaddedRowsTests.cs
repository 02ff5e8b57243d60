using System;
using System.Linq;
using Costate.Ir.Checking;
using Costate.Ir.Tests.Derivatives;
using Xunit;

namespace Costate.Ir.Tests.Passes;

/// <summary>Which arrays lie in padded rows while a loop runs, that nothing else does, and that no bit changes.</summary>
public sealed class PaddedRowsTests
{
    private static readonly DimExpr N = DimExpr.Symbol("n"), B = DimExpr.Symbol("b");
    private static readonly DimExpr Lines = DimExpr.FloorDiv(B + 7, 8);

    public static TheoryData<string> Names => new(ControlCases.All.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void NothingChanges(string name)
    {
        var raw = ControlCases.All.First(c => c.Name == name).Graph();
        int[] wanted = Enumerable.Range(0, raw.Inputs.Count).Where(raw.IsDifferentiable).ToArray();
        foreach (var graph in new[] { raw, Jvp.Tangent(raw, wanted), Adjoint.Joint(KeepingGraph.Of(raw, wanted), wanted) })
        {
            Same(graph, Request(graph).Graph);
        }
    }

    [Fact]
    public void ACarryThatChangesByRowsIsPadded()
    {
        var request = Request(Graph(["n, b"], (b, x) => Rows(b, x[0], (r, i, row) => r.Sin(row))));
        var loop = Loop(request);
        Assert.Equal(Shape.Of(N, 8 * Lines), loop.Types[0].Shape);
        Assert.All(loop.Regions[0].Nodes.Where(n => n.Op is SetAtOp), n => Assert.True(PaddedRows.IsPadded(n)));
        Assert.Equal(Lines, Assert.Single(request.Lines));

        // Copied in, copied out, and nothing else is an array of padded rows.
        Assert.Single(request.Graph.Nodes, n => n.Op is SetAtOp);
        Assert.Equal(Shape.Of(N, B), request.Graph.TypeOf(request.Graph.Outputs[0]).Shape);
    }

    [Fact]
    public void ACarryThatBeginsAsANumberIsNotCopiedIn()
    {
        var graph = Request(Graph(["n, b"], (b, x) => Rows(b, b.Const(2, b.TypeOf(x[0])), (r, i, row) => r.Sin(row)))).Graph;
        Assert.DoesNotContain(graph.Nodes, n => n.Op is SetAtOp);
        var begin = graph.NodeOf(Assert.Single(graph.Nodes, n => n.Op is ForOp).Inputs[0]);
        Assert.IsType<ConstOp>(begin.Op);
        Assert.Equal(Shape.Of(N, 8 * Lines), begin.Types[0].Shape);
    }

    [Fact]
    public void TheResultOfOneLoopIsNotCopiedForTheNext()
    {
        var request = Request(Graph(["n, b"], (b, x) => Rows(b, Rows(b, x[0], (r, i, row) => r.Sin(row)), (r, i, row) => r.Exp(row))));
        Assert.Single(request.Graph.Nodes, n => n.Op is SetAtOp);
        var loops = request.Graph.Nodes.Where(n => n.Op is ForOp).ToArray();
        Assert.Equal(loops[0].Out(), loops[1].Inputs[0]);
    }

    [Fact]
    public void AnArrayInALoopInALoopIsPaddedAroundBoth()
    {
        var request = Request(Graph(["n, b"], (b, x) => ControlCases.For(b, N, [x[0]], (r, i, c) => [Rows(r, c[0], (q, j, row) => q.Sin(row))])[0]));
        Assert.Equal(8 * Lines, Loop(request).Types[0].Shape[1]);
        Assert.Equal(8 * Lines, Assert.Single(Loop(request).Regions[0].Nodes, n => n.Op is ForOp).Types[0].Shape[1]);
    }

    [Fact]
    public void ABranchPassesTheArrayOn()
    {
        var request = Request(Graph(["n, b", ""], (b, x) => ControlCases.For(b, N, [x[0]], (r, i, c) =>
            ControlCases.If(r, r.Less(r.Import(x[1], b), r.Const(0, r.TypeOf(r.Import(x[1], b)))), q => [Set(q, q.Import(c[0], r), i, q.Sin(Row(q, q.Import(c[0], r), i)))], q => [q.Import(c[0], r)]))[0]));
        Assert.Equal(8 * Lines, Loop(request).Types[0].Shape[1]);
    }

    [Fact]
    public void WhatIsReadAsAWholeIsNotPadded()
    {
        Stays(["n, b"], (b, x) => ControlCases.For(b, N, [x[0]], (r, i, c) => [Set(r, r.Sin(c[0]), i, Row(r, c[0], i))])[0]);
        Stays(["n, b"], (b, x) => ControlCases.For(b, N, [x[0], x[0]], (r, i, c) => [Set(r, c[0], i, r.Sin(Row(r, c[0], i))), r.Sin(c[0])])[1]);
    }

    [Fact]
    public void WhatIsReplacedByAnotherArrayIsNotPadded() =>
        Stays(["n, b", "n, b"], (b, x) => ControlCases.For(b, N, [x[0], x[1]], (r, i, c) => [c[1], Set(r, c[0], i, r.Sin(Row(r, c[1], i)))])[0]);

    [Fact]
    public void PartsOfRowsAndColumnsAreNotRows()
    {
        Stays(["n, b"], (b, x) => ControlCases.For(b, B, [x[0]], (r, i, c) => [r.SetAt(c[0], r.Sin(r.ReadAt(c[0], Shape.Of(0, i), Shape.Of(N, 1))), Shape.Of(0, i))])[0]);
        Stays(["n, 2 * b"], (b, x) => ControlCases.For(b, N, [x[0]], (r, i, c) => [r.SetAt(c[0], r.Sin(r.ReadAt(c[0], Shape.Of(i, 0), Shape.Of(1, B))), Shape.Of(i, B))])[0]);
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(4, true)]
    [InlineData(7, true)]
    [InlineData(8, false)]
    [InlineData(9, true)]
    [InlineData(16, false)]
    public void RowsOfANumberArePaddedWhereThatIsWorthIt(int size, bool isPadded)
    {
        var request = Request(Graph(["n, " + size], (b, x) => Rows(b, x[0], (r, i, row) => r.Sin(row))));
        Assert.Equal(isPadded, Loop(request).Types[0].Shape[1].TryGetConstant(out long padded) && padded > size);
        Assert.Empty(request.Lines);
    }

    [Fact]
    public void WhatIsOnlyReadIsPaddedIfEachIterationReadsAllOfIt()
    {
        // In n iterations of n rows each: worth a copy. In n iterations of one row each: not.
        var all = Loop(Request(Graph(["b", "n, b"], (b, x) => ControlCases.For(b, 5, [x[0]], (r, i, c) => ControlCases.For(r, N, [c[0]], (q, j, d) => [q.Mul(d[0], Flat(q, Row(q, q.Import(x[1], b), j)))]))[0])));
        Assert.Equal(Shape.Of(B), all.Types[0].Shape);
        Assert.Equal(8 * Lines, all.Regions[0].TypeOf(all.Regions[0].Inputs[1]).Shape[1]);
        Stays(["b", "n, b"], (b, x) => ControlCases.For(b, N, [x[0]], (r, i, c) => [r.Mul(c[0], Flat(r, Row(r, r.Import(x[1], b), i)))])[0]);
    }

    [Fact]
    public void APartialStaysWhereItIs()
    {
        var graph = Graph(["n, b"], (b, x) => Rows(b, x[0], (r, i, row) => r.Sin(row)));
        var request = new PlanRequest(graph, [(BufferRole.Partial, 0)], [(BufferRole.Partial, 0)]) { Serves = graph.Nodes.Select(_ => 1UL).ToArray() };
        Assert.Same(request, PaddedRows.Of(request));
    }

    private static void Stays(string[] shapes, Func<GraphBuilder, Value[], Value> build)
    {
        var graph = Graph(shapes, build);
        Assert.DoesNotContain(Request(graph).Graph.AllNodes(), n => PaddedRows.IsPadded(n));
        Assert.Empty(Request(graph).Lines);
    }

    private static PlanRequest Request(Graph graph)
    {
        var request = PaddedRows.Of(new PlanRequest(graph, graph.Inputs.Select((_, i) => (BufferRole.Input, i)).ToArray(), graph.Outputs.Select((_, i) => (BufferRole.Output, i)).ToArray()));
        Same(graph, request.Graph);
        return request;
    }

    private static void Same(Graph graph, Graph padded)
    {
        Verifier.Check(padded);
        var report = PassCheck.Check(graph, padded, DerivativeCheckOptions.Full);
        Assert.True(report.Passed && report.Trials > 0, report.ToString());
    }

    private static Node Loop(PlanRequest request) => Assert.Single(request.Graph.Nodes, n => n.Op is ForOp);

    private static Value Rows(GraphBuilder b, Value x, Func<GraphBuilder, DimExpr, Value, Value> next) =>
        ControlCases.For(b, N, [x], (r, i, c) => [Set(r, c[0], i, next(r, i, Row(r, c[0], i)))])[0];

    private static Value Row(GraphBuilder b, Value x, DimExpr i) => b.ReadAt(x, Shape.Of(i, 0), Shape.Of(1, b.ShapeOf(x)[1]));

    private static Value Set(GraphBuilder b, Value x, DimExpr i, Value row) => b.SetAt(x, row, Shape.Of(i, 0));

    private static Value Flat(GraphBuilder b, Value row) => b.Reshape(row, Shape.Of(b.ShapeOf(row)[1]));

    private static Graph Graph(string[] shapes, Func<GraphBuilder, Value[], Value> build)
    {
        var b = new GraphBuilder("F");
        var x = shapes.Select((s, i) => b.Input("x" + i, new TensorType(DType.F64, Shape.Parse(s)))).ToArray();
        return b.Build([build(b, x)]);
    }
}
