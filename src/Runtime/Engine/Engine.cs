using System;
using System.Runtime.InteropServices;
using System.Threading;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>
/// Computes values of traces. One evaluation runs at a time, so that two threads that ask for the same node compute it once; all
/// mutable state of nodes belongs to whoever holds the lock.
/// </summary>
internal static class Engine
{
    private static readonly Lock Gate = new();
    private static readonly Evaluation State = new();
    private static int mark;

    /// <summary>Holds the engine until disposed; waiting for it can be cancelled.</summary>
    public static Lock.Scope Enter(CancellationToken token = default)
    {
        if (!token.CanBeCanceled) return Gate.EnterScope();
        while (!Gate.TryEnter(20)) token.ThrowIfCancellationRequested();
        var scope = Gate.EnterScope();
        Gate.Exit();
        return scope;
    }

    /// <summary>A number that no node is marked with. The lock must be held.</summary>
    public static int NextMark() => ++mark;

    /// <summary>Computes values that are not there yet. The lock must be held.</summary>
    public static void Evaluate(ReadOnlySpan<TracedValue> targets, CancellationToken token) => State.Run(targets, token);

    /// <summary>Computes a value and copies its elements.</summary>
    public static void Read<T>(TracedValue value, Span<T> destination, CancellationToken token)
        where T : unmanaged
    {
        using (Enter(token))
        {
            Evaluate([value], token);
            var array = value.Node.ValueOf(value.Slot)!;
            if (array is T[] elements)
            {
                elements.CopyTo(destination);
            }
            else
            {
                ReadMask(array, MemoryMarshal.AsBytes(destination));
            }

            // The array is the value's for as long as the node is held, which nobody else may do.
            GC.KeepAlive(value);
        }
    }

    private static void ReadMask(Array array, Span<byte> destination)
    {
        if (array is double[] doubles)
        {
            for (int i = 0; i < doubles.Length; i++) destination[i] = doubles[i] != 0 ? (byte)1 : (byte)0;
        }
        else
        {
            float[] singles = (float[])array;
            for (int i = 0; i < singles.Length; i++) destination[i] = singles[i] != 0 ? (byte)1 : (byte)0;
        }
    }
}
