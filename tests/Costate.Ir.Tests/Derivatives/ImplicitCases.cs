using System;
using System.Collections.Generic;

namespace Costate.Ir.Tests.Derivatives;

/// <summary>Fixed points: by iteration or given, with a gauge, steps with loops and branches in them, in loops and branches.</summary>
internal static class ImplicitCases
{
    internal static readonly LinearSolver Series = new(false, 1e-13, 10_000, 20);
    private static readonly DimExpr M = DimExpr.Symbol("m");

    public static IEnumerable<Case> All =>
    [
        // x = tanh(0.1 w x + b), from zeros.
        new("FixedPoint", ["m, m", "m"], (b, x) => [FixedPoint(b, b.ZeroLike(x[1]), Layer(x, b))]),

        // The start depends on the parameters too, which makes no difference.
        new("FixedPointFrom", ["m, m", "m", "m"], (b, x) => [b.Mul(x[2], FixedPoint(b, b.Add(x[1], x[2]), Layer(x, b)))]),

        // The same with GMRES, which begins again after two applications.
        new("FixedPointGmres", ["m, m", "m"], (b, x) => [FixedPoint(b, b.ZeroLike(x[1]), Layer(x, b), solver: new(true, 1e-13, 10_000, 2))]),

        // A step of several steps, whose adjoint keeps stacks.
        new("FixedPointFor", ["m, m", "m"], (b, x) => [FixedPoint(b, b.ZeroLike(x[1]), (r, v) =>
            ControlCases.For(r, M + 1, [v], (f, i, c) => [Layer(x, b)(f, c[0])])[0])]),

        // A step that goes one way or the other.
        new("FixedPointIf", ["m, m", "m", ""], (b, x) => [FixedPoint(b, b.ZeroLike(x[1]), (r, v) =>
            ControlCases.If(r, r.Less(r.Import(x[2], b), r.Const(0, b.TypeOf(x[2]))), t => [Layer(x, b)(t, t.Import(v, r))], e => [e.Sin(Layer(x, b)(e, e.Import(v, r)))])[0])]),

        // Fixed points as the carries of a loop, and in one branch.
        new("ForFixedPoint", ["m, m", "m"], (b, x) => ControlCases.For(b, DimExpr.Symbol("n"), [x[1]], (r, i, c) =>
            [FixedPoint(r, r.ZeroLike(c[0]), (f, v) => f.Tanh(f.Add(f.Import(c[0], r), Applied(x, b)(f, v))))])),
        new("IfFixedPoint", ["m, m", "m", ""], (b, x) => ControlCases.If(b, b.Less(x[2], b.ZeroLike(x[2])),
            t => [FixedPoint(t, t.ZeroLike(t.Import(x[1], b)), Layer(x, b))],
            e => [e.Sin(e.Import(x[1], b))])),

        // Six steps of Newton's method for the square root, and the derivative of the root.
        new("ConvergedUnder", ["m"], (b, x) =>
        {
            Value Step(GraphBuilder r, Value y) => r.Scale(r.Add(y, r.Div(r.Import(x[0], b), y)), 0.5);
            var y = x[0];
            for (int i = 0; i < 8; i++)
            {
                y = Step(b, y);
            }

            return b.ConvergedUnder(Series, MapOf(b, y, Step, null), [y], 1e-12);
        }) { Low = 0.5, High = 3 },

        // x = sin(0.1 sum tanh y + a), y = 0.3 x b: a state of two tensors of different shapes.
        new("FixedPointPair", ["m", "m, k"], (b, x) =>
        {
            Value[] start = [b.ZeroLike(x[0]), b.ZeroLike(x[1])];
            var map = FixedPointBuilder.Regions(b, start, (r, v) =>
            [
                r.Sin(r.Add(r.Scale(r.ReduceSum(r.Tanh(v[1]), 1), 0.1), r.Import(x[0], b))),
                r.Mul(r.Broadcast(r.Scale(v[0], 0.3), r.ShapeOf(v[1]), 0), r.Import(x[1], b)),
            ], null);
            return b.FixedPoint(Series, map, start, 1e-13, 1000);
        }),

        // u = a / v and v = a / u: where u v = a one can be scaled against the other.
        new("FixedPointGauge", ["m", "m"], (b, x) =>
        {
            Value Part(GraphBuilder r, Value v, int i) => r.Reshape(r.ReadAt(v, Shape.Of(DimExpr.Constant(i), DimExpr.Zero), Shape.Of(DimExpr.One, M)), Shape.Of(M));
            Value Pair(GraphBuilder r, Value u, Value v) => r.Concat(0, r.Reshape(u, Shape.Of(DimExpr.One, M)), r.Reshape(v, Shape.Of(DimExpr.One, M)));
            var start = b.Const(1.25, new TensorType(DType.F64, Shape.Of(DimExpr.Constant(2), M)));
            var found = FixedPoint(b, start, (r, v) =>
            {
                var u = r.Div(r.Import(x[0], b), Part(r, v, 1));
                return Pair(r, u, r.Div(r.Import(x[0], b), u));
            },
            (r, v, t) =>
            {
                // Along (u, -v) nothing changes.
                var along = Pair(r, Part(r, v, 0), r.Neg(Part(r, v, 1)));
                var share = r.Div(r.ReduceSum(r.Mul(along, t), 0), r.ReduceSum(r.Mul(along, along), 0));
                return r.Sub(t, r.Mul(along, r.Broadcast(share, r.ShapeOf(t), 1)));
            });
            return [b.Mul(x[1], b.Sin(b.Mul(Part(b, found, 0), Part(b, found, 1))))];
        }) { Low = 0.5, High = 3 },

        // v = 0.1 a v + sin b.
        new("LinSolve", ["m, m", "m"], (b, x) =>
        {
            var region = b.Region("apply");
            var v = region.Input("v", b.TypeOf(x[1]));
            return [b.LinSolve(Series, b.Sin(x[1]), region, Applied(x, b)(region, v))];
        }),
    ];

    /// <summary>A fixed point by iteration.</summary>
    internal static Value FixedPoint(GraphBuilder b, Value start, Func<GraphBuilder, Value, Value> step, Func<GraphBuilder, Value, Value, Value>? gauge = null, LinearSolver? solver = null) =>
        b.FixedPoint(solver ?? Series, MapOf(b, start, step, gauge), [start], 1e-13, 1000)[0];

    private static FixedPointBuilder.Map MapOf(GraphBuilder b, Value x, Func<GraphBuilder, Value, Value> step, Func<GraphBuilder, Value, Value, Value>? gauge) =>
        FixedPointBuilder.Regions(b, [x], (r, v) => [step(r, v[0])], gauge is null ? null : (r, v, t) => [gauge(r, v[0], t[0])]);

    private static Func<GraphBuilder, Value, Value> Applied(Value[] x, GraphBuilder owner) => (r, v) => r.Scale(r.Contract("ab,b->a", r.Import(x[0], owner), v), 0.1);

    private static Func<GraphBuilder, Value, Value> Layer(Value[] x, GraphBuilder owner) => (r, v) => r.Tanh(r.Add(Applied(x, owner)(r, v), r.Import(x[1], owner)));
}
