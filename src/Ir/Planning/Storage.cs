using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Where each value lives. Values that are overwritten in place share a buffer; outputs are computed where the caller wants
/// them; all else are slots of one arena, used again when their value is dead and the sizes are equal expressions.
/// </summary>
internal sealed class Storage
{
    private readonly PlanRequest request;
    private readonly Graph graph;
    private readonly ValueAccess access;
    private readonly Masks masks;
    private readonly Fusion fusion;
    private readonly Schedule schedule;
    private readonly PlanNames names;
    private readonly int[] parent;
    private readonly Dictionary<int, PlanBuffer> pinned = [];
    private readonly Dictionary<int, PlanBuffer> scratch = [];
    private readonly HashSet<int> inPlace = [];
    private readonly PlanArena arena;
    private readonly List<PlanBuffer> parameters = [];
    private readonly List<CarryMove> moves = [];

    public Storage(PlanRequest request, ValueAccess access, Masks masks, Fusion fusion, Schedule schedule, PlanNames names, PlanArena arena)
    {
        this.arena = arena;
        this.request = request;
        graph = request.Graph;
        this.access = access;
        this.masks = masks;
        this.fusion = fusion;
        this.schedule = schedule;
        this.names = names;
        parent = Enumerable.Range(0, graph.Nodes.Count).ToArray();
        PinInputs();
        foreach (var cluster in schedule.Order.Where(c => c.IsLoop))
        {
            LinkUpdates(cluster);
        }

        PinOutputs();
        foreach (var cluster in schedule.Order)
        {
            DecideInPlace(cluster);
        }

        PlaceCarries();
        Allocate();
    }

    /// <summary>How the carries of the region move from one iteration to the next.</summary>
    public IReadOnlyList<CarryMove> Moves => moves;

    /// <summary>The buffers that come from outside, in the order of the request.</summary>
    public IReadOnlyList<PlanBuffer> Parameters => parameters;

    /// <summary>The buffer of the node that owns memory.</summary>
    public PlanBuffer Of(int root)
    {
        int c = Find(root);
        return pinned.TryGetValue(c, out var buffer) ? buffer : scratch[c];
    }

    /// <summary>The buffer of an output of the request.</summary>
    public PlanBuffer Output(int index) => request.Region is { } region
        ? region.Outputs[index].Buffer ?? moves.First(m => m.Output == index).Buffer
        : parameters.First(p => p.Writable && p.Index == request.Outputs[index].Index && p.Role == (graph.TypeOf(graph.Outputs[index]).IsRagged ? BufferRole.Log : request.Outputs[index].Role));

    /// <summary>Whether a result overwrites the memory of what it is made from.</summary>
    public bool IsInPlace(int result) => inPlace.Contains(result);

    /// <summary>A slot that no value of the graph has.</summary>
    public PlanBuffer AddScratch(string name, Shape shape, DimExpr count)
    {
        var home = arena.For(count);
        return new PlanBuffer(BufferRole.Scratch, home.Add(count), names.Take(name), shape, count, true, home) { Room = BufferRoom.Write };
    }

    private void PinInputs()
    {
        if (request.Region is { } region)
        {
            for (int i = 0; i < region.Inputs.Count; i++)
            {
                pinned.Add(graph.Inputs[i].Node, region.Inputs[i]);
            }

            return;
        }

        for (int i = 0; i < request.Inputs.Count; i++)
        {
            var (role, index) = request.Inputs[i];
            var type = graph.TypeOf(graph.Inputs[i]);
            var buffer = type.IsRagged
                ? Log(index, InputName(i, role), type, writable: false)
                : new PlanBuffer(role, index, names.Take(InputName(i, role)), type.Shape, type.PlannedCount, role == BufferRole.Partial);
            parameters.Add(buffer);
            pinned.Add(graph.Inputs[i].Node, buffer);
        }
    }

    private PlanBuffer Log(int index, string name, TensorType type, bool writable) =>
        new(BufferRole.Log, index, names.Take(name), type.Shape, DimExpr.Zero, writable) { Levels = type.RaggedLevels, Room = BufferRoom.Write };

    private string InputName(int i, BufferRole role)
    {
        string name = graph.InputName(i);
        return role == BufferRole.Partial && name.EndsWith("Partial", System.StringComparison.Ordinal) ? name.Substring(0, name.Length - 7) + "Bar" : name;
    }

    private void PinOutputs()
    {
        if (request.Region is { } region)
        {
            for (int i = 0; i < region.Outputs.Count; i++)
            {
                if (region.Outputs[i] is { Buffer: { } to, Input: < 0 })
                {
                    Pin(graph.Outputs[i].Node, to);
                }
            }

            return;
        }

        for (int i = 0; i < request.Outputs.Count; i++)
        {
            var (role, index) = request.Outputs[i];
            int value = graph.Outputs[i].Node;
            if (role == BufferRole.Partial)
            {
                // The links of a partial's chain live where the partial is. Anything else is copied there at the end.
                while (masks.IsChained(value) && graph.Nodes[value].Op is not InputOp)
                {
                    var operands = graph.Nodes[value].Inputs;
                    int previous = masks.IsChained(operands[0].Node) ? operands[0].Node : operands[1].Node;
                    Union(previous, value);
                    value = previous;
                }

                continue;
            }

            var type = graph.TypeOf(graph.Outputs[i]);
            string name = role == BufferRole.Residual ? graph.Nodes[value].Name ?? graph.OutputNames[i] : graph.OutputNames[i];
            var buffer = type.IsRagged
                ? Log(index, name, type, writable: true)
                : new PlanBuffer(role, index, names.Take(name), type.Shape, type.PlannedCount, true);
            parameters.Add(buffer);
            Pin(value, buffer);
        }
    }

    /// <summary>Has a value computed where it is wanted, if it is computed at all and nowhere else.</summary>
    private bool Pin(int value, PlanBuffer buffer)
    {
        var (root, offset) = access.View(value);
        bool canBe = fusion.ClusterOf(root) >= 0 && !pinned.ContainsKey(Find(root)) && offset.Equals(DimExpr.Zero) && graph.Nodes[root].Types[0].PlannedCount.Equals(graph.Nodes[value].Types[0].PlannedCount);
        if (canBe)
        {
            pinned.Add(Find(root), buffer);
        }

        return canBe;
    }

    /// <summary>
    /// The next value of a carry is the memory of the carry itself, changed in place; or it is an entry of a stack, which the carry then points
    /// to, unless the body changes the carry's memory, which would then be the entry of the iteration before; or it gets memory of its own, and
    /// the two change places.
    /// </summary>
    private void PlaceCarries()
    {
        for (int i = 0; request.Region is { } region && i < region.Outputs.Count; i++)
        {
            if (!region.Outputs[i].IsCarry)
            {
                continue;
            }

            int input = region.Outputs[i].Input, value = graph.Outputs[i].Node;
            var current = region.Inputs[input];
            var (root, offset) = access.View(value);
            bool isWhole = offset.Equals(DimExpr.Zero) && graph.Nodes[root].Types[0].PlannedCount.Equals(current.Count);
            if (isWhole && Find(root) == Find(graph.Inputs[input].Node))
            {
                moves.Add(new CarryMove(i, CarryMode.InPlace, current));
            }
            else if (isWhole && pinned.TryGetValue(Find(root), out var entry) && inPlace.All(r => Find(r) != Find(graph.Inputs[input].Node)) && region.Outputs.Any(o => !o.IsCarry && o.Buffer == entry) && moves.All(m => m.Buffer != entry))
            {
                moves.Add(new CarryMove(i, CarryMode.PointTo, entry));
            }
            else
            {
                var next = AddScratch(current.Name + "Next", current.Shape, current.Count);
                next.Narrow(current.Room);
                Pin(value, next);
                moves.Add(new CarryMove(i, CarryMode.Swap, next));
            }
        }
    }

    private void DecideInPlace(Cluster cluster)
    {
        // Two outputs of a branch may be made from one operand, whose memory only one of them can have.
        var taken = new HashSet<int>();
        foreach (var (target, result) in Schedule.Targets(graph, access, fusion, cluster))
        {
            if (!fusion.IsAccumulated(target) && !taken.Contains(target) && DecideInPlace(cluster, target, result))
            {
                taken.Add(target);
            }
        }
    }

    // The windows that one loop writes in one array are written in one memory, wherever that is.
    private void LinkUpdates(Cluster loop)
    {
        foreach (var (target, result) in Schedule.Targets(graph, access, fusion, loop))
        {
            if (fusion.ClusterOf(target) == loop.Id)
            {
                Union(target, result);
                inPlace.Add(result);
            }
        }
    }

    private bool DecideInPlace(Cluster cluster, int target, int result)
    {
        bool isLast = LastRead(target) == schedule.PositionOf(cluster);

        // A loop is known to read only what it does not overwrite, but for the elements that it is at.
        bool isOnce = (cluster.IsLoop ? Schedule.Targets(graph, access, fusion, cluster).Select(t => t.Target) : Schedule.Roots(graph, access, fusion, cluster)).Count(r => r == target) == 1;
        if (Find(target) == Find(result))
        {
            inPlace.Add(result);
            return true;
        }

        pinned.TryGetValue(Find(target), out var from);
        pinned.TryGetValue(Find(result), out var to);
        // A loop that is not wanted as a whole has no partial to extend, so it does not live in one.
        bool isMasked = request.Serves is not null && graph.Nodes[result].Op is ResultOp && from?.Role == BufferRole.Partial;
        bool isPossible = isLast && isOnce && !isMasked && (from is null ? to?.Role != BufferRole.Partial : to is null && from.Writable);
        if (isPossible)
        {
            Union(target, result);
            inPlace.Add(result);
        }

        return isPossible;
    }

    // A carry may come to lie in a stack that its loop fills, so the results of a loop live and die together.
    private int LastRead(int value) => graph.Nodes[value].Op is ResultOp && graph.NodeOf(graph.Nodes[value].Inputs[0]) is { Op: IterationOp } loop && new LoopLayout(loop).Entries > 0
        ? fusion[fusion.ClusterOf(value)].Members.Skip(1).Max(schedule.LastRead)
        : schedule.LastRead(value);

    private void Allocate()
    {
        var begin = new Dictionary<int, int>();
        var end = new Dictionary<int, int>();
        var members = new Dictionary<int, List<int>>();
        foreach (var cluster in schedule.Order)
        {
            int at = schedule.PositionOf(cluster);
            foreach (int node in cluster.All)
            {
                if (cluster.IsLoop ? !cluster.Updates.Contains(node) && !fusion.Leaves(node) : fusion.IsAccumulated(node))
                {
                    continue;
                }

                int c = Find(node);
                if (!pinned.ContainsKey(c))
                {
                    begin[c] = begin.TryGetValue(c, out int b) ? System.Math.Min(b, at) : at;

                    end[c] = System.Math.Max(end.TryGetValue(c, out int e) ? e : at, LastRead(node));
                    if (!members.TryGetValue(c, out var list))
                    {
                        members.Add(c, list = []);
                    }

                    list.Add(node);
                }
            }
        }

        var free = new List<(DimExpr Size, int Slot)>();
        var released = new HashSet<int>();
        foreach (var cluster in schedule.Order)
        {
            int at = schedule.PositionOf(cluster);
            var beginning = begin.Where(p => p.Value == at).Select(p => p.Key).OrderBy(c => members[c][0]).ToArray();

            // What is summed begins as zeros, while the loop has not read anything yet.
            var sums = beginning.Where(c => members[c].Any(cluster.Sums.Contains)).ToArray();
            Place(sums);
            if (cluster.IsLoop)
            {
                foreach (int dying in DyingElementByElement(cluster, end, at))
                {
                    released.Add(dying);
                    free.Add((scratch[dying].Count, scratch[dying].Index));
                }
            }

            Place(beginning.Except(sums));
            foreach (int c in end.Where(p => p.Value == at && !released.Contains(p.Key) && scratch[p.Key].Role == BufferRole.Scratch).Select(p => p.Key).OrderBy(c => c))
            {
                free.Add((scratch[c].Count, scratch[c].Index));
            }
        }

        void Place(IEnumerable<int> values)
        {
            foreach (int c in values)
            {
                var first = graph.Nodes[members[c][0]];
                var named = members[c].Select(m => graph.Nodes[m]).LastOrDefault(n => n.Name is not null) ?? first;
                if (first.Types[0].IsRagged)
                {
                    scratch.Add(c, Log(-1, NameOf(named), named.Types[0], writable: true));
                    continue;
                }

                var count = first.Types[0].PlannedCount;
                scratch.Add(c, new PlanBuffer(BufferRole.Scratch, TakeSlot(free, count), names.Take(NameOf(named)), named.Types[0].Shape, count, true, arena.For(count)) { Room = BufferRoom.Write });
            }
        }
    }

    /// <summary>The name of a value: the user's, or the op's.</summary>
    public static string NameOf(Node node)
    {
        if (node.Name is not null)
        {
            return node.Name;
        }

        string name = node.Op switch
        {
            ReduceSumOp => "sum",
            ReduceMaxOp => "max",
            ContractOp => "product",
            ReadAtOp => "slice",
            SetAtOp or AddAtOp => "updated",
            TriSolveOp or SolveWithOp => "solution",
            DimValOp => "size",
            _ => node.Op.Name,
        };
        return char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    // What a loop reads for the last time, at the element that it writes, may be overwritten by it.
    private IEnumerable<int> DyingElementByElement(Cluster cluster, Dictionary<int, int> end, int at)
    {
        var shape = graph.Nodes[cluster.Last].Types[0].Shape;
        var count = shape.ElementCount;
        var strides = ValueAccess.RowMajor(shape);
        var dying = new SortedSet<int>();
        var other = new HashSet<int>();
        foreach (int member in cluster.All)
        {
            foreach (int operand in ValueAccess.Reads(graph.Nodes[member]))
            {
                var path = access.Path(operand);
                if (path.Root < 0 || fusion.ClusterOf(path.Root) == cluster.Id)
                {
                    continue;
                }

                int c = Find(path.Root);
                bool same = graph.Nodes[member].Op.Class == OpClass.Elementwise && path.Offset.Equals(DimExpr.Zero) && path.Strides.SequenceEqual(strides);
                if (same && scratch.ContainsKey(c) && scratch[c].Count.Equals(count) && end.TryGetValue(c, out int e) && e == at)
                {
                    dying.Add(c);
                }
                else
                {
                    other.Add(c);
                }
            }
        }

        return dying.Where(c => !other.Contains(c));
    }

    private int TakeSlot(List<(DimExpr Size, int Slot)> free, DimExpr size)
    {
        int found = free.FindIndex(f => f.Size.Equals(size));
        if (found >= 0)
        {
            int slot = free[found].Slot;
            free.RemoveAt(found);
            return slot;
        }

        return arena.For(size).Add(size);
    }

    private int Find(int node)
    {
        while (parent[node] != node)
        {
            node = parent[node] = parent[parent[node]];
        }

        return node;
    }

    private void Union(int a, int b)
    {
        (a, b) = (Find(a), Find(b));
        if (a != b)
        {
            parent[b] = a;
            if (pinned.TryGetValue(b, out var buffer))
            {
                pinned.Remove(b);
                pinned.Add(a, buffer);
            }
        }
    }
}
