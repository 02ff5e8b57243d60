using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Costate.CompilerServices;

/// <summary>
/// Working memory of kernels: a stack of 64-byte aligned blocks for each thread, so that a kernel that runs again finds its
/// buffers where it left them and nothing is allocated in steady state.
/// </summary>
/// <remarks>
/// Blocks are given back in the reverse order of renting, which <c>using</c> declarations do by themselves. A block must not
/// leave the thread that rented it. Contents are not cleared.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Scratch
{
    [ThreadStatic]
    private static ScratchArena? arena;

    /// <summary>The calling thread's.</summary>
    internal static ScratchArena Arena
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => arena ??= new ScratchArena();
    }

    /// <summary>Rents <paramref name="count"/> elements until the returned value is disposed.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="count">Number of elements; zero is allowed.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ScratchBlock<T> Rent<T>(int count)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return new ScratchBlock<T>(Arena, count);
    }
}

/// <summary>A block of scratch memory; dispose it in the reverse order of renting.</summary>
/// <typeparam name="T">Element type.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe ref struct ScratchBlock<T>
    where T : unmanaged
{
    private ScratchArena? arena;
    private readonly ScratchArena.Mark mark;
    private readonly T* pointer;
    private readonly int length;

    internal ScratchBlock(ScratchArena arena, int count)
    {
        this.arena = arena;
        mark = arena.Top;
        pointer = (T*)arena.Push((nint)count * sizeof(T));
        length = count;
    }

    /// <summary>The elements, starting at a multiple of 64 bytes, with whatever content the memory had.</summary>
    public readonly Span<T> Span => new(pointer, length);

    /// <summary>Address of the first element; the memory is pinned.</summary>
    public readonly T* Pointer => pointer;

    /// <summary>Gives the block back. A second call does nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        arena?.Pop(mark);
        arena = null;
    }
}

/// <summary>One thread's stack of scratch blocks: a list of pinned chunks that are filled one after the other.</summary>
internal sealed unsafe class ScratchArena
{
    private const nint Alignment = 64;
    private const nint SmallestChunk = 1 << 18;

    // What one unusually large call needed is not kept for the life of the thread.
    private const nint LargestKeptChunk = 1 << 26;

    private byte[][] chunks = new byte[4][];
    private Mark top;

    internal ScratchArena()
    {
        chunks[0] = NewChunk(SmallestChunk);
        top = new Mark(0, Base(chunks[0]), End(chunks[0]));
    }

    /// <summary>A position in the stack: the chunk in use, its first free byte and its end.</summary>
    internal readonly record struct Mark(int Chunk, nint Free, nint End);

    internal Mark Top => top;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void* Push(nint bytes)
    {
        // Blocks are whole cache lines; an empty one still has an address of its own.
        bytes = (bytes + Alignment - 1) & -Alignment;
        if (bytes > top.End - top.Free) top = Grow(bytes);
        void* block = (void*)top.Free;
        top = top with { Free = top.Free + bytes };
        return block;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Pop(Mark mark)
    {
        top = mark;
        if (mark.Chunk == 0 && chunks[1] is not null && mark.Free == Base(chunks[0])) Trim();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private Mark Grow(nint bytes)
    {
        int next = top.Chunk + 1;
        if (next == chunks.Length) Array.Resize(ref chunks, 2 * next);
        byte[]? chunk = chunks[next];
        if (chunk is null || bytes > End(chunk) - Base(chunk))
        {
            chunk = NewChunk(Math.Max(bytes, Math.Min(2 * (nint)chunks[top.Chunk].Length, LargestKeptChunk)));
            chunks[next] = chunk;
        }

        return new Mark(next, Base(chunk), End(chunk));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Trim()
    {
        for (int i = 1; i < chunks.Length; i++)
            if (chunks[i] is { } chunk && chunk.LongLength > LargestKeptChunk) chunks[i] = null!;
    }

    private static byte[] NewChunk(nint bytes) =>
        GC.AllocateUninitializedArray<byte>(checked((int)(bytes + Alignment)), pinned: true);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint Base(byte[] chunk) =>
        ((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(chunk)) + Alignment - 1) & -Alignment;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nint End(byte[] chunk) =>
        ((nint)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(chunk)) + chunk.Length) & -Alignment;
}
