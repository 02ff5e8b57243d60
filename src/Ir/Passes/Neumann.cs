using System;

namespace Costate.Ir;

/// <summary>The sum of the Neumann series b + A b + A A b + ..., which is the v of v = A v + b where A contracts.</summary>
internal static class Neumann
{
    public static (Value Solution, Value Residual, Value Steps) Loop(GraphBuilder b, LinearSolver solver, Value rhs, Value bound, Func<GraphBuilder, Value, Value> apply) =>
        Iteration.Loop(b, rhs, bound, solver.Steps, "v", (region, v) => region.Add(apply(region, v), region.Import(rhs, b)));
}
