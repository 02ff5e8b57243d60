using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Any number of leading axes, written "..." in a signature. A graph sees them as one axis, the first one, whose size is their product. So
/// the rank of every value of a graph is fixed; a call takes the sizes off and gives them back, which moves no element.
/// </summary>
internal static class LeadingAxes
{
    /// <summary>The symbol of the product of their sizes.</summary>
    public const string Name = "...";

    /// <summary>The product of their sizes.</summary>
    public static DimExpr Size { get; } = DimExpr.Symbol(Name);

    /// <summary>Whether a shape begins with them.</summary>
    public static bool Lead(Shape shape) => shape.Rank > 0 && shape[0].TryGetSymbol(out string first) && first == Name;

    /// <summary>Whether they stand anywhere in a shape.</summary>
    public static bool AreIn(Shape shape) => shape.Any(AreIn);

    /// <summary>Whether their number of places is part of a size.</summary>
    public static bool AreIn(DimExpr size) => size.Symbols.Contains(Name);

    /// <summary>The axes behind them.</summary>
    public static Shape Trailing(Shape shape) => Lead(shape) ? shape.Remove(0) : shape;

    /// <summary>The shape with axes of its own in their place.</summary>
    public static Shape Expand(Shape shape, IEnumerable<DimExpr> leading) => Lead(shape) ? Shape.Of(leading.Concat(shape.Skip(1))) : shape;
}
