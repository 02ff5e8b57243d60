using System;
using Costate.CompilerServices;

namespace Costate.Execution;

/// <summary>
/// The entries of a stack whose size was not known before it was written. Entry i belongs to index i, in whichever order they are written; an entry
/// may be a stack itself.
/// </summary>
internal sealed class Entries<T>(Chunks<T> memory) : IStackMemory
    where T : unmanaged
{
    private View<T>[] items = [];
    private int count;

    public int Count => count;

    /// <summary>Bytes of the memory that it was made with.</summary>
    public long Bytes => memory.Bytes;

    public View<T> this[int index] => index < count ? items[index] : throw new InvalidOperationException("A loop reads the entry " + index + " of a stack of " + count + ".");

    /// <summary>A new entry, to be written.</summary>
    /// <param name="index">The index of the iteration that writes it.</param>
    /// <param name="size">The number of its elements.</param>
    /// <param name="isStack">Whether it is a stack of unknown size itself.</param>
    public View<T> Add(int index, int size, bool isStack)
    {
        if (index >= items.Length) Array.Resize(ref items, Math.Max(index + 1, 2 * items.Length));
        count = Math.Max(count, index + 1);
        return items[index] = isStack ? new View<T>(new Entries<T>(memory)) : memory.Take(size);
    }

    /// <summary>Appends the entries to another stack, in memory of its own.</summary>
    public void CopyTo(Entries<T> target)
    {
        for (int i = 0; i < count; i++) items[i].CopyTo(target.Add(i, items[i].Count, items[i].Entries is not null));
    }
}
