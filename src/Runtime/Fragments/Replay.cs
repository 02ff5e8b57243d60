using System;
using System.ComponentModel;
using Costate.Ir;

namespace Costate.CompilerServices;

/// <summary>
/// The order in which a loop is reversed that keeps few of its states: which state to begin with, which iterations to run again, and whether the state behind
/// them is kept or the iteration there is turned round. It decides nothing about values; what is run again gives the same bits.
/// </summary>
/// <remarks>
/// The state before the first iteration is in slot 0 when it begins. No schedule with as many slots runs fewer iterations again. It is a block of
/// scratch memory as well: dispose it on the thread that began it, in the reverse order of renting.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct Replay : IDisposable
{
    // The iterations before which states are kept, by slot.
    private readonly int* kept;
    private readonly ScratchArena.Mark mark;
    private ScratchArena? arena;
    private int held;
    private int state;
    private int end;

    private Replay(int count, int slots)
    {
        Slots = slots;
        arena = Scratch.Arena;
        mark = arena.Top;
        kept = (int*)arena.Push((nint)slots * sizeof(int));
        kept[0] = 0;
        held = 1;
        state = -1;
        end = count;
    }

    /// <summary>The states that there must be room for: not more than there are iterations.</summary>
    public int Slots { get; }

    /// <summary>Whether the state of <see cref="Slot"/> replaces the one in hand before anything else.</summary>
    public bool Restores { get; private set; }

    /// <summary>The slot to begin with.</summary>
    public int Slot { get; private set; }

    /// <summary>The first iteration that is run again.</summary>
    public int From { get; private set; }

    /// <summary>The iteration that is kept or turned round; those before it are run again.</summary>
    public int To { get; private set; }

    /// <summary>The slot that the state before <see cref="To"/> goes to; -1 if that iteration is turned round.</summary>
    public int Keeps { get; private set; }

    /// <summary>Begins to reverse a loop.</summary>
    /// <param name="count">Its iterations.</param>
    /// <param name="slots">The states that there is room for, at least 1.</param>
    /// <param name="every">Instead of them n, for room for every n-th state and those between two of them.</param>
    public static Replay Begin(int count, int slots = 0, int every = 0) =>
        new(count, (int)Math.Max(1, Math.Min(count, (every > 0 ? StateRoom.ForStretches(every) : StateRoom.ForStates(slots)).For(count))));

    /// <summary>How many iterations a reversal runs again.</summary>
    /// <param name="count">The iterations of the loop.</param>
    /// <param name="slots">The states that there is room for, at least 1.</param>
    public static long Count(int count, int slots) => Revolve.Replayed(count, slots);

    /// <summary>Goes to the next step; false when all iterations have been turned round.</summary>
    public bool Next()
    {
        if (end == 0) return false;
        Slot = held - 1;
        From = kept[Slot];
        Restores = state != From;
        int left = end - From;
        if (left == 1 || held == Slots)
        {
            // The slot is free once the iteration behind its state has been turned round.
            Keeps = -1;
            To = --end;
            if (left == 1) held--;
        }
        else
        {
            To = From + (int)Revolve.Split(left, Slots - held + 1);
            Keeps = held;
            kept[held++] = To;
        }

        state = To;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        arena?.Pop(mark);
        arena = null;
    }
}
