using System.Collections.Generic;

namespace Costate.Ir.Checking;

/// <summary>A dense row-major tensor of the textbook interpreter.</summary>
internal sealed class Dense<T>
{
    public Dense(int[] shape, T[] data)
    {
        Shape = shape;
        Data = data;
    }

    public Dense(int[] shape)
        : this(shape, new T[Count(shape)])
    {
    }

    /// <summary>Several values: the entries of a stack, or the outputs of a control-flow op.</summary>
    public Dense(IReadOnlyList<Dense<T>> parts)
        : this([0], []) => Parts = parts;

    /// <summary>A trip count: the number of iterations that were run.</summary>
    public Dense(int trips, T asNumber)
        : this([], [asNumber]) => Trips = trips;

    /// <summary>A stack without entries.</summary>
    public static Dense<T> Nothing { get; } = new((IReadOnlyList<Dense<T>>)[]);

    /// <summary>The entries of a stack or the outputs of a control-flow op; empty otherwise.</summary>
    public IReadOnlyList<Dense<T>> Parts { get; } = [];

    /// <summary>The value of a trip count.</summary>
    public int Trips { get; }

    public int[] Shape { get; }

    public T[] Data { get; }

    public T this[params int[] index]
    {
        get => Data[Offset(index)];
        set => Data[Offset(index)] = value;
    }

    public int Offset(int[] index)
    {
        int at = 0;
        for (int i = 0; i < index.Length; i++)
        {
            at = (at * Shape[i]) + index[i];
        }

        return at;
    }

    /// <summary>The indices of all elements, in the order of the data.</summary>
    public IEnumerable<int[]> Indices()
    {
        for (int n = 0; n < Data.Length; n++)
        {
            yield return Index(n);
        }
    }

    /// <summary>The index of an element by its place in the data.</summary>
    public int[] Index(int place)
    {
        var index = new int[Shape.Length];
        for (int i = Shape.Length - 1; i >= 0; i--)
        {
            index[i] = place % Shape[i];
            place /= Shape[i];
        }

        return index;
    }

    public static int Count(int[] shape)
    {
        int count = 1;
        foreach (int size in shape)
        {
            count = checked(count * size);
        }

        return count;
    }
}
