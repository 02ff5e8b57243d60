using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;

namespace Costate.Tracing;

/// <summary>
/// Brings a mask into the element type of the fragment that reads it: a comparison of floats may choose between doubles. Numbers
/// cannot get here, their type is checked by the compiler.
/// </summary>
internal sealed class MaskCast : GraphFragment
{
    private static readonly ConcurrentDictionary<int, MaskCast> ByRank = new();

    private MaskCast(int rank)
        : base("MaskCast", Identity(rank))
    {
    }

    /// <summary>The input itself, or its cast.</summary>
    public static (TraceNode Node, byte Slot) To(ElementKind kind, TraceNode node, int slot)
    {
        if (node.Site.Kind == kind) return (node, (byte)slot);
        int[] shape = node.ShapeOf(slot);
        var site = ByRank.GetOrAdd(shape.Length, static rank => new MaskCast(rank)).At(kind, shape);
        return (NodeTable.GetOrAdd(NodeKind.Call, site, [node], [(byte)slot]), 0);
    }

    public override int ResidualCount(ReadOnlySpan<int> dims) => 0;

    public override void Forward(in FragmentFrame frame)
    {
        if (frame.Inputs[0] is float[] from)
        {
            var to = frame.Output<double>(0);
            for (int i = 0; i < to.Length; i++) to[i] = from[i];
        }
        else
        {
            var source = frame.Input<double>(0);
            var to = frame.Output<float>(0);
            for (int i = 0; i < to.Length; i++) to[i] = (float)source[i];
        }
    }

    public override void ForwardKeeping(in FragmentFrame frame) => Forward(frame);

    // A mask has no derivative: there is neither a partial to extend nor a tangent to write.
    public override void Adjoint(in FragmentFrame frame)
    {
    }

    public override void Tangent(in FragmentFrame frame)
    {
    }

    private static Graph Identity(int rank)
    {
        var b = new GraphBuilder("MaskCast");
        var shape = Shape.Of(Enumerable.Range(0, rank).Select(i => DimExpr.Symbol("s" + i.ToString("00", CultureInfo.InvariantCulture))).ToArray());
        var mask = b.Input("mask", new TensorType(DType.Bool, shape));
        return b.Build([mask]);
    }
}
