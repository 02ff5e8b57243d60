using System;
using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>A record of traced tensors. Generated; the record implements it out of sight.</summary>
/// <typeparam name="TRecord">The record itself.</typeparam>
/// <typeparam name="TValues">The record of the same members as concrete tensors.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITracedRecord<TRecord, TValues>
    where TRecord : ITracedRecord<TRecord, TValues>
{
    /// <summary>How many tensors it has, those of records in it included.</summary>
    static abstract int TensorCount { get; }

    /// <summary>The record itself.</summary>
    TRecord Self { get; }

    /// <summary>A record of these tensors, in order.</summary>
    static abstract TRecord FromTensors(ReadOnlySpan<TracedValue> tensors);

    /// <summary>Its tensors, in order.</summary>
    void CopyTensorsTo(Span<TracedValue> tensors);

    /// <summary>The values of its tensors, which are computed unless they are there.</summary>
    TValues ToValues();
}
