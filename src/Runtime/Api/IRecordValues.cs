using System;
using System.ComponentModel;
using System.Numerics;
using System.Numerics.Tensors;

namespace Costate.CompilerServices;

/// <summary>The concrete twin of a record of traced tensors. Generated.</summary>
/// <typeparam name="TRecord">The record of traced tensors.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IRecordValues<TRecord>
{
    /// <summary>The traced record of leaves with this data.</summary>
    TRecord Trace(RecordLeaves leaves);
}

/// <summary>Makes the leaves of a traced record, parameters or constants.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct RecordLeaves
{
    private readonly bool isParameter;

    internal RecordLeaves(bool isParameter) => this.isParameter = isParameter;

    /// <summary>A leaf with a copy of a tensor.</summary>
    public TracedTensor<T> Leaf<T>(Tensor<T> data, string name)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ArgumentNullException.ThrowIfNull(data, name);
        return isParameter ? TracedTensor.Parameter(data) : TracedTensor.Constant(data);
    }

    /// <summary>A leaf with a number.</summary>
    public TracedTensor<T> Leaf<T>(T value)
        where T : unmanaged, IFloatingPointIeee754<T> => isParameter ? TracedTensor.Parameter(value) : TracedTensor.Constant(value);

    /// <summary>A leaf with a copy of one element of several.</summary>
    public TracedTensor<T> Row<T>(Tensor<T>? stacked, int row, int length, string name)
        where T : unmanaged, IFloatingPointIeee754<T> => stacked is { Rank: 1 } ? Leaf(ArrayCall.Number(stacked, row, length, name)) : Leaf(ArrayCall.Row(stacked, row, length, name), name);

    /// <summary>An array of what is made for each row.</summary>
    public TElement[] Array<TElement>(int length, Func<int, TElement> element)
    {
        ArgumentNullException.ThrowIfNull(element);
        var array = new TElement[length];
        for (int i = 0; i < length; i++) array[i] = element(i);
        return array;
    }

    /// <summary>The leaves of a record in a record.</summary>
    public TRecord Record<TRecord>(IRecordValues<TRecord> values, string name)
    {
        ArgumentNullException.ThrowIfNull(values, name);
        return values.Trace(this);
    }
}
