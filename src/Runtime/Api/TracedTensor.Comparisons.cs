using System;
using System.Numerics;
using Costate.CompilerServices;
using Costate.Tracing;

namespace Costate;

public static partial class TracedTensor
{
    /// <summary>Whether x &lt; y, elementwise with broadcasting; false if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A tensor that broadcasts with x.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("LessThan")]
    public static TracedTensor<bool> LessThan<T>(TracedTensor<T> x, TracedTensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.LessThan, x, y);

    /// <summary>Whether x &lt; y, elementwise; false if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A number.</param>
    [LibraryFunction("LessThan")]
    public static TracedTensor<bool> LessThan<T>(TracedTensor<T> x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.LessThan, x, TraceCall.Scalar(y));

    /// <summary>Whether x &lt;= y, elementwise with broadcasting; false if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A tensor that broadcasts with x.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("LessThanOrEqual")]
    public static TracedTensor<bool> LessThanOrEqual<T>(TracedTensor<T> x, TracedTensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.LessThanOrEqual, x, y);

    /// <summary>Whether x &lt;= y, elementwise; false if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A number.</param>
    [LibraryFunction("LessThanOrEqual")]
    public static TracedTensor<bool> LessThanOrEqual<T>(TracedTensor<T> x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.LessThanOrEqual, x, TraceCall.Scalar(y));

    /// <summary>Whether x &gt; y, elementwise with broadcasting; false if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A tensor that broadcasts with x.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("GreaterThan")]
    public static TracedTensor<bool> GreaterThan<T>(TracedTensor<T> x, TracedTensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.GreaterThan, x, y);

    /// <summary>Whether x &gt; y, elementwise; false if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A number.</param>
    [LibraryFunction("GreaterThan")]
    public static TracedTensor<bool> GreaterThan<T>(TracedTensor<T> x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.GreaterThan, x, TraceCall.Scalar(y));

    /// <summary>Whether x &gt;= y, elementwise with broadcasting; false if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A tensor that broadcasts with x.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("GreaterThanOrEqual")]
    public static TracedTensor<bool> GreaterThanOrEqual<T>(TracedTensor<T> x, TracedTensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.GreaterThanOrEqual, x, y);

    /// <summary>Whether x &gt;= y, elementwise; false if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A number.</param>
    [LibraryFunction("GreaterThanOrEqual")]
    public static TracedTensor<bool> GreaterThanOrEqual<T>(TracedTensor<T> x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.GreaterThanOrEqual, x, TraceCall.Scalar(y));

    /// <summary>Whether x equals y, elementwise with broadcasting; false if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A tensor that broadcasts with x.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("EqualTo")]
    public static TracedTensor<bool> EqualTo<T>(TracedTensor<T> x, TracedTensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.EqualTo, x, y);

    /// <summary>Whether x equals y, elementwise; false if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A number.</param>
    [LibraryFunction("EqualTo")]
    public static TracedTensor<bool> EqualTo<T>(TracedTensor<T> x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.EqualTo, x, TraceCall.Scalar(y));

    /// <summary>Whether x does not equal y, elementwise with broadcasting; true if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A tensor that broadcasts with x.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("NotEqualTo")]
    public static TracedTensor<bool> NotEqualTo<T>(TracedTensor<T> x, TracedTensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.NotEqualTo, x, y);

    /// <summary>Whether x does not equal y, elementwise; true if one is NaN.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A number.</param>
    [LibraryFunction("NotEqualTo")]
    public static TracedTensor<bool> NotEqualTo<T>(TracedTensor<T> x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Compare(Ops.NotEqualTo, x, TraceCall.Scalar(y));

    /// <summary>Whether both hold, elementwise with broadcasting.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("And")]
    public static TracedTensor<bool> And(TracedTensor<bool> x, TracedTensor<bool> y)
    {
        ArgumentNullException.ThrowIfNull(y);
        return Ops.Logic(Ops.And, x, y);
    }

    /// <summary>Whether at least one holds, elementwise with broadcasting.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("Or")]
    public static TracedTensor<bool> Or(TracedTensor<bool> x, TracedTensor<bool> y)
    {
        ArgumentNullException.ThrowIfNull(y);
        return Ops.Logic(Ops.Or, x, y);
    }

    /// <summary>Whether it does not hold, elementwise.</summary>
    [LibraryFunction("Not")]
    public static TracedTensor<bool> Not(TracedTensor<bool> x) => Ops.Logic(Ops.Not, x);

    /// <summary>a where the condition holds, b elsewhere, elementwise with broadcasting. What is not chosen gets no derivative, not even NaN.</summary>
    /// <param name="condition">The result of a comparison.</param>
    /// <param name="a">Taken where the condition holds.</param>
    /// <param name="b">Taken elsewhere.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("Select")]
    public static TracedTensor<T> Select<T>(TracedTensor<bool> condition, TracedTensor<T> a, TracedTensor<T> b)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(condition);
        ArgumentNullException.ThrowIfNull(a);
        ArgumentNullException.ThrowIfNull(b);
        return new(Ops.Select.Call(ElementKinds.Of<T>(), [condition, a, b]), 0);
    }
}
