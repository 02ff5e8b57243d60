using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>What is made of traced tensors and can be taken apart. Generated; a record implements it out of sight.</summary>
/// <typeparam name="TRecord">The record itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITracedTensors<TRecord>
    where TRecord : ITracedTensors<TRecord>
{
    /// <summary>A record of the next tensors.</summary>
    static abstract TRecord FromTensors(RecordTensors tensors);

    /// <summary>Hands over its tensors, those of records in it included.</summary>
    void CopyTensorsTo(RecordTensors tensors);
}

/// <summary>A record of traced tensors. Generated; the record implements it out of sight.</summary>
/// <typeparam name="TRecord">The record itself.</typeparam>
/// <typeparam name="TValues">The record of the same members as concrete tensors.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITracedRecord<TRecord, TValues> : ITracedTensors<TRecord>
    where TRecord : ITracedRecord<TRecord, TValues>
{
    /// <summary>The record itself.</summary>
    TRecord Self { get; }

    /// <summary>The values of its tensors, which are computed unless they are there.</summary>
    TValues ToValues();
}
