using System;
using System.Collections.Generic;
using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>
/// The tensors of a traced record in order: it hands them over one after the other, and a record like it is made from as many others in the same
/// way.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public class RecordTensors
{
    private readonly List<TracedValue> tensors = [];
    private readonly string parameter;
    private readonly List<int> lengths = [];
    private int next;
    private int nextArray;

    /// <param name="parameter">What messages about a missing tensor call the record.</param>
    internal RecordTensors(string parameter) => this.parameter = parameter;

    /// <summary>What was handed over.</summary>
    internal IReadOnlyList<TracedValue> All => tensors;

    /// <summary>Hands over the next tensor.</summary>
    public virtual void Add(TracedValue? tensor) => tensors.Add(tensor ?? throw new ArgumentNullException(parameter));

    /// <summary>Hands over the tensors of all elements of the next array.</summary>
    public virtual void AddArray<TElement>(TElement[]? array, Action<TElement, RecordTensors> members)
    {
        ArgumentNullException.ThrowIfNull(members);
        ArgumentNullException.ThrowIfNull(array, parameter);
        lengths.Add(array.Length);
        foreach (var element in array) members(element, this);
    }

    /// <summary>The next tensor of a record that is made.</summary>
    public virtual TracedTensor<T> Next<T>()
        where T : unmanaged => (TracedTensor<T>)tensors[next++];

    /// <summary>The next array of a record that is made: as long as the one in its place.</summary>
    public virtual TElement[] NextArray<TElement>(Func<RecordTensors, TElement> element)
    {
        ArgumentNullException.ThrowIfNull(element);
        var array = new TElement[lengths[nextArray++]];
        for (int i = 0; i < array.Length; i++) array[i] = element(this);
        return array;
    }

    /// <summary>Others in their places, for a record of the same form.</summary>
    internal void Replace(IReadOnlyList<TracedValue> others)
    {
        if (others.Count != tensors.Count) throw new ArgumentException($"A record of {tensors.Count} tensors is not made of {others.Count}.", nameof(others));
        for (int i = 0; i < others.Count; i++) tensors[i] = others[i];
    }
}
