using System.Numerics;
using Costate.CompilerServices;
using Costate.Tracing;

namespace Costate;

public static partial class TracedTensor
{
    /// <summary>The sum of all elements.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A scalar.</returns>
    [LibraryFunction("Sum")]
    public static TracedTensor<T> Sum<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Sum, x);

    /// <summary>The sum over some axes, which are dropped.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("Sum")]
    public static TracedTensor<T> Sum<T>(TracedTensor<T> x, params int[] axes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Sum, x, [OpArgument.Of("axes", axes)]);

    /// <summary>The sum over one axis.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("Sum")]
    public static TracedTensor<T> Sum<T>(TracedTensor<T> x, int axis, bool keepDims)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Sum, x, [OpArgument.Of("axis", axis), OpArgument.Of("keepDims", keepDims)]);

    /// <summary>The mean of all elements. The axes must not be empty.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A scalar.</returns>
    [LibraryFunction("Mean")]
    public static TracedTensor<T> Mean<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Mean, x);

    /// <summary>The mean over some axes, which are dropped. The axes must not be empty.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("Mean")]
    public static TracedTensor<T> Mean<T>(TracedTensor<T> x, params int[] axes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Mean, x, [OpArgument.Of("axes", axes)]);

    /// <summary>The mean over one axis. The axes must not be empty.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("Mean")]
    public static TracedTensor<T> Mean<T>(TracedTensor<T> x, int axis, bool keepDims)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Mean, x, [OpArgument.Of("axis", axis), OpArgument.Of("keepDims", keepDims)]);

    /// <summary>The largest element of all elements. NaN wins. The axes must not be empty. At ties the derivative is shared.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A scalar.</returns>
    [LibraryFunction("ReduceMax")]
    public static TracedTensor<T> Max<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.ReduceMax, x);

    /// <summary>The largest element over some axes, which are dropped. NaN wins. The axes must not be empty. At ties the derivative is shared.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("ReduceMax")]
    public static TracedTensor<T> Max<T>(TracedTensor<T> x, params int[] axes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.ReduceMax, x, [OpArgument.Of("axes", axes)]);

    /// <summary>The largest element over one axis. NaN wins. The axes must not be empty. At ties the derivative is shared.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("ReduceMax")]
    public static TracedTensor<T> Max<T>(TracedTensor<T> x, int axis, bool keepDims)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.ReduceMax, x, [OpArgument.Of("axis", axis), OpArgument.Of("keepDims", keepDims)]);

    /// <summary>The smallest element of all elements. NaN wins. The axes must not be empty. At ties the derivative is shared.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A scalar.</returns>
    [LibraryFunction("ReduceMin")]
    public static TracedTensor<T> Min<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.ReduceMin, x);

    /// <summary>The smallest element over some axes, which are dropped. NaN wins. The axes must not be empty. At ties the derivative is shared.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("ReduceMin")]
    public static TracedTensor<T> Min<T>(TracedTensor<T> x, params int[] axes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.ReduceMin, x, [OpArgument.Of("axes", axes)]);

    /// <summary>The smallest element over one axis. NaN wins. The axes must not be empty. At ties the derivative is shared.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("ReduceMin")]
    public static TracedTensor<T> Min<T>(TracedTensor<T> x, int axis, bool keepDims)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.ReduceMin, x, [OpArgument.Of("axis", axis), OpArgument.Of("keepDims", keepDims)]);

    /// <summary>The Euclidean norm of all elements. The derivative at 0 is 0.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A scalar.</returns>
    [LibraryFunction("Norm")]
    public static TracedTensor<T> Norm<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Norm, x);

    /// <summary>The Euclidean norm over some axes, which are dropped. The derivative at 0 is 0.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("Norm")]
    public static TracedTensor<T> Norm<T>(TracedTensor<T> x, params int[] axes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Norm, x, [OpArgument.Of("axes", axes)]);

    /// <summary>The Euclidean norm over one axis. The derivative at 0 is 0.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("Norm")]
    public static TracedTensor<T> Norm<T>(TracedTensor<T> x, int axis, bool keepDims)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Norm, x, [OpArgument.Of("axis", axis), OpArgument.Of("keepDims", keepDims)]);

    /// <summary>The logarithm of the sum of exponentials of all elements. Computed without overflow.</summary>
    /// <param name="x">A tensor of any shape.</param>
    /// <returns>A scalar.</returns>
    [LibraryFunction("LogSumExp")]
    public static TracedTensor<T> LogSumExp<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.LogSumExp, x);

    /// <summary>The logarithm of the sum of exponentials over some axes, which are dropped. Computed without overflow.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axes">The axes; negative ones count from the end.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("LogSumExp")]
    public static TracedTensor<T> LogSumExp<T>(TracedTensor<T> x, params int[] axes)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.LogSumExp, x, [OpArgument.Of("axes", axes)]);

    /// <summary>The logarithm of the sum of exponentials over one axis. Computed without overflow.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="keepDims">Whether the axis stays, with size 1.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is named twice.</exception>
    [LibraryFunction("LogSumExp")]
    public static TracedTensor<T> LogSumExp<T>(TracedTensor<T> x, int axis, bool keepDims)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.LogSumExp, x, [OpArgument.Of("axis", axis), OpArgument.Of("keepDims", keepDims)]);

    /// <summary>exp(x) divided by its sum along an axis, without overflow.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is empty.</exception>
    [LibraryFunction("Softmax")]
    public static TracedTensor<T> Softmax<T>(TracedTensor<T> x, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Softmax, x, [OpArgument.Of("axis", axis)]);

    /// <summary>The logarithm of the softmax along an axis, without overflow.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <returns>A tensor of the same shape.</returns>
    /// <exception cref="ShapeMismatchException">There is no such axis, or it is empty.</exception>
    [LibraryFunction("LogSoftmax")]
    public static TracedTensor<T> LogSoftmax<T>(TracedTensor<T> x, int axis = -1)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.LogSoftmax, x, [OpArgument.Of("axis", axis)]);
}
