using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>The tensors of a state as one: itself if there is one, otherwise their elements one after another.</summary>
internal sealed class StatePack(IReadOnlyList<TensorType> types)
{
    public Value Pack(GraphBuilder b, IReadOnlyList<Value> parts) => parts.Count == 1 ? parts[0]
        : b.Concat(0, parts.Select(v => b.Reshape(v, Shape.Of(b.ShapeOf(v).ElementCount))).ToArray());

    public Value[] Unpack(GraphBuilder b, Value packed)
    {
        if (types.Count == 1)
        {
            return [packed];
        }

        var parts = new Value[types.Count];
        var start = DimExpr.Zero;
        for (int i = 0; i < parts.Length; i++)
        {
            var count = types[i].Shape.ElementCount;
            parts[i] = b.Reshape(b.ReadAt(packed, Shape.Of(start), Shape.Of(count)), types[i].Shape);
            start += count;
        }

        return parts;
    }
}
