using System;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>The numbers of a fixed point, checked.</summary>
/// <param name="Tolerance">The largest residual.</param>
/// <param name="Steps">How many steps there are at most; null where the point is given.</param>
/// <param name="Solver">How its derivative is solved for.</param>
internal sealed record FixedPointSettings(double Tolerance, int? Steps, LinearSolver Solver)
{
    public static FixedPointSettings Of<T>(double tolerance, int? maxSteps, AdjointSolver adjoint, double adjointTolerance, int adjointSteps, int restart)
    {
        if (!(tolerance >= 0) || double.IsInfinity(tolerance)) throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A tolerance is a finite number, 0 or more.");
        if (maxSteps is { } steps) ArgumentOutOfRangeException.ThrowIfLessThan(steps, 1, nameof(maxSteps));
        if (!Enum.IsDefined(adjoint)) throw new ArgumentOutOfRangeException(nameof(adjoint), adjoint, "Use AdjointSolver.Neumann or AdjointSolver.Gmres.");
        if (!(adjointTolerance >= 0) || double.IsInfinity(adjointTolerance)) throw new ArgumentOutOfRangeException(nameof(adjointTolerance), adjointTolerance, "A tolerance is a finite number, 0 or more.");
        ArgumentOutOfRangeException.ThrowIfLessThan(adjointSteps, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(restart, 1);
        return new(tolerance, maxSteps, new LinearSolver(adjoint == AdjointSolver.Gmres, LinearSolver.ToleranceOf(adjointTolerance, ElementKinds.Of<T>().DType()), adjointSteps, restart));
    }
}
