using System;
using System.Runtime.CompilerServices;
using Costate.CompilerServices;
using Costate.Execution;

namespace Costate.Tracing;

internal enum NodeKind : byte
{
    /// <summary>Data that derivatives are taken with respect to.</summary>
    Parameter,

    /// <summary>Data that no derivative is taken with respect to.</summary>
    Constant,

    /// <summary>A call of a fragment. Inputs: x...</summary>
    Call,

    /// <summary>The adjoint of a node. Inputs: the node, a cotangent for each of its outputs, a partial for each differentiable input; null is Zero.</summary>
    Adjoint,

    /// <summary>The tangent of a node. Inputs: the node, a tangent for each differentiable input; null is Zero.</summary>
    Tangent,
}

/// <summary>
/// One node of a trace: a leaf or a call of a fragment. Its identity never changes; its values come and go. All mutable state
/// belongs to the engine and is touched under the engine's lock only.
/// </summary>
internal sealed class TraceNode
{
    /// <summary>Three inputs stand inline, which is what most operations and the adjoints of unary ones need; of more, the first two.</summary>
    private const int Inline = 3;

    private readonly TraceNode? input0;
    private readonly TraceNode? input1;
    private readonly object? input2OrMore;
    private readonly byte slot0;
    private readonly byte slot1;
    private readonly byte slot2;
    private readonly byte inputCount;

    // What stands for the storage of the only output, or of each of several: a million nodes feel every field.
    private object? values;
    private object? residuals;

    /// <summary>A leaf.</summary>
    public TraceNode(NodeKind kind, SizedFragment site, long id, Storage data)
    {
        Kind = kind;
        Site = site;
        Id = id;
        Active = kind == NodeKind.Parameter;
        values = data.Held;
    }

    /// <summary>A call, an adjoint or a tangent.</summary>
    public TraceNode(NodeKind kind, SizedFragment site, long id, ReadOnlySpan<TraceNode?> inputs, ReadOnlySpan<byte> slots)
    {
        Kind = kind;
        Site = site;
        Id = id;
        inputCount = checked((byte)inputs.Length);
        foreach (var input in inputs)
        {
            if (input is { Active: true })
            {
                Active = true;
                break;
            }
        }

        if (inputs.Length > 0) (input0, slot0) = (inputs[0], slots[0]);
        if (inputs.Length > 1) (input1, slot1) = (inputs[1], slots[1]);
        if (inputs.Length == Inline)
        {
            (input2OrMore, slot2) = (inputs[2], slots[2]);
        }
        else if (inputs.Length > Inline)
        {
            input2OrMore = new MoreInputs(inputs[2..].ToArray(), slots[2..].ToArray());
        }

        if (site.OutputCount > 1) values = new SeveralValues(new object?[site.OutputCount]);
    }

    public NodeKind Kind { get; }

    /// <summary>Whether it depends on a parameter, so that there may be a derivative.</summary>
    public bool Active { get; }

    public SizedFragment Site { get; }

    /// <summary>Increases with every node, so an input's id is smaller than its reader's.</summary>
    public long Id { get; }

    public int InputCount => inputCount;

    public bool IsLeaf => Kind <= NodeKind.Constant;

    public int OutputCount => Site.OutputCount;

    /// <summary>The node whose derivative this is.</summary>
    public TraceNode Primal => input0!;

    /// <summary>Whether what the adjoint needs is kept.</summary>
    public bool HasResiduals => residuals is not null;

    /// <summary>The pack of what is kept, without the log.</summary>
    public Storage Pack => residuals is PackAndLog both ? both.Pack : Storage.Of(residuals);

    /// <summary>The log of what is kept, which few nodes have: it shares a field with the pack.</summary>
    public ResidualLog? Log => (residuals as PackAndLog)?.Log;

    /// <summary>Scratch of one traversal at a time, valid where <see cref="Mark"/> equals the traversal's number.</summary>
    public int Mark;

    /// <summary>Scratch of a traversal.</summary>
    public int Place;

    public TraceNode? Input(int i) => i switch
    {
        0 => input0,
        1 => input1,
        _ => inputCount > Inline ? Unsafe.As<MoreInputs>(input2OrMore!).Nodes[i - 2] : Unsafe.As<TraceNode?>(input2OrMore),
    };

    public int InputSlot(int i) => i switch
    {
        0 => slot0,
        1 => slot1,
        _ => inputCount > Inline ? Unsafe.As<MoreInputs>(input2OrMore!).Slots[i - 2] : slot2,
    };

    public int[] ShapeOf(int slot) => Site.Shapes[slot];

    /// <summary>The elements of an output; null if they are not computed. They are this value's for as long as the node is held.</summary>
    public Array? ValueOf(int slot) => Storage.ElementsOf(values is SeveralValues several ? several.Held[slot] : values);

    public void SetValue(int slot, Storage storage)
    {
        if (values is SeveralValues several)
        {
            several.Held[slot] = storage.Held;
        }
        else
        {
            values = storage.Held;
        }
    }

    /// <summary>Takes the memory of an output away, so that the value is not computed any more.</summary>
    public Storage TakeValue(int slot)
    {
        var storage = Storage.Of(values is SeveralValues several ? several.Held[slot] : values);
        SetValue(slot, default);
        return storage;
    }

    /// <summary>Keeps what the adjoint needs.</summary>
    public void KeepResiduals(Storage pack, ResidualLog? log) => residuals = log is null ? pack.Held : new PackAndLog(pack, log);

    /// <summary>The number of inputs of the graph that this node computes: a derivative has those of its primal and its own.</summary>
    public int GraphInputCount
    {
        get
        {
            int count = 0;
            var node = this;
            while (node.Kind >= NodeKind.Adjoint)
            {
                count += node.inputCount - 1;
                node = node.Primal;
            }

            return count + node.inputCount;
        }
    }

    /// <summary>An input of the graph that this node computes, with its slot; null is Zero.</summary>
    public TraceNode? GraphInput(int i, out int slot)
    {
        var node = this;
        while (node.Kind >= NodeKind.Adjoint)
        {
            int before = node.Primal.GraphInputCount;
            if (i >= before)
            {
                slot = node.InputSlot(i - before + 1);
                return node.Input(i - before + 1);
            }

            node = node.Primal;
        }

        slot = node.InputSlot(i);
        return node.Input(i);
    }

    /// <summary>Whether this is the call that the arguments describe.</summary>
    public bool Is(NodeKind kind, SizedFragment site, ReadOnlySpan<TraceNode?> inputs, ReadOnlySpan<byte> slots)
    {
        if (Kind != kind || inputs.Length != inputCount || !Site.SameAs(site)) return false;
        for (int i = 0; i < inputs.Length; i++)
        {
            if (!ReferenceEquals(inputs[i], Input(i)) || slots[i] != InputSlot(i)) return false;
        }

        return true;
    }

    private sealed class MoreInputs(TraceNode?[] nodes, byte[] slots)
    {
        public readonly TraceNode?[] Nodes = nodes;
        public readonly byte[] Slots = slots;
    }

    private sealed class SeveralValues(object?[] held)
    {
        public readonly object?[] Held = held;
    }

    private sealed record PackAndLog(Storage Pack, ResidualLog Log);
}
