using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir;

/// <summary>The buffers that a statement reads and writes; a buffer that is updated is both.</summary>
internal static class StatementAccess
{
    public static IEnumerable<PlanBuffer> Reads(PlanStatement statement) => statement switch
    {
        LoopStatement s => s.Inputs.Where(i => i.Buffer is not null).Concat(s.Outputs.Where(o => o.Access == LoopAccess.Add)).Select(i => i.Buffer!),
        CopyStatement s => [s.Source.Buffer],
        FillStatement => [],
        AbsentStatement s => [s.Cotangent],
        ContractStatement s => s.Accumulate ? [s.A.Buffer, s.B.Buffer, s.Target] : [s.A.Buffer, s.B.Buffer],
        ReduceStatement s => s.Accumulate ? [s.Source.Buffer, s.Target] : [s.Source.Buffer],
        TransposeStatement s => [s.Source.Buffer],
        WindowStatement s => s.Kind == WindowKind.Add ? [s.Whole.Buffer, s.Part.Buffer] : s.Kind == WindowKind.Read ? [s.Whole.Buffer] : [s.Part.Buffer],
        TriStatement s => [s.Source.Buffer],
        PackTriStatement s => [s.Source.Buffer],
        FactorStatement s => [s.Source.Buffer],
        SolveStatement s => [s.Matrix.Buffer, s.Target],
        ConvergedStatement s => [s.Residual.Buffer, s.Bound.Buffer, s.Steps.Buffer],
        IterationStatement s => s.Operands,
        ReplayStatement s => s.Reversed.Operands,
        BranchStatement s => s.Operands,
        _ => throw Unknown(statement),
    };

    public static IEnumerable<PlanBuffer> Writes(PlanStatement statement) => statement switch
    {
        LoopStatement s => s.Targets,
        CopyStatement s => [s.Target],
        FillStatement s => [s.Target],
        AbsentStatement s => [s.Zero],
        ContractStatement s => [s.Target],
        ReduceStatement s => [s.Target],
        TransposeStatement s => [s.Target],
        WindowStatement s => [s.Kind == WindowKind.Read ? s.Part.Buffer : s.Whole.Buffer],
        TriStatement s => [s.Target],
        PackTriStatement s => [s.Target],
        FactorStatement s => [s.Target],
        SolveStatement s => [s.Target],
        ConvergedStatement => [],
        IterationStatement s => [.. s.Carries.Select(c => c.Result), .. s.Stacks, .. s.CountedIn is { } trips ? [trips] : System.Array.Empty<PlanBuffer>()],
        ReplayStatement s => Writes(s.Reversed),
        BranchStatement s => s.Results,
        _ => throw Unknown(statement),
    };

    private static InvalidOperationException Unknown(PlanStatement statement) => new("A " + statement.GetType().Name + " does not say what it reads and writes.");
}
