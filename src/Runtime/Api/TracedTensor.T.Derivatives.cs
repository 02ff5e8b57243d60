using System;
using Costate.Execution;
using Costate.Ir;
using Costate.Tracing;

namespace Costate;

public sealed partial class TracedTensor<T>
{
    /// <summary>The gradient of this scalar with respect to a value that it was computed from.</summary>
    /// <param name="x">A parameter, or any value in between that depends on one.</param>
    /// <returns>A tensor of the shape of <paramref name="x"/>; it is a value of the trace like any other and can be differentiated again.</returns>
    /// <exception cref="GradientException">This is no scalar, it does not depend on x, or only through operations whose derivative is zero by rule.</exception>
    public TracedTensor<T> Grad(TracedTensor<T> x) => Reverse(ScalarSeed(nameof(Grad)), [x], zeros: false)[0];

    /// <summary>The gradients of this scalar with respect to two values; they share one reverse sweep.</summary>
    /// <param name="x1">A value that it was computed from.</param>
    /// <param name="x2">Another one.</param>
    /// <exception cref="GradientException">As for one value.</exception>
    public (TracedTensor<T> Dx1, TracedTensor<T> Dx2) Grad(TracedTensor<T> x1, TracedTensor<T> x2)
    {
        var gradients = Reverse(ScalarSeed(nameof(Grad)), [x1, x2], zeros: false);
        return (gradients[0], gradients[1]);
    }

    /// <summary>The gradients of this scalar with respect to three values; they share one reverse sweep.</summary>
    /// <param name="x1">A value that it was computed from.</param>
    /// <param name="x2">Another one.</param>
    /// <param name="x3">A third one.</param>
    /// <exception cref="GradientException">As for one value.</exception>
    public (TracedTensor<T> Dx1, TracedTensor<T> Dx2, TracedTensor<T> Dx3) Grad(TracedTensor<T> x1, TracedTensor<T> x2, TracedTensor<T> x3)
    {
        var gradients = Reverse(ScalarSeed(nameof(Grad)), [x1, x2, x3], zeros: false);
        return (gradients[0], gradients[1], gradients[2]);
    }

    /// <summary>The gradients of this scalar with respect to several values; they share one reverse sweep.</summary>
    /// <param name="xs">Values that it was computed from.</param>
    /// <exception cref="GradientException">As for one value.</exception>
    public TracedTensor<T>[] Grad(params TracedTensor<T>[] xs) => Reverse(ScalarSeed(nameof(Grad)), xs, zeros: false);

    /// <summary>The gradients of this scalar, with zeros where there is no dependence or where its derivative is zero by rule.</summary>
    /// <param name="xs">Any values.</param>
    /// <exception cref="GradientException">This is no scalar.</exception>
    public TracedTensor<T>[] GradOrZero(params TracedTensor<T>[] xs) => Reverse(ScalarSeed(nameof(GradOrZero)), xs, zeros: true);

    /// <summary>The product of a cotangent of this tensor with its Jacobian: the gradient of the inner product of both.</summary>
    /// <param name="seed">The cotangent: a tensor of this shape.</param>
    /// <param name="x">A value that this was computed from.</param>
    /// <returns>A tensor of the shape of <paramref name="x"/>.</returns>
    /// <exception cref="ShapeMismatchException">The seed has another shape.</exception>
    /// <exception cref="GradientException">This does not depend on x, or only through operations whose derivative is zero by rule.</exception>
    public TracedTensor<T> Vjp(TracedTensor<T> seed, TracedTensor<T> x) => Reverse(Seed(seed), [x], zeros: false)[0];

    /// <summary>The products of a cotangent of this tensor with its Jacobians; they share one reverse sweep.</summary>
    /// <param name="seed">The cotangent: a tensor of this shape.</param>
    /// <param name="xs">Values that this was computed from.</param>
    /// <exception cref="ShapeMismatchException">The seed has another shape.</exception>
    /// <exception cref="GradientException">As for one value.</exception>
    public TracedTensor<T>[] Vjp(TracedTensor<T> seed, params TracedTensor<T>[] xs) => Reverse(Seed(seed), xs, zeros: false);

    /// <summary>The directional derivative of this tensor: its tangent when a value moves in a direction.</summary>
    /// <param name="x">A value that this was computed from.</param>
    /// <param name="v">The direction: a tensor of the shape of <paramref name="x"/>.</param>
    /// <returns>A tensor of this shape.</returns>
    /// <exception cref="ShapeMismatchException">The direction has another shape.</exception>
    /// <exception cref="GradientException">This does not depend on x, or only through operations whose derivative is zero by rule.</exception>
    public TracedTensor<T> Jvp(TracedTensor<T> x, TracedTensor<T> v)
    {
        ArgumentNullException.ThrowIfNull(x);
        RequireShape(v, x.Shape, nameof(v), "The direction", "the value that moves");
        using (Engine.Enter())
        {
            var (node, slot) = Sweeps.Forward.Run(this, x, v);
            return node is null ? throw Independence.Explain(this, x) : new TracedTensor<T>(node, slot);
        }
    }

    private TracedTensor<T>[] Reverse(TracedTensor<T> seed, TracedTensor<T>[] xs, bool zeros)
    {
        ArgumentNullException.ThrowIfNull(xs);
        foreach (var x in xs) ArgumentNullException.ThrowIfNull(x, nameof(xs));
        var gradients = new (TraceNode? Node, int Slot)[xs.Length];
        using (Engine.Enter()) Sweeps.Reverse.Run(this, seed, xs, gradients);
        var results = new TracedTensor<T>[xs.Length];
        for (int i = 0; i < xs.Length; i++)
        {
            results[i] = gradients[i].Node is { } node ? new TracedTensor<T>(node, gradients[i].Slot)
                : zeros ? Ops.Source<T>(Ops.Zeros, [OpArgument.Sizes("shape", xs[i].Shape.ToArray())])
                : throw Independence.Explain(this, xs[i]);
        }

        return results;
    }

    private TracedTensor<T> ScalarSeed(string method) => Rank == 0
        ? Leaf.Scalar(ElementKinds.Of<T>() == ElementKind.Double ? (T)(object)1.0 : (T)(object)1f)
        : throw new GradientException(
            DiagnosticIds.RankMismatch,
            $"{method} needs a scalar, but {this} has rank {Rank}. Reduce it first, with Sum for example, or give a cotangent with Vjp.");

    private TracedTensor<T> Seed(TracedTensor<T> seed)
    {
        RequireShape(seed, Shape, nameof(seed), "The seed", "the value that is differentiated");
        return seed;
    }

    private static void RequireShape(TracedTensor<T> value, ReadOnlySpan<int> shape, string parameter, string what, string whose)
    {
        ArgumentNullException.ThrowIfNull(value, parameter);
        if (value.Shape.SequenceEqual(shape)) return;
        string expected = FragmentErrors.Format(shape), actual = FragmentErrors.Format(value.Shape);
        throw new ShapeMismatchException(
            DiagnosticIds.ShapeMismatch,
            $"{what} has the shape {actual}, but it needs that of {whose}, {expected}.",
            expected,
            actual,
            parameter);
    }
}
