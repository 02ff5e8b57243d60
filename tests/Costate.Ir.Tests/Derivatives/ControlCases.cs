using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Tests.Derivatives;

/// <summary>Loops and branches: carries, invariants, windows at the index, nesting, trip counts that data decide.</summary>
internal static class ControlCases
{
    private static readonly DimExpr N = DimExpr.Symbol("n");
    private static readonly DimExpr M = DimExpr.Symbol("m");
    private static readonly TensorType Number = new(DType.F64, Shape.Scalar);

    public static IEnumerable<Case> All =>
    [
        .. Plain,
        .. Checkpointed.Select(c => c.Checkpointed),
    ];

    /// <summary>Loops that keep everything, and the same loops when they keep few states.</summary>
    public static IEnumerable<(Case Plain, Case Checkpointed)> Checkpointed =>
        from plain in Plain
        where plain.Graph().Nodes.Any(n => n.Op is IterationOp)
        from room in new[] { StateRoom.ForStates(1), StateRoom.ForStates(2), StateRoom.ForStretches(3) }
        select (plain, plain.Checkpointed(room));

    /// <summary>The cases without their forms that keep few states.</summary>
    public static IEnumerable<Case> Plain =>
    [
        // h <- tanh(w h + x), n times: a carry and two invariants.
        new("ForRecurrence", ["m, m", "m", "m"], (b, x) => For(b, N, [x[2]], (r, i, c) =>
            [r.Tanh(r.Add(r.Contract("ab,b->a", r.Import(x[0], b), c[0]), r.Import(x[1], b)))])),

        // Two carries that change places, and one that the result does not need.
        new("ForCarries", ["m", "m", ""], (b, x) => For(b, N, [x[0], x[1], x[2]], (r, i, c) =>
            [r.Mul(c[0], c[1]), c[0], r.Add(c[2], r.Exp(c[2]))]).Take(2).ToArray()),

        // A carry without a tangent at first: it gets one in the first iteration, and hands it on in the second.
        new("ForLateTangent", ["m", "m"], (b, x) =>
        {
            var zero = b.ZeroLike(x[0]);
            return For(b, N, [x[0], zero, zero], (r, i, c) => [r.Sin(c[0]), r.Mul(c[0], r.Import(x[1], b)), r.Add(c[1], c[2])]);
        }),

        // Rows of a matrix, read at the index: sum of sin(row i).
        new("ForRows", ["n, m", "m"], (b, x) => For(b, N, [x[1]], (r, i, c) =>
        {
            var row = r.Reshape(r.ReadAt(r.Import(x[0], b), Shape.Of(i, DimExpr.Zero), Shape.Of(DimExpr.One, M)), Shape.Of(M));
            return [r.Add(r.Mul(c[0], r.Sin(row)), row)];
        })),

        // A row written at the index, from the row before it.
        new("ForRowRecurrence", ["n + 1, m", "m, m"], (b, x) => For(b, N, [x[0]], (r, i, c) =>
        {
            var size = Shape.Of(DimExpr.One, M);
            var row = r.ReadAt(c[0], Shape.Of(i, DimExpr.Zero), size);
            return [r.SetAt(c[0], r.Tanh(r.Contract("ab,bc->ac", row, r.Import(x[1], b))), Shape.Of(i + 1, DimExpr.Zero))];
        })),

        // Forward substitution as two loops, the inner one as long as the outer index.
        new("ForTriangular", ["n, n", "n"], (b, x) => For(b, N, [b.ZeroLike(x[1])], (r, i, c) =>
        {
            var one = Shape.Of(DimExpr.One);
            string j = r.FreshSymbol("j");
            var inner = r.Region("inner");
            inner.Facts = inner.Facts.Assume(DimExpr.Symbol(j), DimRelation.LessThan, i);
            var sum = inner.Input("sum", new TensorType(DType.F64, one));
            var l = inner.Reshape(inner.ReadAt(inner.Import(x[0], b), Shape.Of(i, DimExpr.Symbol(j)), Shape.Of(DimExpr.One, DimExpr.One)), one);
            var next = inner.Sub(sum, inner.Mul(l, inner.ReadAt(inner.Import(c[0], r), Shape.Of(DimExpr.Symbol(j)), one)));
            var rest = r.For(i, j, [r.ReadAt(r.Import(x[1], b), Shape.Of(i), one)], inner, [next])[0];
            var diagonal = r.Reshape(r.ReadAt(r.Import(x[0], b), Shape.Of(i, i), Shape.Of(DimExpr.One, DimExpr.One)), one);
            return [r.SetAt(c[0], r.Div(rest, diagonal), Shape.Of(i))];
        })) { Kind = { [0] = "dominant" } },

        // Nested loops with tensors whose size is the index: entries of different sizes.
        new("ForRagged", ["n", ""], (b, x) => For(b, N, [x[1]], (r, i, c) =>
        {
            var head = r.ReadAt(r.Import(x[0], b), Shape.Of(DimExpr.Zero), Shape.Of(i));
            return [r.Add(r.Sin(c[0]), r.ReduceSum(r.Tanh(r.Mul(head, r.Broadcast(c[0], Shape.Of(i), []))), [0]))];
        })),

        // One carry through two loops, which change places with their buffers an odd or an even number of times.
        new("ForFor", ["m", "m"], (b, x) => For(b, N, [x[0], x[1]], (r, i, c) =>
        {
            var inner = For(r, M, [c[0], c[1]], (f, j, e) => [f.Tanh(f.Add(e[0], e[1])), f.Sin(f.Mul(e[1], e[0]))]);
            return [inner[1], r.Tanh(r.Add(inner[0], c[1]))];
        })) { Sizes = [(3, 2, 5), (4, 3, 1), (1, 1, 1), (2, 5, 2), (0, 3, 2)] },

        // The index as a number.
        new("ForIndex", ["m"], (b, x) => For(b, N, [x[0]], (r, i, c) =>
            [r.Div(r.Sin(c[0]), r.Broadcast(r.DimVal(i + 1, DType.F64), Shape.Of(M), []))])),

        // Doubled until large: the number of iterations depends on the data.
        new("WhileDoubling", ["m", "m"], (b, x) => While(b, [x[0]],
            (r, i, c) => r.Less(r.ReduceSum(r.Mul(c[0], c[0]), [0]), r.Const(20, Number)),
            (r, i, c) => [r.Add(r.Mul(r.ConstLike(1.25, c[0]), c[0]), r.Add(r.Sin(r.Import(x[1], b)), r.ConstLike(2.5, c[0])))]).Take(1).ToArray()) { Sizes = [(3, 2, 5), (1, 1, 1), (7, 4, 2)] },

        // A For in a While in a For, with a branch in the middle.
        new("Nested", ["m", "n, m"], (b, x) => For(b, N, [x[0]], (r, i, c) =>
        {
            var row = r.Reshape(r.ReadAt(r.Import(x[1], b), Shape.Of(i, DimExpr.Zero), Shape.Of(DimExpr.One, M)), Shape.Of(M));
            var zero = r.Const(0, Number);
            var loop = While(r, [c[0], zero],
                (w, k, d) => w.Less(d[1], w.Const(2.5, Number)),
                (w, k, d) =>
                {
                    var inner = For(w, M, [d[0]], (f, j, e) => [f.Add(f.Sin(e[0]), f.Import(row, r))]);
                    return [w.Mul(inner[0], w.ConstLike(0.5, inner[0])), w.Add(d[1], w.Const(1, Number))];
                });
            return If(r, r.Less(r.ReduceSum(loop[0], [0]), zero),
                t => [t.Mul(t.Exp(t.Import(loop[0], r)), t.Import(row, r))],
                e => [e.Sin(e.Import(loop[0], r))]);
        })) { Sizes = [(3, 2, 5), (1, 1, 1), (0, 3, 2)] },

        // Each branch keeps something of its own, and one uses an input that the other does not.
        new("If", ["m", "m", ""], (b, x) => If(b, b.Less(x[2], b.ZeroLike(x[2])),
            t => [t.Exp(t.Mul(t.Import(x[0], b), t.Import(x[0], b))), t.Import(x[0], b)],
            e => [e.Mul(e.Import(x[1], b), e.Tanh(e.Import(x[0], b))), e.Import(x[1], b)])),

        // A branch in a loop: the residuals of both sides on one stack.
        new("ForIf", ["m", "m"], (b, x) => For(b, N, [x[0]], (r, i, c) => If(r, r.Less(r.ReduceSum(c[0], [0]), r.Const(0.3, Number)),
            t => [t.Add(t.Exp(t.Import(c[0], r)), t.Import(x[1], b))],
            e => [e.Mul(e.Sin(e.Import(c[0], r)), e.Import(x[1], b))]))),

        // A carry that one branch passes on untouched.
        // A step that is taken or not: in the adjoint one cotangent becomes two on one side, and two outputs of the branch want the memory of one operand.
        new("ForAccept", ["m", "m", "m"], (b, x) => For(b, N, [x[0], b.Mul(x[0], x[2])], (r, i, c) =>
        {
            var next = r.Mul(c[0], r.Sin(c[1]));
            var last = r.Mul(next, r.Import(x[2], b));
            return If(r, r.Less(r.ReduceSum(next, [0]), r.Const(0.1, Number)),
                t => [t.Add(t.Import(next, r), t.Import(x[1], b)), t.Import(last, r)],
                e => [e.Import(c[0], r), e.Import(c[1], r)]);
        })),

        // Two results of which only one depends on the parameter, which is also used before the loop: with the other's cotangent alone its partial stays.
        new("WhileCounted", ["m", "m"], (b, x) => While(b, [x[0], b.Mul(x[0], x[1]), b.Const(0, Number)],
            (r, i, c) => r.Less(c[2], r.Const(1.5, Number)),
            (r, i, c) => [r.Mul(c[0], c[1]), r.Mul(c[1], r.Import(x[1], b)), r.Add(c[2], r.Const(1, Number))]).Where((_, k) => k is 0 or 2).ToArray()),

        new("ForSkip", ["n"], (b, x) => For(b, N, [x[0]], (r, i, c) =>
        {
            var one = Shape.Of(DimExpr.One);
            var at = r.ReadAt(c[0], Shape.Of(i), one);
            return If(r, r.Less(r.Reshape(at, Shape.Scalar), r.Const(0, Number)),
                t => [t.SetAt(t.Import(c[0], r), t.Exp(t.Import(at, r)), Shape.Of(i))],
                e => [e.Import(c[0], r)]);
        })),
    ];

    internal static Value[] For(GraphBuilder b, DimExpr count, Value[] carries, Func<GraphBuilder, DimExpr, Value[], Value[]> body)
    {
        string index = b.FreshSymbol("i");
        var region = b.Region("body");
        region.Facts = region.Facts.Assume(DimExpr.Symbol(index), DimRelation.LessThan, count);
        return b.For(count, index, carries, region, body(region, DimExpr.Symbol(index), Declare(b, region, carries)));
    }

    internal static Value[] While(GraphBuilder b, Value[] carries, Func<GraphBuilder, DimExpr, Value[], Value> condition, Func<GraphBuilder, DimExpr, Value[], Value[]> body)
    {
        string index = b.FreshSymbol("k");
        var (test, region) = (b.Region("condition"), b.Region("body"));
        var holds = condition(test, DimExpr.Symbol(index), Declare(b, test, carries));
        return b.While(index, carries, test, holds, region, body(region, DimExpr.Symbol(index), Declare(b, region, carries)));
    }

    internal static Value[] If(GraphBuilder b, Value condition, Func<GraphBuilder, Value[]> whenTrue, Func<GraphBuilder, Value[]> whenFalse)
    {
        var (t, e) = (b.Region("then"), b.Region("else"));
        var (p, q) = (whenTrue(t), whenFalse(e));
        return b.If(condition, t, p, e, q, p.Select((_, i) => "y" + i).ToArray());
    }

    /// <summary>The graph with all its loops told to keep few states.</summary>
    internal static Graph WithRoom(Graph graph, StateRoom room) => new(
        graph.Name,
        graph.DimParameters,
        graph.Nodes.Select(n => new Node(n.Id, n.Op, n.Op is IterationOp ? room.On(n.Attrs) : n.Attrs, n.Inputs, n.Types, n.Regions.Select(r => WithRoom(r, room)).ToArray(), n.Span, n.Name)).ToArray(),
        graph.Inputs,
        graph.Outputs,
        graph.OutputNames,
        graph.Guards);

    private static Value[] Declare(GraphBuilder b, GraphBuilder region, Value[] carries) => carries.Select((c, k) => region.Input("c" + k, b.TypeOf(c))).ToArray();
}
