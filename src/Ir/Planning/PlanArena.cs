using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// Memory that is rented as one block: the arena of a call, or of a loop whose values have sizes that change from iteration to
/// iteration. Slots are used again when their value is dead and the sizes are equal expressions.
/// </summary>
internal sealed class PlanArena(string name, string block, PlanArena? outer, IReadOnlyCollection<string> bound)
{
    private readonly List<DimExpr> slots = [];

    /// <summary>The name in the printed text.</summary>
    public string Name { get; } = name;

    /// <summary>The name of what has to be given back.</summary>
    public string Block { get; } = block;

    /// <summary>Sizes of the slots. Each begins at a multiple of <see cref="Plan.Alignment"/>, and behind it is <see cref="Plan.Room"/>.</summary>
    public IReadOnlyList<DimExpr> Slots => slots;

    /// <summary>The arena for a value of some size: the outermost one where the size is known.</summary>
    public PlanArena For(DimExpr size) => outer is null || size.Symbols.Any(bound.Contains) ? this : outer.For(size);

    public int Add(DimExpr size)
    {
        slots.Add(size);
        return slots.Count - 1;
    }
}
