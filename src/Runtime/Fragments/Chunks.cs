using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;

namespace Costate.Execution;

/// <summary>Memory that is given out piece by piece. Chunks double in size and are never copied, so that a piece stays where it is.</summary>
internal sealed class Chunks<T>
    where T : unmanaged
{
    // In bytes. Every call that keeps stacks has such memory of its own, so it begins small.
    private const int Smallest = 1 << 12;
    private const int Largest = 1 << 22;

    private readonly List<T[]> chunks = [];
    private int chunk;
    private int free;

    /// <summary>Bytes that it occupies.</summary>
    public unsafe long Bytes
    {
        get
        {
            long sum = 0;
            foreach (var block in chunks) sum += (long)block.Length * sizeof(T);
            return sum;
        }
    }

    /// <summary>A piece, to be overwritten. Behind it is room for a vector of 64 bytes, until the next one is taken.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public View<T> Take(int count)
    {
        if (count == 0) return new View<T>([], 0, 0);
        while (chunk < chunks.Count && chunks[chunk].Length - free < (long)count + Ir.Plan.Room)
        {
            chunk++;
            free = 0;
        }

        if (chunk == chunks.Count) chunks.Add(NewChunk(checked(count + Ir.Plan.Room)));
        var piece = new View<T>(chunks[chunk], free, count);

        // Pieces begin at whole vectors, as the slots of an arena do.
        free = (int)Math.Min(chunks[chunk].Length, ((long)free + count + Ir.Plan.Alignment - 1) & -Ir.Plan.Alignment);
        return piece;
    }

    /// <summary>Takes all pieces back; the memory is given out again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Clear() => (chunk, free) = (0, 0);

    private unsafe T[] NewChunk(int count)
    {
        long bytes = chunks.Count == 0 ? Smallest : Math.Min(2L * chunks[^1].Length * sizeof(T), Largest);
        return GC.AllocateUninitializedArray<T>(Math.Max(count, (int)(bytes / sizeof(T))));
    }
}
