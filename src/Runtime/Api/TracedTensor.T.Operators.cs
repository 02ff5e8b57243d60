using Costate.CompilerServices;
using Costate.Tracing;

namespace Costate;

// Operators are elementwise with broadcasting; a matrix product is MatMul.
public sealed partial class TracedTensor<T>
{
    /// <summary>The sum, elementwise with broadcasting.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("Add")]
    public static TracedTensor<T> operator +(TracedTensor<T> x, TracedTensor<T> y) => Ops.Binary(Ops.Add, x, y);

    /// <summary>The sum, elementwise.</summary>
    [LibraryFunction("Add")]
    public static TracedTensor<T> operator +(TracedTensor<T> x, T y) => Ops.Binary(Ops.Add, x, Leaf.Scalar(y));

    /// <summary>The sum, elementwise.</summary>
    [LibraryFunction("Add")]
    public static TracedTensor<T> operator +(T x, TracedTensor<T> y) => Ops.Binary(Ops.Add, Leaf.Scalar(x), y);

    /// <summary>The difference, elementwise with broadcasting.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("Subtract")]
    public static TracedTensor<T> operator -(TracedTensor<T> x, TracedTensor<T> y) => Ops.Binary(Ops.Subtract, x, y);

    /// <summary>The difference, elementwise.</summary>
    [LibraryFunction("Subtract")]
    public static TracedTensor<T> operator -(TracedTensor<T> x, T y) => Ops.Binary(Ops.Subtract, x, Leaf.Scalar(y));

    /// <summary>The difference, elementwise.</summary>
    [LibraryFunction("Subtract")]
    public static TracedTensor<T> operator -(T x, TracedTensor<T> y) => Ops.Binary(Ops.Subtract, Leaf.Scalar(x), y);

    /// <summary>The product, elementwise with broadcasting.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("Multiply")]
    public static TracedTensor<T> operator *(TracedTensor<T> x, TracedTensor<T> y) => Ops.Binary(Ops.Multiply, x, y);

    /// <summary>The product, elementwise.</summary>
    [LibraryFunction("Multiply")]
    public static TracedTensor<T> operator *(TracedTensor<T> x, T y) => Ops.Binary(Ops.Multiply, x, Leaf.Scalar(y));

    /// <summary>The product, elementwise.</summary>
    [LibraryFunction("Multiply")]
    public static TracedTensor<T> operator *(T x, TracedTensor<T> y) => Ops.Binary(Ops.Multiply, Leaf.Scalar(x), y);

    /// <summary>The quotient, elementwise with broadcasting.</summary>
    /// <exception cref="ShapeMismatchException">The shapes do not broadcast.</exception>
    [LibraryFunction("Divide")]
    public static TracedTensor<T> operator /(TracedTensor<T> x, TracedTensor<T> y) => Ops.Binary(Ops.Divide, x, y);

    /// <summary>The quotient, elementwise.</summary>
    [LibraryFunction("Divide")]
    public static TracedTensor<T> operator /(TracedTensor<T> x, T y) => Ops.Binary(Ops.Divide, x, Leaf.Scalar(y));

    /// <summary>The quotient, elementwise.</summary>
    [LibraryFunction("Divide")]
    public static TracedTensor<T> operator /(T x, TracedTensor<T> y) => Ops.Binary(Ops.Divide, Leaf.Scalar(x), y);

    /// <summary>The negation, elementwise.</summary>
    [LibraryFunction("Negate")]
    public static TracedTensor<T> operator -(TracedTensor<T> x) => Ops.Unary(Ops.Negate, x);
}
