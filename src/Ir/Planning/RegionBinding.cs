using System.Collections.Generic;

namespace Costate.Ir;

/// <summary>The memory that a region's inputs and outputs have.</summary>
internal sealed class RegionBinding(IReadOnlyList<PlanBuffer> inputs, IReadOnlyList<OutputBinding> outputs, PlanArena arena, IReadOnlyCollection<string> bound)
{
    public IReadOnlyList<PlanBuffer> Inputs { get; } = inputs;

    public IReadOnlyList<OutputBinding> Outputs { get; } = outputs;

    /// <summary>The arena of the region itself; most values go to one further out.</summary>
    public PlanArena Arena { get; } = arena;

    /// <summary>The indices of the loops around.</summary>
    public IReadOnlyCollection<string> Bound { get; } = bound;
}

/// <summary>Where an output of a region goes.</summary>
internal sealed class OutputBinding
{
    private OutputBinding(PlanBuffer? buffer, int input, bool isCarry)
    {
        Buffer = buffer;
        Input = input;
        IsCarry = isCarry;
    }

    /// <summary>The memory it must be in at the end; null if the planner of the region chooses.</summary>
    public PlanBuffer? Buffer { get; }

    /// <summary>The input that lives in the same memory; -1 if none does.</summary>
    public int Input { get; }

    /// <summary>Whether it is the next value of that input, which may as well be found elsewhere.</summary>
    public bool IsCarry { get; }

    public static OutputBinding To(PlanBuffer buffer) => new(buffer, -1, false);

    public static OutputBinding Over(PlanBuffer buffer, int input) => new(buffer, input, false);

    public static OutputBinding Carry(int input) => new(null, input, true);
}
