using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>Statements that run once for each strip of an axis; their sizes speak of a strip's length.</summary>
internal sealed class StripStatement(StripSizes sizes, IReadOnlyList<PlanStatement> body, IReadOnlyList<StripView> views) : PlanStatement
{
    public StripSizes Sizes { get; } = sizes;

    public IReadOnlyList<PlanStatement> Body { get; } = body;

    /// <summary>The strips of what lives longer than a strip.</summary>
    public IReadOnlyList<StripView> Views { get; } = views;
}

/// <summary>A strip of a buffer as a buffer of its own.</summary>
internal sealed class StripView(PlanBuffer whole, PlanBuffer strip, DimExpr elements, bool isWritten)
{
    public PlanBuffer Whole { get; } = whole;

    public PlanBuffer Strip { get; } = strip;

    /// <summary>Elements for each step along the axis.</summary>
    public DimExpr Elements { get; } = elements;

    public bool IsWritten { get; } = isWritten;
}

/// <summary>Names and sizes of the strips of an axis.</summary>
internal sealed class StripSizes
{
    public StripSizes(string symbol, PlanNames names, IEnumerable<string> symbols)
    {
        string Take(string wish)
        {
            string name;
            do
            {
                name = names.Take(wish);
            }
            while (symbols.Contains(name));
            return name;
        }

        Symbol = symbol;
        (Count, Index, First, Length, Longest) = (Take("strips"), Take("strip"), Take("first"), Take("length"), Take("longest"));
    }

    /// <summary>The size of the whole axis.</summary>
    public string Symbol { get; }

    /// <summary>The variable that holds the number of strips.</summary>
    public string Count { get; }

    public string Index { get; }

    /// <summary>The variable that holds where a strip begins.</summary>
    public string First { get; }

    /// <summary>The variable, and symbol, of a strip's length.</summary>
    public string Length { get; }

    /// <summary>The variable, and symbol, of the length of the longest strip.</summary>
    public string Longest { get; }

    /// <summary>Elements of strips for each step along the axis.</summary>
    public DimExpr LocalElements { get; set; } = DimExpr.Zero;

    /// <summary>Elements that a strip goes through whatever its length: operands and results of contractions that have no strips.</summary>
    public DimExpr FixedElements { get; set; } = DimExpr.Zero;

    public bool IsOwn(string symbol) => symbol == Length || symbol == Longest;

    /// <summary>A size of the whole axis as that of a strip.</summary>
    public DimExpr InStrip(DimExpr size) => Replace(size, Symbol, DimExpr.Symbol(Length));

    public Shape InStrip(Shape shape) => shape.Substitute(s => s == Symbol ? DimExpr.Symbol(Length) : null);

    /// <summary>What must be there for a strip of any length.</summary>
    public DimExpr AtMost(DimExpr size) => Replace(size, Length, DimExpr.Symbol(Longest));

    /// <summary>For each step along the axis.</summary>
    public DimExpr OfOne(DimExpr size) => Replace(Replace(size, Symbol, DimExpr.One), Length, DimExpr.One);

    /// <summary>Strips added up, or at most what they need: the size of the whole axis.</summary>
    public DimExpr Whole(DimExpr size) => Replace(Replace(size, Length, DimExpr.Symbol(Symbol)), Longest, DimExpr.Symbol(Symbol));

    private static DimExpr Replace(DimExpr size, string symbol, DimExpr by) => size.Substitute(s => s == symbol ? by : null);
}
