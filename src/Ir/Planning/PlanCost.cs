using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>
/// What the plans of a fragment cost, as formulas in the dimension symbols; for the documentation of generated members. A trip count that
/// only data decide is a symbol too, and so is the number of iterations that run again where a loop keeps few of its states.
/// </summary>
internal sealed class PlanCost(ProgramPlans plans)
{
    // Sums over higher powers of an index are rarer than formulas that no reader understands.
    private const int MaxDegree = 6;

    /// <summary>Multiply-adds, additions and elementary functions, each function counted by its op's cost.</summary>
    public DimExpr Flops(Plan plan) => Flops(plan.Statements);

    /// <summary>Elements of scratch memory that are alive during a call.</summary>
    public DimExpr Scratch(Plan plan) => Sum(plan.Slots) + Inner(plan.Statements);

    /// <summary>Elements that the forward keeps for the adjoint, apart from what fills the slices up to their alignment.</summary>
    public DimExpr Residuals()
    {
        var plan = plans.ForwardKeeping;
        return Sum(plans.Programs.Residuals.Select((type, i) => type.IsRagged
            ? Stack(plan.Parameters.First(p => p.Role == BufferRole.Log && p.Index == i), plan.Statements)
            : plans.Residuals[i]));
    }

    private static DimExpr Sum(IEnumerable<DimExpr> sizes) => sizes.Aggregate(DimExpr.Zero, (a, b) => a + b);

    private DimExpr Flops(IEnumerable<PlanStatement> statements) => Sum(statements.Select(Flops));

    private DimExpr Flops(PlanStatement statement)
    {
        switch (statement)
        {
            case LoopStatement s:
                var elements = s.Outer.Aggregate(s.Rows * s.Cols, (a, b) => a * b);
                return elements * (s.Body.Sum(op => op.Op == "Sub" ? 1 : OpTable.Get(op.Op).Cost) + s.Outputs.Count(o => o.Access == LoopAccess.Add) + (s.RowSum is null ? 0 : 1));
            case ContractStatement s:
                return Flops(s);
            case ReduceStatement s:
                return s.Shape.ElementCount;
            case FactorStatement s:
                // n^3/3 for each Cholesky factor, 2 n^3/3 for each LU.
                var cubes = s.Source.Count * s.Order;
                return DimExpr.FloorDiv(s.Kind == FactorisationKind.Lu ? cubes * 2 : cubes, 3);
            case SolveStatement s:
                return s.Target.Count * s.Order * (s.Factor == FactorKind.None ? 1 : 2);
            case WindowStatement { Kind: WindowKind.Add } s:
                return s.PartShape.ElementCount;
            case IterationStatement s:
                var steps = Over(s, Trips(s), Flops(s.Body.Statements));
                return s.Condition is var (condition, _) ? steps + Over(s, Trips(s) + 1, Flops(condition.Statements)) : steps;
            case ReplayStatement s:
                return Flops(s.Reversed) + (Replayed(s) * Most(s.Reversed, Flops(s.Advance.Statements)));
            case BranchStatement s:
                return Larger(Flops(s.WhenTrue.Statements), Flops(s.WhenFalse.Statements));
            default:
                return DimExpr.Zero;
        }
    }

    /// <summary>All terms; of a triangle those that count, as if no tile reached beyond it.</summary>
    private static DimExpr Flops(ContractStatement statement)
    {
        var (a, b, _) = ContractOp.Parse(statement.Spec);
        var extents = (a + b).Distinct().Zip(statement.Extents, (letter, extent) => (letter, extent)).ToDictionary(e => e.letter, e => e.extent);
        var triangle = statement.Orders.FirstOrDefault(o => extents[o.Greater].Equals(extents[o.Lesser]));
        return triangle == default
            ? extents.Values.Aggregate((DimExpr)2, (x, y) => x * y)
            : extents.Where(e => e.Key != triangle.Lesser).Aggregate(extents[triangle.Greater] + 1, (x, e) => x * e.Value);
    }

    /// <summary>Memory that is rented inside of loops and branches, and stacks that grow: at the same time at most that of one loop and the stacks of all.</summary>
    private DimExpr Inner(IReadOnlyList<PlanStatement> statements)
    {
        var stacks = Sum(statements.SelectMany(s => s.Begins).Where(b => b.Role == BufferRole.Log).Select(b => Stack(b, statements)));
        var states = Sum(statements.OfType<IterationStatement>().Where(s => s.First is not null).Select(s => Kept(s, s.First!.Room, s.First.States)));
        return stacks + states + statements.Select(Rented).Aggregate(DimExpr.Zero, Larger);
    }

    private DimExpr Rented(PlanStatement statement) => statement switch
    {
        IterationStatement s => Most(s, s.Condition is var (condition, _) ? Larger(Rented(condition), Rented(s.Body)) : Rented(s.Body)),
        ReplayStatement s => (s.First is null ? Kept(s.Reversed, s.Room, s.States) : DimExpr.Zero) + Larger(Most(s.Reversed, Rented(s.Advance)), Rented(s.Reversed)),
        BranchStatement s => Larger(Rented(s.WhenTrue), Rented(s.WhenFalse)),
        _ => DimExpr.Zero,
    };

    private DimExpr Rented(RegionPlan region) => Sum(region.Arena.Slots) + Inner(region.Statements);

    /// <summary>Elements of a stack that grows, by the statements that write it.</summary>
    private DimExpr Stack(PlanBuffer stack, IEnumerable<PlanStatement> statements) => Sum(statements.Select(statement => statement switch
    {
        IterationStatement s => Sum(s.Entries.Where(e => e.Name.Writable && e.Source.Buffer == stack).Select(e =>
            Over(s, Trips(s), e.Name.Role == BufferRole.Log ? Stack(e.Name, s.Body.Statements) : e.Name.Count))),
        BranchStatement s => Larger(Stack(stack, s.WhenTrue.Statements), Stack(stack, s.WhenFalse.Statements)),
        _ => DimExpr.Zero,
    }));

    /// <summary>How many iterations run again: of a run of which states were kept, the last one was no part of the reversal.</summary>
    private DimExpr Replayed(ReplayStatement s) => s.Reversed.Count is { } count && count.TryGetConstant(out long known)
        && s.Room.For(count).TryGetConstant(out long slots)
        ? Revolve.Replayed(known, Math.Max(1, slots)) - (s.First is null ? 0 : Math.Max(0, known - 1))
        : DimExpr.Symbol(plans.ReplaysOf(s.Reversed.Index, s.First is not null).Name);

    /// <summary>Elements of the states that are kept at the same time.</summary>
    private DimExpr Kept(IterationStatement loop, StateRoom room, IEnumerable<StatePlan> states) => Sum(states.Select(state => state.Current.Count)) * DimExpr.Min(room.For(Trips(loop)), Trips(loop));

    private DimExpr Trips(IterationStatement loop) => loop.Count ?? DimExpr.Symbol(plans.TripsOf(loop.Index).Name);

    /// <summary>The sum over the iterations of a loop of what one of them costs.</summary>
    private static DimExpr Over(IterationStatement loop, DimExpr trips, DimExpr cost)
    {
        DimExpr At(DimExpr formula, DimExpr index) => formula.Substitute(s => s == loop.Index ? index : null);

        // A polynomial is the sum of its differences at 0 times binomials of the index, and the sum over a binomial is the next one.
        var (sum, product, factorial) = (DimExpr.Zero, trips, 1);
        var difference = cost;
        for (int k = 0; k <= MaxDegree; k++)
        {
            sum += DimExpr.FloorDiv(At(difference, 0) * product, factorial);
            if (!difference.Symbols.Contains(loop.Index))
            {
                return sum;
            }

            difference = At(difference, DimExpr.Symbol(loop.Index) + 1) - difference;
            product *= trips - (k + 1);
            factorial *= k + 2;
        }

        return trips * At(cost, DimExpr.FloorDiv(trips, 2));
    }

    /// <summary>The most of what an iteration needs: in the first one or in the last.</summary>
    private DimExpr Most(IterationStatement loop, DimExpr size) => !size.Symbols.Contains(loop.Index)
        ? size
        : Larger(size.Substitute(s => s == loop.Index ? DimExpr.Zero : null), size.Substitute(s => s == loop.Index ? Trips(loop) - 1 : null));

    private static DimExpr Larger(DimExpr a, DimExpr b) =>
        DimExpr.DimLessOrEqual(a, b).Decision == DimDecision.Yes ? b
        : DimExpr.DimLessOrEqual(b, a).Decision == DimDecision.Yes ? a
        : DimExpr.Max(a, b);
}
