using System.Collections.Generic;
using System.Linq;

namespace Costate.Tests.Programs;

/// <content>Blocks: left out, replaced by one of their sections, or left with fewer sections and statements.</content>
internal static partial class ProgramShrinker
{
    private static IEnumerable<RandomProgram> WithoutBlocks(RandomProgram program)
    {
        var steps = program.Steps;
        var blocks = new Blocks(steps);
        for (int i = 0; i < steps.Count; i++)
        {
            // A local function goes with its calls.
            if (steps[i].Form != StepForm.Open || steps[i].IsEssential || steps[i].Block == BlockKind.Function) continue;
            int head = i, end = blocks.EndOf(i);
            yield return program.Keep(k => k < head || k > end);
            int[] parts = [.. blocks.PartsOf(i)];
            for (int p = 0; p + 1 < parts.Length; p++) yield return Once(program, blocks, parts[p], parts[p + 1]);
        }

        for (int i = 0; i < steps.Count; i++)
        {
            if (steps[i].Form != StepForm.Middle) continue;
            int divider = i, next = blocks.PartsOf(blocks.HeadOf(i)).First(p => p > divider);
            yield return program.Keep(k => k < divider || k >= next);
        }

        for (int i = 0; i < steps.Count; i++)
        {
            int at = i;
            bool endsFunction = i + 1 < steps.Count && steps[i + 1].Form == StepForm.Close && steps[blocks.HeadOf(i + 1)].Block == BlockKind.Function;
            if (steps[i].Form is StepForm.Assign or StepForm.Jump && !steps[i].IsEssential && !endsFunction) yield return program.Keep(k => k != at);
            if (steps[i].Form == StepForm.Variable && steps[i].Text.Length > 0 && !steps[i].IsEssential)
            {
                yield return Replace(program, i, steps[i] with { Form = StepForm.Value }).Keep(k => steps[k].Form != StepForm.Assign || steps[k].Operands[0] != at);
            }
        }
    }

    /// <summary>A section in the place of its block: the body of a loop runs once.</summary>
    private static RandomProgram Once(RandomProgram program, Blocks blocks, int part, int next)
    {
        int head = blocks.HeadOf(part), end = blocks.EndOf(head);
        bool hasValue = program.Steps[head].Kind != StepKind.Statement;
        var opened = program with
        {
            Steps = [.. program.Steps.Select((s, k) => k == head
                ? s with { Text = s.Once, Form = StepForm.Value, Operands = [.. s.Operands.Take(1)] }
                : s with { IsEssential = s.IsEssential && blocks.Innermost(k, BlockKind.Loop) != head })],
        };
        return opened.Keep(k => k < head || k > end || (hasValue && k == head)
            || (k > part && k < next && !(program.Steps[k].Form == StepForm.Jump && blocks.TargetOf(k) == head)));
    }

    /// <summary>One of several results, also where a branch returns.</summary>
    private static RandomProgram WithResult(RandomProgram program, int result)
    {
        int count = program.Outputs.Count;
        return program with
        {
            Outputs = [program.Outputs[result]],
            Steps = [.. program.Steps.Select(s => s.Form == StepForm.Jump && s.Operands.Count == count ? s with { Text = "return {0};", Operands = [s.Operands[result]] } : s)],
        };
    }
}
