using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// GMRES with restarts (Saad and Schultz, 1986) for v - A v = b, as loops in a graph. In each step it adds a direction p to the space, makes q = (I - A) p orthogonal to what
/// there is, and moves v along p so that the residual is least, which needs no triangular system: the simpler form of Walker and Zhou (1994). The next direction is
/// the residual while that shrinks, otherwise q, which neither breaks down nor loses independence (Jiranek and Rozloznik, 2010).
/// </summary>
internal static class Gmres
{
    // Where a step takes less than a tenth of the residual, the residual is too near to what the space has already.
    private const double Shrinks = 0.9;

    private static readonly string[] Names = ["v", "r", "p", "q", "direction", "residual", "length", "steps"];

    public static (Value Solution, Value Residual, Value Steps) Loop(GraphBuilder b, LinearSolver solver, Value rhs, Func<GraphBuilder, Value, Value> apply)
    {
        var type = b.TypeOf(rhs);
        var scalar = type.WithShape(Shape.Scalar);
        var flat = type.WithShape(Shape.Of(type.Shape.ElementCount));

        // In units of the right-hand side, so that no square is too small or too large.
        var largest = Iteration.Largest(b, rhs);
        var unit = b.Select(b.Less(b.Zero(scalar), largest), largest, b.Const(1, scalar));
        var right = b.Reshape(b.Div(rhs, Spread(b, unit, type)), flat.Shape);
        Value Applied(GraphBuilder at, Value v) => at.Reshape(apply(at, at.Reshape(v, type.Shape)), flat.Shape);

        Value[] carries = [b.Zero(flat), right, b.Const(double.PositiveInfinity, scalar), b.Zero(scalar)];
        var (condition, body) = (b.Region("condition"), b.Region("cycle"));
        string index = b.FreshSymbol("cycle");
        var c = Declare(condition, b, carries, ["v", "r", "residual", "steps"]);
        var holds = condition.And(condition.Less(condition.Const(solver.Tolerance, scalar), c[2]), condition.Less(c[3], condition.Const(solver.Steps, scalar)));
        var at = Declare(body, b, carries, ["v", "r", "residual", "steps"]);
        var (v, steps) = Cycle(body, solver, at, flat, scalar, Applied);
        var residual = body.Add(body.Import(right, b), body.Sub(Applied(body, v), v));
        var results = b.While(index, carries, condition, holds, body, [v, residual, Iteration.Largest(body, residual), body.Add(steps, body.Const(1, scalar))]);
        return (b.Mul(b.Reshape(results[0], type.Shape), Spread(b, unit, type)), b.Mul(results[2], unit), results[3]);
    }

    /// <summary>Steps until the space is full, the residual small or the space exhausted.</summary>
    private static (Value V, Value Steps) Cycle(GraphBuilder b, LinearSolver solver, Value[] state, TensorType flat, TensorType scalar, Func<GraphBuilder, Value, Value> apply)
    {
        var space = b.Zero(flat.WithShape(Shape.Of(DimExpr.Constant(solver.Restart), flat.Shape[0])));
        Value[] carries = [state[0], state[1], space, space, state[1], Iteration.Largest(b, state[1]), b.Const(1, scalar), state[3]];
        var (condition, body) = (b.Region("condition"), b.Region("direction"));
        string index = b.FreshSymbol("direction");
        var k = DimExpr.Symbol(index);
        var c = Declare(condition, b, carries, Names);
        Value[] tests =
        [
            condition.IsAtMost(k + 1, DimExpr.Constant(solver.Restart)), condition.Less(condition.Const(solver.Tolerance, scalar), c[5]),
            condition.Less(condition.Zero(scalar), c[6]), condition.Less(c[7], condition.Const(solver.Steps, scalar)),
        ];
        var results = b.While(index, carries, condition, tests.Aggregate(condition.And), body, Step(body, Declare(body, b, carries, Names), k, flat, scalar, apply), DimExpr.Constant(solver.Restart));
        return (results[0], results[7]);
    }

    private static Value[] Step(GraphBuilder b, Value[] at, DimExpr k, TensorType flat, TensorType scalar, Func<GraphBuilder, Value, Value> apply)
    {
        var (v, r, ps, qs, p) = (at[0], at[1], at[2], at[3], at[4]);
        var q = b.Sub(p, apply(b, p));

        // Twice is enough.
        for (int pass = 0; pass < 2; pass++)
        {
            var share = b.Contract("ka,a->k", qs, q);
            q = b.Sub(q, b.Contract("k,ka->a", share, qs));
            p = b.Sub(p, b.Contract("k,ka->a", share, ps));
        }

        var length = b.Sqrt(b.Contract("a,a->", q, q));
        var one = b.Const(1, scalar);
        var isNew = b.Less(b.Zero(scalar), length);
        var factor = Spread(b, b.Select(isNew, b.Div(one, b.Select(isNew, length, one)), b.Zero(scalar)), flat);
        (p, q) = (b.Mul(p, factor), b.Mul(q, factor));
        var way = Spread(b, b.Contract("a,a->", q, r), flat);
        v = b.Add(v, b.Mul(way, p));
        r = b.Sub(r, b.Mul(way, q));
        var residual = Iteration.Largest(b, r);
        var shrinks = b.Broadcast(b.LessEqual(residual, b.Scale(at[5], Shrinks)), flat.Shape);
        Value Kept(Value rows, Value row) => b.SetAt(rows, b.Reshape(row, Shape.Of(DimExpr.One, flat.Shape[0])), Shape.Of(k, DimExpr.Zero));
        return [v, r, Kept(ps, p), Kept(qs, q), b.Select(shrinks, r, q), residual, length, b.Add(at[7], one)];
    }

    private static Value Spread(GraphBuilder b, Value scalar, TensorType type) => b.Broadcast(scalar, type.Shape);

    private static Value[] Declare(GraphBuilder region, GraphBuilder b, IReadOnlyList<Value> carries, string[] names) => carries.Select((c, i) => region.Input(names[i], b.TypeOf(c))).ToArray();
}
