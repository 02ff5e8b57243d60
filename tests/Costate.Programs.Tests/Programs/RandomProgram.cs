using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Tests.Programs;

/// <summary>A well-typed method over traced tensors that nobody wrote.</summary>
internal sealed record RandomProgram
{
    /// <summary>The name of the class that holds the method.</summary>
    public required string Name { get; init; }

    /// <summary>Parameters and expressions, operands first.</summary>
    public required IReadOnlyList<Step> Steps { get; init; }

    /// <summary>The values that are returned.</summary>
    public required IReadOnlyList<int> Outputs { get; init; }

    /// <summary>float instead of double.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Decides what is a local variable, what is assigned again, what is nested.</summary>
    public int Style { get; init; }

    /// <summary>Another annotated method that this one calls.</summary>
    public RandomProgram? Callee { get; init; }

    public IEnumerable<Step> Parameters => Steps.Where(s => s.IsParameter);

    /// <summary>Whether differences show the derivative that the method has.</summary>
    public bool IsDifferenceable => !IsSingle && !Steps.Any(s => s.StopsGradient) && Callee is not { IsDifferenceable: false };

    /// <summary>Statements and calls, for comparisons of size.</summary>
    public int Length => Steps.Count(s => !s.IsParameter && s.Form is not (StepForm.Argument or StepForm.Middle or StepForm.Close)) + (Callee?.Length ?? 0);

    public bool HasBlocks => Steps.Any(s => s.Form == StepForm.Open) || Callee is { HasBlocks: true };

    /// <summary>The symbols that parameters determine.</summary>
    public IEnumerable<string> Symbols => Parameters.SelectMany(p => p.Kind == StepKind.Size ? p.Size.Symbols : p.Shape.Symbols).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Only what the results need, and at least one tensor to differentiate by.</summary>
    public RandomProgram WithoutUnused()
    {
        bool[] live = Live();
        if (!Steps.Where((s, i) => live[i] && s.IsParameter && s.Kind == StepKind.Tensor).Any())
        {
            live[Steps.TakeWhile(s => !s.IsParameter || s.Kind != StepKind.Tensor).Count()] = true;
        }

        return Keep(i => live[i]);
    }

    /// <summary>Some of the steps; the others are named by none of them.</summary>
    public RandomProgram Keep(Func<int, bool> keeps)
    {
        int[] place = new int[Steps.Count];
        var steps = new List<Step>();
        for (int i = 0; i < place.Length; i++)
        {
            place[i] = steps.Count;
            if (keeps(i)) steps.Add(Steps[i] with { Operands = [.. Steps[i].Operands.Select(o => place[o])] });
        }

        bool calls = steps.Any(s => s.Text.Contains("Inner(", StringComparison.Ordinal));
        return this with { Steps = steps, Outputs = [.. Outputs.Select(o => place[o])], Callee = calls ? Callee : null };
    }

    private bool[] Live()
    {
        bool[] live = new bool[Steps.Count];
        var blocks = new Blocks(Steps);
        foreach (int output in Outputs) live[output] = true;
        for (bool grows = true; grows;)
        {
            grows = false;
            for (int i = live.Length - 1; i >= 0; i--)
            {
                if (!live[i] && IsNeeded(i))
                {
                    live[i] = true;
                    grows = true;
                }

                if (!live[i]) continue;

                // A block that something in it is needed of, and what the step names.
                foreach (int o in Steps[i].Operands.Concat(blocks.Around(i).Take(1).SelectMany(s => blocks.PartsOf(blocks.HeadOf(s)))))
                {
                    grows |= !live[o];
                    live[o] = true;
                }
            }
        }

        return live;

        bool IsNeeded(int i) => Steps[i].Form switch
        {
            // What ends a loop is needed as long as there is the loop.
            not StepForm.Variable when Steps[i].IsEssential => live[blocks.HeadOf(blocks.SectionOf(i))],
            StepForm.Assign => live[Steps[i].Operands[0]],
            StepForm.Argument => live[blocks.SectionOf(i)],
            StepForm.Jump when blocks.Around(i).Any(s => Steps[s].Block == BlockKind.Function) => blocks.Around(i).Where(s => Steps[s].Block == BlockKind.Function).Take(1).All(s => live[s]),
            StepForm.Jump => blocks.TargetOf(i) is var target && (target == Blocks.Method || live[target]),
            StepForm.Middle or StepForm.Close => live[blocks.HeadOf(i)],
            StepForm.Open => Steps.Where((s, c) => s.Form == StepForm.Close && blocks.HeadOf(c) == i && live[c]).Any(),
            _ => false,
        };
    }

    public override string ToString() => ProgramPrinter.Print(this);
}
