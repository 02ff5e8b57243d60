using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using Costate.Execution;

namespace Costate.CompilerServices;

/// <summary>What a call keeps for its adjoint beside the residual pack: the stacks of loops whose size only the loops themselves know.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class ResidualLog
{
    private object?[] stacks = [];

    /// <summary>Bytes that the stacks occupy.</summary>
    public long Bytes
    {
        get
        {
            long sum = 0;
            foreach (object? stack in stacks) sum += stack is IStackMemory memory ? memory.Bytes : 0;
            return sum;
        }
    }

    /// <summary>The stack of a residual, made when it is first asked for.</summary>
    /// <typeparam name="T">Element type.</typeparam>
    /// <param name="residual">The index of the residual.</param>
    /// <param name="levels">How many loops around each other write it.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public StackView<T> Stack<T>(int residual, int levels)
        where T : unmanaged
    {
        if (residual >= stacks.Length) Array.Resize(ref stacks, residual + 1);
        return ((RaggedStack<T>)(stacks[residual] ??= new RaggedStack<T>(levels))).All;
    }

    /// <summary>The entries of a residual of an interpreted fragment, empty when they are first asked for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal Entries<T> Entries<T>(int residual)
        where T : unmanaged
    {
        if (residual >= stacks.Length) Array.Resize(ref stacks, residual + 1);
        return (Entries<T>)(stacks[residual] ??= new Entries<T>(new Chunks<T>()));
    }
}

/// <summary>Something whose memory is counted.</summary>
internal interface IStackMemory
{
    /// <summary>Bytes that it occupies.</summary>
    long Bytes { get; }
}
