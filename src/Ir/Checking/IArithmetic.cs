using System;
using System.Collections.Generic;

namespace Costate.Ir.Checking;

/// <summary>
/// What the textbook interpreter needs of its numbers: doubles, elements of a finite field, dual numbers over either, or bounds on
/// degrees. Truth values are numbers too, 0 and 1, so that an arithmetic may also know nothing about them.
/// </summary>
internal interface IArithmetic<T>
{
    T Zero { get; }

    T One { get; }

    T Constant(double value);

    T Integer(long value);

    T Add(T x, T y);

    T Negate(T x);

    T Multiply(T x, T y);

    /// <summary>The product that is 0 where either factor is 0, whatever the other one is.</summary>
    T MultiplyStrong(T x, T y);

    T Divide(T x, T y);

    /// <summary>An elementary function by its name in the op table.</summary>
    T Apply(string function, T x);

    /// <summary>The root whose square is x: what a Cholesky pivot needs.</summary>
    T Root(T x);

    T Power(T x, T y);

    /// <summary>The angle of the point (x, y).</summary>
    T Angle(T y, T x);

    /// <summary>The value with its derivative dropped.</summary>
    T Stop(T x);

    /// <summary>A fixed point that is given: as it is, and of a dual number with the tangent that the step demands.</summary>
    /// <param name="point">Its elements.</param>
    /// <param name="step">What is given a point and makes the next one.</param>
    /// <param name="gauge">What is given a point and a change of it and takes from the change what leads along other fixed points; null if there is nothing to take.</param>
    T[] FixedPoint(T[] point, Func<T[], T[]> step, Func<T[], T[], T[]>? gauge);

    /// <summary>A comparison by its name in the op table.</summary>
    T Compare(string relation, T x, T y);

    /// <summary>And, Or or Not; Not ignores <paramref name="y"/>.</summary>
    T Logic(string operation, T x, T y);

    T Select(T condition, T whenTrue, T whenFalse);

    /// <summary>The larger or the smaller of two numbers; NaN wins, at ties each has half the derivative.</summary>
    T Extreme(T x, T y, bool largest);

    /// <summary>The largest of at least one number; NaN wins, at ties the derivative is shared equally.</summary>
    T Maximum(T[] elements);

    /// <summary>Whether elimination should divide by the candidate rather than by the pivot it has.</summary>
    bool IsBetterPivot(T candidate, T pivot);

    /// <summary>What a truth value says, null if the arithmetic does not know; then all branches count.</summary>
    bool? Decide(T truth);

    /// <summary>How often a While runs, by the name of its index and the sizes around it; null if its condition says so.</summary>
    int? Trips(string index, Sizes around);
}

/// <summary>An arithmetic of numbers with tangents, in which a call with a declared linearization is more than the graph that is called.</summary>
internal interface ITangentArithmetic<T> : IArithmetic<T>
{
    /// <summary>The results of a call: their values by the graph, their tangents by its linearization.</summary>
    Dense<T>[] Call(Node call, SizedGraph sized, IReadOnlyList<Dense<T>> x);
}
