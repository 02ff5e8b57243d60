using System;
using System.Runtime.InteropServices;

namespace Costate.Execution;

/// <summary>
/// The large arrays that are lent, and who has them. It holds the arrays and knows their holders weakly. The handles follow an object until its
/// memory is gone, beyond finalizers: one of the user's may still read a value that was already taken for dead.
/// </summary>
internal sealed class Loans
{
    /// <summary>Bytes of the arrays that are lent.</summary>
    public long Bytes;

    // Handles beyond the loans are used again.
    private GCHandle[] handles = [];
    private Array[] arrays = new Array[16];
    private Anticipation?[] reasons = new Anticipation[16];
    private int count;

    /// <summary>Lends an array.</summary>
    /// <param name="array">The array.</param>
    /// <param name="reason">What lends it in advance, and is told if it was in vain.</param>
    public LargeArray Add(Array array, Anticipation? reason)
    {
        if (count == arrays.Length)
        {
            Array.Resize(ref arrays, 2 * count);
            Array.Resize(ref reasons, 2 * count);
        }

        if (count == handles.Length) AddHandles();
        var holder = new LargeArray(array, count);
        handles[count].Target = holder;
        reasons[count] = reason;
        arrays[count++] = array;
        Bytes += Buffer.ByteLength(array);
        return holder;
    }

    /// <summary>Notes that what was lent in advance was needed.</summary>
    public void Need(LargeArray holder)
    {
        reasons[holder.Place]?.WasNeeded();
        reasons[holder.Place] = null;
    }

    /// <summary>Ends a loan whose holder gives the array back.</summary>
    public void Remove(LargeArray holder)
    {
        handles[holder.Place].Target = null;
        RemoveAt(holder.Place);
    }

    /// <summary>Ends the loans whose holders are gone.</summary>
    public void RemoveDead(FreeArrays free)
    {
        for (int i = count - 1; i >= 0; i--)
        {
            if (handles[i].Target is not null) continue;
            reasons[i]?.WasInVain();
            free.Add(arrays[i]);
            RemoveAt(i);
        }
    }

    private void RemoveAt(int place)
    {
        Bytes -= Buffer.ByteLength(arrays[place]);
        count--;
        (handles[place], handles[count]) = (handles[count], handles[place]);
        (arrays[place], reasons[place]) = (arrays[count], reasons[count]);
        (arrays[count], reasons[count]) = (null!, null);

        // If nobody has it any more, its place is not asked for.
        if (place < count && handles[place].Target is LargeArray moved) moved.Place = place;
    }

    private void AddHandles()
    {
        Array.Resize(ref handles, arrays.Length);
        for (int i = count; i < handles.Length; i++) handles[i] = GCHandle.Alloc(null, GCHandleType.WeakTrackResurrection);
    }
}
