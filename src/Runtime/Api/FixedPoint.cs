using System;
using System.Linq;
using Costate.Tracing;

namespace Costate;

/// <summary>
/// Fixed points x = step(x), differentiated as what they are: by the implicit function theorem x' = (I - F_x)^-1 F_theta theta', and not through the iterations that found
/// them. So memory and the cost of a gradient do not depend on the number of steps, and where the iteration began has no influence.
/// </summary>
public static class FixedPoint
{
    /// <summary>Repeats a step until it moves no element by more than the tolerance.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="step">The step. It may read any other values; the result has derivatives with respect to them. In a trace it is called once, to record it.</param>
    /// <param name="start">Where the iteration begins.</param>
    /// <param name="tolerance">The most that a step may move any element of the result.</param>
    /// <param name="maxSteps">How many steps there are at most.</param>
    /// <param name="adjoint">How the linear system of the derivative is solved.</param>
    /// <param name="adjointTolerance">The residual that ends that, relative to the largest element of its right-hand side; 0 for 1e-10, or 1e-5 for floats.</param>
    /// <param name="adjointSteps">How many applications of the step's Jacobian there are at most.</param>
    /// <param name="restart">After how many applications GMRES begins again; it keeps as many vectors.</param>
    /// <param name="gauge">For a fixed point that is not isolated: what is given it and a change of it, and takes from the change what leads along other fixed points.</param>
    /// <returns>A value that one step moves by no more than the tolerance.</returns>
    /// <exception cref="ConvergenceException">When it is evaluated: the steps did not suffice; when a derivative is: its linear system did not converge.</exception>
    /// <exception cref="ShapeMismatchException">The step changes the shape.</exception>
    public static TracedTensor<T> Solve<T>(
        Func<TracedTensor<T>, TracedTensor<T>> step,
        TracedTensor<T> start,
        double tolerance,
        int maxSteps = 1000,
        AdjointSolver adjoint = AdjointSolver.Neumann,
        double adjointTolerance = 0,
        int adjointSteps = 1000,
        int restart = 30,
        Func<TracedTensor<T>, TracedTensor<T>, TracedTensor<T>>? gauge = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(step);
        var settings = FixedPointSettings.Of<T>(tolerance, maxSteps, adjoint, adjointTolerance, adjointSteps, restart);
        return StepRecording<T>.Call(x => [step(x[0])], [start], gauge is null ? null : (x, v) => [gauge(x[0], v[0])], settings)[0];
    }

    /// <summary>Repeats a step of a state of two tensors until it moves no element by more than the tolerance.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="step">The step.</param>
    /// <param name="start">Where the iteration begins.</param>
    /// <param name="tolerance">The most that a step may move any element of the result.</param>
    /// <param name="maxSteps">How many steps there are at most.</param>
    /// <param name="adjoint">How the linear system of the derivative is solved.</param>
    /// <param name="adjointTolerance">The residual that ends that, relative to the largest element of its right-hand side; 0 for 1e-10, or 1e-5 for floats.</param>
    /// <param name="adjointSteps">How many applications of the step's Jacobian there are at most.</param>
    /// <param name="restart">After how many applications GMRES begins again.</param>
    /// <param name="gauge">For a fixed point that is not isolated: what is given its two tensors and a change of each, and takes from the change what leads along other fixed points.</param>
    /// <exception cref="ConvergenceException">When it is evaluated: the steps did not suffice; when a derivative is: its linear system did not converge.</exception>
    /// <exception cref="ShapeMismatchException">The step changes a shape.</exception>
    public static (TracedTensor<T> First, TracedTensor<T> Second) Solve<T>(
        Func<TracedTensor<T>, TracedTensor<T>, (TracedTensor<T>, TracedTensor<T>)> step,
        (TracedTensor<T> First, TracedTensor<T> Second) start,
        double tolerance,
        int maxSteps = 1000,
        AdjointSolver adjoint = AdjointSolver.Neumann,
        double adjointTolerance = 0,
        int adjointSteps = 1000,
        int restart = 30,
        Func<TracedTensor<T>, TracedTensor<T>, TracedTensor<T>, TracedTensor<T>, (TracedTensor<T>, TracedTensor<T>)>? gauge = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(step);
        var settings = FixedPointSettings.Of<T>(tolerance, maxSteps, adjoint, adjointTolerance, adjointSteps, restart);
        return Pair(StepRecording<T>.Call(x => Array(step(x[0], x[1])), [start.First, start.Second], gauge is null ? null : (x, v) => Array(gauge(x[0], x[1], v[0], v[1])), settings));
    }

    /// <summary>A value that was iterated otherwise, in a loop of C# or in a compiled method, as the fixed point that it is: the same value, with the derivative of the fixed point.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="x">The value.</param>
    /// <param name="step">What leaves it as it is. It may read any other values; the result has derivatives with respect to them, and none with respect to <paramref name="x"/>.</param>
    /// <param name="tolerance">The most that a step may move any element.</param>
    /// <param name="adjoint">How the linear system of the derivative is solved.</param>
    /// <param name="adjointTolerance">The residual that ends that, relative to the largest element of its right-hand side; 0 for 1e-10, or 1e-5 for floats.</param>
    /// <param name="adjointSteps">How many applications of the step's Jacobian there are at most.</param>
    /// <param name="restart">After how many applications GMRES begins again; it keeps as many vectors.</param>
    /// <param name="gauge">For a fixed point that is not isolated: what is given it and a change of it, and takes from the change what leads along other fixed points.</param>
    /// <exception cref="ConvergenceException">When it is evaluated: a step moves it by more; when a derivative is: its linear system did not converge.</exception>
    /// <exception cref="ShapeMismatchException">The step changes the shape.</exception>
    public static TracedTensor<T> ConvergedUnder<T>(
        this TracedTensor<T> x,
        Func<TracedTensor<T>, TracedTensor<T>> step,
        double tolerance,
        AdjointSolver adjoint = AdjointSolver.Neumann,
        double adjointTolerance = 0,
        int adjointSteps = 1000,
        int restart = 30,
        Func<TracedTensor<T>, TracedTensor<T>, TracedTensor<T>>? gauge = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(step);
        var settings = FixedPointSettings.Of<T>(tolerance, null, adjoint, adjointTolerance, adjointSteps, restart);
        return StepRecording<T>.Call(s => [step(s[0])], [x], gauge is null ? null : (s, v) => [gauge(s[0], v[0])], settings)[0];
    }

    /// <summary>A state of two tensors that was iterated otherwise, as the fixed point that it is.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="x">The state.</param>
    /// <param name="step">What leaves it as it is.</param>
    /// <param name="tolerance">The most that a step may move any element.</param>
    /// <param name="adjoint">How the linear system of the derivative is solved.</param>
    /// <param name="adjointTolerance">The residual that ends that, relative to the largest element of its right-hand side; 0 for 1e-10, or 1e-5 for floats.</param>
    /// <param name="adjointSteps">How many applications of the step's Jacobian there are at most.</param>
    /// <param name="restart">After how many applications GMRES begins again.</param>
    /// <param name="gauge">For a fixed point that is not isolated: what is given its two tensors and a change of each, and takes from the change what leads along other fixed points.</param>
    /// <exception cref="ConvergenceException">When it is evaluated: a step moves it by more; when a derivative is: its linear system did not converge.</exception>
    /// <exception cref="ShapeMismatchException">The step changes a shape.</exception>
    public static (TracedTensor<T> First, TracedTensor<T> Second) ConvergedUnder<T>(
        this (TracedTensor<T> First, TracedTensor<T> Second) x,
        Func<TracedTensor<T>, TracedTensor<T>, (TracedTensor<T>, TracedTensor<T>)> step,
        double tolerance,
        AdjointSolver adjoint = AdjointSolver.Neumann,
        double adjointTolerance = 0,
        int adjointSteps = 1000,
        int restart = 30,
        Func<TracedTensor<T>, TracedTensor<T>, TracedTensor<T>, TracedTensor<T>, (TracedTensor<T>, TracedTensor<T>)>? gauge = null)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(step);
        var settings = FixedPointSettings.Of<T>(tolerance, null, adjoint, adjointTolerance, adjointSteps, restart);
        return Pair(StepRecording<T>.Call(s => Array(step(s[0], s[1])), [x.First, x.Second], gauge is null ? null : (s, v) => Array(gauge(s[0], s[1], v[0], v[1])), settings));
    }

    private static TracedTensor<T>[] Array<T>((TracedTensor<T> First, TracedTensor<T> Second) pair)
        where T : unmanaged => [pair.First, pair.Second];

    private static (TracedTensor<T> First, TracedTensor<T> Second) Pair<T>(TracedTensor<T>[] pair)
        where T : unmanaged => (pair[0], pair[1]);
}
