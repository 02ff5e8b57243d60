using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Reading and functional writing of windows, as indexing and ranges mean them. Arguments: starts and size, one for each axis, and drop, the axes
/// that an index takes away.
/// </summary>
internal static class WindowLibrary
{
    public static readonly IReadOnlyList<LibraryFunction> Functions =
    [
        new("Window", 1, (b, x, a) => [Read(b, x[0], a)]),
        new("SetSlice", 2, (b, x, a) => [b.SetAt(x[0], Fitted(b, "SetSlice", x[1], a), a.Shape("starts"))]),
        new("AddSlice", 2, (b, x, a) => [b.AddAt(x[0], Fitted(b, "AddSlice", x[1], a), a.Shape("starts"))]),
    ];

    private static Value Read(GraphBuilder b, Value x, Attrs a)
    {
        var size = a.Shape("size");
        CheckSizes(b, size);
        return b.Reshape(b.ReadAt(x, a.Shape("starts"), size), Kept(size, a));
    }

    /// <summary>The values with the shape of the window.</summary>
    private static Value Fitted(GraphBuilder b, string name, Value values, Attrs a)
    {
        Shape size = a.Shape("size"), kept = Kept(size, a), given = b.ShapeOf(values);
        CheckSizes(b, size);
        if (given.Rank != kept.Rank)
        {
            throw new ShapeError(DiagnosticIds.RankMismatch, name + " writes a window of the shape " + kept + ", got values of the shape " + given + ".");
        }

        for (int i = 0; i < kept.Rank; i++)
        {
            int k = i;
            b.RequireEqual(kept[i], given[i], DiagnosticIds.ShapeMismatch, () => name + " writes a window of the shape " + kept + ", got values of the shape " + given + ": axis " + k + " is " + kept[k] + " against " + given[k] + ".");
        }

        return b.Reshape(values, size);
    }

    private static void CheckSizes(GraphBuilder b, Shape size)
    {
        foreach (var length in size)
        {
            b.RequireLessOrEqual(DimExpr.Zero, length, DiagnosticIds.WindowOutOfRange, () => "The length " + length + " of a range is negative.");
        }
    }

    private static Shape Kept(Shape size, Attrs a)
    {
        int[] drop = a.Ints("drop");
        return Shape.Of(size.Where((_, i) => !drop.Contains(i)).ToArray());
    }
}
