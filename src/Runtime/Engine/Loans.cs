using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace Costate.Execution;

/// <summary>
/// The large arrays that are lent, and who has them. It holds the arrays and knows their holders weakly. The handles follow an object until its
/// memory is gone, beyond finalizers: one of the user's may still read a value that was already taken for dead.
/// </summary>
internal sealed class Loans
{
    private readonly List<Loan> list = [];
    private readonly Stack<GCHandle> idle = new();

    /// <summary>Bytes of the arrays that are lent.</summary>
    public long Bytes { get; private set; }

    public LargeArray Add(Array array, long bytes)
    {
        var holder = new LargeArray(array, list.Count);
        if (idle.TryPop(out var handle)) handle.Target = holder;
        else handle = GCHandle.Alloc(holder, GCHandleType.WeakTrackResurrection);
        list.Add(new Loan(handle, array, bytes));
        Bytes += bytes;
        return holder;
    }

    /// <summary>Ends a loan whose holder gives the array back.</summary>
    public void Remove(LargeArray holder)
    {
        var handle = list[holder.Place].Handle;
        handle.Target = null;
        RemoveAt(holder.Place);
    }

    /// <summary>Ends the loans whose holders are gone.</summary>
    public void RemoveDead(FreeArrays free)
    {
        for (int i = list.Count - 1; i >= 0; i--)
        {
            var loan = list[i];
            if (loan.Handle.Target is not null) continue;
            RemoveAt(i);
            free.Add(loan.Array, loan.Bytes);
        }
    }

    private void RemoveAt(int place)
    {
        var loan = list[place];
        Bytes -= loan.Bytes;
        idle.Push(loan.Handle);
        var last = list[^1];
        list.RemoveAt(list.Count - 1);
        if (place < list.Count)
        {
            list[place] = last;

            // If nobody has it any more, its place is not asked for.
            if (last.Handle.Target is LargeArray moved) moved.Place = place;
        }

        while (idle.Count > 64 + list.Count) idle.Pop().Free();
    }

    private readonly record struct Loan(GCHandle Handle, Array Array, long Bytes);
}
