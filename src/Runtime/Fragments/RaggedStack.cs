using System;
using System.Collections.Generic;
using System.ComponentModel;

namespace Costate.CompilerServices;

/// <summary>
/// The entries that loops keep, when their number or their sizes are known only in the end. Entries are written one after the other and read in any
/// order; they do not move, so that a carry may stay where it was kept. With several levels an entry of the outer loop is a group of entries of the
/// inner one.
/// </summary>
/// <typeparam name="T">Element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class RaggedStack<T> : IStackMemory, IDisposable
    where T : unmanaged
{
    // In bytes. Chunks double up to the larger size and are never copied.
    private const int SmallestChunk = 1 << 16;
    private const int LargestChunk = 1 << 22;

    [ThreadStatic]
    private static Stack<RaggedStack<T>>? idle;

    private readonly List<T[]> chunks = [];
    private readonly List<(int Chunk, int Start, int Count)> entries = [];
    private readonly List<int>[] groups;
    private int chunk;
    private int free;

    internal RaggedStack(int levels)
    {
        groups = new List<int>[levels - 1];
        for (int i = 0; i < groups.Length; i++) groups[i] = [];
    }

    /// <summary>The entries of the outermost loop.</summary>
    public StackView<T> All => new(this, 0, 0);

    /// <inheritdoc/>
    public unsafe long Bytes
    {
        get
        {
            long sum = 0;
            foreach (var block in chunks) sum += (long)block.Length * sizeof(T);
            return sum;
        }
    }

    /// <summary>A stack for the time of one call, empty. Dispose it on the thread that rented it.</summary>
    public static RaggedStack<T> Rent(int levels)
    {
        if (idle is not null && idle.TryPeek(out var stack) && stack.groups.Length == levels - 1)
        {
            idle.Pop();
            stack.Clear();
            return stack;
        }

        return new RaggedStack<T>(levels);
    }

    /// <summary>Gives a rented stack back.</summary>
    public void Dispose() => (idle ??= new()).Push(this);

    internal int Count(int level) => level == groups.Length ? entries.Count : groups[level].Count;

    internal int Group(int level, int index) => groups[level][index];

    internal Span<T> Entry(int index)
    {
        var (at, start, count) = entries[index];
        return count == 0 ? [] : chunks[at].AsSpan(start, count);
    }

    internal Span<T> Push(int count)
    {
        if (count == 0)
        {
            entries.Add((0, 0, 0));
            return [];
        }

        while (chunk < chunks.Count && chunks[chunk].Length - free < count)
        {
            chunk++;
            free = 0;
        }

        if (chunk == chunks.Count) chunks.Add(NewChunk(count));
        entries.Add((chunk, free, count));
        var entry = chunks[chunk].AsSpan(free, count);

        // Entries begin at whole vectors, as the slots of an arena do.
        free = Math.Min(chunks[chunk].Length, (free + count + 7) & ~7);
        return entry;
    }

    internal int Open(int level)
    {
        int first = Count(level + 1);
        groups[level].Add(first);
        return first;
    }

    private unsafe T[] NewChunk(int count)
    {
        int bytes = chunks.Count == 0 ? SmallestChunk : (int)Math.Min(2L * chunks[^1].Length * sizeof(T), LargestChunk);
        return GC.AllocateUninitializedArray<T>(Math.Max(count, bytes / sizeof(T)));
    }

    private void Clear()
    {
        entries.Clear();
        foreach (var group in groups) group.Clear();
        (chunk, free) = (0, 0);
    }
}

/// <summary>The entries of one loop in a <see cref="RaggedStack{T}"/>.</summary>
/// <typeparam name="T">Element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct StackView<T>
    where T : unmanaged
{
    private readonly RaggedStack<T> stack;
    private readonly int level;
    private readonly int first;

    internal StackView(RaggedStack<T> stack, int level, int first)
    {
        this.stack = stack;
        this.level = level;
        this.first = first;
    }

    /// <summary>An entry.</summary>
    /// <param name="index">The iteration that wrote it.</param>
    public Span<T> this[int index] => stack.Entry(first + index);

    /// <summary>A new entry at the end.</summary>
    /// <param name="count">Its size.</param>
    public Span<T> Push(int count) => stack.Push(count);

    /// <summary>What an iteration of the outer loop wrote.</summary>
    /// <param name="index">The iteration.</param>
    public StackView<T> Group(int index) => new(stack, level + 1, stack.Group(level, first + index));

    /// <summary>Begins what an iteration of the outer loop writes.</summary>
    public StackView<T> Open() => new(stack, level + 1, stack.Open(level));
}
