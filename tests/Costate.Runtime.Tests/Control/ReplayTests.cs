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

    // C(MaxSlots + 3, 3).
    private const int MaxOpen = 455;

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

    /// <summary>The first run is the first sweep of the schedule, and has one iteration more than that.</summary>
    [Fact]
    public void AFirstRunOfKnownLengthIsAPartOfTheBestSchedule()
    {
        for (int slots = 1; slots <= MaxSlots; slots++)
        {
            for (int count = 0; count <= MaxCount; count++)
            {
                using var replay = Replay.Keep(count, slots);
                Assert.Equal(Optimum[count, slots] - Math.Max(0, count - 1), FollowFirst(replay, count).Sum());
            }
        }
    }

    [Fact]
    public void EveryNthStateOfAFirstRunIsEnoughToRunNoneAgainMoreThanOnce()
    {
        for (int every = 1; every < 20; every++)
        {
            for (int count = 0; count < 200; count += 7)
            {
                using var replay = Replay.Keep(count, every: every);
                Assert.All(FollowFirst(replay, count), runs => Assert.InRange(runs, 0, 1));
            }
        }
    }

    /// <summary>
    /// Nobody knows how long the loop will be while states are kept of it. Of all lengths up to C(s + 3, s), all iterations of the first run and of the reversal are at most 1.5 times as many as with the
    /// best schedule for the length that it came to have: for s = 1, where there is no choice. With more room it is 1 + 1/(s + 1), which is one iteration more at s + 1 of them.
    /// </summary>
    [Fact]
    public void AFirstRunOfUnknownLengthIsNearlyAsGood()
    {
        for (int slots = 1; slots <= MaxSlots; slots++)
        {
            for (int count = 1; count <= (slots + 3) * (slots + 2) * (slots + 1) / 6; count++)
            {
                using var replay = Replay.KeepOpen(slots);
                int[] again = FollowFirst(replay, count);
                long all = count + again.Sum(), best = Optimum[count, slots] + 1;
                Assert.InRange(all, best, best * (1 + (1.0 / (slots + 1))));

                int most = count <= slots ? 0 : count < (slots + 2) * (slots + 1) / 2 ? 1 : int.MaxValue;
                Assert.All(again, runs => Assert.InRange(runs, 0, most));
            }
        }
    }

    [Theory]
    [InlineData(800, 40)]
    [InlineData(12_000, 40)]
    [InlineData(20_000, 3)]
    [InlineData(100_000, 10)]
    [InlineData(20_000, 1_000)]
    [InlineData(1_000, 1_000)]
    [InlineData(1_000, 10_000)]
    public void LongLoopsToo(int count, int slots)
    {
        using var replay = Replay.KeepOpen(slots);
        long all = count + FollowFirst(replay, count).Sum(runs => (long)runs), best = Replay.Count(count, slots) + 1;
        Assert.InRange(all, best, 1.1 * best);
    }

    [Fact]
    public void ALimitOfTheIterationsIsOneOfTheStates()
    {
        using var replay = Replay.KeepOpen(40, most: 7);
        Assert.Equal(7, replay.Slots);
        Assert.Equal(0, FollowFirst(replay, 7).Sum());
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

    /// <summary>Runs a loop once, then does what the schedule says; returns how often each iteration was run again.</summary>
    private static int[] FollowFirst(Replay replay, int count)
    {
        int[] kept = new int[replay.Slots], again = new int[count];
        int held = -1;
        for (int i = 0; i < count; i++)
        {
            replay.Pass();
            Assert.InRange(replay.Keeps, -1, replay.Slots - 1);
            if (replay.Keeps >= 0) kept[replay.Keeps] = i;
            else if (replay.Holds) held = i;
        }

        replay.Turn(count);
        int state = held, next = count - 1;
        while (replay.Next())
        {
            state = replay.Restores ? kept[replay.Slot] : state;
            Assert.Equal(replay.From, state);
            Assert.InRange(replay.Keeps, -1, replay.Slots - 1);
            for (int i = replay.From; i < replay.To; i++) again[i]++;
            if (replay.Keeps >= 0) kept[replay.Keeps] = replay.To;
            else Assert.Equal(next--, replay.To);
            state = replay.To;
        }

        Assert.Equal(-1, next);
        return again;
    }

    /// <summary>By dynamic programming over where the next state is kept.</summary>
    private static long[,] Fewest()
    {
        long[,] fewest = new long[MaxOpen + 1, MaxSlots + 1];
        for (int slots = 1; slots <= MaxSlots; slots++)
        {
            for (int count = 2; count <= MaxOpen; count++)
            {
                fewest[count, slots] = slots == 1
                    ? count - 1 + fewest[count - 1, 1]
                    : Enumerable.Range(1, count - 1).Min(m => m + fewest[count - m, slots - 1] + fewest[m, slots]);
            }
        }

        return fewest;
    }
}
