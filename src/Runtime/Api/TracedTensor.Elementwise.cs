using System.Numerics;
using Costate.CompilerServices;
using Costate.Tracing;

namespace Costate;

public static partial class TracedTensor
{
    /// <summary>The exponential, elementwise.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Exp")]
    public static TracedTensor<T> Exp<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Exp, x);

    /// <summary>The natural logarithm, elementwise; NaN below 0.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Log")]
    public static TracedTensor<T> Log<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Log, x);

    /// <summary>log(1 + x), elementwise, accurate near 0.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Log1p")]
    public static TracedTensor<T> Log1p<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Log1p, x);

    /// <summary>exp(x) - 1, elementwise, accurate near 0.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Expm1")]
    public static TracedTensor<T> Expm1<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Expm1, x);

    /// <summary>The square root, elementwise; NaN below 0. The derivative at 0 is infinite.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Sqrt")]
    public static TracedTensor<T> Sqrt<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Sqrt, x);

    /// <summary>1 / sqrt(x), elementwise.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Rsqrt")]
    public static TracedTensor<T> Rsqrt<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Rsqrt, x);

    /// <summary>The hyperbolic tangent, elementwise.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Tanh")]
    public static TracedTensor<T> Tanh<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Tanh, x);

    /// <summary>1 / (1 + exp(-x)), elementwise.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Sigmoid")]
    public static TracedTensor<T> Sigmoid<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Sigmoid, x);

    /// <summary>The error function, elementwise.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Erf")]
    public static TracedTensor<T> Erf<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Erf, x);

    /// <summary>The sine of angles in radians, elementwise.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Sin")]
    public static TracedTensor<T> Sin<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Sin, x);

    /// <summary>The cosine of angles in radians, elementwise.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Cos")]
    public static TracedTensor<T> Cos<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Cos, x);

    /// <summary>The absolute value, elementwise; the derivative at 0 is 0.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Abs")]
    public static TracedTensor<T> Abs<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Abs, x);

    /// <summary>-1, 0 or 1, elementwise; its derivative is zero by rule.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Sign")]
    public static TracedTensor<T> Sign<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Sign, x);

    /// <summary>The largest integer that is not greater, elementwise; its derivative is zero by rule.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Floor")]
    public static TracedTensor<T> Floor<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Floor, x);

    /// <summary>x * x, elementwise.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Square")]
    public static TracedTensor<T> Square<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Square, x);

    /// <summary>x where it is positive, 0 elsewhere; the derivative at 0 is 0.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Relu")]
    public static TracedTensor<T> Relu<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Relu, x);

    /// <summary>log(1 + exp(x)), elementwise, without overflow.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Softplus")]
    public static TracedTensor<T> Softplus<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Softplus, x);

    /// <summary>1 / x, elementwise.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Reciprocal")]
    public static TracedTensor<T> Reciprocal<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Reciprocal, x);

    /// <summary>The value itself, as a constant: its derivative is zero by declaration.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("StopGradient")]
    public static TracedTensor<T> StopGradient<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.StopGradient, x);

    /// <summary>x to the power y, elementwise with broadcasting; NaN for a negative x and a fractional y.</summary>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("Pow")]
    public static TracedTensor<T> Pow<T>(TracedTensor<T> x, TracedTensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.Pow, x, y);

    /// <summary>x to the power of a number, elementwise; an integer exponent up to 64 is computed by products, which also holds for negative x.</summary>
    /// <param name="x">The base.</param>
    /// <param name="y">The exponent.</param>
    [LibraryFunction("Pow")]
    public static TracedTensor<T> Pow<T>(TracedTensor<T> x, T y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        T.IsInteger(y) && T.Abs(y) <= T.CreateChecked(64) ? Pow(x, int.CreateChecked(y))
        : y == T.CreateChecked(0.5) ? Sqrt(x)
        : Ops.Binary(Ops.Pow, x, TraceCall.Scalar(y));

    /// <summary>x to an integer power, elementwise, by repeated squaring.</summary>
    /// <param name="x">The base.</param>
    /// <param name="exponent">The exponent; a negative one gives the reciprocal.</param>
    [LibraryFunction("IntegerPower")]
    public static TracedTensor<T> Pow<T>(TracedTensor<T> x, int exponent)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.IntegerPower, x, [OpArgument.Of("exponent", exponent)]);

    /// <summary>The angle of the point (x, y) in radians, between -pi and pi, elementwise with broadcasting. The derivative at the origin is NaN.</summary>
    /// <param name="y">The ordinate.</param>
    /// <param name="x">The abscissa, a tensor that broadcasts with y.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("Atan2")]
    public static TracedTensor<T> Atan2<T>(TracedTensor<T> y, TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.Atan2, y, x);

    /// <summary>The larger of two numbers, elementwise with broadcasting; NaN wins. At ties each operand gets half the derivative.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A tensor that broadcasts with x.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("Max")]
    public static TracedTensor<T> Max<T>(TracedTensor<T> x, TracedTensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.Max, x, y);

    /// <summary>The smaller of two numbers, elementwise with broadcasting; NaN wins. At ties each operand gets half the derivative.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="y">A tensor that broadcasts with x.</param>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("Min")]
    public static TracedTensor<T> Min<T>(TracedTensor<T> x, TracedTensor<T> y)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Binary(Ops.Min, x, y);

    /// <summary>Limits numbers to a range, elementwise; NaN stays.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <param name="min">The lower end.</param>
    /// <param name="max">The upper end.</param>
    /// <returns>A tensor of the same shape.</returns>
    [LibraryFunction("Clamp")]
    public static TracedTensor<T> Clamp<T>(TracedTensor<T> x, T min, T max)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        System.ArgumentNullException.ThrowIfNull(x);
        return new(Ops.Clamp.Call(ElementKinds.Of<T>(), [x, TraceCall.Scalar(min), TraceCall.Scalar(max)]), 0);
    }
}
