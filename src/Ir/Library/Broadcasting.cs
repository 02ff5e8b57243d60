using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Broadcasting of elementwise operands: axes are aligned from the last one; a missing axis, or one whose size is the constant 1,
/// stretches. A symbolic size never stretches: whether it is 1 at run time must not change what the program means.
/// </summary>
internal static class Broadcasting
{
    public static (Value Left, Value Right) Pair(GraphBuilder b, string op, Value x, Value y)
    {
        var all = All(b, op, x, y);
        return (all[0], all[1]);
    }

    public static Value[] All(GraphBuilder b, string op, params Value[] operands)
    {
        var shapes = operands.Select(b.ShapeOf).ToArray();
        int rank = shapes.Max(s => s.Rank);
        var result = new DimExpr[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            DimExpr? size = null;
            foreach (var shape in shapes)
            {
                int own = axis - (rank - shape.Rank);
                if (own < 0 || IsOne(shape[own]))
                {
                    continue;
                }

                if (size is null)
                {
                    size = shape[own];
                }
                else
                {
                    var known = size;
                    b.RequireEqual(known, shape[own], DiagnosticIds.ShapeMismatch, () => "The operands of " + op + " have the shapes " + string.Join(" and ", shapes.Select(s => s.ToString())) + ", which do not broadcast: " + known + " against " + shape[own] + " (counted from the last axis: axis " + (own - shape.Rank) + ").");
                }
            }

            result[axis] = size ?? DimExpr.One;
        }

        var target = Shape.Of(result);
        return operands.Select(v => To(b, v, target)).ToArray();
    }

    /// <summary>Stretches a value to a shape that it is known to fit.</summary>
    public static Value To(GraphBuilder b, Value value, Shape target)
    {
        var shape = b.ShapeOf(value);
        int offset = target.Rank - shape.Rank;
        var kept = Enumerable.Range(0, shape.Rank).Where(i => !IsOne(shape[i]) || IsOne(target[i + offset])).ToArray();
        var squeezed = b.Reshape(value, Shape.Of(kept.Select(i => shape[i]).ToArray()));
        return b.Broadcast(squeezed, target, kept.Select(i => i + offset).ToArray());
    }

    public static bool IsOne(DimExpr dim) => dim.TryGetConstant(out long c) && c == 1;
}
