using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using Costate.Execution;

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
    [ThreadStatic]
    private static Stack<RaggedStack<T>>? idle;

    private readonly Chunks<T> memory = new();
    private readonly List<View<T>> entries = [];
    private readonly List<int>[] groups;

    internal RaggedStack(int levels)
    {
        groups = new List<int>[levels - 1];
        for (int i = 0; i < groups.Length; i++) groups[i] = [];
    }

    /// <summary>The entries of the outermost loop.</summary>
    public StackView<T> All => new(this, 0, 0);

    /// <inheritdoc/>
    public long Bytes => memory.Bytes;

    /// <summary>A stack for the time of one call, empty. Dispose it on the thread that rented it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
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

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Count(int level) => level == groups.Length ? entries.Count : groups[level].Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Group(int level, int index) => groups[level][index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<T> Entry(int index) => entries[index].Span;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Span<T> Push(int count)
    {
        var entry = memory.Take(count);
        entries.Add(entry);
        return entry.Span;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal int Open(int level)
    {
        int first = Count(level + 1);
        groups[level].Add(first);
        return first;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Reverse(int level, int first)
    {
        if (level == groups.Length) entries.Reverse(first, entries.Count - first);
        else groups[level].Reverse(first, groups[level].Count - first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Clear()
    {
        entries.Clear();
        foreach (var group in groups) group.Clear();
        memory.Clear();
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
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Push(int count) => stack.Push(count);

    /// <summary>What an iteration of the outer loop wrote.</summary>
    /// <param name="index">The iteration.</param>
    public StackView<T> Group(int index) => new(stack, level + 1, stack.Group(level, first + index));

    /// <summary>Begins what an iteration of the outer loop writes.</summary>
    public StackView<T> Open() => new(stack, level + 1, stack.Open(level));

    /// <summary>Puts what the loop has written into the order of its iterations, if it ran from the last one to the first.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Reverse() => stack.Reverse(level, first);
}
