using System.Numerics;
using Costate.CompilerServices;
using Costate.Tracing;

namespace Costate;

public static partial class TracedTensor
{
    /// <summary>The same elements in row-major order under another shape.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="shape">The sizes; none makes a scalar.</param>
    /// <exception cref="ShapeMismatchException">The numbers of elements differ.</exception>
    [LibraryFunction("Reshape")]
    public static TracedTensor<T> Reshape<T>(TracedTensor<T> x, params int[] shape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Reshape, x, [OpArgument.Sizes("shape", shape)]);

    /// <summary>Swaps the last two axes.</summary>
    /// <param name="x">A tensor of rank 2 or more.</param>
    /// <exception cref="ShapeMismatchException">The rank is below 2.</exception>
    [LibraryFunction("Transpose")]
    public static TracedTensor<T> Transpose<T>(TracedTensor<T> x)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Transpose, x);

    /// <summary>Permutes axes: axis i of the result is axis perm[i] of the tensor.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="perm">Every axis once.</param>
    /// <exception cref="ShapeMismatchException">The list is no permutation of the axes.</exception>
    [LibraryFunction("Permute")]
    public static TracedTensor<T> Transpose<T>(TracedTensor<T> x, params int[] perm)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Permute, x, [OpArgument.Of("perm", perm)]);

    /// <summary>Repeats a tensor along axes that are missing or of size 1.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="shape">The sizes of the result.</param>
    /// <exception cref="ShapeMismatchException">The shape does not broadcast to it.</exception>
    [LibraryFunction("BroadcastTo")]
    public static TracedTensor<T> BroadcastTo<T>(TracedTensor<T> x, params int[] shape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.BroadcastTo, x, [OpArgument.Sizes("shape", shape)]);

    /// <summary>A piece along one axis.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="start">The first index.</param>
    /// <param name="length">The number of indices.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or the piece does not lie inside it.</exception>
    [LibraryFunction("Slice")]
    public static TracedTensor<T> Slice<T>(TracedTensor<T> x, int axis, int start, int length)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Slice, x, [OpArgument.Of("axis", axis), OpArgument.Start("start", start), OpArgument.Size("length", length)]);

    /// <summary>Joins tensors along an axis.</summary>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <param name="parts">Tensors that agree in all other axes.</param>
    /// <exception cref="ShapeMismatchException">There are no tensors, or they do not fit.</exception>
    [LibraryFunction("Concat")]
    public static TracedTensor<T> Concat<T>(int axis, params TracedTensor<T>[] parts)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Join(Ops.Concat, axis, parts);

    /// <summary>Joins tensors of one shape along a new axis.</summary>
    /// <param name="axis">Where the new axis stands in the result; a negative one counts from the end.</param>
    /// <param name="parts">Tensors of one shape.</param>
    /// <exception cref="ShapeMismatchException">There are no tensors, or they do not fit.</exception>
    [LibraryFunction("Stack")]
    public static TracedTensor<T> Stack<T>(int axis, params TracedTensor<T>[] parts)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Join(Ops.Stack, axis, parts);

    /// <summary>Inserts an axis of size 1.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">Where it stands in the result; a negative one counts from the end.</param>
    /// <exception cref="ShapeMismatchException">There is no such place.</exception>
    [LibraryFunction("ExpandDims")]
    public static TracedTensor<T> ExpandDims<T>(TracedTensor<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.ExpandDims, x, [OpArgument.Of("axis", axis)]);

    /// <summary>Removes an axis of size 1.</summary>
    /// <param name="x">A tensor.</param>
    /// <param name="axis">The axis; a negative one counts from the end.</param>
    /// <exception cref="ShapeMismatchException">There is no such axis, or its size is not 1.</exception>
    [LibraryFunction("Squeeze")]
    public static TracedTensor<T> Squeeze<T>(TracedTensor<T> x, int axis)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Unary(Ops.Squeeze, x, [OpArgument.Of("axis", axis)]);

    /// <summary>Zeros.</summary>
    /// <param name="shape">The sizes; none makes a scalar.</param>
    [LibraryFunction("Zeros")]
    public static TracedTensor<T> Zeros<T>(params int[] shape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Source<T>(Ops.Zeros, [OpArgument.Sizes("shape", shape)]);

    /// <summary>Ones.</summary>
    /// <param name="shape">The sizes; none makes a scalar.</param>
    [LibraryFunction("Ones")]
    public static TracedTensor<T> Ones<T>(params int[] shape)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Ops.Source<T>(Ops.Ones, [OpArgument.Sizes("shape", shape)]);
}
