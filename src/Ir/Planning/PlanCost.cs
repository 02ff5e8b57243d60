using System.Linq;

namespace Costate.Ir;

/// <summary>What a plan costs, as formulas in the dimension symbols; for the documentation of generated members.</summary>
internal static class PlanCost
{
    /// <summary>Multiply-adds, additions and elementary functions, each function counted by its op's cost.</summary>
    public static DimExpr Flops(Plan plan)
    {
        var sum = DimExpr.Zero;
        foreach (var statement in plan.Statements)
        {
            sum += Flops(statement);
        }

        return sum;
    }

    /// <summary>Elements of scratch memory that are alive during a call.</summary>
    public static DimExpr Scratch(Plan plan) => plan.Slots.Aggregate(DimExpr.Zero, (a, b) => a + b);

    /// <summary>Elements that the forward keeps for the adjoint, apart from what fills the slices up to their alignment.</summary>
    public static DimExpr Residuals(ProgramPlans plans) => plans.Residuals.Aggregate(DimExpr.Zero, (a, b) => a + b);

    private static DimExpr Flops(PlanStatement statement)
    {
        switch (statement)
        {
            case LoopStatement s:
                var elements = s.Outer.Aggregate(s.Rows * s.Cols, (a, b) => a * b);
                return elements * s.Body.Sum(op => op.Op == "Sub" ? 1 : OpTable.Get(op.Op).Cost);
            case ContractStatement s:
                return s.Extents.Aggregate((DimExpr)2, (a, b) => a * b);
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
            default:
                return DimExpr.Zero;
        }
    }
}
