using System;
using System.Diagnostics;
using System.Runtime;
using System.Threading;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>
/// Lends arrays that are too large for the young generations of the garbage collector: fresh ones are zeroed and mapped page by page, and a full
/// collection comes with every few of them, which costs many times what most fragments compute. An array is free again when nothing can reach its
/// holder. Only a collection can tell, so when no array is free and enough was lent that may be dead by now, it asks for one of young objects.
/// </summary>
/// <param name="clock">The time, in ticks of <see cref="Stopwatch"/>.</param>
/// <param name="collect">Collects young garbage.</param>
internal sealed class LargeArrays(Func<long> clock, Action collect)
{
    /// <summary>Objects of this size are not allocated in a young generation.</summary>
    public const int LargeBytes = 85_000;

    /// <summary>What a collection has to be able to free, at first: less is mapped in the time that a collection takes.</summary>
    private const long SmallestYield = 1 << 20;

    /// <summary>The time between collections, as a multiple of what one takes.</summary>
    private const long Share = 25;

    /// <summary>Free memory that is kept at all events.</summary>
    private const long SmallestKept = 1 << 25;

    private readonly Lock gate = new();
    private readonly FreeArrays free = new();
    private readonly Loans loans = new();
    private readonly long limit = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8;
    private int collections = GC.CollectionCount(0);
    private int fullCollections = GC.CollectionCount(GC.MaxGeneration);
    private long unseen;
    private long yield = SmallestYield;
    private long next = long.MinValue;
    private long peak;
    private long peakBefore;

    /// <summary>Those of the process.</summary>
    public static LargeArrays Shared { get; } = WithNotice(new(Stopwatch.GetTimestamp, CollectYoung));

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
    /// <param name="alive">Bytes that were lent to who asks now and that it holds still: a collection would not free them.</param>
    public Storage Rent(ElementKind kind, int count, long alive = 0)
    {
        long bytes = (long)count * kind.Size();
        if (bytes < LargeBytes) return new Storage(kind.NewUninitialized(count));
        lock (gate)
        {
            if (!free.TryTake(kind, count, out var array) && !(Find(alive) && free.TryTake(kind, count, out array))) array = Fresh(kind, count);

            // Memory that may be dead is held no further than that.
            if (loans.Bytes + bytes > limit) return new Storage(array);
            unseen += bytes;
            var loan = loans.Add(array, bytes);
            peak = Math.Max(peak, loans.Bytes);
            return new Storage(loan);
        }
    }

    /// <summary>Memory of zeros, whatever its size.</summary>
    public Storage RentZeros(ElementKind kind, int count, long alive = 0)
    {
        if ((long)count * kind.Size() < LargeBytes) return new Storage(kind.New(count));
        var storage = Rent(kind, count, alive);
        Array.Clear(storage.Elements!);
        return storage;
    }

    /// <summary>Takes back what nobody reads any more.</summary>
    public void Return(Storage storage)
    {
        if (storage.Loan is not { } loan) return;
        lock (gate)
        {
            var array = loan.Elements;
            long before = loans.Bytes;
            loans.Remove(loan);
            free.Add(array, before - loans.Bytes);
        }
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

    /// <summary>Looks for holders that are gone; false if it cannot have found any.</summary>
    private bool Find(long alive)
    {
        if (GC.CollectionCount(0) == collections)
        {
            if (unseen - alive < yield || clock() < next) return false;
            long start = clock(), lent = loans.Bytes, hoped = unseen - alive;
            collect();
            long end = clock();
            next = end + (Share * (end - start));
            Reclaim();

            // A trace that grows is looked at less and less often.
            yield = 2 * (lent - loans.Bytes) >= hoped ? SmallestYield : 2 * Math.Max(yield, hoped);
        }
        else
        {
            Reclaim();
        }

        return true;
    }

    private void Reclaim()
    {
        collections = GC.CollectionCount(0);
        unseen = 0;
        loans.RemoveDead(free);
        peak = Math.Max(peak, loans.Bytes);
        Shrink();
    }

    private Array Fresh(ElementKind kind, int count)
    {
        Shrink();
        return kind.NewUninitialized(count);
    }

    /// <summary>Keeps no more than what was lent lately at one time, beside what is lent.</summary>
    private void Shrink() => free.Shrink(Math.Min(limit, Math.Max(SmallestKept, Math.Max(peak, peakBefore))));

    private static void CollectYoung()
    {
        // Somebody may have said that there must be no collections now.
        if (GCSettings.LatencyMode is not (GCLatencyMode.NoGCRegion or GCLatencyMode.LowLatency)) GC.Collect(1, GCCollectionMode.Forced, blocking: true);
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
