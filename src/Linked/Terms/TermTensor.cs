using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Linking;

/// <summary>A dense row-major tensor of terms.</summary>
internal sealed class TermTensor
{
    private readonly int[] strides;

    public TermTensor(int[] shape)
        : this(shape, new int[shape.Aggregate(1, (a, b) => a * b)])
    {
    }

    public TermTensor(int[] shape, int[] terms)
    {
        Shape = shape;
        Terms = terms;
        strides = new int[shape.Length];
        for (int axis = shape.Length - 1, stride = 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }
    }

    /// <summary>The stack of a loop: one tensor for each iteration.</summary>
    public static TermTensor Stack(IReadOnlyList<TermTensor> entries) => new([0]) { Entries = entries };

    /// <summary>Tensors of one shape along a new first axis.</summary>
    public static TermTensor Rows(IReadOnlyList<TermTensor> rows) => new([rows.Count, .. rows[0].Shape], [.. rows.SelectMany(r => r.Terms)]);

    public int[] Shape { get; }

    /// <summary>What the iterations of a loop have left, if this is a stack.</summary>
    public IReadOnlyList<TermTensor> Entries { get; private init; } = [];

    public int[] Terms { get; }

    public int this[ReadOnlySpan<int> index]
    {
        get => Terms[Offset(index)];
        set => Terms[Offset(index)] = value;
    }

    /// <summary>Every index, in row-major order; the array is the same each time.</summary>
    public static IEnumerable<int[]> Indices(int[] shape)
    {
        if (shape.Contains(0)) yield break;
        int[] index = new int[shape.Length];
        while (true)
        {
            yield return index;
            int axis = shape.Length - 1;
            while (axis >= 0 && ++index[axis] == shape[axis]) index[axis--] = 0;
            if (axis < 0) yield break;
        }
    }

    private int Offset(ReadOnlySpan<int> index)
    {
        int at = 0;
        for (int i = 0; i < index.Length; i++) at += index[i] * strides[i];
        return at;
    }
}
