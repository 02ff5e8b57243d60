using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Tests.Derivatives;

/// <summary>Calls with a declared linearization, alone, in loops and branches, and with loops and branches of their own.</summary>
internal static class CallCases
{
    private static readonly DimExpr N = DimExpr.Symbol("n");
    private static readonly DimExpr M = DimExpr.Symbol("m");
    private static readonly TensorType Number = new(DType.F64, Shape.Scalar);

    public static IEnumerable<Case> All => [.. Plain, .. Checkpointed];

    private static IEnumerable<Case> Checkpointed =>
        from plain in Plain
        where plain.Graph().Nodes.Any(n => n.Op is IterationOp)
        from room in new[] { StateRoom.ForStates(2), StateRoom.ForStretches(3) }
        select plain.Checkpointed(room);

    private static IEnumerable<Case> Plain => [.. Vectors, .. Vectors.Select(Scalar)];

    private static IEnumerable<Case> Vectors =>
    [
        new("Call", ["m", "m"], (b, x) => Product(b, x[0], x[1])),

        // The linearization reads the result.
        new("CallResult", ["m"], (b, x) => [Exponential(b, x[0])]),

        // Twice the same, one after the other.
        new("CallTwice", ["m", "m"], (b, x) => [Product(b, Exponential(b, x[0]), Product(b, x[0], x[1])[0])[0]]),

        // An operand that nothing is differentiated by, and one result of two that is used.
        new("CallPartly", ["m"], (b, x) => [Call(b, [b.Stop(x[0]), x[0]], r => [r.Mul(r.Inputs[0], r.Sin(r.Inputs[1])), r.Exp(r.Inputs[1])],
            (r, p, y, d) => [r.Add(r.Mul(d[0], r.Sin(p[1])), r.Mul(r.Mul(p[0], r.Cos(p[1])), d[1])), r.Mul(y[1], d[1])])[0]]) { IsDeclared = true },

        // A contraction, a sum and a window in the linearization, with sizes of the call.
        new("CallShapes", ["n, m", "m"], (b, x) => Call(b, x, r => [r.Contract("ab,b->a", r.Inputs[0], r.Sin(r.Inputs[1])), r.ReduceSum(r.Mul(r.Inputs[1], r.Inputs[1]), [0])],
            (r, p, y, d) =>
            [
                r.Add(r.Contract("ab,b->a", d[0], r.Sin(p[1])), r.Contract("ab,b->a", p[0], r.Mul(r.Cos(p[1]), d[1]))),
                r.ReduceSum(r.Mul(r.Scale(p[1], 2), d[1]), [0]),
            ])),

        new("CallInFor", ["m", "m"], (b, x) => For(b, N, [x[0]], (r, i, c) => [r.Tanh(Product(r, c[0], r.Import(x[1], b))[0])])),
        new("CallResultInFor", ["m"], (b, x) => For(b, N, [x[0]], (r, i, c) => [r.Scale(Exponential(r, r.Sin(c[0])), 0.5)])),
        new("CallInWhile", ["m", "m"], (b, x) => ControlCases.While(b, [x[0], b.Const(0, Number)],
            (r, i, c) => r.Less(c[1], r.Const(2.5, Number)),
            (r, i, c) => [r.Tanh(Product(r, c[0], r.Import(x[1], b))[0]), r.Add(c[1], r.Const(1, Number))]).Take(1).ToArray()),
        new("CallInIf", ["m", "m", ""], (b, x) => ControlCases.If(b, b.Less(x[2], b.ZeroLike(x[2])),
            t => Product(t, t.Import(x[0], b), t.Import(x[1], b)),
            e => [Exponential(e, e.Import(x[1], b))])),
        new("CallInForIf", ["m", "m"], (b, x) => For(b, N, [x[0]], (r, i, c) => ControlCases.If(r, r.Less(r.ReduceSum(c[0], [0]), r.Const(0.3, Number)),
            t => Product(t, t.Import(c[0], r), t.Import(x[1], b)),
            e => [e.Scale(Exponential(e, e.Sin(e.Import(c[0], r))), 0.5)]))),

        // A loop in the graph, and one of its own in the linearization, on tangents: h <- sin(h w).
        new("CallWithFor", ["m", "m"], (b, x) => Call(b, x, r => For(r, M, [r.Inputs[0]], (f, i, c) => [f.Sin(f.Mul(c[0], f.Import(r.Inputs[1], r)))]),
            (r, p, y, d) =>
            [
                For(r, M, [p[0], d[0]], (f, i, c) =>
                {
                    var w = f.Import(p[1], r);
                    var inner = f.Mul(c[0], w);
                    return [f.Sin(inner), f.Mul(f.Cos(inner), f.Add(f.Mul(c[1], w), f.Mul(c[0], f.Import(d[1], r))))];
                })[1],
            ])),

        // The same in a loop, with a branch in the linearization.
        new("CallWithIfInFor", ["m", ""], (b, x) => For(b, N, [x[0]], (r, i, c) => Call(r, [c[0], r.Import(x[1], b)],
            f => ControlCases.If(f, f.Less(f.Inputs[1], f.Const(0, Number)),
                t => [t.Sin(t.Import(f.Inputs[0], f))],
                e => [e.Mul(e.Broadcast(e.Import(f.Inputs[1], f), Shape.Of(M), []), e.Import(f.Inputs[0], f))]),
            (f, p, y, d) => ControlCases.If(f, f.Less(p[1], f.Const(0, Number)),
                t => [t.Mul(t.Cos(t.Import(p[0], f)), t.Import(d[0], f))],
                e => [e.Add(e.Mul(e.Broadcast(e.Import(d[1], f), Shape.Of(M), []), e.Import(p[0], f)), e.Mul(e.Broadcast(e.Import(p[1], f), Shape.Of(M), []), e.Import(d[0], f)))])))),

        // A call in what is called, and in the linearization.
        new("CallOfCall", ["m", "m"], (b, x) => Call(b, x, r => [r.Mul(Exponential(r, r.Inputs[0]), r.Inputs[1])],
            (r, p, y, d) => [r.Add(r.Mul(r.Mul(Exponential(r, p[0]), p[1]), d[0]), r.Mul(Exponential(r, p[0]), d[1]))])),

        // What is declared is not the derivative of what is called.
        new("CallDeclared", ["m", "m"], (b, x) => Call(b, x, r => [r.Mul(r.Floor(r.Inputs[0]), r.Inputs[1])], (r, p, y, d) => [r.Add(r.Mul(d[0], r.Sin(p[1])), r.Mul(y[0], d[1]))])) { IsDeclared = true },
        new("CallDeclaredInFor", ["m", "m"], (b, x) => For(b, N, [x[0], x[1]], (r, i, c) =>
            [Call(r, c, f => [f.Tanh(f.Mul(f.Inputs[0], f.Inputs[1]))], (f, p, y, d) => [f.Mul(f.Mul(y[0], p[1]), d[0])])[0], r.Sin(r.Mul(c[1], c[0]))])) { IsDeclared = true },
        new("CallIgnoresInIf", ["m", "m", ""], (b, x) => ControlCases.If(b, b.Less(x[2], b.ZeroLike(x[2])),
            t => Call(t, [t.Import(x[0], b), t.Import(x[1], b)], f => [f.Mul(f.Inputs[0], f.Inputs[1])], (f, p, y, d) => [f.Mul(p[1], d[0])]),
            e => [e.Mul(e.Import(x[1], b), e.Import(x[0], b))])) { IsDeclared = true },
    ];

    /// <summary>The sum of the squares of all results, which has a gradient and a Hessian.</summary>
    private static Case Scalar(Case vectors) => new(vectors.Name + "Scalar", vectors.Shapes, (b, x) =>
    [
        vectors.Build(b, x).Select(y => b.ReduceSum(b.Mul(y, y), Enumerable.Range(0, b.ShapeOf(y).Rank).ToArray())).Aggregate((p, q) => b.Add(p, q)),
    ]) { Sizes = vectors.Sizes, IsDeclared = vectors.IsDeclared };

    /// <summary>tanh(x) w.</summary>
    private static Value[] Product(GraphBuilder b, Value x, Value w) => Call(b, [x, w], r => [r.Mul(r.Tanh(r.Inputs[0]), r.Inputs[1])],
        (r, p, y, d) =>
        {
            var t = r.Tanh(p[0]);
            return [r.Add(r.Mul(r.Mul(r.Sub(r.ConstLike(1, t), r.Mul(t, t)), p[1]), d[0]), r.Mul(t, d[1]))];
        });

    private static Value Exponential(GraphBuilder b, Value x) => Call(b, [x], r => [r.Exp(r.Inputs[0])], (r, p, y, d) => [r.Mul(y[0], d[0])])[0];

    /// <summary>Appends a call whose operands all have tangents.</summary>
    internal static Value[] Call(GraphBuilder b, Value[] operands, Func<GraphBuilder, Value[]> body, Func<GraphBuilder, Value[], Value[], Value[], Value[]> linearization)
    {
        var (region, rule) = (b.Region("body"), b.Region("linearization"));
        foreach (var (operand, i) in operands.Select((v, i) => (v, i)))
        {
            region.Input("p" + i, b.TypeOf(operand));
        }

        var results = body(region);
        var p = operands.Select((v, i) => rule.Input("p" + i, b.TypeOf(v))).ToArray();
        var y = results.Select((v, i) => rule.Input("y" + i, region.TypeOf(v))).ToArray();
        var d = operands.Select((v, i) => rule.Input("p" + i + "Dot", b.TypeOf(v))).ToArray();
        var tangents = linearization(rule, p, y, d);
        return b.Call(operands, region.Build(results), rule.Build(tangents));
    }

    private static Value[] For(GraphBuilder b, DimExpr count, Value[] carries, Func<GraphBuilder, DimExpr, Value[], Value[]> body) => ControlCases.For(b, count, carries, body);
}
