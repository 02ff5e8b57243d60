using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>What <c>FixedPoint.Solve</c> and <c>ConvergedUnder</c> become.</summary>
internal static class FixedPointBuilder
{
    /// <summary>A step and its gauge, as regions of a graph that is being built.</summary>
    /// <param name="Step">The builder of the step, with x as its first input.</param>
    /// <param name="Next">Its result.</param>
    /// <param name="Gauge">The builder of the gauge, with x and a change of it as its first inputs; null if there is none.</param>
    /// <param name="Kept">Its result.</param>
    internal readonly record struct Map(GraphBuilder Step, Value Next, GraphBuilder? Gauge, Value Kept);

    /// <summary>The regions of a step, and of a gauge if there is one.</summary>
    /// <param name="b">The builder of the graph around them.</param>
    /// <param name="state">The values that are iterated.</param>
    /// <param name="step">Reads the step into a region: the state in it, and then its next one.</param>
    /// <param name="gauge">Reads the gauge: the state, a change of it, and then what is kept of that.</param>
    /// <exception cref="ShapeError">The step changes a shape, or the gauge is not linear.</exception>
    public static Map Regions(GraphBuilder b, IReadOnlyList<Value> state, Func<GraphBuilder, Value[], Value[]> step, Func<GraphBuilder, Value[], Value[], Value[]>? gauge)
    {
        var types = state.Select(b.TypeOf).ToArray();
        var pack = new StatePack(types);
        var type = types.Length == 1 ? types[0] : types[0].WithShape(Shape.Of(types.Aggregate(DimExpr.Zero, (n, t) => n + t.Shape.ElementCount)));
        var region = b.Region("step");
        var next = step(region, pack.Unpack(region, region.Input("x", type)));
        Demand(region, types, next, "The step");
        if (gauge is null)
        {
            return new Map(region, pack.Pack(region, next), null, default);
        }

        var other = b.Region("gauge");
        var (x, v) = (other.Input("x", type), other.Input("v", type));
        var kept = gauge(other, pack.Unpack(other, x), pack.Unpack(other, v));
        Demand(other, types, kept, "The gauge");
        var result = pack.Pack(other, kept);
        var faults = Linearity.Check(Calls.Inline(other.Build([result], ["kept"])), [1]);
        return faults.Count == 0 ? new Map(region, pack.Pack(region, next), other, result)
            : throw new ShapeError(DiagnosticIds.NonlinearGauge, "The gauge is not linear in the change of the state, its last arguments, which is a tangent: " + faults[0].What + ". It is a projection: what it gives for a sum is the sum of what it gives for each.");
    }

    /// <summary>Iterates a step until it moves no element by more than the tolerance. The result has the derivative of the fixed point.</summary>
    /// <param name="b">The builder of the graph around it.</param>
    /// <param name="solver">How the derivative is solved for.</param>
    /// <param name="map">The step.</param>
    /// <param name="start">Where the iteration begins.</param>
    /// <param name="tolerance">The largest residual of a fixed point.</param>
    /// <param name="steps">How many steps there are at most.</param>
    public static Value[] FixedPoint(this GraphBuilder b, LinearSolver solver, Map map, IReadOnlyList<Value> start, double tolerance, int steps)
    {
        var pack = new StatePack(start.Select(b.TypeOf).ToArray());
        var step = Prepare(b, map);
        var stopped = map.Step.Captures.Select(v => Stopped(b, v)).ToArray();
        var from = pack.Pack(b, start);
        var bound = Bound(b, from, tolerance);
        var (x, residual, count) = Iteration.Loop(b, from, bound, steps, "x", (region, at) => region.InlineUnguarded(step, [at, .. stopped.Select(v => region.Import(v, b))])[0]);
        return pack.Unpack(b, b.Root(solver, b.Converged(x, residual, bound, count, ConvergedOp.FixedPoint), map.Step, map.Next, map.Gauge, map.Kept));
    }

    /// <summary>A value that was iterated otherwise, after one step has shown that it is a fixed point; with the derivative of the fixed point.</summary>
    public static Value[] ConvergedUnder(this GraphBuilder b, LinearSolver solver, Map map, IReadOnlyList<Value> state, double tolerance)
    {
        var pack = new StatePack(state.Select(b.TypeOf).ToArray());
        var step = Prepare(b, map);
        var x = pack.Pack(b, state);
        var stopped = Stopped(b, x);
        var next = b.InlineUnguarded(step, [stopped, .. map.Step.Captures.Select(v => Stopped(b, v))])[0];
        var bound = Bound(b, x, tolerance);
        var residual = Iteration.Largest(b, b.Sub(next, stopped));
        return pack.Unpack(b, b.Root(solver, b.Converged(x, residual, bound, b.ZeroLike(bound), ConvergedOp.FixedPoint), map.Step, map.Next, map.Gauge, map.Kept));
    }

    private static void Demand(GraphBuilder region, TensorType[] types, Value[] results, string what)
    {
        if (results.Length != types.Length)
        {
            throw new ShapeError(DiagnosticIds.StepShape, what + " gives " + results.Length + " tensors for a state of " + types.Length + ".");
        }

        for (int i = 0; i < results.Length; i++)
        {
            var (before, after) = (types[i].Shape, region.ShapeOf(results[i]));
            string message = what + " gives a tensor of shape " + after + " where the state has " + before + "; it must keep the shape of the state.";
            if (before.Rank != after.Rank)
            {
                throw new ShapeError(DiagnosticIds.StepShape, message);
            }

            for (int axis = 0; axis < before.Rank; axis++)
            {
                region.RequireEqual(before[axis], after[axis], DiagnosticIds.StepShape, () => message);
            }
        }
    }

    // What the step demands of sizes is demanded where the fixed point stands: it runs there.
    private static Graph Prepare(GraphBuilder b, Map map)
    {
        var step = map.Step.Build([map.Next], ["next"]);
        foreach (var guard in step.Guards)
        {
            b.AddGuard(guard);
        }

        return step;
    }

    private static Value Bound(GraphBuilder b, Value x, double tolerance) => b.Const(tolerance, b.TypeOf(x).WithShape(Shape.Scalar));

    private static Value Stopped(GraphBuilder b, Value v) => b.TypeOf(v).IsDifferentiable && !(b.NodeOf(v).Op is InputOp && b.NodeOf(v).Attrs.Flag("frozen")) ? b.Stop(v) : v;
}
