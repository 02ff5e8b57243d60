using System;

namespace Costate.Ir;

/// <summary>How the linear system of an implicit derivative is solved. Attributes of ops: solver, tolerance, steps, restart.</summary>
/// <param name="IsGmres">GMRES with restarts; otherwise the sum of the Neumann series, one application after another.</param>
/// <param name="Tolerance">The largest residual that is accepted, relative to the largest element of the right-hand side.</param>
/// <param name="Steps">How many applications of the matrix there are at most.</param>
/// <param name="Restart">After how many applications GMRES begins again; it keeps as many vectors.</param>
internal readonly record struct LinearSolver(bool IsGmres, double Tolerance, int Steps, int Restart)
{
    public static LinearSolver Of(Attrs attrs) => new(attrs.Text("solver") == "gmres", attrs.Number("tolerance"), attrs.Int("steps"), attrs.Int("restart"));

    /// <summary>The tolerance that a user's means: 0 is the usual one.</summary>
    public static double ToleranceOf(double given, DType dtype) => given > 0 ? given : dtype == DType.F32 ? 1e-5 : 1e-10;

    public Attrs On(Attrs attrs) => attrs.With("solver", IsGmres ? "gmres" : "neumann").With("tolerance", Tolerance).With("steps", (long)Steps).With("restart", (long)Restart);
}
