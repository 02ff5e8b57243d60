using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>One step of a plan: what the printer turns into one statement.</summary>
internal abstract class PlanStatement
{
    /// <summary>The results it serves, as bits; all bits where that is no question.</summary>
    public ulong Serves { get; init; } = ulong.MaxValue;

    /// <summary>The cotangents of which at least one must be present for it to run; 0 if it always runs.</summary>
    public ulong NeedsCt { get; init; }

    /// <summary>Whether it is made of other statements, which have lines of their own.</summary>
    public virtual bool IsControl => false;

    /// <summary>The user's source lines that it comes from, in order, without repetition.</summary>
    public IReadOnlyList<int> Lines { get; init; } = [];

    /// <summary>Scratch buffers that are written here for the first time.</summary>
    public List<PlanBuffer> Begins { get; } = [];

    /// <summary>What counts as zero when the statement is skipped, because a statement that runs reads it.</summary>
    public List<PlanBuffer> ClearedIfSkipped { get; } = [];
}

/// <summary>Lets an absent cotangent, or a partial that is not wanted, be read as zeros.</summary>
internal sealed class AbsentStatement(PlanBuffer cotangent, PlanBuffer zero, ulong present, bool isPartial = false) : PlanStatement
{
    /// <summary>Whether it is a partial, which is there if it is wanted.</summary>
    public bool IsPartial { get; } = isPartial;

    public PlanBuffer Cotangent { get; } = cotangent;

    public PlanBuffer Zero { get; } = zero;

    /// <summary>The bit of the cotangent.</summary>
    public ulong Present { get; } = present;
}

/// <summary>The same element in another buffer.</summary>
internal sealed class CopyStatement(BufferView source, PlanBuffer target) : PlanStatement
{
    public BufferView Source { get; } = source;

    public PlanBuffer Target { get; } = target;
}

/// <summary>One number everywhere.</summary>
internal sealed class FillStatement(PlanBuffer target, double value) : PlanStatement
{
    public PlanBuffer Target { get; } = target;

    public double Value { get; } = value;
}

/// <summary>A binary contraction; with <see cref="Accumulate"/> it adds to what the target holds.</summary>
internal sealed class ContractStatement(string spec, IReadOnlyList<(char Greater, char Lesser)> orders, IReadOnlyList<DimExpr> extents, BufferView a, BufferView b, PlanBuffer target, bool accumulate) : PlanStatement
{
    public string Spec { get; } = spec;

    /// <summary>Only terms count in which no first index is less than the second one; see <see cref="Triangles"/>.</summary>
    public IReadOnlyList<(char Greater, char Lesser)> Orders { get; } = orders;

    /// <summary>Sizes of the letters, in the order in which they first stand in the operands.</summary>
    public IReadOnlyList<DimExpr> Extents { get; } = extents;

    public BufferView A { get; } = a;

    public BufferView B { get; } = b;

    public PlanBuffer Target { get; } = target;

    public bool Accumulate { get; } = accumulate;
}

/// <summary>Sum or maximum over axes; with <see cref="Accumulate"/> it is added to what the target holds.</summary>
internal sealed class ReduceStatement(bool maximum, BufferView source, Shape shape, IReadOnlyList<int> axes, PlanBuffer target, bool accumulate) : PlanStatement
{
    public bool Maximum { get; } = maximum;

    public BufferView Source { get; } = source;

    public Shape Shape { get; } = shape;

    public IReadOnlyList<int> Axes { get; } = axes;

    public PlanBuffer Target { get; } = target;

    public bool Accumulate { get; } = accumulate;

    /// <summary>Sizes before, along and behind the reduced axes if these are neighbours; null otherwise.</summary>
    public (DimExpr Outer, DimExpr Reduced, DimExpr Inner)? Block
    {
        get
        {
            var (outer, reduced, inner) = (DimExpr.One, DimExpr.One, DimExpr.One);
            if (Axes.Count == 0 || Axes[Axes.Count - 1] - Axes[0] != Axes.Count - 1)
            {
                return null;
            }

            for (int i = 0; i < Shape.Rank; i++)
            {
                if (i < Axes[0])
                {
                    outer *= Shape[i];
                }
                else if (i <= Axes[Axes.Count - 1])
                {
                    reduced *= Shape[i];
                }
                else
                {
                    inner *= Shape[i];
                }
            }

            return (outer, reduced, inner);
        }
    }
}

/// <summary>The axes in another order.</summary>
internal sealed class TransposeStatement(BufferView source, Shape shape, IReadOnlyList<int> permutation, PlanBuffer target) : PlanStatement
{
    public BufferView Source { get; } = source;

    /// <summary>The shape of the source.</summary>
    public Shape Shape { get; } = shape;

    public IReadOnlyList<int> Permutation { get; } = permutation;

    public PlanBuffer Target { get; } = target;
}

internal enum WindowKind : byte
{
    Read,
    Set,
    Add,
}

/// <summary>Reads a window of <see cref="Whole"/> into <see cref="Part"/>, or writes or adds the part to it.</summary>
internal sealed class WindowStatement(WindowKind kind, BufferView whole, Shape wholeShape, BufferView part, Shape partShape, Shape starts) : PlanStatement
{
    public WindowKind Kind { get; } = kind;

    public BufferView Whole { get; } = whole;

    public Shape WholeShape { get; } = wholeShape;

    public BufferView Part { get; } = part;

    public Shape PartShape { get; } = partShape;

    public Shape Starts { get; } = starts;

    /// <summary>Where the window begins, if its elements are neighbours; null otherwise.</summary>
    public DimExpr? Offset => ValueAccess.IsContiguous(WholeShape, PartShape)
        ? ValueAccess.RowMajor(WholeShape).Select((stride, i) => stride * Starts[i]).Aggregate(DimExpr.Zero, (a, b) => a + b)
        : null;
}

/// <summary>A triangle of each matrix, the rest 0.</summary>
internal sealed class TriStatement(BufferView source, Shape shape, bool lower, int diagonal, PlanBuffer target) : PlanStatement
{
    public BufferView Source { get; } = source;

    public Shape Shape { get; } = shape;

    public bool Lower { get; } = lower;

    public int Diagonal { get; } = diagonal;

    public PlanBuffer Target { get; } = target;
}

/// <summary>Square matrices to the packed elements of a triangle, or back with 0 elsewhere.</summary>
internal sealed class PackTriStatement(bool unpacks, BufferView source, DimExpr batch, DimExpr order, bool lower, bool strict, PlanBuffer target) : PlanStatement
{
    public bool Unpacks { get; } = unpacks;

    public BufferView Source { get; } = source;

    public DimExpr Batch { get; } = batch;

    /// <summary>Rows and columns of each matrix.</summary>
    public DimExpr Order { get; } = order;

    public bool Lower { get; } = lower;

    public bool Strict { get; } = strict;

    public PlanBuffer Target { get; } = target;
}

internal enum FactorisationKind : byte
{
    /// <summary>The lower factor itself is the value.</summary>
    CholeskyValue,
    Cholesky,
    Lu,
}

/// <summary>Factors each matrix; a failure ends the call with an exception that names the line.</summary>
internal sealed class FactorStatement(FactorisationKind kind, BufferView source, DimExpr order, PlanBuffer target, int line) : PlanStatement
{
    public FactorisationKind Kind { get; } = kind;

    public BufferView Source { get; } = source;

    public DimExpr Order { get; } = order;

    public PlanBuffer Target { get; } = target;

    public int Line { get; } = line;
}

/// <summary>Ends the call with an exception if an iteration has not converged. All operands are scalars.</summary>
internal sealed class ConvergedStatement(string of, BufferView residual, BufferView bound, BufferView steps, int line) : PlanStatement
{
    /// <summary>What was iterated.</summary>
    public string Of { get; } = of;

    public BufferView Residual { get; } = residual;

    public BufferView Bound { get; } = bound;

    public BufferView Steps { get; } = steps;

    public int Line { get; } = line;
}

/// <summary>Solves in place: the target holds the right-hand side before and the solution afterwards.</summary>
internal sealed class SolveStatement(FactorKind factor, BufferView matrix, PlanBuffer target, DimExpr order, DimExpr columns, bool right, bool lower, bool transposed, bool unit) : PlanStatement
{
    /// <summary><see cref="FactorKind.None"/> for a triangular matrix.</summary>
    public FactorKind Factor { get; } = factor;

    public BufferView Matrix { get; } = matrix;

    public PlanBuffer Target { get; } = target;

    public DimExpr Order { get; } = order;

    /// <summary>Number of right-hand sides.</summary>
    public DimExpr Columns { get; } = columns;

    public bool Right { get; } = right;

    public bool Lower { get; } = lower;

    public bool Transposed { get; } = transposed;

    public bool Unit { get; } = unit;
}

/// <summary>The statements of a region, with what must hold when it is entered.</summary>
internal sealed class RegionPlan(IReadOnlyList<PlanStatement> statements, IReadOnlyList<Guard> guards, PlanArena arena, IReadOnlyList<CarryMove> moves, IReadOnlyList<PlanNumber> places)
{
    public IReadOnlyList<PlanStatement> Statements { get; } = statements;

    public IReadOnlyList<Guard> Guards { get; } = guards;

    /// <summary>Memory whose size depends on the iteration.</summary>
    public PlanArena Arena { get; } = arena;

    public IReadOnlyList<CarryMove> Moves { get; } = moves;

    /// <summary>Distances that several operands share.</summary>
    public IReadOnlyList<PlanNumber> Places { get; } = places;
}

/// <summary>A part of a buffer under a name of its own.</summary>
internal sealed class LocalView(PlanBuffer name, BufferView source)
{
    public PlanBuffer Name { get; } = name;

    public BufferView Source { get; } = source;
}

/// <summary>A carry of a loop: the variable that holds it, what it begins with, and where its last value must be.</summary>
internal sealed class CarryPlan(PlanBuffer current, PlanBuffer result, BufferView? begin, double? fill)
{
    public PlanBuffer Current { get; } = current;

    /// <summary>The memory of the result: the variable itself, or one outside that the last value is copied to unless it is there.</summary>
    public PlanBuffer Result { get; } = result;

    /// <summary>What is copied into it before the loop; null if it is there, or filled.</summary>
    public BufferView? Begin { get; } = begin;

    public double? Fill { get; } = fill;
}

/// <summary>A loop: a For with a count, or as long as a condition holds.</summary>
internal sealed class IterationStatement : PlanStatement
{
    public override bool IsControl => true;

    /// <summary>The operands in memory, by which the surrounding plan knows what is read.</summary>
    public IReadOnlyList<PlanBuffer> Operands { get; init; } = [];

    /// <summary>The symbol of the index.</summary>
    public string Index { get; init; } = string.Empty;

    /// <summary>The number of iterations; null if a trip count or a condition decides.</summary>
    public DimExpr? Count { get; init; }

    /// <summary>The trip count of a loop that was run before.</summary>
    public BufferView? Trips { get; init; }

    public bool Reverse { get; init; }

    /// <summary>Views that are made once.</summary>
    public IReadOnlyList<LocalView> Views { get; init; } = [];

    /// <summary>What the regions read of outside, in the order of their inputs.</summary>
    public IReadOnlyList<PlanBuffer> Invariants { get; init; } = [];

    public IReadOnlyList<CarryPlan> Carries { get; init; } = [];

    /// <summary>Views that are made in each iteration: the entries of logs.</summary>
    public IReadOnlyList<LocalView> Entries { get; init; } = [];

    /// <summary>Stacks that are written.</summary>
    public IReadOnlyList<PlanBuffer> Stacks { get; init; } = [];

    /// <summary>Where the number of iterations goes.</summary>
    public PlanBuffer? CountedIn { get; init; }

    /// <summary>The condition of a While, and where its value is.</summary>
    public (RegionPlan Plan, PlanBuffer Holds)? Condition { get; init; }

    public RegionPlan Body { get; init; } = null!;

    /// <summary>The states that are kept while it runs, for the statement that reverses it; null if none are.</summary>
    public FirstRun? First { get; init; }
}

/// <summary>What is kept of the first run of a loop that runs again while it is reversed.</summary>
/// <param name="room">The states there is room for.</param>
/// <param name="order">What says, in the printed text, which states are kept.</param>
/// <param name="limit">The most iterations of a loop that data end, if something bounds them.</param>
/// <param name="states">What is kept.</param>
/// <param name="carries">The variables of the loop that hold it.</param>
internal sealed class FirstRun(StateRoom room, string order, DimExpr? limit, IReadOnlyList<StatePlan> states, IReadOnlyList<PlanBuffer> carries)
{
    public StateRoom Room { get; } = room;

    public string Order { get; } = order;

    public DimExpr? Limit { get; } = limit;

    public IReadOnlyList<StatePlan> States { get; } = states;

    public IReadOnlyList<PlanBuffer> Carries { get; } = carries;
}

/// <summary>A loop that runs again, from few of its states, while it is reversed.</summary>
internal sealed class ReplayStatement : PlanStatement
{
    public override bool IsControl => true;

    /// <summary>The reversal: carries, views, the body.</summary>
    public IterationStatement Reversed { get; init; } = null!;

    /// <summary>The states there is room for.</summary>
    public StateRoom Room { get; init; }

    /// <summary>What orders the steps in the printed text.</summary>
    public string Order { get; init; } = string.Empty;

    /// <summary>What was kept when the loop ran first; null if it runs again from the start.</summary>
    public FirstRun? First { get; init; }

    public IReadOnlyList<StatePlan> States { get; init; } = [];

    /// <summary>An iteration that runs again.</summary>
    public RegionPlan Advance { get; init; } = null!;
}

/// <summary>A carry of a loop that runs again.</summary>
/// <param name="current">The variable that holds it.</param>
/// <param name="begin">What it is before the first iteration.</param>
/// <param name="kept">The name of the memory that has room for as many as there are slots.</param>
internal sealed class StatePlan(PlanBuffer current, BufferView begin, string kept)
{
    public PlanBuffer Current { get; } = current;

    public BufferView Begin { get; } = begin;

    public string Kept { get; } = kept;
}

/// <summary>A choice between two regions.</summary>
internal sealed class BranchStatement : PlanStatement
{
    public override bool IsControl => true;

    public IReadOnlyList<PlanBuffer> Operands { get; init; } = [];

    public BufferView Condition { get; init; }

    public IReadOnlyList<LocalView> Views { get; init; } = [];

    public IReadOnlyList<PlanBuffer> Results { get; init; } = [];

    public RegionPlan WhenTrue { get; init; } = null!;

    public RegionPlan WhenFalse { get; init; } = null!;
}
