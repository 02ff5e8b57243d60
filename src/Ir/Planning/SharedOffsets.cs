using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Where several operands of a region's loops lie equally far behind the beginning of their buffers, or a few rows from there, the distance is a variable. Compilers
/// look only for so many common expressions in one method.
/// </summary>
internal static class SharedOffsets
{
    /// <summary>The variables of a region.</summary>
    /// <param name="statements">Its statements; those of regions in it have their own.</param>
    /// <param name="bound">The indices of the loops around.</param>
    /// <param name="names">Gives the names.</param>
    public static IReadOnlyList<PlanNumber> Of(IEnumerable<PlanStatement> statements, IReadOnlyCollection<string> bound, PlanNames names)
    {
        var counts = new List<(DimExpr Value, int Count)>();
        foreach (var operand in statements.OfType<LoopStatement>().SelectMany(l => l.Inputs.Concat(l.Outputs)))
        {
            var value = operand.Buffer is { } buffer ? Varying(buffer.At(operand.Offset, DimExpr.Zero).Offset, bound) : DimExpr.Zero;
            int known = counts.FindIndex(c => c.Value.Equals(value));
            if (known >= 0)
            {
                counts[known] = (value, counts[known].Count + 1);
            }
            else if (!value.Equals(DimExpr.Zero) && !value.TryGetSymbol(out _))
            {
                counts.Add((value, 1));
            }
        }

        return counts.Where(c => c.Count > 1).Select(c => new PlanNumber(names.Take("place"), c.Value)).ToArray();
    }

    /// <summary>An expression in terms of a variable, where that is what varies in it.</summary>
    public static DimExpr? Replace(DimExpr expression, PlanNumber place)
    {
        var rest = expression - place.Value;
        return rest.Terms.Count == expression.Terms.Count - place.Value.Terms.Count ? rest + DimExpr.Symbol(place.Name) : null;
    }

    private static DimExpr Varying(DimExpr offset, IReadOnlyCollection<string> bound)
    {
        var symbols = new HashSet<string>();
        var sum = DimExpr.Zero;
        foreach (var term in offset.Terms)
        {
            symbols.Clear();
            foreach (var atom in term.Monomial.Atoms)
            {
                atom.AddSymbols(symbols);
            }

            if (symbols.Overlaps(bound))
            {
                sum += DimExpr.FromTerm(term.Monomial, term.Coefficient);
            }
        }

        return sum;
    }
}
