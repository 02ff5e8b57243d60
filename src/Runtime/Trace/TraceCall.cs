using System;
using System.ComponentModel;
using Costate.Tracing;

namespace Costate.CompilerServices;

/// <summary>What generated overloads call: builds the node of a fragment call, or finds it.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TraceCall
{
    /// <summary>A number as a rank-0 constant.</summary>
    public static TracedTensor<T> Scalar<T>(T value)
        where T : unmanaged => Leaf.Scalar(value);

    /// <summary>Calls a fragment without inputs.</summary>
    public static TracedTensor<T> Invoke<T>(Fragment fragment, ReadOnlySpan<long> dimArgs = default)
        where T : unmanaged => new(Build<T>(fragment, [], dimArgs), 0);

    /// <summary>Calls a fragment; the element type is that of its floating-point values.</summary>
    public static TracedTensor<T> Invoke<T>(Fragment fragment, TracedValue a, ReadOnlySpan<long> dimArgs = default)
        where T : unmanaged => new(Build<T>(fragment, [a], dimArgs), 0);

    /// <summary>Calls a fragment; the element type is that of its floating-point values.</summary>
    public static TracedTensor<T> Invoke<T>(Fragment fragment, TracedValue a, TracedValue b, ReadOnlySpan<long> dimArgs = default)
        where T : unmanaged => new(Build<T>(fragment, [a, b], dimArgs), 0);

    /// <summary>Calls a fragment; the element type is that of its floating-point values.</summary>
    public static TracedTensor<T> Invoke<T>(Fragment fragment, TracedValue a, TracedValue b, TracedValue c, ReadOnlySpan<long> dimArgs = default)
        where T : unmanaged => new(Build<T>(fragment, [a, b, c], dimArgs), 0);

    /// <summary>Calls a fragment; the element type is that of its floating-point values.</summary>
    public static TracedTensor<T> Invoke<T>(Fragment fragment, TracedValue a, TracedValue b, TracedValue c, TracedValue d, ReadOnlySpan<long> dimArgs = default)
        where T : unmanaged => new(Build<T>(fragment, [a, b, c, d], dimArgs), 0);

    /// <summary>Calls a fragment with any number of inputs.</summary>
    public static TracedTensor<T> Invoke<T>(Fragment fragment, ReadOnlySpan<TracedValue> inputs, ReadOnlySpan<long> dimArgs = default)
        where T : unmanaged => new(Build<T>(fragment, inputs, dimArgs), 0);

    /// <summary>Calls a fragment with several outputs, or with an output that is a mask.</summary>
    public static TraceOutputs InvokeMany<T>(Fragment fragment, ReadOnlySpan<TracedValue> inputs, ReadOnlySpan<long> dimArgs = default)
        where T : unmanaged => new(Build<T>(fragment, inputs, dimArgs));

    private static TraceNode Build<T>(Fragment fragment, ReadOnlySpan<TracedValue> inputs, ReadOnlySpan<long> dimArgs)
    {
        var kind = ElementKinds.Of<T>();
        var ranks = fragment.InputRanks;
        if (inputs.Length != ranks.Length) throw new ArgumentException($"{fragment.Name} takes {ranks.Length} tensors, got {inputs.Length}.", nameof(inputs));
        int flatLength = 0;
        foreach (byte rank in ranks) flatLength += rank;
        var nodes = new NodeBuffer();
        Span<TraceNode?> nodeSpan = inputs.Length <= NodeBuffer.Length ? ((Span<TraceNode?>)nodes)[..inputs.Length] : new TraceNode?[inputs.Length];
        Span<byte> slots = inputs.Length <= 64 ? stackalloc byte[inputs.Length] : new byte[inputs.Length];
        Span<int> flat = flatLength <= 64 ? stackalloc int[flatLength] : new int[flatLength];
        var leads = fragment.LeadingInputs;
        var leading = new LeadingSizes(fragment);
        int at = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            var input = inputs[i] ?? throw new ArgumentNullException(fragment.Graph.InputName(i));
            int[] shape = input.Node.ShapeOf(input.Slot);
            if (leads.Length > i && leads[i])
            {
                leading.Collapse(i, shape, flat.Slice(at, ranks[i]));
            }
            else
            {
                if (shape.Length != ranks[i]) throw fragment.RankMismatch(i, shape);
                shape.CopyTo(flat[at..]);
            }

            at += ranks[i];
            (nodeSpan[i], slots[i]) = MaskCast.To(kind, input.Node, input.Slot);
        }

        int symbols = fragment.SymbolCount;
        Span<int> dims = symbols <= 64 ? stackalloc int[symbols] : new int[symbols];
        fragment.SolveDims(flat, dimArgs, dims, leading.Sizes);
        return NodeTable.GetOrAdd(NodeKind.Call, fragment.At(kind, dims, leading.Sizes), nodeSpan, slots);
    }
}
