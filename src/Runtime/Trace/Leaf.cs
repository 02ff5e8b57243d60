using System;
using System.Runtime.CompilerServices;
using Costate.Execution;

namespace Costate.Tracing;

/// <summary>Makes parameters and constants from data that the trace owns.</summary>
internal static class Leaf
{
    private static readonly SizedFragment DoubleScalar = new(ElementKind.Double, []);
    private static readonly SizedFragment SingleScalar = new(ElementKind.Single, []);

    /// <summary>A rank-0 constant; equal bits are one node.</summary>
    public static TracedTensor<T> Scalar<T>(T value)
        where T : unmanaged
    {
        var site = ElementKinds.Of<T>() == ElementKind.Double ? DoubleScalar : SingleScalar;
        ulong bits = typeof(T) == typeof(double)
            ? BitConverter.DoubleToUInt64Bits(Unsafe.As<T, double>(ref value))
            : BitConverter.SingleToUInt32Bits(Unsafe.As<T, float>(ref value));
        return new TracedTensor<T>(NodeTable.GetOrAddScalar(site, bits, new[] { value }), 0);
    }

    /// <summary>A leaf with an identity of its own. The array belongs to the trace from now on.</summary>
    public static TracedTensor<T> Of<T>(NodeKind kind, T[] data, int[] shape)
        where T : unmanaged => Of<T>(kind, new Storage(data), shape);

    /// <summary>A leaf with an identity of its own. The storage belongs to the trace from now on.</summary>
    public static TracedTensor<T> Of<T>(NodeKind kind, Storage data, int[] shape)
        where T : unmanaged
    {
        var element = ElementKinds.Of<T>();
        if (kind == NodeKind.Constant && shape.Length == 0) return Scalar(((T[])data.Elements!)[0]);
        var site = shape.Length > 0 ? new SizedFragment(element, shape) : element == ElementKind.Double ? DoubleScalar : SingleScalar;
        EngineCounters.Mine.NodesBuilt++;
        return new TracedTensor<T>(new TraceNode(kind, site, NodeTable.NextId(), data), 0);
    }
}
