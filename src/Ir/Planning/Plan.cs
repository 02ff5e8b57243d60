using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// A program with everything decided: which ops share a loop, in which order the statements stand, where each value lives. The
/// printer writes it down and decides nothing.
/// </summary>
internal sealed class Plan(Graph graph, IReadOnlyList<PlanBuffer> parameters, IReadOnlyList<PlanStatement> statements, PlanArena arena, ulong allServes)
{
    public Graph Graph { get; } = graph;

    /// <summary>The buffers that come from outside, of which statements use any, in the order of roles and indices.</summary>
    public IReadOnlyList<PlanBuffer> Parameters { get; } = parameters;

    public IReadOnlyList<PlanStatement> Statements { get; } = statements;

    /// <summary>Sizes of the slots of the arena. Each begins at a multiple of <see cref="Alignment"/>, and behind it is <see cref="Room"/>.</summary>
    public IReadOnlyList<DimExpr> Slots => Arena.Slots;

    public PlanArena Arena { get; } = arena;

    /// <summary>What sizes and offsets share and is not computed again for each of them: an atom of the expressions in which they are written.</summary>
    public IReadOnlyList<PlanNumber> Numbers { get; init; } = [];

    /// <summary>All results as bits: a statement that serves them all needs no test.</summary>
    public ulong AllServes { get; } = allServes;

    /// <summary>Slots and the slices of the residual pack begin at multiples of this many elements: a vector of 8 doubles is one cache line.</summary>
    public const int Alignment = 8;

    /// <summary>Behind the elements of a slot are at least so many more that loops may write over: the widest vector has 16 floats.</summary>
    public const int Room = 16;

    /// <summary>Whether any statement asks which results are wanted.</summary>
    public bool TestsWant => Statements.Any(Tests);

    /// <summary>Whether any statement asks which cotangents are present.</summary>
    public bool TestsPresent => Statements.Any(s => s.NeedsCt != 0 || s is AbsentStatement { IsPartial: false });

    /// <summary>Whether there are loops, which look at each iteration whether they are to stop.</summary>
    public bool HasLoops => HasLoop(Statements);

    private static bool HasLoop(IReadOnlyList<PlanStatement> statements) => statements.Any(s =>
        s is IterationStatement or ReplayStatement || (s is BranchStatement branch && (HasLoop(branch.WhenTrue.Statements) || HasLoop(branch.WhenFalse.Statements))));

    public bool Tests(PlanStatement statement) => (statement.Serves & AllServes) != AllServes;
}

/// <summary>A variable for a dimension.</summary>
internal sealed class PlanNumber(string name, DimExpr value)
{
    public string Name { get; } = name;

    public DimExpr Value { get; } = value;
}
