using System;
using System.Collections.Concurrent;
using System.Globalization;
using System.Linq;
using Costate.Ir;
using Costate.Tracing;

namespace Costate.Execution;

/// <summary>The sum of two partials of a value that one node reads twice.</summary>
internal static class SumNode
{
    private static readonly ConcurrentDictionary<(ElementKind, int), InterpretedFragment> ByRank = new();

    public static TraceNode Of(TraceNode a, int aSlot, TraceNode b, int bSlot)
    {
        int[] shape = a.ShapeOf(aSlot);
        var fragment = ByRank.GetOrAdd((a.Site.Kind, shape.Length), static key => Make(key.Item1, key.Item2));
        return NodeTable.GetOrAdd(NodeKind.Call, fragment.At(a.Site.Kind, shape), [a, b], [(byte)aSlot, (byte)bSlot]);
    }

    private static InterpretedFragment Make(ElementKind kind, int rank)
    {
        var builder = new GraphBuilder("Add");
        var shape = Shape.Of(Enumerable.Range(0, rank).Select(i => DimExpr.Symbol("s" + i.ToString("00", CultureInfo.InvariantCulture))).ToArray());
        var type = new TensorType(kind.DType(), shape);
        var sum = builder.Add(builder.Input("a", type), builder.Input("b", type));
        return new InterpretedFragment(builder.Build([sum]));
    }
}
