using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Tests.Programs;

/// <summary>Smaller programs of the same kind: fewer results, values replaced by operands, by earlier ones or by parameters, fewer symbols, plainer style.</summary>
internal static partial class ProgramShrinker
{
    /// <summary>Candidates, the most drastic ones first; a few of them may not compile.</summary>
    public static IEnumerable<RandomProgram> Shrink(RandomProgram program) => Candidates(program).SelectMany(p => new[] { p.WithoutUnused(), p }).Where(p => Weight(p) < Weight(program)).DistinctBy(p => p.ToString());

    private static IEnumerable<RandomProgram> Candidates(RandomProgram program)
    {
        var steps = program.Steps;
        var blocks = new Blocks(steps);
        for (int i = 0; program.Outputs.Count > 1 && i < program.Outputs.Count; i++) yield return WithResult(program, i);
        foreach (var smaller in WithoutBlocks(program)) yield return smaller;

        // The result is an earlier value.
        if (program.Outputs.Count == 1)
        {
            for (int i = 0; i < program.Outputs[0]; i++)
            {
                if (steps[i].Kind == StepKind.Tensor && !steps[i].IsParameter && blocks.IsVisible(i, steps.Count)) yield return program with { Outputs = [i] };
            }
        }

        // A value becomes a parameter.
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            if (steps[i].Kind == StepKind.Tensor && !steps[i].IsParameter && steps[i].Form == StepForm.Value && !program.Outputs.Contains(i) && steps[i].Shape.Symbols.All(program.Symbols.Contains)) yield return Replace(program, i, steps[i] with { Text = "x" + i, IsParameter = true, Operands = [], Operator = '\0', StopsGradient = false });
        }

        // A value is replaced by another one of its shape.
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            if ((steps[i].IsParameter && steps[i].Kind == StepKind.Size) || steps[i].Form is StepForm.Variable or StepForm.Argument) continue;
            for (int j = 0; j < i; j++)
            {
                if (blocks.IsVisible(j, i) && steps[j].Kind == steps[i].Kind && steps[i].Kind is StepKind.Tensor or StepKind.Mask && steps[j].Shape.Equals(steps[i].Shape)) yield return Redirect(program, i, j);
            }
        }

        // Two parameters of one size.
        string[] symbols = [.. program.Symbols];
        foreach (string symbol in symbols)
        {
            foreach (string other in symbols)
            {
                if (string.CompareOrdinal(other, symbol) < 0 && !steps.Any(s => s.IsParameter && (s.Text == symbol || s.Text == other))) yield return Rename(program, symbol, other);
            }
        }

        // The callee itself, or its body in the place of the call.
        if (program.Callee is { } callee)
        {
            if (Inline(program, callee) is { } inlined) yield return inlined;
            yield return callee with { Name = program.Name };
            foreach (var smaller in Shrink(callee))
            {
                if (smaller.Parameters.Select(p => p.Text).SequenceEqual(callee.Parameters.Select(p => p.Text)) && smaller.Outputs.Count == callee.Outputs.Count) yield return program with { Callee = smaller };
            }
        }

        if (program.IsSingle && program.Callee is null && !steps.Any(s => s.Text.Contains('f', StringComparison.Ordinal) && s.Text.Contains('.', StringComparison.Ordinal))) yield return program with { IsSingle = false };
        if (program.Style != 0) yield return program with { Style = 0 };
    }

    private static RandomProgram Replace(RandomProgram program, int at, Step step)
    {
        Step[] steps = [.. program.Steps];
        steps[at] = step;
        return program with { Steps = steps };
    }

    private static RandomProgram Redirect(RandomProgram program, int from, int to) => program with
    {
        Steps = [.. program.Steps.Select(s => s with { Operands = [.. s.Operands.Select(o => o == from ? to : o)] })],
        Outputs = [.. program.Outputs.Select(o => o == from ? to : o)],
    };

    private static RandomProgram? Inline(RandomProgram program, RandomProgram callee)
    {
        int call = program.Steps.ToList().FindIndex(s => s.Text.StartsWith("Inner(", StringComparison.Ordinal));
        if (call < 0 || callee.Steps.Any(s => s.Form == StepForm.Jump && s.Operands.Count > 0)) return null;
        var steps = program.Steps.Take(call).ToList();
        int[] inner = new int[callee.Steps.Count];
        int arguments = 0;
        for (int i = 0; i < inner.Length; i++)
        {
            inner[i] = callee.Steps[i].IsParameter ? program.Steps[call].Operands[arguments++] : steps.Count;
            if (!callee.Steps[i].IsParameter) steps.Add(callee.Steps[i] with { Operands = [.. callee.Steps[i].Operands.Select(o => inner[o])] });
        }

        bool hasSeveral = program.Steps[call].Kind == StepKind.Tuple;

        // The results of the call are read in their order.
        var place = Enumerable.Range(0, call).ToList();
        int results = 0;
        for (int i = call; i < program.Steps.Count; i++)
        {
            var step = program.Steps[i];
            bool isResult = i == call ? !hasSeveral : hasSeveral && step.Operands.Contains(call);
            place.Add(isResult ? inner[callee.Outputs[results++]] : steps.Count);
            if (i != call && !isResult) steps.Add(step with { Operands = [.. step.Operands.Select(o => place[o])] });
        }

        return program with { Steps = steps, Outputs = [.. program.Outputs.Select(o => place[o])], Callee = null };
    }

    private static RandomProgram Rename(RandomProgram program, string from, string to)
    {
        DimExpr? Map(string s) => s == from ? DimExpr.Symbol(to) : null;
        return program with { Steps = [.. program.Steps.Select(s => s with { Shape = s.Shape.Substitute(Map), Size = s.Size.Substitute(Map) })] };
    }

    /// <summary>Decreases with every candidate, so that shrinking ends.</summary>
    private static long Weight(RandomProgram program) =>
        (1000L * program.Length) + (program.Callee is null ? 0 : 500) + (100 * program.Outputs.Count) + (10 * program.Parameters.Count()) + (4 * program.Symbols.Count()) + (program.IsSingle ? 2 : 0) + (program.Style != 0 ? 1 : 0)
        + (20 * (program.Callee?.Parameters.Count() ?? 0)) + program.Steps.Sum(s => s.Form is StepForm.Variable or StepForm.Middle or StepForm.Close ? 3 : 0);
}
