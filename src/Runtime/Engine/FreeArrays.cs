using System;
using System.Collections.Generic;
using System.Diagnostics.CodeAnalysis;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>
/// Large arrays that nobody has, by element type and exact length: kernels take the length of an array for the number of elements, and a loop asks for
/// the same lengths again and again.
/// </summary>
internal sealed class FreeArrays
{
    private readonly Dictionary<(ElementKind Kind, int Length), List<Free>> lengths = [];
    private long stamp;
    private int generation;

    /// <summary>Bytes of the arrays.</summary>
    public long Bytes { get; private set; }

    public void Add(Array array, long bytes)
    {
        var key = (array is double[] ? ElementKind.Double : ElementKind.Single, array.Length);
        if (!lengths.TryGetValue(key, out var list)) lengths.Add(key, list = []);
        list.Add(new Free(array, bytes, ++stamp, generation));
        Bytes += bytes;
    }

    /// <summary>Takes the array that became free last, which is most likely in a cache.</summary>
    public bool TryTake(ElementKind kind, int length, [NotNullWhen(true)] out Array? array)
    {
        array = null;
        if (!lengths.TryGetValue((kind, length), out var list)) return false;
        array = list[^1].Array;
        Bytes -= list[^1].Bytes;
        list.RemoveAt(list.Count - 1);
        if (list.Count == 0) lengths.Remove((kind, length));
        return true;
    }

    /// <summary>Leaves what has been free the longest to the garbage collector until no more bytes than these are left.</summary>
    public void Shrink(long bytes)
    {
        while (Bytes > bytes)
        {
            (ElementKind, int) oldest = default;
            long first = long.MaxValue;
            foreach (var (key, list) in lengths)
            {
                if (list[0].Stamp < first) (oldest, first) = (key, list[0].Stamp);
            }

            Drop(oldest, 1);
        }
    }

    /// <summary>Leaves to the garbage collector what nobody has asked for since the call before the last one.</summary>
    public void Age()
    {
        foreach (var key in new List<(ElementKind, int)>(lengths.Keys))
        {
            int count = lengths[key].FindIndex(f => f.Generation >= generation);
            Drop(key, count < 0 ? lengths[key].Count : count);
        }

        generation++;
    }

    private void Drop((ElementKind, int) key, int count)
    {
        var list = lengths[key];
        for (int i = 0; i < count; i++) Bytes -= list[i].Bytes;
        list.RemoveRange(0, count);
        if (list.Count == 0) lengths.Remove(key);
    }

    private readonly record struct Free(Array Array, long Bytes, long Stamp, int Generation);
}
