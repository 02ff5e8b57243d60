using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Makes the plan of one program: analyse, fuse, order, place, and write the statements down.</summary>
internal sealed partial class Planner
{
    private readonly PlanRequest request;
    private readonly Graph graph;
    private readonly ValueAccess access;
    private readonly Masks masks;
    private readonly Fusion fusion;
    private readonly Schedule schedule;
    private readonly Storage storage;
    private readonly LoopPlanner loops;
    private readonly Triangles triangles;
    private readonly PlanNames names;
    private readonly PlanArena arena;
    private readonly List<PlanStatement> statements = [];

    // The buffers of each scratch value begin where it is first written.
    private readonly HashSet<PlanBuffer> begun = [];

    private Planner(PlanRequest request, PlanNames names)
    {
        this.request = request = ControlResults.Of(request);
        this.names = names;
        graph = request.Graph;
        access = new ValueAccess(graph, copiesWindows: request.Region is not null);
        masks = new Masks(request, access);
        fusion = Fusion.Run(request, access, masks);
        schedule = Schedule.Make(graph, access, fusion);
        arena = request.Region?.Arena ?? new PlanArena("arena", "arenaBlock", null, []);
        storage = new Storage(request, access, masks, fusion, schedule, names, arena);
        triangles = new Triangles(graph, access, request.Zeros);
        loops = new LoopPlanner(graph, access, fusion, storage, names, isRepeated: request.Region is not null);
    }

    /// <summary>Makes a plan. The names know what the printed text uses for itself already; those given out are added.</summary>
    public static Plan Make(PlanRequest request, PlanNames names)
    {
        var graph = request.Graph;
        request = PaddedRows.Of(request);
        var lines = request.Lines.Select(l => new PlanNumber(names.Take(l.Symbols.First() + "Lines"), l)).ToArray();
        var planner = new Planner(request, names);
        planner.EmitAll();
        planner.ClearSkipped();
        planner.ReadAbsentAsZero();
        ulong all = 0;
        for (int i = 0; i < request.Outputs.Count; i++)
        {
            all |= 1UL << Math.Min(i, 63);
        }

        var used = new HashSet<PlanBuffer>(planner.statements.SelectMany(s => StatementAccess.Reads(s).Concat(StatementAccess.Writes(s))));
        var parameters = planner.storage.Parameters.Where(used.Contains).OrderBy(p => p.Role).ThenBy(p => p.Index).ToArray();
        return new Plan(graph, parameters, planner.statements, planner.arena, request.Serves is null ? 0 : all) { Numbers = lines };
    }

    private void EmitAll()
    {
        if (request.Region is { } region)
        {
            // What is around the region has declared these.
            begun.UnionWith(region.Inputs);
            begun.UnionWith(region.Outputs.Where(o => o.Buffer is not null).Select(o => o.Buffer!));
            begun.UnionWith(storage.Moves.Select(m => m.Buffer));
        }

        foreach (var cluster in schedule.Order)
        {
            Emit(cluster);
        }

        CopyOutputs();
    }

    private void Emit(Cluster cluster)
    {
        if (graph.Nodes[cluster.Members[0]] is { Op: RegionOp } control)
        {
            Control(cluster, control);
            return;
        }

        var node = graph.Nodes[cluster.Last];
        if (cluster.IsLoop)
        {
            foreach (int update in cluster.Updates)
            {
                PrepareTarget(cluster, graph.Nodes[update].Inputs[0].Node, update);
            }

            var loop = loops.Plan(cluster, cluster.Serves, cluster.NeedsCt, Lines(cluster));
            foreach (var sum in cluster.Sums.Where(s => !fusion.IsRowSum(cluster, s)).Select(storage.Of))
            {
                Add(new FillStatement(sum, 0) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, [sum]);
            }

            Add(loop, loop.Targets);
            return;
        }

        var target = storage.Of(cluster.Last);
        PrepareTarget(cluster, Schedule.TargetOperand(graph, fusion, cluster), cluster.Last);
        switch (node.Op)
        {
            case ConstOp:
                Add(new FillStatement(target, node.Attrs.Number("value")) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, [target]);
                break;
            case AddOp:
                var summand = graph.Nodes[fusion.SummandOf(node.Id)];
                Add(summand.Op is ContractOp ? Contract(cluster, summand, node.Id, target, accumulate: true) : Reduce(cluster, summand, target, accumulate: true), [target]);
                break;
            case ContractOp:
                Add(Contract(cluster, node, node.Id, target, accumulate: false), [target]);
                break;
            case ReduceSumOp or ReduceMaxOp:
                Add(Reduce(cluster, node, target, accumulate: false), [target]);
                break;
            case TransposeOp:
                Add(new TransposeStatement(View(node, 0), ShapeOf(node, 0), node.Attrs.Ints("perm"), target) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, [target]);
                break;
            case TriOp:
                Add(new TriStatement(View(node, 0), ShapeOf(node, 0), node.Attrs.Flag("lower"), node.Attrs.Int("k"), target) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, [target]);
                break;
            case PackTriOp or UnpackTriOp:
                bool unpacks = node.Op is UnpackTriOp;
                var matrices = unpacks ? node.Types[0].Shape : ShapeOf(node, 0);
                var batch = matrices.Take(matrices.Rank - 2).Aggregate(DimExpr.One, (a, b) => a * b);
                Add(new PackTriStatement(unpacks, View(node, 0), batch, matrices[matrices.Rank - 1], node.Attrs.Flag("lower"), node.Attrs.Flag("strict"), target) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, [target]);
                break;
            case ReadAtOp:
                Window(cluster, WindowKind.Read, View(node, 0), ShapeOf(node, 0), Whole(target), node.Types[0].Shape, node.Attrs.Shape("starts"), target);
                break;
            case SetAtOp or AddAtOp:
                Window(cluster, node.Op is SetAtOp ? WindowKind.Set : WindowKind.Add, Whole(target), node.Types[0].Shape, View(node, 1), ShapeOf(node, 1), node.Attrs.Shape("starts"), target);
                break;
            case ConcatOp:
                Concat(cluster, node, target);
                break;
            case FactorOp or CholeskyOp:
                var kind = node.Op is CholeskyOp ? FactorisationKind.CholeskyValue : node.Types[0].Factor == FactorKind.Lu ? FactorisationKind.Lu : FactorisationKind.Cholesky;
                Add(new FactorStatement(kind, View(node, 0), ShapeOf(node, 0)[node.Types[0].Rank - 1], target, node.Span.Line) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, [target]);
                break;
            case ConvergedOp:
                Add(new ConvergedStatement(node.Attrs.Text("of"), View(node, 1), View(node, 2), View(node, 3), node.Span.Line) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, []);
                Add(new CopyStatement(View(node, 0), target) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, [target]);
                break;
            case TriSolveOp or SolveWithOp:
                Add(Solve(cluster, node, target), [target]);
                break;
            default:
                throw new InvalidOperationException("The op " + node.Op.Name + " has no statement.");
        }
    }

    /// <summary>Puts the value that a cluster extends to a result into the memory of the result, unless it is there.</summary>
    private void PrepareTarget(Cluster cluster, int operand, int result)
    {
        if (operand < 0 || storage.IsInPlace(result))
        {
            return;
        }

        var target = storage.Of(result);
        var node = graph.Nodes[operand];
        if (node.Op is ConstOp)
        {
            Add(new FillStatement(target, node.Attrs.Number("value")) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, [target]);
        }
        else
        {
            Add(new CopyStatement(ViewOf(operand), target) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, [target]);
        }
    }

    private ContractStatement Contract(Cluster cluster, Node contraction, int result, PlanBuffer target, bool accumulate)
    {
        string spec = contraction.Attrs.Text("spec");
        var (a, b, _) = ContractOp.Parse(spec);
        var (shapeA, shapeB) = (ShapeOf(contraction, 0), ShapeOf(contraction, 1));
        var extents = (a + b).Distinct().Select(l => a.IndexOf(l) is >= 0 and var i ? shapeA[i] : shapeB[b.IndexOf(l)]).ToArray();
        return new ContractStatement(spec, triangles.OrdersOf(contraction, result), extents, View(contraction, 0), View(contraction, 1), target, accumulate) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) };
    }

    private ReduceStatement Reduce(Cluster cluster, Node node, PlanBuffer target, bool accumulate) =>
        new(node.Op is ReduceMaxOp, View(node, 0), ShapeOf(node, 0), node.Attrs.Ints("axes"), target, accumulate) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) };

    private SolveStatement Solve(Cluster cluster, Node node, PlanBuffer target)
    {
        bool right = node.Attrs.Flag("right");
        var shape = node.Types[0].Shape;
        var (order, columns) = right ? (shape[shape.Rank - 1], shape[shape.Rank - 2]) : (shape[shape.Rank - 2], shape[shape.Rank - 1]);
        bool triangular = node.Op is TriSolveOp;
        return new SolveStatement(triangular ? FactorKind.None : graph.TypeOf(node.Inputs[0]).Factor, View(node, 0), target, order, columns, right, triangular && node.Attrs.Flag("lower"), node.Attrs.Flag("trans"), triangular && node.Attrs.Flag("unit"))
        {
            Serves = cluster.Serves,
            NeedsCt = cluster.NeedsCt,
            Lines = Lines(cluster),
        };
    }

    private void Concat(Cluster cluster, Node node, PlanBuffer target)
    {
        int axis = node.Attrs.Int("axis");
        var start = DimExpr.Zero;
        for (int i = 0; i < node.Inputs.Count; i++)
        {
            var shape = ShapeOf(node, i);
            var starts = Enumerable.Repeat(DimExpr.Zero, shape.Rank).ToArray();
            starts[axis] = start;
            Window(cluster, WindowKind.Set, Whole(target), node.Types[0].Shape, View(node, i), shape, Shape.Of(starts), target);
            start += shape[axis];
        }
    }

    private void Window(Cluster cluster, WindowKind kind, BufferView whole, Shape wholeShape, BufferView part, Shape partShape, Shape starts, PlanBuffer target) =>
        Add(new WindowStatement(kind, whole, wholeShape, part, partShape, starts) { Serves = cluster.Serves, NeedsCt = cluster.NeedsCt, Lines = Lines(cluster) }, [target]);

    private void CopyOutputs()
    {
        // What one copy overwrites another one must have read.
        var pending = new List<(int Output, BufferView Source, PlanBuffer Target)>();
        for (int i = 0; i < graph.Outputs.Count; i++)
        {
            if (graph.NodeOf(graph.Outputs[i]).Op is UndefinedOp)
            {
                continue;
            }

            if (graph.TypeOf(graph.Outputs[i]).IsRagged && ViewOf(graph.Outputs[i].Node).Buffer != storage.Output(i))
            {
                throw new InvalidOperationException("The stack " + graph.OutputNames[i] + " of " + graph.Name + " is not written where it is kept.");
            }

            var (source, target) = (ViewOf(graph.Outputs[i].Node), storage.Output(i));
            if (source.Buffer != target || !source.Offset.Equals(DimExpr.Zero))
            {
                pending.Add((i, source, target));
            }
        }

        while (pending.Count > 0)
        {
            int next = pending.FindIndex(p => pending.All(q => q.Output == p.Output || q.Source.Buffer.Name != p.Target.Name));
            if (next < 0)
            {
                // They change places: one goes by way of a third.
                var (output, source, target) = pending[0];
                var third = storage.AddScratch(target.Name + "Copy", target.Shape, target.Count);
                Add(new CopyStatement(source, third) { Serves = ServesOf(output), NeedsCt = masks.NeedsCt(graph.Outputs[output].Node), Lines = [] }, [third]);
                pending[0] = (output, Whole(third), target);
                continue;
            }

            var copy = pending[next];
            pending.RemoveAt(next);
            Add(new CopyStatement(copy.Source, copy.Target) { Serves = ServesOf(copy.Output), NeedsCt = masks.NeedsCt(graph.Outputs[copy.Output].Node), Lines = [] }, [copy.Target]);
        }

        ulong ServesOf(int output) => request.Serves is null ? ulong.MaxValue : 1UL << Math.Min(output, 63);
    }

    private void Add(PlanStatement statement, IEnumerable<PlanBuffer> writes)
    {
        foreach (var buffer in writes)
        {
            if ((buffer.Role == BufferRole.Scratch || buffer is { Role: BufferRole.Log, Index: < 0 }) && begun.Add(buffer))
            {
                statement.Begins.Add(buffer);
            }
        }

        statements.Add(statement);
    }

    // A value whose statement is skipped for want of its cotangents is zero to the statements that run without them.
    private void ClearSkipped()
    {
        foreach (var statement in statements)
        {
            if (statement.NeedsCt == 0)
            {
                continue;
            }

            foreach (var written in StatementAccess.Writes(statement))
            {
                bool isReadWithout = written.Role == BufferRole.Scratch &&
                    statements.Any(s => s.NeedsCt != statement.NeedsCt && (s.NeedsCt == 0 || (s.NeedsCt & ~statement.NeedsCt) != 0) && StatementAccess.Reads(s).Contains(written));
                if (isReadWithout)
                {
                    statement.ClearedIfSkipped.Add(written);
                }
            }
        }
    }

    // A cotangent that is read beside others may be absent while they are there; a loop that serves several results runs for any of them.
    private void ReadAbsentAsZero()
    {
        foreach (var partial in storage.Parameters.Where(p => p.Role == BufferRole.Partial && request.Serves is not null))
        {
            ulong wanted = 1UL << Math.Min(partial.Index, 63);
            if (statements.Any(s => s.IsControl && s.Serves != wanted && StatementAccess.Reads(s).Contains(partial)))
            {
                var zero = storage.AddScratch(partial.Name + "Zero", partial.Shape, partial.Count);
                statements.Insert(0, new AbsentStatement(partial, zero, wanted, isPartial: true));
                statements[0].Begins.Add(zero);
            }
        }

        // What extends a partial through a loop runs without any of its cotangents; an only cotangent is always there.
        var cotangents = storage.Parameters.Where(p => p.Role == BufferRole.Cotangent).ToArray();
        foreach (var cotangent in cotangents)
        {
            ulong present = 1UL << Math.Min(cotangent.Index, 63);
            if (statements.Any(s => (s.NeedsCt != 0 || cotangents.Length > 1) && s.NeedsCt != present && StatementAccess.Reads(s).Contains(cotangent)))
            {
                var zero = storage.AddScratch(cotangent.Name + "Zero", cotangent.Shape, cotangent.Count);
                statements.Insert(0, new AbsentStatement(cotangent, zero, present));
                statements[0].Begins.Add(zero);
            }
        }
    }

    private IReadOnlyList<int> Lines(Cluster cluster) =>
        cluster.All.Select(m => graph.Nodes[m].Span.Line).Where(l => l > 0).Distinct().OrderBy(l => l).ToArray();

    private Shape ShapeOf(Node node, int operand) => graph.TypeOf(node.Inputs[operand]).Shape;

    private BufferView View(Node node, int operand) => ViewOf(node.Inputs[operand].Node);

    private BufferView ViewOf(int value)
    {
        var (root, offset) = access.View(value);
        return new BufferView(storage.Of(root), offset, graph.Nodes[value].Types[0].PlannedCount);
    }

    private static BufferView Whole(PlanBuffer buffer) => new(buffer, DimExpr.Zero, buffer.Count);
}
