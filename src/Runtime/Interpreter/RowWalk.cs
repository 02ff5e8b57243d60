using System;

namespace Costate.Execution;

/// <summary>
/// Walks over a dense tensor row by row (along its last axis), with the offset of the same row in another tensor that has
/// strides of its own: 0 repeats an axis, other strides permute or window.
/// </summary>
internal ref struct RowWalk
{
    private readonly ReadOnlySpan<int> shape;
    private readonly ReadOnlySpan<int> strides;
    private readonly int[] index;
    private bool started;

    public RowWalk(ReadOnlySpan<int> shape, ReadOnlySpan<int> strides, int start = 0)
    {
        this.shape = shape;
        this.strides = strides;
        index = shape.Length > 1 ? new int[shape.Length - 1] : [];
        Other = start;
        Length = shape.Length == 0 ? 1 : shape[^1];
        Stride = shape.Length == 0 ? 1 : strides[^1];
    }

    /// <summary>Offset of the row in the dense tensor.</summary>
    public int Dense { get; private set; }

    /// <summary>Offset of the row in the other tensor.</summary>
    public int Other { get; private set; }

    /// <summary>Number of elements of a row.</summary>
    public int Length { get; }

    /// <summary>Distance of a row's elements in the other tensor.</summary>
    public int Stride { get; }

    /// <summary>Row-major strides.</summary>
    public static int[] DenseStrides(ReadOnlySpan<int> shape)
    {
        var strides = new int[shape.Length];
        int stride = 1;
        for (int i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        return strides;
    }

    public bool Next()
    {
        if (!started)
        {
            started = true;
            foreach (int size in shape)
            {
                if (size == 0) return false;
            }

            return true;
        }

        Dense += Length;
        for (int axis = index.Length - 1; axis >= 0; axis--)
        {
            Other += strides[axis];
            if (++index[axis] < shape[axis]) return true;
            Other -= strides[axis] * shape[axis];
            index[axis] = 0;
        }

        return false;
    }
}
