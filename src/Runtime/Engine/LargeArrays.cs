using System;
using System.Diagnostics;
using System.Runtime;
using System.Threading;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>
/// Lends arrays that are too large for the young generations of the garbage collector: fresh ones are mapped page by page, and a full collection comes
/// with every few of them, which can cost many times what a fragment computes. An array is free again when nothing can reach its holder. Only a
/// collection can tell, so when no array is free and enough was lent that may be dead by now, it asks for one of young objects.
/// </summary>
/// <param name="clock">The time, in ticks of <see cref="Stopwatch"/>.</param>
/// <param name="collect">Collects garbage up to a generation.</param>
internal sealed class LargeArrays(Func<long> clock, Action<int> collect)
{
    /// <summary>Objects of this size are not allocated in a young generation.</summary>
    public const int LargeBytes = 85_000;

    /// <summary>What a collection has to be able to free, at first: less is mapped in the time that a collection takes.</summary>
    private const long SmallestYield = 1 << 20;

    /// <summary>The time between collections, as a multiple of what one takes.</summary>
    private const long Share = 10;

    /// <summary>Free memory that is kept at all events.</summary>
    private const long SmallestKept = 1 << 25;

    private readonly Lock gate = new();
    private readonly FreeArrays free = new();
    private readonly Loans loans = new();
    private readonly long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8;
    private int collections = -1;
    private int fullCollections = GC.CollectionCount(GC.MaxGeneration);

    // Bytes that were lent since a collection of which it is known that it came later than what was lent before.
    private long unseen;

    // Bytes that were lent since the last evaluation ended. They belong to what goes on now, so they are alive.
    private long current;
    private long yield = SmallestYield;
    private long next = long.MinValue;

    // The first collections, and a few others, take longer than most, so what one takes is believed little by little.
    private long cost = Stopwatch.Frequency / 10_000;

    // The most that was lent at one time, since the last full collection and before it.
    private long peak;
    private long peakBefore;

    /// <summary>Those of the process.</summary>
    public static LargeArrays Shared { get; } = WithNotice(new(Stopwatch.GetTimestamp, Collect));

    /// <summary>Bytes that are lent, or whose holders were not found dead yet.</summary>
    public long LentBytes
    {
        get
        {
            lock (gate) return loans.Bytes;
        }
    }

    /// <summary>Bytes that wait for somebody to ask for them.</summary>
    public long FreeBytes
    {
        get
        {
            lock (gate) return free.Bytes;
        }
    }

    /// <summary>Memory to be overwritten, whatever its size.</summary>
    /// <param name="kind">The element type.</param>
    /// <param name="count">The number of elements.</param>
    /// <param name="reason">What asks for it in advance, and is told if nobody needed it.</param>
    public Storage Rent(ElementKind kind, int count, Anticipation? reason = null)
    {
        long bytes = (long)count * kind.Size();
        if (bytes < LargeBytes) return new Storage(kind.NewUninitialized(count));
        lock (gate)
        {
            var array = Take(kind, count) ?? kind.NewUninitialized(count);

            // What may be dead is not held without a limit.
            if (loans.Bytes + bytes > limit) return new Storage(array);
            var loan = loans.Add(array, reason);
            unseen += bytes;
            Interlocked.Add(ref current, bytes);
            peak = Math.Max(peak, loans.Bytes);
            return new Storage(loan);
        }
    }

    /// <summary>Memory of zeros, whatever its size.</summary>
    public Storage RentZeros(ElementKind kind, int count)
    {
        if ((long)count * kind.Size() < LargeBytes) return new Storage(kind.New(count));
        var storage = Rent(kind, count);
        Array.Clear(storage.Elements!);
        return storage;
    }

    /// <summary>Takes back what nobody reads any more.</summary>
    public void Return(Storage storage)
    {
        if (storage.Loan is not { } loan) return;
        lock (gate)
        {
            loans.Remove(loan);
            free.Add(loan.Elements);
            unseen = Math.Min(unseen, loans.Bytes);
        }
    }

    /// <summary>Notes that somebody needs what may have been rented in advance.</summary>
    public void Need(Storage storage)
    {
        if (storage.Loan is not { } loan) return;
        lock (gate) loans.Need(loan);
    }

    /// <summary>Called when values have been computed, so that the program may be done with them.</summary>
    public void EndEvaluation()
    {
        if (Volatile.Read(ref current) != 0) Interlocked.Exchange(ref current, 0);
    }

    /// <summary>Called after a full collection: gives back what has not been asked for since the one before.</summary>
    public void Age()
    {
        lock (gate)
        {
            int full = GC.CollectionCount(GC.MaxGeneration);
            if (full == fullCollections) return;
            fullCollections = full;
            free.Age();
            (peakBefore, peak) = (peak, 0);
            Reclaim();
        }
    }

    /// <summary>A free array; null if there is none and it is not worth while to look for one.</summary>
    private Array? Take(ElementKind kind, int count)
    {
        if (free.TryTake(kind, count, out var array)) return array;
        if (GC.CollectionCount(0) != collections)
        {
            // What was lent before that collection may have died after it.
            Reclaim();
            if (free.TryTake(kind, count, out array)) return array;
        }

        long hoped = unseen - Volatile.Read(ref current);
        if (hoped < yield || clock() < next) return null;
        Look(hoped);
        return free.TryTake(kind, count, out array) ? array : null;
    }

    /// <summary>Has garbage collected in order to find so many bytes.</summary>
    private void Look(long hoped)
    {
        long start = clock(), wanted = loans.Bytes - (hoped / 2);
        collect(1);
        Reclaim();

        // A full collection goes through everything else on the heap, so there must be enough to be found.
        if (loans.Bytes > wanted && GC.GetTotalMemory(false) - loans.Bytes - free.Bytes <= 4 * hoped)
        {
            collect(GC.MaxGeneration);
            Reclaim();
        }

        long end = clock();
        cost = Math.Min(end - start, 5 * cost / 4);
        next = end + (Share * cost);
        unseen = 0;

        // A trace that grows is looked at less and less often.
        yield = loans.Bytes <= wanted ? SmallestYield : 2 * Math.Max(yield, hoped);
    }

    private void Reclaim()
    {
        collections = GC.CollectionCount(0);
        loans.RemoveDead(free);
        unseen = Math.Min(unseen, loans.Bytes);
        peak = Math.Max(peak, loans.Bytes);

        // No more is kept than what was lent lately at one time.
        long kept = Math.Min(limit, Math.Max(SmallestKept, Math.Max(peak, peakBefore)));
        if (free.Bytes > kept) free.Shrink(kept);
    }

    private static void Collect(int generation)
    {
        // Somebody may have said that there must be no collections now.
        if (GCSettings.LatencyMode is not (GCLatencyMode.NoGCRegion or GCLatencyMode.LowLatency)) GC.Collect(generation, GCCollectionMode.Forced, blocking: true);
    }

    private static LargeArrays WithNotice(LargeArrays arrays)
    {
        _ = new FullCollectionNotice(arrays);
        return arrays;
    }

    /// <summary>Has its finalizer run after collections, and soon only after full ones.</summary>
    private sealed class FullCollectionNotice(LargeArrays arrays)
    {
        ~FullCollectionNotice()
        {
            arrays.Age();
            GC.ReRegisterForFinalize(this);
        }
    }
}
