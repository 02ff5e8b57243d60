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
    /// <summary>Bytes of the arrays.</summary>
    public long Bytes;

    private readonly Dictionary<long, Shelf> shelves = [];
    private long stamp;
    private long lastAge;

    public void Add(Array array)
    {
        long key = Key(array is double[] ? ElementKind.Double : ElementKind.Single, array.Length);
        if (!shelves.TryGetValue(key, out var shelf)) shelves.Add(key, shelf = new Shelf(Buffer.ByteLength(array)));
        shelf.Add(array, ++stamp);
        Bytes += shelf.Bytes;
    }

    /// <summary>Takes the array that became free last, which is most likely in a cache.</summary>
    public bool TryTake(ElementKind kind, int length, [NotNullWhen(true)] out Array? array)
    {
        array = null;
        if (!shelves.TryGetValue(Key(kind, length), out var shelf) || shelf.Count == 0) return false;
        array = shelf.Take();
        Bytes -= shelf.Bytes;
        return true;
    }

    /// <summary>Leaves what has been free the longest to the garbage collector until no more bytes than these are left.</summary>
    public void Shrink(long bytes)
    {
        while (Bytes > bytes)
        {
            Shelf? oldest = null;
            foreach (var shelf in shelves.Values)
            {
                if (shelf.Count > 0 && (oldest is null || shelf.Oldest < oldest.Oldest)) oldest = shelf;
            }

            Bytes -= oldest!.Drop(oldest.Oldest);
        }
    }

    /// <summary>Leaves to the garbage collector what nobody has asked for since the call before.</summary>
    public void Age()
    {
        foreach (var (key, shelf) in shelves)
        {
            Bytes -= shelf.Drop(lastAge);

            // Removing does not disturb the enumeration.
            if (shelf.Count == 0) shelves.Remove(key);
        }

        lastAge = stamp;
    }

    private static long Key(ElementKind kind, int length) => ((long)length << 1) | (uint)kind;

    /// <summary>The arrays of one length, in the order in which they became free.</summary>
    private sealed class Shelf(long bytes)
    {
        /// <summary>Bytes of one of them.</summary>
        public readonly long Bytes = bytes;

        public int Count;

        private Array?[] arrays = new Array[4];
        private long[] stamps = new long[4];

        /// <summary>When the first of them became free.</summary>
        public long Oldest => stamps[0];

        public void Add(Array array, long stamp)
        {
            if (Count == arrays.Length)
            {
                Array.Resize(ref arrays, 2 * Count);
                Array.Resize(ref stamps, 2 * Count);
            }

            arrays[Count] = array;
            stamps[Count++] = stamp;
        }

        public Array Take()
        {
            var array = arrays[--Count]!;
            arrays[Count] = null;
            return array;
        }

        /// <summary>Drops those that became free until then, and returns their bytes.</summary>
        public long Drop(long until)
        {
            int count = 0;
            while (count < Count && stamps[count] <= until) count++;
            Count -= count;
            Array.Copy(arrays, count, arrays, 0, Count);
            Array.Copy(stamps, count, stamps, 0, Count);
            Array.Clear(arrays, Count, count);
            return count * Bytes;
        }
    }
}
