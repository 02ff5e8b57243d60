using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// The axes of a fused loop, merged as far as all operands allow: columns, whose elements are neighbours or one and the same element, rows, and what
/// is around them. Each merged axis is a size and the innermost of the axes that it stands for, -1 for none.
/// </summary>
internal sealed class LoopAxes
{
    private readonly List<(DimExpr Extent, int Inner)> groups = [];

    /// <summary>Merges the axes of a shape for operands with some strides along them; what the loop makes is dense.</summary>
    public LoopAxes(Shape shape, IEnumerable<DimExpr[]> strides)
    {
        var paths = strides.Append(ValueAccess.RowMajor(shape)).ToArray();
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            if (shape[axis].Equals(DimExpr.One))
            {
                continue;
            }

            if (groups.Count > 0)
            {
                var (extent, inner) = groups[groups.Count - 1];
                if (paths.All(s => s[axis].Equals(s[inner] * extent)))
                {
                    groups[groups.Count - 1] = (extent * shape[axis], inner);
                    continue;
                }
            }

            groups.Add((shape[axis], axis));
        }

        // A row whose elements are not neighbours has one column.
        bool isStrided = groups.Count > 0 && paths.Any(s => !s[groups[0].Inner].Equals(DimExpr.Zero) && !s[groups[0].Inner].Equals(DimExpr.One));
        if (groups.Count == 0 || isStrided)
        {
            groups.Insert(0, (DimExpr.One, -1));
        }

        if (groups.Count == 1)
        {
            groups.Add((DimExpr.One, -1));
        }

        groups.Reverse();
    }

    public IReadOnlyList<DimExpr> Outer => groups.Take(groups.Count - 2).Select(g => g.Extent).ToArray();

    public IReadOnlyList<int> OuterAxes => groups.Take(groups.Count - 2).Select(g => g.Inner).ToArray();

    public DimExpr Rows => groups[groups.Count - 2].Extent;

    public bool IsOneRow => groups.Count == 2 && Rows.Equals(DimExpr.One);

    public DimExpr Cols => groups[groups.Count - 1].Extent;

    public int RowAxis => groups[groups.Count - 2].Inner;

    public int ColAxis => groups[groups.Count - 1].Inner;
}
