using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Threading;

namespace Costate.Tracing;

/// <summary>
/// Finds the node that was built before, so that building the same thing twice is building it once. It holds nodes weakly: what
/// nobody else holds is collected. An entry's first place is given by the id of its youngest input, so that the nodes of a loop,
/// built one after the other, lie side by side; where that is full it goes where its hash says.
/// </summary>
internal static class NodeTable
{
    /// <summary>Four entries are one cache line.</summary>
    private const int Ways = 4;

    private const int SmallestBuckets = 1024;
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

        hash |= 1; // 0 marks an empty entry.
        ref var counters = ref EngineCounters.Mine;
        lock (Gate)
        {
            var probe = new Probe(hash, FirstBucket(youngest, hash), entries.Length / Ways);
            while (true)
            {
                ref var entry = ref entries[probe.Index];
                if (entry.Hash == 0) break;
                if (entry.Hash == hash && GCHandle.FromIntPtr(entry.Handle).Target is TraceNode found && found.Is(hash, site, inputs, slots))
                {
                    counters.NodesFound++;
                    return found;
                }

                probe.Next();
            }

            var node = new TraceNode(kind, site, NextId(), hash, inputs, slots);
            counters.NodesBuilt++;
            Insert(ref entries[probe.Index], node);
            return node;
        }
    }

    /// <summary>The rank-0 constant with these bits, new or found.</summary>
    public static TraceNode GetOrAddScalar(SizedFragment site, ulong bits, Array data)
    {
        ulong hash = NodeHash.Combine((ulong)site.Kind + 1, bits) | 1;
        ref var counters = ref EngineCounters.Mine;
        lock (Gate)
        {
            var probe = new Probe(hash, FirstBucket(-1, hash), entries.Length / Ways);
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

            var node = new TraceNode(NodeKind.Constant, site, NextId(), hash, data);
            counters.NodesBuilt++;
            Insert(ref entries[probe.Index], node);
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

    private static void Insert(ref Entry entry, TraceNode node)
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

        entry = new Entry { Hash = node.Hash, Handle = GCHandle.ToIntPtr(handle) };
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
        var live = new List<(TraceNode Node, nint Handle)>(used / 2);
        foreach (var entry in entries)
        {
            if (entry.Hash == 0) continue;
            if (GCHandle.FromIntPtr(entry.Handle).Target is TraceNode node)
            {
                live.Add((node, entry.Handle));
            }
            else
            {
                FreeHandles.Push(entry.Handle);
            }
        }

        int buckets = SmallestBuckets;
        while (buckets < live.Count) buckets *= 2;
        if (buckets * Ways == entries.Length)
        {
            Array.Clear(entries);
        }
        else
        {
            entries = new Entry[buckets * Ways];
        }

        foreach (var (node, handle) in live)
        {
            var probe = new Probe(node.Hash, FirstBucket(Youngest(node), node.Hash), buckets);
            while (entries[probe.Index].Hash != 0) probe.Next();
            entries[probe.Index] = new Entry { Hash = node.Hash, Handle = handle };
        }

        used = live.Count;
        while (FreeHandles.Count > entries.Length) GCHandle.FromIntPtr(FreeHandles.Pop()).Free();
    }

    private static long Youngest(TraceNode node)
    {
        long youngest = -1;
        for (int i = 0; i < node.InputCount; i++) youngest = Math.Max(youngest, node.Input(i)?.Id ?? 0);
        return youngest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong FirstBucket(long youngest, ulong hash) => youngest < 0 ? hash >> 8 : (ulong)youngest;

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

        public Probe(ulong hash, ulong firstBucket, int buckets)
        {
            this.hash = hash;
            mask = buckets - 1;
            bucket = (int)firstBucket & mask;
            first = true;
        }

        public readonly int Index => (bucket * Ways) + way;

        public void Next()
        {
            if (++way < Ways) return;
            way = 0;
            bucket = (first ? (int)(hash >> 8) : bucket + 1) & mask;
            first = false;
        }
    }
}
