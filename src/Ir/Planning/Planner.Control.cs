using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <content>Loops and branches: their regions are planned in the names and the arena of what is around them.</content>
internal sealed partial class Planner
{
    // What loops of this list of statements keep of their first run, by the loop: two loops that were made from one of the user's have one index.
    private readonly Dictionary<int, FirstRun> firstRuns = [];

    private IReadOnlyCollection<string> Bound => request.Region?.Bound ?? [];

    private void Control(Cluster cluster, Node node)
    {
        var results = cluster.Members.Skip(1).Select(m => storage.Of(m)).ToArray();
        PlanStatement statement = node.Op switch
        {
            IfOp => Branch(cluster, node, results),
            ReplayOp => Replay(cluster, node, results),
            _ => Iteration(cluster, node, results),
        };
        var states = statement switch
        {
            ReplayStatement { First: null } replay => replay.States,
            IterationStatement { First: { } first } => first.States,
            _ => [],
        };
        Add(statement, results.Concat(states.Select(s => s.Current)));
    }

    private BranchStatement Branch(Cluster cluster, Node node, PlanBuffer[] results)
    {
        var views = new List<LocalView>();
        var inputs = Enumerable.Range(1, node.Inputs.Count - 1).Select(i => Operand(node, i, views)).ToArray();
        var outputs = results.Select(OutputBinding.To).ToArray();
        foreach (int member in cluster.Members.Skip(1))
        {
            int slot = graph.Nodes[member].Attrs.Int("slot");
            if (storage.IsInPlace(member))
            {
                int input = Schedule.ExtendedOperand(node, slot) - 1;
                inputs[input] = results[slot];
                outputs[slot] = OutputBinding.Over(results[slot], input);
            }
        }

        var zeros = node.Inputs.Skip(1).Select(v => triangles.Zero(v.Node)).ToArray();
        return new BranchStatement
        {
            Serves = cluster.Serves,
            NeedsCt = cluster.NeedsCt,
            Lines = Lines(cluster),
            Operands = Buffers(node),
            Condition = View(node, 0),
            Views = views,
            Results = results,
            WhenTrue = Region(cluster, node.Regions[0], inputs, outputs, Bound, zeros),
            WhenFalse = Region(cluster, node.Regions[1], inputs, outputs, Bound, zeros),
        };
    }

    /// <summary>The states are variables of their own, which the body only reads.</summary>
    private ReplayStatement Replay(Cluster cluster, Node node, PlanBuffer[] results)
    {
        var layout = new LoopLayout(node);
        var (body, advance) = (ReplayOp.Instance.Body(node), ReplayOp.Advance(node));
        FirstRun? first = null;
        if (ReplayOp.Kept(node) is { } result)
        {
            // The results of loops are nodes of their own here.
            firstRuns.TryGetValue(graph.NodeOf(result) is { Op: ResultOp } of ? of.Inputs[0].Node : result.Node, out first);
        }

        var states = first?.States ?? Enumerable.Range(0, layout.Stacks).Select(k => State(body, layout.Carries + k, View(node, layout.Stack(k)))).ToArray();
        var reversed = Iteration(cluster, node, results, states);
        var inputs = new PlanBuffer[advance.Inputs.Count];
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = i < layout.Carries ? reversed.Carries[i].Current
                : i < layout.Carries + layout.Stacks ? states[i - layout.Carries].Current
                : reversed.Invariants[i - layout.Carries - layout.Stacks];
        }

        return new ReplayStatement
        {
            Serves = cluster.Serves,
            NeedsCt = cluster.NeedsCt,
            Lines = Lines(cluster),
            Reversed = reversed,
            Room = StateRoom.Of(node.Attrs)!.Value,
            Order = first?.Order ?? names.Take("replay"),
            First = first,
            States = states,
            Advance = Region(cluster, advance, inputs, Enumerable.Range(0, layout.Stacks).Select(k => OutputBinding.Carry(layout.Carries + k)).ToArray(), [.. Bound, reversed.Index], Zeros(node, layout)),
        };
    }

    private StatePlan State(Graph body, int input, BufferView begin)
    {
        var type = body.TypeOf(body.Inputs[input]);
        var current = storage.AddScratch(body.InputName(input), type.Shape, type.PlannedCount);
        return new StatePlan(current, begin, names.Take(current.Name.TrimStart('@') + "Kept"));
    }

    /// <summary>What a loop keeps while it runs: nothing where masks may skip it, and where the room for states is known only when the loop is over.</summary>
    private FirstRun? First(Node node, LoopLayout layout, PlanBuffer[] currents)
    {
        if (!node.Attrs.Has("keeps") || request.Serves is not null || StateRoom.Of(node.Attrs) is not { } room || (room.Every > 0 && node.Op is WhileOp))
        {
            return null;
        }

        int[] kept = node.Attrs.Ints("keeps");
        var first = new FirstRun(
            room,
            names.Take("replay"),
            node.Op is WhileOp ? WhileOp.Limit(node.Attrs) : null,
            kept.Select(k => State(((IterationOp)node.Op).Body(node), k, View(node, layout.Carry(k)))).ToArray(),
            kept.Select(k => currents[k]).ToArray());
        firstRuns.Add(node.Id, first);
        return first;
    }

    private IterationStatement Iteration(Cluster cluster, Node node, PlanBuffer[] results, IReadOnlyList<StatePlan>? states = null)
    {
        var op = (IterationOp)node.Op;
        var layout = new LoopLayout(node);
        var body = op.Body(node);
        string index = op.Index(node.Attrs);
        string[] bound = [.. Bound, index];
        var (views, entries) = (new List<LocalView>(), new List<LocalView>());
        var (inputs, outputs) = (new PlanBuffer[body.Inputs.Count], new OutputBinding[body.Outputs.Count]);
        var currents = new PlanBuffer[layout.Carries];
        for (int k = 0; k < layout.Carries; k++)
        {
            // The variable of a result that begins here is the carry itself. A result elsewhere is reached at the end: a variable from outside would
            // be left pointing to memory that the next run of this loop takes for its own.
            currents[k] = results[k].Role == BufferRole.Scratch && !IsOutside(results[k]) ? results[k] : Local(body.InputName(k), results[k].Shape, results[k].Count, writable: true, results[k].Room);
            inputs[k] = currents[k];
            outputs[k] = OutputBinding.Carry(k);
        }

        for (int k = 0; k < layout.Stacks; k++)
        {
            inputs[layout.Carries + k] = states is not null ? ReadOnly(states[k].Current) : Entry(index, View(node, layout.Stack(k)), body.TypeOf(body.Inputs[layout.Carries + k]), body.InputName(layout.Carries + k), writable: false, isReverse: false, entries);
        }

        for (int k = 0; k < layout.Invariants; k++)
        {
            inputs[layout.Carries + layout.Stacks + k] = Operand(node, layout.Invariant(k), views);
        }

        var stacks = Enumerable.Range(0, layout.Entries).Select(k => results[layout.Slot(layout.Carries + k)]).ToArray();
        for (int k = 0; k < layout.Entries; k++)
        {
            var output = body.Outputs[layout.Carries + k];
            outputs[layout.Carries + k] = OutputBinding.To(Entry(index, Whole(stacks[k]), body.TypeOf(output), body.NodeOf(output).Name ?? body.OutputNames[layout.Carries + k], writable: true, node.Attrs.Flag("reverse"), entries));
        }

        // A carry may come to stand for an entry.
        foreach (var carry in currents)
        {
            foreach (var entry in outputs.Skip(layout.Carries))
            {
                carry.Narrow(entry.Buffer!.Room);
            }
        }

        (RegionPlan, PlanBuffer)? condition = null;
        if (node.Op is WhileOp)
        {
            var holds = storage.AddScratch("holds", Shape.Scalar, DimExpr.One);
            condition = (Region(cluster, node.Regions[0], inputs, [OutputBinding.To(holds)], bound, Zeros(node, layout)), holds);
        }

        var plan = Region(cluster, body, inputs, outputs, bound, Zeros(node, layout));
        var carries = Enumerable.Range(0, layout.Carries).Select(k => Carry(cluster, node, layout, k, currents[k], results[k])).ToArray();
        return new IterationStatement
        {
            Serves = cluster.Serves,
            NeedsCt = cluster.NeedsCt,
            Lines = Lines(cluster),
            Operands = Buffers(node),
            Index = index,
            Count = node.Op is not WhileOp && !node.Attrs.Flag("counted") ? node.Attrs.Dim("count") : null,
            Trips = node.Attrs.Flag("counted") ? View(node, 0) : null,
            Reverse = node.Attrs.Flag("reverse"),
            Views = views,
            Invariants = [.. inputs.Skip(layout.Carries + layout.Stacks)],
            Carries = carries,
            Entries = entries,
            Stacks = stacks,
            CountedIn = layout.CountsTrips ? results[layout.Carries] : null,
            First = First(node, layout, currents),
            Condition = condition,
            Body = plan,
        };
    }

    private bool IsOutside(PlanBuffer buffer) => request.Region is { } region &&
        (region.Inputs.Contains(buffer) || region.Outputs.Any(o => o.Buffer == buffer) || storage.Moves.Any(m => m.Buffer == buffer));

    private CarryPlan Carry(Cluster cluster, Node node, LoopLayout layout, int k, PlanBuffer current, PlanBuffer result)
    {
        int operand = node.Inputs[layout.Carry(k)].Node;
        bool isThere = storage.IsInPlace(cluster.Members[1 + k]);
        return graph.Nodes[operand].Op is ConstOp && !access.IsDense(operand)
            ? new CarryPlan(current, result, null, graph.Nodes[operand].Attrs.Number("value"))
            : new CarryPlan(current, result, isThere ? null : ViewOf(operand), null);
    }

    /// <summary>What is zero in the inputs of a loop's regions: what an iteration changes may be anything.</summary>
    private AxisOrders[] Zeros(Node node, LoopLayout layout) =>
        [.. new AxisOrders[layout.Carries + layout.Stacks], .. Enumerable.Range(0, layout.Invariants).Select(k => triangles.Zero(node.Inputs[layout.Invariant(k)].Node))];

    private RegionPlan Region(Cluster cluster, Graph region, PlanBuffer[] inputs, OutputBinding[] outputs, IReadOnlyCollection<string> bound, IReadOnlyList<AxisOrders> zeros)
    {
        var own = new PlanArena(names.Take("arena"), names.Take("arenaBlock"), arena, [.. bound.Except(Bound)]);
        var planner = new Planner(
            new PlanRequest(region, [], [])
            {
                Region = new RegionBinding(inputs, outputs, own, bound),
                Zeros = zeros,
                Accumulate = request.Accumulate && !fusion.IsExact(cluster.Members[0]),
            },
            names);
        planner.EmitAll();
        CopyFusion.Run(planner.statements);
        return new RegionPlan(planner.statements, region.Guards, own, planner.storage.Moves, SharedOffsets.Of(planner.statements, bound, names));
    }

    /// <summary>An operand as a region sees it: read only, under its own name if it is a whole buffer.</summary>
    private PlanBuffer Operand(Node node, int operand, List<LocalView> views)
    {
        var view = View(node, operand);
        var shape = ShapeOf(node, operand);
        if (view.Buffer.Role == BufferRole.Log)
        {
            return view.Buffer;
        }

        if (view.IsWhole)
        {
            return new PlanBuffer(BufferRole.Local, 0, view.Buffer.Name, shape, view.Count, false) { Within = view.Buffer.Within, Room = Readable(view.Buffer) };
        }

        var local = Local(Storage.NameOf(graph.NodeOf(node.Inputs[operand])), shape, view.Count, writable: false, Readable(view.Buffer));
        views.Add(new LocalView(local, view));
        return local;
    }

    private PlanBuffer Entry(string index, BufferView stack, TensorType entry, string name, bool writable, bool isReverse, List<LocalView> entries)
    {
        var count = entry.PlannedCount;

        // Behind an entry is the next one, which is written later; the pieces of a log follow each other in the order in which they are written.
        var room = writable && (!isReverse || stack.Buffer.Role == BufferRole.Log) ? stack.Buffer.Room : Readable(stack.Buffer);
        if (stack.Buffer.Role != BufferRole.Log)
        {
            // Where it lies is as cheap as a variable that says so.
            return new PlanBuffer(BufferRole.Local, 0, names.Take(name), entry.Shape, count, writable) { Within = new BufferView(stack.Buffer, stack.Offset + (DimExpr.Symbol(index) * count), count), Room = room };
        }

        var local = entry.IsRagged ? new PlanBuffer(BufferRole.Log, -1, names.Take(name), entry.Shape, count, writable) { Room = room } : Local(name, entry.Shape, count, writable, room);
        entries.Add(new LocalView(local, new BufferView(stack.Buffer, DimExpr.Zero, count)));
        return local;
    }

    private static PlanBuffer ReadOnly(PlanBuffer buffer) => new(BufferRole.Local, 0, buffer.Name, buffer.Shape, buffer.Count, false) { Within = buffer.Within, Room = Readable(buffer) };

    private static BufferRoom Readable(PlanBuffer buffer) => buffer.Room == BufferRoom.None ? BufferRoom.None : BufferRoom.Read;

    private PlanBuffer Local(string name, Shape shape, DimExpr count, bool writable, BufferRoom room) => new(BufferRole.Local, 0, names.Take(name), shape, count, writable) { Room = room };

    private PlanBuffer[] Buffers(Node node) => Enumerable.Range(0, node.Inputs.Count)
        .Select(i => node.Inputs[i].Node)
        .Where(v => graph.Nodes[v].Op is not ConstOp || access.IsDense(v))
        .Where(v => graph.Nodes[v].Op is not UndefinedOp)
        .Select(v => ViewOf(v).Buffer)
        .Distinct()
        .ToArray();
}
