using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Arrays that a loop reads and changes row by row lie in rows of whole cache lines while the loop runs, each aligned to one: no vector needs a mask, and what
/// was stored in one piece is loaded in one piece, which is what a processor forwards without waiting. The arrays are copied in and out, once each. Bit-preserving.
/// </summary>
internal static class PaddedRows
{
    private const int LineBytes = 64;
    private const string Flag = "padded";

    /// <summary>Whether an update writes a row with nothing but padding behind it, up to the next cache line.</summary>
    public static bool IsPadded(Node update) => update.Attrs.Flag(Flag);

    /// <summary>The program with its arrays padded; itself if there is none to pad.</summary>
    public static PlanRequest Of(PlanRequest request)
    {
        var copied = new HashSet<Value>();

        // Checkpoints find the states of a loop by their shapes in another one.
        var loops = request.Graph.Nodes.Any(Checkpoints.IsReplayed) ? [] : request.Graph.Nodes
            .Where(n => n.Op is IterationOp && StateRoom.Of(n.Attrs) is null)
            .Select(n => (Loop: n, Operands: Operands(request, n, copied)))
            .Where(l => l.Operands.Count > 0)
            .ToDictionary(l => l.Loop.Id, l => l.Operands);
        return loops.Count == 0 ? request : new Rewriter(request, loops).Run();
    }

    /// <summary>The operands of a loop that are to be padded, where some arrays are already for loops before it.</summary>
    private static HashSet<int> Operands(PlanRequest request, Node loop, HashSet<Value> copied)
    {
        var layout = new LoopLayout(loop);
        var found = new HashSet<int>();
        for (int operand = layout.Steering; operand < loop.Inputs.Count; operand++)
        {
            var type = request.Graph.TypeOf(loop.Inputs[operand]);
            bool isCarry = operand < layout.Stack(0), isInvariant = operand >= layout.Invariant(0);

            // A partial is extended where it is, and may be absent.
            bool isFree = request.Serves is null || !isCarry || request.Graph.NodeOf(loop.Inputs[operand]).Op is ConstOp;
            if ((isCarry || isInvariant) && isFree && CanPad(type) && RowUse.OfOperand(loop, operand) is { } use && (isCarry ? use.Writes : copied.Contains(loop.Inputs[operand]) || Pays(use, type.Shape)))
            {
                found.Add(operand);
                copied.Add(loop.Inputs[operand]);
            }
        }

        return found;
    }

    private static bool CanPad(TensorType type)
    {
        if (!type.IsFloating || type.Factor != FactorKind.None || type.IsStack || type.Rank < 2)
        {
            return false;
        }

        // Rows of a constant size may fill their cache lines already, or would leave more than half of them empty.
        DimExpr row = type.Shape[type.Rank - 1], padded = Padded(type).Shape[type.Rank - 1];
        return !padded.Equals(row) && !(row.TryGetConstant(out long count) && padded.TryGetConstant(out long room) && room > 2 * count);
    }

    // What is only read is copied if one iteration reads as much as is copied.
    private static bool Pays(RowUse use, Shape shape)
    {
        var rows = shape.Take(shape.Rank - 1).Aggregate(DimExpr.One, (n, d) => n * d);
        return DimExpr.DimLessOrEqual(rows, use.Reads).Decision == DimDecision.Yes;
    }

    private static TensorType Padded(TensorType type)
    {
        var sizes = type.Shape.ToArray();
        sizes[sizes.Length - 1] = Lines(type) * Lanes(type);
        return type.WithShape(Shape.Of(sizes));
    }

    private static DimExpr Lines(TensorType type) => DimExpr.FloorDiv(type.Shape[type.Rank - 1] + (Lanes(type) - 1), Lanes(type));

    private static int Lanes(TensorType type) => LineBytes / (type.DType == DType.F64 ? sizeof(double) : sizeof(float));

    /// <summary>A region whose inputs are padded, with everything that they become.</summary>
    private static Graph Pad(Graph region, ISet<int> inputs)
    {
        var padded = new HashSet<Value>(inputs.Select(i => region.Inputs[i]));
        var nodes = new List<Node>(region.Nodes.Count);
        foreach (var node in region.Nodes)
        {
            var operands = new HashSet<int>(Enumerable.Range(0, node.Inputs.Count).Where(i => padded.Contains(node.Inputs[i])));
            var changed = node;
            if (node.Op is InputOp && padded.Contains(node.Out()))
            {
                changed = With(node, node.Attrs, [Padded(node.Types[0])], node.Regions);
            }
            else if (node.Op is SetAtOp or AddAtOp && operands.Count > 0)
            {
                changed = With(node, node.Attrs.With(Flag, true), [Padded(node.Types[0])], node.Regions);
                padded.Add(node.Out());
            }
            else if (node.Op is RegionOp && operands.Count > 0)
            {
                changed = PadControl(node, operands, padded);
            }

            nodes.Add(changed);
        }

        return new Graph(region.Name, region.DimParameters, nodes, region.Inputs, region.Outputs, region.OutputNames, region.Guards);
    }

    /// <summary>A loop or branch with some operands padded, and the results that they become added to what is.</summary>
    private static Node PadControl(Node node, HashSet<int> operands, HashSet<Value> padded)
    {
        var types = node.Types.ToArray();
        foreach (int operand in operands)
        {
            foreach (int slot in RowUse.OfOperand(node, operand)!.Results)
            {
                types[slot] = Padded(types[slot]);
                padded.Add(node.Out(slot));
            }
        }

        int steering = ((RegionOp)node.Op).Steering(node.Attrs);
        var inputs = new HashSet<int>(operands.Select(o => o - steering));
        return With(node, node.Attrs, types, node.Regions.Select(r => Pad(r, inputs)).ToArray());
    }

    private static Node With(Node node, Attrs attrs, IReadOnlyList<TensorType> types, IReadOnlyList<Graph> regions) =>
        new(node.Id, node.Op, attrs, node.Inputs, types, regions, node.Span, node.Name);

    /// <summary>Writes the program down again, with copies around its loops.</summary>
    private sealed class Rewriter(PlanRequest request, Dictionary<int, HashSet<int>> loops)
    {
        private readonly Graph graph = request.Graph;
        private readonly List<Node> nodes = [];
        private readonly List<int> origin = [];
        private readonly Value[][] map = new Value[request.Graph.Nodes.Count][];

        // Of a value its copy in padded rows, if there is one.
        private readonly Dictionary<Value, Value> copies = [];
        private readonly List<DimExpr> lines = [];

        public PlanRequest Run()
        {
            foreach (var node in graph.Nodes)
            {
                var inputs = node.Inputs.Select(v => map[v.Node][v.Slot]).ToArray();
                if (loops.TryGetValue(node.Id, out var operands))
                {
                    Loop(node, operands, inputs);
                    continue;
                }

                var copy = Add(node, node.Op, node.Attrs, inputs, node.Types, node.Regions, node.Name);
                map[node.Id] = Enumerable.Range(0, node.Types.Count).Select(slot => new Value(copy.Node, slot)).ToArray();
            }

            Value At(Value v) => map[v.Node][v.Slot];
            var rewritten = new Graph(graph.Name, graph.DimParameters, nodes, graph.Inputs.Select(At).ToArray(), graph.Outputs.Select(At).ToArray(), graph.OutputNames, graph.Guards);
            return request.Rewritten(
                rewritten,
                request.Serves is { } serves ? origin.Select(o => serves[o]).ToArray() : null,
                request.NeedsCt is { } needs ? origin.Select(o => needs[o]).ToArray() : null,
                lines.Where(l => l.TryGetAtom() is not null and not SymbolAtom).ToArray());
        }

        private void Loop(Node node, HashSet<int> operands, Value[] inputs)
        {
            foreach (int operand in operands)
            {
                inputs[operand] = In(node, inputs[operand]);
            }

            var padded = new HashSet<Value>();
            var changed = PadControl(node, operands, padded);
            var loop = Add(node, node.Op, node.Attrs, inputs, changed.Types, changed.Regions, node.Name);
            map[node.Id] = Enumerable.Range(0, node.Types.Count).Select(slot => new Value(loop.Node, slot)).ToArray();
            foreach (var result in padded)
            {
                map[node.Id][result.Slot] = Out(node, result.Slot, map[node.Id][result.Slot]);
            }
        }

        private Value In(Node loop, Value value)
        {
            // Under masks a copy that is made for one loop may be missing for the next.
            if (request.Serves is null && copies.TryGetValue(value, out var known))
            {
                return known;
            }

            var (node, type) = (nodes[value.Node], nodes[value.Node].Types[value.Slot]);
            if (!lines.Contains(Lines(type)))
            {
                lines.Add(Lines(type));
            }

            var number = ConstAttrs(node.Op is ConstOp ? node.Attrs.Number("value") : 0, Padded(type));
            var copy = Add(loop, ConstOp.Instance, number, [], [Padded(type)], [], null);
            if (node.Op is not ConstOp)
            {
                copy = Add(loop, SetAtOp.Instance, Attrs.Empty.With("starts", Starts(type)), [copy, value], [Padded(type)], [], node.Op is InputOp ? node.Name + "Rows" : node.Op is RegionOp ? null : node.Name);
            }

            return copies[value] = copy;
        }

        private Value Out(Node loop, int slot, Value padded)
        {
            var type = loop.Types[slot];
            var result = Add(loop, ReadAtOp.Instance, Attrs.Empty.With("starts", Starts(type)).With("size", type.Shape), [padded], [type], [], null);
            copies[result] = padded;
            return result;
        }

        private Value Add(Node from, Op op, Attrs attrs, IReadOnlyList<Value> inputs, IReadOnlyList<TensorType> types, IReadOnlyList<Graph> regions, string? name)
        {
            nodes.Add(new Node(nodes.Count, op, attrs, inputs, types, regions, from.Span, name));
            origin.Add(from.Id);
            return new Value(nodes.Count - 1);
        }

        private static Shape Starts(TensorType type) => Shape.Of(Enumerable.Repeat(DimExpr.Zero, type.Rank).ToArray());

        private static Attrs ConstAttrs(double value, TensorType type) =>
            Attrs.Empty.With("value", value).With("dtype", TensorType.Name(type.DType)).With("shape", type.Shape);
    }
}
