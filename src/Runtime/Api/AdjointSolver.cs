namespace Costate;

/// <summary>How the linear system v = A v + b of a fixed point's derivative is solved, A being the Jacobian of the step or its transpose.</summary>
public enum AdjointSolver
{
    /// <summary>By v &lt;- A v + b, the Neumann series: as many applications as the step itself needs to converge. It needs a step that contracts near the fixed point.</summary>
    Neumann,

    /// <summary>By GMRES with restarts (Saad and Schultz, 1986): far fewer applications where the step contracts slowly, and also where it does not contract.</summary>
    Gmres,
}
