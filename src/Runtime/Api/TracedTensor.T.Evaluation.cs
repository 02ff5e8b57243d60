using System;
using System.Numerics.Tensors;
using System.Threading;
using Costate.Execution;
using Costate.Tracing;

namespace Costate;

public sealed partial class TracedTensor<T>
{
    /// <summary>Computes the value, unless it is there already, and copies it. The trace is not changed by it and goes on.</summary>
    /// <param name="cancellationToken">Polled between fragment calls; what is finished stays.</param>
    /// <returns>A fresh dense tensor.</returns>
    /// <exception cref="InvalidOperationException">The value is a scalar, which no <see cref="Tensor{T}"/> can hold: use <see cref="EvalScalar"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the trace can be used on.</exception>
    public Tensor<T> Eval(CancellationToken cancellationToken = default)
    {
        RefuseScalar(nameof(Eval));
        var data = GC.AllocateUninitializedArray<T>(Node.Site.Counts[Slot]);
        Engine.Read<T>(this, data, cancellationToken);
        Span<nint> lengths = stackalloc nint[Rank];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = Shape[i];
        return Tensor.Create(data, lengths);
    }

    /// <summary>Computes a scalar, unless it is there already. The trace is not changed by it and goes on.</summary>
    /// <param name="cancellationToken">Polled between fragment calls; what is finished stays.</param>
    /// <exception cref="InvalidOperationException">The value is no scalar: use <see cref="Eval"/>, or reduce it first.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the trace can be used on.</exception>
    public T EvalScalar(CancellationToken cancellationToken = default)
    {
        if (Rank != 0)
        {
            throw new InvalidOperationException($"EvalScalar needs a scalar, but {this} has rank {Rank}. Use Eval for a tensor, or reduce it first, with Sum for example.");
        }

        T result = default;
        Engine.Read(this, new Span<T>(ref result), cancellationToken);
        return result;
    }

    /// <summary>Computes the value, unless it is there already, and writes it to memory of the caller. Copying allocates nothing.</summary>
    /// <param name="destination">A tensor of the same shape, with any strides.</param>
    /// <param name="cancellationToken">Polled between fragment calls; what is finished stays.</param>
    /// <exception cref="ShapeMismatchException">The destination has another shape.</exception>
    /// <exception cref="InvalidOperationException">The value is a scalar: use <see cref="EvalScalar"/>.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the trace can be used on.</exception>
    public void EvalTo(in TensorSpan<T> destination, CancellationToken cancellationToken = default)
    {
        RefuseScalar(nameof(EvalTo));
        bool fits = destination.Rank == Rank;
        for (int i = 0; fits && i < Rank; i++) fits = destination.Lengths[i] == Shape[i];
        if (!fits)
        {
            int[] actual = new int[destination.Rank];
            for (int i = 0; i < actual.Length; i++) actual[i] = (int)destination.Lengths[i];
            string expected = FragmentErrors.Format(Shape), given = FragmentErrors.Format(actual);
            throw new ShapeMismatchException(
                Ir.DiagnosticIds.ShapeMismatch,
                $"{this} has the shape {expected}, but the destination has {given}.",
                expected,
                given,
                nameof(destination));
        }

        int count = Node.Site.Counts[Slot];
        if (destination.IsDense && count > 0 && destination.TryGetSpan(stackalloc nint[Rank], count, out Span<T> dense))
        {
            Engine.Read(this, dense, cancellationToken);
            return;
        }

        T[] rented = System.Buffers.ArrayPool<T>.Shared.Rent(count);
        try
        {
            Engine.Read(this, rented.AsSpan(0, count), cancellationToken);
            if (count > 0) new ReadOnlyTensorSpan<T>(rented.AsSpan(0, count), destination.Lengths).CopyTo(destination);
        }
        finally
        {
            System.Buffers.ArrayPool<T>.Shared.Return(rented);
        }
    }

    private void RefuseScalar(string method)
    {
        if (Rank == 0)
        {
            throw new InvalidOperationException($"{method} needs a tensor, but {this} is a scalar, which no Tensor<T> can hold. Use EvalScalar.");
        }
    }
}
