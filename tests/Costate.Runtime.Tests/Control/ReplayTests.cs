using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;
using Xunit;

namespace Costate.Runtime.Tests.Control;

/// <summary>The order in which a loop is reversed with few states kept: it is possible, and no other order runs fewer iterations again.</summary>
public class ReplayTests
{
    private const int MaxCount = 150;
    private const int MaxSlots = 12;

    private static readonly long[,] Optimum = Fewest();

    [Fact]
    public void NoScheduleRunsFewerIterationsAgain()
    {
        for (int slots = 1; slots <= MaxSlots; slots++)
        {
            for (int count = 0; count <= MaxCount; count++)
            {
                Assert.Equal(Optimum[count, slots], Follow(count, slots));
                Assert.Equal(Optimum[count, slots], Replay.Count(count, slots));
            }
        }
    }

    [Fact]
    public void OfTheBestSplitsTheLastIsTaken()
    {
        for (int slots = 2; slots <= MaxSlots; slots++)
        {
            for (int count = 2; count <= MaxCount; count++)
            {
                int last = Enumerable.Range(1, count - 1).Last(m => m + Optimum[count - m, slots - 1] + Optimum[m, slots] == Optimum[count, slots]);
                Assert.Equal(last, Revolve.Split(count, slots));
            }
        }
    }

    [Theory]
    [InlineData(800, 40)]
    [InlineData(2_000, 3)]
    [InlineData(20_000, 10)]
    [InlineData(20_000, 1000)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_000, int.MaxValue)]
    public void LongLoopsRunAsManyAgainAsTheFormulaSays(int count, int slots) => Assert.Equal(Replay.Count(count, slots), Follow(count, slots));

    [Theory]
    [InlineData(800, 40, 1558)]
    [InlineData(800, 800, 799)]
    [InlineData(800, 1, 319_600)]
    [InlineData(int.MaxValue, 1, 2305843005992468481)]
    public void TheFormula(int count, int slots, long replayed) => Assert.Equal(replayed, Replay.Count(count, slots));

    /// <summary>Keeping every n-th state and then those of one stretch after the other is a schedule too.</summary>
    [Fact]
    public void EveryNthStateIsEnoughToRunNoIterationAgainMoreThanTwice()
    {
        for (int every = 1; every < 40; every++)
        {
            for (int count = 1; count < 300; count += 7)
            {
                using var replay = Replay.Begin(count, every: every);
                int stretches = (count + every - 1) / every;
                Assert.Equal(Math.Min(count, stretches + every - 1), replay.Slots);
                Assert.InRange(Replay.Count(count, replay.Slots), 0, (every * (stretches - 1)) + count - stretches);
            }
        }
    }

    /// <summary>Nothing is kept while a loop runs first, whose length may be unknown by then: at most half as many iterations more than if it were known and states were kept.</summary>
    [Fact]
    public void NotToKeepStatesAtFirstCostsLessThanHalf()
    {
        for (int slots = 1; slots <= MaxSlots; slots++)
        {
            for (int count = 1; count <= MaxCount; count++)
            {
                // First, again, and by the steps that turn iterations round; at best the first run is a part of the second, but for its last iteration.
                long iterations = count + Replay.Count(count, slots) + count, best = Optimum[count, slots] + 1 + count;
                Assert.InRange(iterations, best, 1.5 * best);
            }
        }
    }

    [Fact]
    public void WithoutASlotThereIsNoState() => Assert.Throws<ArgumentOutOfRangeException>(() => Replay.Count(3, 0));

    [Fact]
    public void NothingIsAllocatedInSteadyState()
    {
        Follow(1000, 7, record: false);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Follow(1000, 7, record: false);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    /// <summary>Does what the schedule says on states that know which iteration they stand before; returns how many iterations were run again.</summary>
    private static long Follow(int count, int slots, bool record = true)
    {
        var kept = record ? new Dictionary<int, int> { [0] = 0 } : null;
        int state = -1, next = count - 1;
        long replayed = 0;
        using var replay = Replay.Begin(count, slots);
        while (replay.Next())
        {
            if (kept is not null)
            {
                state = replay.Restores ? kept[replay.Slot] : state;
                Assert.Equal(replay.From, state);
                Assert.InRange(replay.Keeps, -1, Math.Min(slots, count) - 1);
                if (replay.Keeps >= 0) kept[replay.Keeps] = replay.To;
                else Assert.Equal(next--, replay.To);
            }

            replayed += replay.To - replay.From;
            state = replay.To;
        }

        if (record) Assert.Equal(-1, next);
        return replayed;
    }

    /// <summary>By dynamic programming over where the next state is kept.</summary>
    private static long[,] Fewest()
    {
        long[,] fewest = new long[MaxCount + 1, MaxSlots + 1];
        for (int slots = 1; slots <= MaxSlots; slots++)
        {
            for (int count = 2; count <= MaxCount; count++)
            {
                fewest[count, slots] = slots == 1
                    ? count - 1 + fewest[count - 1, 1]
                    : Enumerable.Range(1, count - 1).Min(m => m + fewest[count - m, slots - 1] + fewest[m, slots]);
            }
        }

        return fewest;
    }
}
