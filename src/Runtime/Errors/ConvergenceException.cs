using System;
using System.Globalization;

namespace Costate;

/// <summary>A fixed point, or the linear system of its derivative, has not converged.</summary>
public sealed class ConvergenceException : InvalidOperationException
{
    internal ConvergenceException(string fragment, string of, double residual, double tolerance, double steps, string? where)
        : base(fragment + ": " + Describe(of == Ir.ConvergedOp.FixedPoint, Text(residual), Text(tolerance), steps, double.IsNaN(residual)) + (where is null ? "." : " (" + where + ")."))
    {
        Fragment = fragment;
        IsDerivative = of != Ir.ConvergedOp.FixedPoint;
        Residual = residual;
        Tolerance = tolerance;
        Steps = (int)steps;
    }

    /// <summary>The differentiable method or operation that ran.</summary>
    public string Fragment { get; }

    /// <summary>Whether it is the linear system of the derivative that has not converged, and not the fixed point itself.</summary>
    public bool IsDerivative { get; }

    /// <summary>The residual that was reached: the most that one more step moves any element.</summary>
    public double Residual { get; }

    /// <summary>The largest residual that is accepted.</summary>
    public double Tolerance { get; }

    /// <summary>The number of steps; 0 where one step was taken to look whether a given value is a fixed point.</summary>
    public int Steps { get; }

    private static string Describe(bool isPoint, string residual, string tolerance, double steps, bool isNaN)
    {
        string count = steps.ToString(CultureInfo.InvariantCulture);
        return !isPoint
            ? "the linear system of a fixed point's derivative did not converge: after " + count + " applications of the step's Jacobian the residual is " + residual + ", and " + tolerance
                + " is allowed. Where the step contracts slowly or not at all, use AdjointSolver.Gmres or allow more applications (adjointSteps); where the fixed point is not isolated, pass a gauge"
            : steps > 0
                ? "the fixed point did not converge: after " + count + " steps one more step moves an element by " + residual + ", and " + tolerance + " is allowed. "
                    + (isNaN ? "Start nearer to the fixed point, or take smaller steps" : "Allow more steps (maxSteps) or a larger tolerance, start nearer to the fixed point, or damp the step")
                : "the value is no fixed point of the step: one step moves an element by " + residual + ", and " + tolerance + " is allowed. Iterate further before ConvergedUnder, or allow a larger tolerance";
    }

    private static string Text(double value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
