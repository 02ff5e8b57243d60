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

    /// <summary>Iterates a step until it moves no element by more than the tolerance. The result has the derivative of the fixed point.</summary>
    /// <param name="b">The builder of the graph around it.</param>
    /// <param name="solver">How the derivative is solved for.</param>
    /// <param name="map">The step.</param>
    /// <param name="start">Where the iteration begins.</param>
    /// <param name="tolerance">The largest residual of a fixed point.</param>
    /// <param name="steps">How many steps there are at most.</param>
    public static Value FixedPoint(this GraphBuilder b, LinearSolver solver, Map map, Value start, double tolerance, int steps)
    {
        var step = Prepare(b, map);
        var stopped = map.Step.Captures.Select(v => Stopped(b, v)).ToArray();
        var bound = Bound(b, start, tolerance);
        var (x, residual, count) = Iteration.Loop(b, start, bound, steps, "x", (region, at) => region.InlineUnguarded(step, [at, .. stopped.Select(v => region.Import(v, b))])[0]);
        return b.Root(solver, b.Converged(x, residual, bound, count, ConvergedOp.FixedPoint), map.Step, map.Next, map.Gauge, map.Kept);
    }

    /// <summary>A value that was iterated otherwise, after one step has shown that it is a fixed point; with the derivative of the fixed point.</summary>
    public static Value ConvergedUnder(this GraphBuilder b, LinearSolver solver, Map map, Value x, double tolerance)
    {
        var step = Prepare(b, map);
        var stopped = Stopped(b, x);
        var next = b.InlineUnguarded(step, [stopped, .. map.Step.Captures.Select(v => Stopped(b, v))])[0];
        var bound = Bound(b, x, tolerance);
        var residual = Iteration.Largest(b, b.Sub(next, stopped));
        return b.Root(solver, b.Converged(x, residual, bound, b.ZeroLike(bound), ConvergedOp.FixedPoint), map.Step, map.Next, map.Gauge, map.Kept);
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

    private static Value Stopped(GraphBuilder b, Value v) => b.TypeOf(v).IsDifferentiable ? b.Stop(v) : v;
}
