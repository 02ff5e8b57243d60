using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using Costate.Ir;

namespace Costate.CompilerServices;

/// <summary>
/// The order in which a loop is reversed that keeps few of its states: which state to begin with, which iterations to run again, and whether the state behind
/// them is kept or the iteration there is turned round. It decides nothing about values; what is run again gives the same bits.
/// </summary>
/// <remarks>
/// A reversal begins either with the state before the first iteration in slot 0 (<see cref="Begin"/>), or with those that were kept while the loop ran
/// (<see cref="Keep"/>, <see cref="KeepOpen"/>, <see cref="Pass"/> before each iteration, <see cref="Turn"/> behind the last). Where the number of iterations is known,
/// no schedule with as many slots runs fewer of them. It is a block of scratch memory as well: dispose it on the thread that began it, in the reverse order of renting.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public unsafe struct Replay : IDisposable
{
    // The iterations before which states are kept, in their order, and the slot of each; behind them the slots that are free.
    private readonly int* kept;
    private readonly int* place;
    private readonly ScratchArena.Mark mark;
    private ScratchArena? arena;
    private int held;
    private int state;
    private int end;

    // The iterations that have begun, and the next one before which the state is kept, if their number is known.
    private int passed;
    private int next;

    private Replay(int count, int slots)
    {
        Slots = slots;
        arena = Scratch.Arena;
        mark = arena.Top;
        kept = (int*)arena.Push((nint)slots * 2 * sizeof(int));
        place = kept + slots;
        for (int k = 0; k < slots; k++) place[k] = k;
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

    /// <summary>The slot that the state before <see cref="To"/>, or before the iteration that begins, goes to; -1 if that iteration is turned round, or just run.</summary>
    public int Keeps { get; private set; }

    /// <summary>Whether the state before the iteration that begins is the one in hand when the loop is reversed.</summary>
    public bool Holds { get; private set; }

    /// <summary>Begins to reverse a loop of which nothing was kept.</summary>
    /// <param name="count">Its iterations.</param>
    /// <param name="slots">The states that there is room for, at least 1.</param>
    /// <param name="every">Instead of them n, for room for every n-th state and those between two of them.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static Replay Begin(int count, int slots = 0, int every = 0)
    {
        var replay = new Replay(count, Room(count, slots, every));
        replay.kept[0] = 0;
        replay.held = 1;
        return replay;
    }

    /// <summary>Begins to run a loop that is to be reversed.</summary>
    /// <param name="count">Its iterations.</param>
    /// <param name="slots">The states that there is room for, at least 1.</param>
    /// <param name="every">Instead of them n, for room for every n-th state and those between two of them.</param>
    public static Replay Keep(int count, int slots = 0, int every = 0) => new(count, Room(count, slots, every));

    /// <summary>Begins to run a loop that is to be reversed, and whose iterations nobody has counted yet.</summary>
    /// <param name="slots">The states that there is room for, at least 1.</param>
    /// <param name="most">The most iterations that there may be.</param>
    public static Replay KeepOpen(int slots, int most = int.MaxValue) => new(-1, Room(most, slots, 0));

    /// <summary>How many iterations a reversal from the start runs again; if states were kept on the first run, that is a part of them, but for its last iteration.</summary>
    /// <param name="count">The iterations of the loop.</param>
    /// <param name="slots">The states that there is room for, at least 1.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Count(int count, int slots) => Revolve.Replayed(count, slots);

    /// <summary>Says whether the state before the next iteration of the first run is kept.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Pass()
    {
        Keeps = -1;
        Holds = false;
        if (end < 0 && held == Slots)
        {
            if (Slots > 1 && Drop() is >= 0 and int free) Put(free);
        }
        else if (end < 0 || passed == next)
        {
            Put(place[held]);
            int left = end - passed;
            next = end < 0 || left == 1 || held == Slots ? -1 : passed + (int)Revolve.Split(left, Slots - held + 1);
        }
        else
        {
            Holds = passed == end - 1;
        }

        passed++;
    }

    /// <summary>Begins to reverse the loop that has run.</summary>
    /// <param name="count">The iterations that it had.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Turn(int count) => end = count;

    /// <summary>Goes to the next step; false when all iterations have been turned round.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Next()
    {
        if (end == 0) return false;
        From = Holds ? end - 1 : kept[held - 1];
        Slot = place[held - 1];
        Restores = state != From && !Holds;
        int left = end - From;
        if (left == 1 || held == Slots)
        {
            // The slot is free once the iteration behind its state has been turned round.
            Keeps = -1;
            To = --end;
            if (left == 1 && !Holds) held--;
        }
        else
        {
            To = From + (int)Revolve.Split(left, Slots - held + 1);
            Keeps = place[held];
            kept[held++] = To;
        }

        Holds = false;
        state = To;
        return true;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Dispose()
    {
        arena?.Pop(mark);
        arena = null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Room(int count, int slots, int every) => (int)Math.Max(1, Math.Min(count, StateRoom.For(count, slots, every)));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Put(int slot)
    {
        Keeps = place[held] = slot;
        kept[held++] = passed;
    }

    /// <summary>
    /// Gives up a state, for that before the iteration that begins. If each iteration may run again r times, s slots serve C(s + r, r) iterations behind a state: so two stretches
    /// become one where that is enough for both, for the least r for which there are any: the first of them as long as r is 1, so that all stretches become as long as they can, and the
    /// last of them later, which costs least at once; or the last stretch becomes longer. So there are C(Slots + 2, 2) iterations before one of them runs again twice, as in the best schedule; of
    /// longer loops a few run again once more than in that.
    /// </summary>
    /// <returns>The slot that is free; -1 if the iteration belongs to the last stretch.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Drop()
    {
        for (int repetitions = 1; ; repetitions++)
        {
            int first = -1;
            long reach = repetitions + 1;
            for (int k = Slots - 2; k >= 0 && (first < 0 || repetitions == 1); k--)
            {
                int slots = Slots - k;
                reach = reach * (slots + repetitions) / slots;
                if ((k + 2 < Slots ? kept[k + 2] : passed) - kept[k] <= reach) first = k;
            }

            if (first >= 0)
            {
                int free = place[first + 1];
                for (int k = first + 1; k < Slots - 1; k++) (kept[k], place[k]) = (kept[k + 1], place[k + 1]);
                held--;
                return free;
            }

            if (passed - kept[Slots - 1] <= repetitions) return -1;
        }
    }
}
