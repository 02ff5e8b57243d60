using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;
using Costate.Execution;

namespace Costate.Tracing;

/// <summary>
/// Finds the node that was built before, so that building the same thing twice is building it once. It holds nodes weakly: what
/// nobody else holds is collected. The low bits of a hash are those of the youngest input's id, so that the nodes of a loop, built one
/// after the other, lie side by side; where a place is full the high bits, which are mixed, say where to go on.
/// </summary>
internal static class NodeTable
{
    /// <summary>Four entries are one cache line.</summary>
    private const int Ways = 4;

    private const int SmallestBuckets = 1024;
    private const int PlaceBits = 24;
    private const int CheckEvery = 4096;

    private static readonly Lock Gate = new();
    private static readonly Stack<nint> FreeHandles = new();
    private static Entry[] entries = new Entry[SmallestBuckets * Ways];
    private static int used;
    private static int untilCheck = CheckEvery;
    private static int fullCollections;
    private static long lastId;

    /// <summary>The id of a node that is not in the table.</summary>
    public static long NextId() => Interlocked.Increment(ref lastId);

    /// <summary>The call of a fragment on these inputs, new or found.</summary>
    public static TraceNode GetOrAdd(NodeKind kind, SizedFragment site, ReadOnlySpan<TraceNode?> inputs, ReadOnlySpan<byte> slots)
    {
        ulong hash = site.Hash;
        long youngest = -1;
        for (int i = 0; i < inputs.Length; i++)
        {
            long id = inputs[i] is { } input ? input.Id : 0;
            hash = NodeHash.Combine(hash, ((ulong)id << 8) | slots[i]);
            youngest = Math.Max(youngest, id);
        }

        hash = WithPlace(hash, youngest < 0 ? (long)hash : youngest);
        ref var counters = ref EngineCounters.Mine;
        lock (Gate)
        {
            var probe = new Probe(hash, entries.Length / Ways);
            int collected = -1;
            while (true)
            {
                ref var entry = ref entries[probe.Index];
                if (entry.Hash == 0) break;
                object? target = GCHandle.FromIntPtr(entry.Handle).Target;
                if (target is null)
                {
                    if (collected < 0) collected = probe.Index;
                }
                else if (entry.Hash == hash && target is TraceNode found && found.Is(kind, site, inputs, slots))
                {
                    counters.NodesFound++;
                    return found;
                }

                probe.Next();
            }

            var node = new TraceNode(kind, site, NextId(), inputs, slots);
            counters.NodesBuilt++;
            if (collected >= 0)
            {
                // The next trace takes the places of the last one, so that nothing has to be swept between them.
                ref var entry = ref entries[collected];
                entry.Hash = hash;
                var handle = GCHandle.FromIntPtr(entry.Handle);
                handle.Target = node;
            }
            else
            {
                Insert(ref entries[probe.Index], hash, node);
            }

            return node;
        }
    }

    /// <summary>The rank-0 constant with these bits, new or found.</summary>
    public static TraceNode GetOrAddScalar(SizedFragment site, ulong bits, Array data)
    {
        ulong hash = NodeHash.Combine((ulong)site.Kind + 1, bits);
        hash = WithPlace(hash, (long)hash);
        ref var counters = ref EngineCounters.Mine;
        lock (Gate)
        {
            var probe = new Probe(hash, entries.Length / Ways);
            while (true)
            {
                ref var entry = ref entries[probe.Index];
                if (entry.Hash == 0) break;
                if (entry.Hash == hash && GCHandle.FromIntPtr(entry.Handle).Target is TraceNode { Kind: NodeKind.Constant } found
                    && found.Site.Kind == site.Kind && Bits(found.ValueOf(0)!) == bits)
                {
                    counters.NodesFound++;
                    return found;
                }

                probe.Next();
            }

            var node = new TraceNode(NodeKind.Constant, site, NextId(), new Storage(data));
            counters.NodesBuilt++;
            Insert(ref entries[probe.Index], hash, node);
            return node;
        }
    }

    /// <summary>The bits of a scalar; constants are equal if their bits are.</summary>
    public static ulong Bits(Array scalar) => scalar is double[] d
        ? BitConverter.DoubleToUInt64Bits(d[0])
        : BitConverter.SingleToUInt32Bits(((float[])scalar)[0]);

    /// <summary>Forgets collected nodes and returns the number of those that are alive.</summary>
    internal static int Sweep()
    {
        lock (Gate)
        {
            Rebuild();
            return used;
        }
    }

    private static void Insert(ref Entry entry, ulong hash, TraceNode node)
    {
        GCHandle handle;
        if (FreeHandles.TryPop(out nint free))
        {
            handle = GCHandle.FromIntPtr(free);
            handle.Target = node;
        }
        else
        {
            handle = GCHandle.Alloc(node, GCHandleType.Weak);
        }

        entry = new Entry { Hash = hash, Handle = GCHandle.ToIntPtr(handle) };
        if (++used > entries.Length / 2)
        {
            Rebuild();
        }
        else if (--untilCheck == 0)
        {
            untilCheck = CheckEvery;
            int collections = GC.CollectionCount(2);
            if (collections != fullCollections && used > entries.Length / 4) Rebuild();
            fullCollections = collections;
        }
    }

    /// <summary>Moves what is alive into a table of the right size; handles of what is not are used again.</summary>
    private static void Rebuild()
    {
        int live = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            ref var entry = ref entries[i];
            if (entry.Hash == 0) continue;
            if (GCHandle.FromIntPtr(entry.Handle).Target is not null)
            {
                live++;
            }
            else
            {
                FreeHandles.Push(entry.Handle);
                entry = default;
            }
        }

        // Growing leaves room for as many again; shrinking goes slowly, since the next trace is often as large as the last one.
        int buckets = Math.Max(SmallestBuckets, entries.Length / Ways / 2);
        while (buckets * (Ways / 2) < 2 * live) buckets *= 2;
        var old = entries;
        entries = new Entry[buckets * Ways];
        foreach (var entry in old)
        {
            if (entry.Hash == 0) continue;
            var probe = new Probe(entry.Hash, buckets);
            while (entries[probe.Index].Hash != 0) probe.Next();
            entries[probe.Index] = entry;
        }

        used = live;
        while (FreeHandles.Count > entries.Length) GCHandle.FromIntPtr(FreeHandles.Pop()).Free();
    }

    /// <summary>A hash whose low bits are a place; never 0, which marks an empty entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong WithPlace(ulong hash, long place) => (hash << PlaceBits) | (1UL << PlaceBits) | ((ulong)place & ((1UL << PlaceBits) - 1));

    private struct Entry
    {
        public ulong Hash;
        public nint Handle;
    }

    /// <summary>The places of an entry: the bucket of its youngest input, then from the bucket of its hash onwards.</summary>
    private struct Probe
    {
        private readonly ulong hash;
        private readonly int mask;
        private int bucket;
        private int way;
        private bool first;

        public Probe(ulong hash, int buckets)
        {
            this.hash = hash;
            mask = buckets - 1;
            bucket = (int)hash & mask;
            first = true;
        }

        public readonly int Index => (bucket * Ways) + way;

        public void Next()
        {
            if (++way < Ways) return;
            way = 0;
            bucket = (first ? (int)(hash >> (PlaceBits + 1)) : bucket + 1) & mask;
            first = false;
        }
    }
}
