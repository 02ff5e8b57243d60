using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// What the three window ops share: a window is a start for each axis (attribute starts, dimension expressions) with stride 1;
/// its size is the shape of what is read or written. It must lie inside the tensor, checked at build time or by guards.
/// </summary>
internal static class Window
{
    public static void Check(InferContext context, Shape whole, Shape starts, Shape size)
    {
        if (starts.Rank != whole.Rank || size.Rank != whole.Rank)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, context.OpName + " needs a window of rank " + whole.Rank + ", got starts " + starts + " and size " + size + ".");
        }

        for (int i = 0; i < whole.Rank; i++)
        {
            int k = i;
            if (!starts[i].Equals(DimExpr.Zero))
            {
                context.Builder.RequireLessOrEqual(DimExpr.Zero, starts[i], DiagnosticIds.WindowOutOfRange, () => "The window starts before axis " + k + " of " + whole + ": start " + starts[k] + ".");
            }

            if (!(starts[i] + size[i]).Equals(whole[i]))
            {
                context.Builder.RequireLessOrEqual(starts[i] + size[i], whole[i], DiagnosticIds.WindowOutOfRange, () => "The window ends behind axis " + k + " of " + whole + ": start " + starts[k] + ", size " + size[k] + ".");
            }
        }
    }

    /// <summary>Whether two windows of one tensor are known to have no element in common: along some axis one ends before the other begins.</summary>
    public static bool AreDisjoint(Shape starts, Shape size, Shape otherStarts, Shape otherSize, DimFacts facts)
    {
        for (int i = 0; i < starts.Rank; i++)
        {
            if (Ends(starts[i] + size[i], otherStarts[i]) || Ends(otherStarts[i] + otherSize[i], starts[i]))
            {
                return true;
            }
        }

        return false;

        bool Ends(DimExpr end, DimExpr start) => DimExpr.DimLessOrEqual(end, start, facts).Decision == DimDecision.Yes;
    }
}

internal static class WindowBuilder
{
    public static Value ReadAt(this GraphBuilder b, Value x, Shape starts, Shape size) =>
        b.Emit(ReadAtOp.Instance, Attrs.Empty.With("starts", starts).With("size", size), x);

    public static Value SetAt(this GraphBuilder b, Value x, Value v, Shape starts) =>
        b.Emit(SetAtOp.Instance, Attrs.Empty.With("starts", starts), x, v);

    public static Value AddAt(this GraphBuilder b, Value x, Value v, Shape starts) =>
        b.Emit(AddAtOp.Instance, Attrs.Empty.With("starts", starts), x, v);

    /// <summary>
    /// A cotangent with another one added to a window. Where the window was set to zeros it is set to the summand; the two differ
    /// in the sign of a zero, which a derivative may.
    /// </summary>
    public static Value ExtendAt(this GraphBuilder b, Value partial, Value v, Shape starts)
    {
        const int Farthest = 16;
        var size = b.ShapeOf(v);
        var between = new List<Node>();
        for (var node = b.NodeOf(partial); node.Op is SetAtOp or AddAtOp && between.Count < Farthest; node = b.NodeOf(node.Inputs[0]))
        {
            var (written, writtenSize) = (node.Attrs.Shape("starts"), b.ShapeOf(node.Inputs[1]));
            if (node.Op is SetAtOp && written.Equals(starts) && writtenSize.Equals(size) && b.IsConst(node.Inputs[1], out double constant) && constant == 0)
            {
                var value = b.SetAt(node.Inputs[0], v, starts);
                for (int i = between.Count - 1; i >= 0; i--)
                {
                    value = b.Emit(between[i].Op, between[i].Attrs, value, between[i].Inputs[1]);
                }

                return value;
            }

            if (!Window.AreDisjoint(starts, size, written, writtenSize, b.Facts))
            {
                break;
            }

            between.Add(node);
        }

        return b.AddAt(partial, v, starts);
    }
}
