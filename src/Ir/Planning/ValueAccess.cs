using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>An element of a value as an element of the memory that it lives in, along the axes of the value.</summary>
internal sealed class AccessPath(int root, DimExpr? number, double? constant, DimExpr offset, DimExpr[] strides)
{
    /// <summary>The node whose memory is read; -1 for a number.</summary>
    public int Root { get; } = root;

    /// <summary>A dimension that is read as a number.</summary>
    public DimExpr? Number { get; } = number;

    public double? Constant { get; } = constant;

    public DimExpr Offset { get; } = offset;

    public DimExpr[] Strides { get; } = strides;
}

/// <summary>
/// How the values of a graph are read. A Reshape, and a window of whole rows, is a view of other memory; a Broadcast, and any
/// other window, needs memory of its own only where a kernel, a view or the caller wants it dense.
/// </summary>
internal sealed class ValueAccess
{
    private readonly Graph graph;
    private readonly bool[] live;
    private readonly bool[] dense;
    private readonly bool[] copied;
    private readonly List<int>[] users;

    // Fusing and placing ask for the same few again and again, and every answer multiplies dimensions.
    private readonly (int Root, DimExpr Offset)?[] views;
    private readonly AccessPath?[] paths;

    /// <param name="graph">The graph.</param>
    /// <param name="copiesWindows">
    /// Whether outputs that are windows of an input are copied in their turn, and not at the end: in a region, where the input may be changed in
    /// place.
    /// </param>
    public ValueAccess(Graph graph, bool copiesWindows = false)
    {
        this.graph = graph;
        copied = new bool[graph.Nodes.Count];
        for (int i = 0; copiesWindows && i < graph.Outputs.Count; i++)
        {
            var node = graph.NodeOf(graph.Outputs[i]);
            while (node.Op is ReshapeOp)
            {
                node = graph.NodeOf(node.Inputs[0]);
            }

            copied[node.Id] |= node.Op is ReadAtOp;
        }

        live = new bool[graph.Nodes.Count];
        dense = new bool[graph.Nodes.Count];
        views = new (int, DimExpr)?[graph.Nodes.Count];
        paths = new AccessPath?[graph.Nodes.Count];
        users = graph.Nodes.Select(_ => new List<int>()).ToArray();
        foreach (var output in graph.Outputs)
        {
            live[output.Node] = dense[output.Node] = true;
        }

        for (int id = graph.Nodes.Count - 1; id >= 0; id--)
        {
            if (live[id])
            {
                Visit(graph.Nodes[id]);
            }
        }

        // The outputs of a control-flow op are written together.
        foreach (var node in graph.Nodes)
        {
            if (node.Op is ResultOp && live[node.Inputs[0].Node])
            {
                live[node.Id] = dense[node.Id] = true;
            }
        }
    }

    /// <summary>Whether anything reads the node's value.</summary>
    public bool IsLive(int node) => live[node];

    /// <summary>Whether a kernel, a view or the caller reads the value as memory.</summary>
    public bool IsDense(int node) => dense[node];

    /// <summary>The nodes that read a value, once for each operand.</summary>
    public IReadOnlyList<int> Users(int node) => users[node];

    /// <summary>Whether the node is part of fused loops: elementwise, or a repetition or dimension that is wanted as memory.</summary>
    public bool IsLoopMember(int id)
    {
        var node = graph.Nodes[id];
        return node.Op.Class == OpClass.Elementwise || (dense[id] && node.Op is BroadcastOp or DimValOp);
    }

    /// <summary>Whether the node has no statement of its own.</summary>
    public bool IsSilent(int id)
    {
        var node = graph.Nodes[id];
        return node.Op switch
        {
            InputOp or ReshapeOp or UndefinedOp => true,
            BroadcastOp or ConstOp or DimValOp => !dense[id],
            ReadAtOp => !dense[id] || IsView(id),
            _ => false,
        };
    }

    /// <summary>Whether the value is the memory of its operand, or a part of it.</summary>
    public bool IsView(int id)
    {
        var node = graph.Nodes[id];
        return node.Op is ReshapeOp || (node.Op is ReadAtOp && !copied[id] && IsContiguous(node) && HasMemory(node.Inputs[0].Node));
    }

    /// <summary>The memory of a value that is read as memory: the node that owns it and where the value begins in it.</summary>
    public (int Root, DimExpr Offset) View(int id) => views[id] ??= FindView(id);

    /// <summary>How a fused loop reads a value: through Broadcasts and windows, without memory for them.</summary>
    public AccessPath Path(int id) => paths[id] ??= FindPath(id);

    private (int Root, DimExpr Offset) FindView(int id)
    {
        var offset = DimExpr.Zero;
        while (IsView(id))
        {
            var node = graph.Nodes[id];
            if (node.Op is ReadAtOp)
            {
                offset += Offset(node, RowMajor(graph.TypeOf(node.Inputs[0]).Shape));
            }

            id = node.Inputs[0].Node;
        }

        return (id, offset);
    }

    private AccessPath FindPath(int id)
    {
        var node = graph.Nodes[id];
        var shape = node.Types[0].Shape;
        switch (node.Op)
        {
            case ConstOp:
                return new AccessPath(-1, null, node.Attrs.Number("value"), DimExpr.Zero, Zeros(shape.Rank));
            case DimValOp:
                var number = node.Attrs.Dim("dim");
                return new AccessPath(-1, node.Types[0].DType == DType.Bool ? DimExpr.Min(DimExpr.One, DimExpr.Max(DimExpr.Zero, number)) : number, null, DimExpr.Zero, []);
            case BroadcastOp:
                var inner = Path(node.Inputs[0].Node);
                var strides = Zeros(shape.Rank);
                int[] axes = node.Attrs.Ints("axes");
                for (int i = 0; i < axes.Length; i++)
                {
                    strides[axes[i]] = inner.Strides[i];
                }

                return new AccessPath(inner.Root, inner.Number, inner.Constant, inner.Offset, strides);
            case ReadAtOp:
                var whole = Path(node.Inputs[0].Node);
                return new AccessPath(whole.Root, whole.Number, whole.Constant, whole.Offset + Offset(node, whole.Strides), whole.Strides);
            case ReshapeOp:
                var (root, offset) = View(id);
                return new AccessPath(root, null, null, offset, RowMajor(shape));
            default:
                return new AccessPath(id, null, null, DimExpr.Zero, RowMajor(shape));
        }
    }

    /// <summary>The operands whose values a node reads; a solve does not read the matrix that its derivative refers to.</summary>
    public static int[] Reads(Node node)
    {
        if (node.Op is SolveWithOp)
        {
            return [node.Inputs[0].Node, node.Inputs[2].Node];
        }

        int[] reads = new int[node.Inputs.Count];
        for (int i = 0; i < reads.Length; i++)
        {
            reads[i] = node.Inputs[i].Node;
        }

        return reads;
    }

    public static DimExpr[] RowMajor(Shape shape)
    {
        var strides = new DimExpr[shape.Rank];
        var stride = DimExpr.One;
        for (int i = shape.Rank - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= shape[i];
        }

        return strides;
    }

    private static DimExpr[] Zeros(int rank) => Enumerable.Repeat(DimExpr.Zero, rank).ToArray();

    /// <summary>Where the window that an op writes begins in the array, in elements.</summary>
    public static DimExpr WindowOffset(Node update) => Offset(update, RowMajor(update.Types[0].Shape));

    private static DimExpr Offset(Node window, DimExpr[] strides)
    {
        var starts = window.Attrs.Shape("starts");
        var offset = DimExpr.Zero;
        for (int i = 0; i < strides.Length; i++)
        {
            offset += starts[i] * strides[i];
        }

        return offset;
    }

    private bool IsContiguous(Node window) => IsContiguous(graph.TypeOf(window.Inputs[0]).Shape, window.Attrs.Shape("size"));

    /// <summary>Whether the elements of a window are neighbours: leading axes of size 1, one axis of any size, the rest whole.</summary>
    public static bool IsContiguous(Shape whole, Shape size)
    {
        int axis = size.Rank - 1;
        while (axis >= 0 && size[axis].Equals(whole[axis]))
        {
            axis--;
        }

        return size.Take(Math.Max(axis, 0)).All(s => s.Equals(DimExpr.One));
    }

    private bool HasMemory(int id)
    {
        var node = graph.Nodes[id];
        return node.Op switch
        {
            ConstOp or DimValOp or BroadcastOp => dense[id],
            ReadAtOp => dense[id] || IsView(id),
            _ => true,
        };
    }

    private void Visit(Node node)
    {
        bool readsMemory = node.Op is ReshapeOp || (node.Op.Class != OpClass.Elementwise && node.Op is not BroadcastOp and not ReadAtOp);
        foreach (int operand in Reads(node))
        {
            live[operand] = true;
            users[operand].Add(node.Id);
            dense[operand] |= readsMemory && !IsFilledTarget(node, operand);
        }

        // A window that is wanted as memory is a view of its operand's, or copied from it.
        if (node.Op is ReadAtOp && dense[node.Id])
        {
            dense[node.Inputs[0].Node] = true;
        }
    }

    // The constant that a window is added to is written afresh by the statement that extends it.
    private bool IsFilledTarget(Node node, int operand) =>
        graph.Nodes[operand].Op is ConstOp &&
        ((node.Op is AddAtOp or SetAtOp && node.Inputs[0].Node == operand && node.Inputs[1].Node != operand) || (node.Op is IterationOp && !ReadsBesidesCarries(node, operand)));

    private static bool ReadsBesidesCarries(Node node, int operand)
    {
        var layout = new LoopLayout(node);
        return Enumerable.Range(0, node.Inputs.Count).Any(i => node.Inputs[i].Node == operand && (i < layout.Carry(0) || i >= layout.Stack(0)));
    }
}
