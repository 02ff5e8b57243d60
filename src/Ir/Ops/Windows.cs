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
}
