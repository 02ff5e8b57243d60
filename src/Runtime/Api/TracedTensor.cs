using System;
using System.Globalization;
using System.Numerics;
using System.Numerics.Tensors;
using System.Threading;
using Costate.Execution;
using Costate.Tracing;

namespace Costate;

/// <summary>
/// Makes traced tensors and computes with them; meant for <c>using static Costate.TracedTensor</c>. Nothing is computed before a
/// value is asked for. Inside of a method marked <see cref="DifferentiableAttribute"/> the same functions become generated code.
/// </summary>
public static partial class TracedTensor
{
    /// <summary>Data that derivatives can be taken with respect to. It is copied.</summary>
    /// <param name="data">Any shape and strides; empty ones too.</param>
    public static TracedTensor<T> Parameter<T>(Tensor<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return Copied<T>(NodeKind.Parameter, data.AsReadOnlyTensorSpan());
    }

    /// <summary>Data that derivatives can be taken with respect to. It is copied.</summary>
    /// <param name="data">Any shape and strides; empty ones too.</param>
    public static TracedTensor<T> Parameter<T>(in ReadOnlyTensorSpan<T> data)
        where T : unmanaged, IFloatingPointIeee754<T> => Copied(NodeKind.Parameter, data);

    /// <summary>A scalar that derivatives can be taken with respect to.</summary>
    /// <param name="value">The number.</param>
    public static TracedTensor<T> Parameter<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => Leaf.Of(NodeKind.Parameter, [value], []);

    /// <summary>Data that derivatives can be taken with respect to. It is copied.</summary>
    /// <param name="data">The elements in row-major order.</param>
    /// <param name="shape">The sizes; none makes a vector.</param>
    /// <exception cref="ShapeMismatchException">The number of elements is not that of the shape.</exception>
    public static TracedTensor<T> Parameter<T>(T[] data, params int[] shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Copied(NodeKind.Parameter, data, shape);

    /// <summary>Data that no derivative is taken with respect to. It is copied.</summary>
    /// <param name="data">Any shape and strides; empty ones too.</param>
    public static TracedTensor<T> Constant<T>(Tensor<T> data)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data);
        return Copied<T>(NodeKind.Constant, data.AsReadOnlyTensorSpan());
    }

    /// <summary>Data that no derivative is taken with respect to. It is copied.</summary>
    /// <param name="data">Any shape and strides; empty ones too.</param>
    public static TracedTensor<T> Constant<T>(in ReadOnlyTensorSpan<T> data)
        where T : unmanaged, IFloatingPointIeee754<T> => Copied(NodeKind.Constant, data);

    /// <summary>A constant scalar. Equal bits give equal handles.</summary>
    /// <param name="value">The number.</param>
    public static TracedTensor<T> Constant<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => Leaf.Scalar(value);

    /// <summary>Data that no derivative is taken with respect to. It is copied.</summary>
    /// <param name="data">The elements in row-major order.</param>
    /// <param name="shape">The sizes; none makes a vector.</param>
    /// <exception cref="ShapeMismatchException">The number of elements is not that of the shape.</exception>
    public static TracedTensor<T> Constant<T>(T[] data, params int[] shape)
        where T : unmanaged, IFloatingPointIeee754<T> => Copied(NodeKind.Constant, data, shape);

    /// <summary>
    /// Computes several values at once, so that what they share is computed once and what only they need is needed once. Reading
    /// them afterwards computes nothing.
    /// </summary>
    /// <param name="values">Values of any traces and element types.</param>
    public static void Evaluate(params ReadOnlySpan<TracedValue> values) => Evaluate(CancellationToken.None, values);

    /// <summary>Computes several values at once.</summary>
    /// <param name="cancellationToken">Polled between fragment calls; what is finished stays.</param>
    /// <param name="values">Values of any traces and element types.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the traces can be used on.</exception>
    public static void Evaluate(CancellationToken cancellationToken, params ReadOnlySpan<TracedValue> values)
    {
        foreach (var value in values) ArgumentNullException.ThrowIfNull(value, nameof(values));
        using (Engine.Enter(cancellationToken)) Engine.Evaluate(values, cancellationToken);
    }

    private static TracedTensor<T> Copied<T>(NodeKind kind, in ReadOnlyTensorSpan<T> data)
        where T : unmanaged
    {
        int[] shape = new int[data.Rank];
        for (int i = 0; i < shape.Length; i++) shape[i] = checked((int)data.Lengths[i]);
        int count = checked((int)data.FlattenedLength);
        var copy = LargeArrays.Shared.Rent(ElementKinds.Of<T>(), count);
        if (count > 0) data.FlattenTo((T[])copy.Elements!);
        return Leaf.Of<T>(kind, copy, shape);
    }

    private static TracedTensor<T> Copied<T>(NodeKind kind, T[] data, int[] shape)
        where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(shape);
        int[] sizes = shape.Length == 0 ? [data.Length] : (int[])shape.Clone();
        foreach (int size in sizes) ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
        if (SizedFragment.Count(sizes) != data.Length)
        {
            throw new ShapeMismatchException(
                Ir.DiagnosticIds.ElementCount,
                $"A tensor of shape {FragmentErrors.Format(sizes)} has {SizedFragment.Count(sizes).ToString(CultureInfo.InvariantCulture)} elements, but {data.Length.ToString(CultureInfo.InvariantCulture)} were given.",
                FragmentErrors.Format(sizes),
                FragmentErrors.Format([data.Length]),
                nameof(data));
        }

        var copy = LargeArrays.Shared.Rent(ElementKinds.Of<T>(), data.Length);
        data.CopyTo((T[])copy.Elements!, 0);
        return Leaf.Of<T>(kind, copy, sizes);
    }
}
