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
    public int Length => Steps.Count(s => !s.IsParameter) + (Callee?.Length ?? 0);

    /// <summary>The symbols that parameters determine.</summary>
    public IEnumerable<string> Symbols => Parameters.SelectMany(p => p.Kind == StepKind.Size ? p.Size.Symbols : p.Shape.Symbols).Distinct().Order(StringComparer.Ordinal);

    /// <summary>Only what the results need, and at least one tensor to differentiate by.</summary>
    public RandomProgram WithoutUnused()
    {
        bool[] live = new bool[Steps.Count];
        foreach (int output in Outputs) live[output] = true;
        for (int i = live.Length - 1; i >= 0; i--)
        {
            if (!live[i]) continue;
            foreach (int o in Steps[i].Operands) live[o] = true;
        }

        if (!Steps.Where((s, i) => live[i] && s.IsParameter && s.Kind == StepKind.Tensor).Any())
        {
            live[Steps.TakeWhile(s => !s.IsParameter || s.Kind != StepKind.Tensor).Count()] = true;
        }

        int[] place = new int[live.Length];
        var steps = new List<Step>();
        for (int i = 0; i < live.Length; i++)
        {
            place[i] = steps.Count;
            if (live[i]) steps.Add(Steps[i] with { Operands = [.. Steps[i].Operands.Select(o => place[o])] });
        }

        bool calls = steps.Any(s => s.Text.Contains("Inner(", StringComparison.Ordinal));
        return this with { Steps = steps, Outputs = [.. Outputs.Select(o => place[o])], Callee = calls ? Callee : null };
    }

    public override string ToString() => ProgramPrinter.Print(this);
}
