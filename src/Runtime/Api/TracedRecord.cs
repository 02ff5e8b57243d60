using System;
using System.Threading;
using Costate.CompilerServices;

namespace Costate;

/// <summary>Evaluates records of traced tensors.</summary>
public static class TracedRecord
{
    /// <summary>Computes all tensors of a record at once, so that what they share is computed once, and copies them. The trace goes on.</summary>
    /// <param name="record">A record that a differentiable method takes or returns.</param>
    /// <param name="cancellationToken">Polled between fragment calls; what is finished stays.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; the trace can be used on.</exception>
    public static TValues Eval<TRecord, TValues>(this ITracedRecord<TRecord, TValues> record, CancellationToken cancellationToken = default)
        where TRecord : ITracedRecord<TRecord, TValues>
    {
        TracedTensor.Evaluate(cancellationToken, [.. Tensors(record, nameof(record)).All]);
        return record.ToValues();
    }

    internal static RecordTensors Tensors<TRecord, TValues>(ITracedRecord<TRecord, TValues> record, string parameter)
        where TRecord : ITracedRecord<TRecord, TValues>
    {
        ArgumentNullException.ThrowIfNull(record, parameter);
        var tensors = new RecordTensors(parameter);
        record.CopyTensorsTo(tensors);
        return tensors;
    }
}
