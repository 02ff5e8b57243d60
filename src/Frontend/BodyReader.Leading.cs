using System.Globalization;
using Costate.Ir;

namespace Costate.Frontend;

/// <content>Questions about the axes of a tensor, whose answer must not depend on the number of leading axes.</content>
internal sealed partial class BodyReader
{
    private static DimValue SizeOfAxis(Shape shape, int axis)
    {
        if (LeadingAxes.Lead(shape))
        {
            var trailing = LeadingAxes.Trailing(shape);
            if (axis >= 0 || axis < -trailing.Rank)
            {
                throw new ShapeError(DiagnosticIds.LeadingAxes, axis >= 0 ? LeadingCheck.FromTheFront(axis, shape) : "axis " + axis.ToString(CultureInfo.InvariantCulture) + " of " + shape + " is one of the leading axes, of which there may be any number.");
            }

            return new DimValue(trailing[axis + trailing.Rank]);
        }

        return new DimValue(shape[ReductionLibrary.Axis(shape, axis)]);
    }

    private static DimValue RankOf(Shape shape) => LeadingAxes.Lead(shape)
        ? throw new ShapeError(DiagnosticIds.LeadingAxes, "the rank of " + shape + " is not fixed: it has any number of leading axes. Behind them the sizes are Dim(-1), Dim(-2) and so on.")
        : new DimValue(shape.Rank);
}
