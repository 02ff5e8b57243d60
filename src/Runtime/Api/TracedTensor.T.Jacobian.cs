using System;
using Costate.Tracing;

namespace Costate;

public sealed partial class TracedTensor<T>
{
    /// <summary>
    /// The Jacobian of this tensor with respect to a value that it was computed from. It takes one reverse sweep for each element of this
    /// tensor or one forward sweep for each element of <paramref name="x"/>, whichever are fewer, over a primal that is computed once.
    /// </summary>
    /// <param name="x">A parameter, or any value in between that depends on one.</param>
    /// <returns>A tensor whose axes are those of this tensor followed by those of <paramref name="x"/>; it can be differentiated again.</returns>
    /// <exception cref="GradientException">This does not depend on x, or only through operations whose derivative is zero by rule.</exception>
    public TracedTensor<T> Jacobian(TracedTensor<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        int rows = SizedFragment.Count(Shape), columns = SizedFragment.Count(x.Shape);
        int[] shape = [.. Shape, .. x.Shape];
        if (rows <= columns)
        {
            var seeds = new TracedTensor<T>[rows];
            for (int i = 0; i < rows; i++) seeds[i] = Unit(Shape, rows, i);
            return Shaped(VjpOfEach(seeds, x), shape);
        }

        // The derivatives of all elements along one direction are a column: they are stacked as rows and transposed.
        var directions = new TracedTensor<T>[columns];
        for (int j = 0; j < columns; j++) directions[j] = Unit(x.Shape, columns, j);
        var stacked = Shaped(JvpOfEach(x, directions), [columns, rows]);
        return Shaped(Ops.Unary(Ops.Transpose, stacked, []), shape);
    }

    /// <summary>The products of several cotangents of this tensor with its Jacobian, over a primal that is computed once.</summary>
    /// <param name="seeds">The cotangents: a leading axis that counts them, then the axes of this tensor.</param>
    /// <param name="x">A value that this was computed from.</param>
    /// <returns>A leading axis as long as that of the seeds, then the axes of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeMismatchException">The axes of the seeds after the first are not those of this tensor.</exception>
    /// <exception cref="GradientException">This does not depend on x, or only through operations whose derivative is zero by rule.</exception>
    public TracedTensor<T> BatchedVjp(TracedTensor<T> seeds, TracedTensor<T> x)
    {
        ArgumentNullException.ThrowIfNull(x);
        return VjpOfEach(Slices(seeds, Shape, nameof(seeds), "The batch of seeds", "the value that is differentiated"), x);
    }

    /// <summary>The directional derivatives of this tensor along several directions, over a primal that is computed once.</summary>
    /// <param name="x">A value that this was computed from.</param>
    /// <param name="directions">The directions: a leading axis that counts them, then the axes of <paramref name="x"/>.</param>
    /// <returns>A leading axis as long as that of the directions, then the axes of this tensor.</returns>
    /// <exception cref="ShapeMismatchException">The axes of the directions after the first are not those of x.</exception>
    /// <exception cref="GradientException">This does not depend on x, or only through operations whose derivative is zero by rule.</exception>
    public TracedTensor<T> BatchedJvp(TracedTensor<T> x, TracedTensor<T> directions)
    {
        ArgumentNullException.ThrowIfNull(x);
        return JvpOfEach(x, Slices(directions, x.Shape, nameof(directions), "The batch of directions", "the value that moves"));
    }

    private TracedTensor<T> VjpOfEach(TracedTensor<T>[] seeds, TracedTensor<T> x)
    {
        var rows = new TracedTensor<T>[seeds.Length];
        for (int i = 0; i < rows.Length; i++) rows[i] = Vjp(seeds[i], x);
        if (rows.Length > 0) return Ops.Join(Ops.Stack, 0, rows);

        // No seed, but a value that cannot be differentiated is the same error.
        _ = Vjp(ZerosOf(Shape), x);
        return ZerosOf([0, .. x.Shape]);
    }

    private TracedTensor<T> JvpOfEach(TracedTensor<T> x, TracedTensor<T>[] directions)
    {
        var tangents = new TracedTensor<T>[directions.Length];
        for (int i = 0; i < tangents.Length; i++) tangents[i] = Jvp(x, directions[i]);
        if (tangents.Length > 0) return Ops.Join(Ops.Stack, 0, tangents);
        _ = Jvp(x, ZerosOf(x.Shape));
        return ZerosOf([0, .. Shape]);
    }

    private static TracedTensor<T>[] Slices(TracedTensor<T> batch, ReadOnlySpan<int> shape, string parameter, string what, string whose)
    {
        ArgumentNullException.ThrowIfNull(batch, parameter);
        int count = batch.Rank > 0 ? batch.Shape[0] : 1;
        RequireShape(batch, [count, .. shape], parameter, what, whose + " after a leading axis that counts them");
        var slices = new TracedTensor<T>[count];
        for (int i = 0; i < count; i++) slices[i] = batch[i];
        return slices;
    }

    /// <summary>One at one element and zeros elsewhere; made by operations, so that the same one is found again.</summary>
    private static TracedTensor<T> Unit(ReadOnlySpan<int> shape, int count, int index) =>
        Shaped(Windows.Update(Ops.SetSlice, ZerosOf([count]), Ops.Source<T>(Ops.Ones, [OpArgument.Sizes("shape", Array.Empty<int>())]), [index]), shape.ToArray());

    private static TracedTensor<T> ZerosOf(ReadOnlySpan<int> shape) => Ops.Source<T>(Ops.Zeros, [OpArgument.Sizes("shape", shape.ToArray())]);

    private static TracedTensor<T> Shaped(TracedTensor<T> x, int[] shape) =>
        x.Shape.SequenceEqual(shape) ? x : Ops.Unary(Ops.Reshape, x, [OpArgument.Sizes("shape", shape)]);
}
