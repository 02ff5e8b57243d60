using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Tracing;

/// <summary>A fragment whose shapes are read from its graph.</summary>
internal abstract class GraphFragment : Fragment
{
    private byte[]? ranks;
    private bool[]? leadingInputs;
    private bool[]? leadingOutputs;
    private volatile Solved? lastSolved;

    protected GraphFragment(string name, Graph? graph)
        : base(name, graph)
    {
    }

    public override int OutputCount => Graph.Outputs.Count;

    public override int SymbolCount => Symbols.Count;

    public override ReadOnlySpan<byte> InputRanks => ranks ??= Graph.Inputs.Select(v => checked((byte)Graph.TypeOf(v).Rank)).ToArray();

    public override ReadOnlySpan<bool> LeadingInputs => leadingInputs ??= Lead(Graph.Inputs);

    public override ReadOnlySpan<bool> LeadingOutputs => leadingOutputs ??= Lead(Graph.Outputs);

    public override int[] OutputShape(int slot, ReadOnlySpan<int> dims) => ShapeOf(Graph.Outputs[slot], dims);

    protected int[] ShapeOf(Value value, ReadOnlySpan<int> dims)
    {
        var values = Values(dims);
        return Graph.TypeOf(value).Shape.Evaluate(s => values[s]);
    }

    protected Dictionary<string, long> Values(ReadOnlySpan<int> dims)
    {
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < dims.Length; i++) values.Add(Symbols[i], dims[i]);
        return values;
    }

    protected override bool TrySolveDims(ReadOnlySpan<int> flatShapes, ReadOnlySpan<long> dimArgs, Span<int> dims)
    {
        var known = lastSolved;
        if (known is not null && flatShapes.SequenceEqual(known.Shapes) && dimArgs.SequenceEqual(known.Arguments))
        {
            known.Dims.CopyTo(dims);
            return true;
        }

        if (dimArgs.Length != Graph.DimParameters.Count) return false;
        var values = new Dictionary<string, long>(StringComparer.Ordinal);
        for (int i = 0; i < dimArgs.Length; i++) values[Graph.DimParameters[i]] = dimArgs[i];
        int[] flat = flatShapes.ToArray(), starts = new int[InputRanks.Length];
        for (int i = 1; i < starts.Length; i++) starts[i] = starts[i - 1] + InputRanks[i - 1];
        if (!Solution.TryBind((input, axis) => flat[starts[input] + axis], values, out _)) return false;
        foreach (var guard in Graph.Guards)
        {
            if (!FragmentErrors.Holds(guard, values)) return false;
        }

        for (int i = 0; i < dims.Length; i++) dims[i] = checked((int)values[Symbols[i]]);
        lastSolved = new(flat, dimArgs.ToArray(), dims.ToArray());
        return true;
    }

    private bool[] Lead(IReadOnlyList<Value> values) => values.Select(v => LeadingAxes.Lead(Graph.TypeOf(v).Shape)).ToArray();

    /// <summary>What was solved last: a loop asks the same again and again.</summary>
    private sealed record Solved(int[] Shapes, long[] Arguments, int[] Dims);
}
