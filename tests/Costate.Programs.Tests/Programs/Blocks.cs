using System.Collections.Generic;
using System.Linq;

namespace Costate.Tests.Programs;

/// <summary>Which step stands in which block. A section is what stands between the head of a block, its dividers and its end; -1 is the method.</summary>
internal sealed class Blocks
{
    public const int Method = -1;

    private readonly IReadOnlyList<Step> steps;
    private readonly int[] sections;
    private readonly int[] heads;
    private readonly int[] ends;

    public Blocks(IReadOnlyList<Step> steps)
    {
        this.steps = steps;
        sections = new int[steps.Count];
        heads = new int[steps.Count];
        ends = new int[steps.Count];
        var open = new Stack<(int Head, int Section)>();
        open.Push((Method, Method));
        for (int i = 0; i < steps.Count; i++)
        {
            var form = steps[i].Form;
            if (form is StepForm.Middle or StepForm.Close)
            {
                heads[i] = open.Pop().Head;
                ends[heads[i]] = i;
            }

            sections[i] = open.Peek().Section;
            if (form == StepForm.Open)
            {
                heads[i] = i;
                open.Push((i, i));
            }
            else if (form == StepForm.Middle)
            {
                open.Push((heads[i], i));
            }
        }
    }

    /// <summary>The head or divider that a step stands under; heads, dividers and ends stand in what is around their block.</summary>
    public int SectionOf(int step) => sections[step];

    /// <summary>The head of the block of a head, divider or end.</summary>
    public int HeadOf(int part) => heads[part];

    /// <summary>The end of the block of a head.</summary>
    public int EndOf(int head) => ends[head];

    /// <summary>The sections around a step, from the inside out, without the method.</summary>
    public IEnumerable<int> Around(int step)
    {
        for (int section = sections[step]; section != Method; section = sections[section]) yield return section;
    }

    /// <summary>Whether a value may be named at the place of a later step, or at the end.</summary>
    public bool IsVisible(int value, int at)
    {
        int[] around = at < steps.Count ? [.. Around(at)] : [];
        bool isOwn = steps[value].Form == StepForm.Open && steps[value].Block != BlockKind.Function;
        return value < at && (isOwn ? around.Contains(value) : steps[value].IsParameter || sections[value] == Method || around.Contains(sections[value]));
    }

    /// <summary>The head of the innermost block of a kind around a step; -1 if there is none in its function.</summary>
    public int Innermost(int step, BlockKind kind)
    {
        foreach (int section in Around(step))
        {
            var head = steps[heads[section]];
            if (head.Block == kind) return heads[section];
            if (head.Block == BlockKind.Function) break;
        }

        return Method;
    }

    /// <summary>The loop that a jump leaves or goes on with; -1 for a return.</summary>
    public int TargetOf(int jump) => steps[jump].Text[0] == 'r' ? Method : Innermost(jump, BlockKind.Loop);

    /// <summary>The parts of a block: its head, its dividers and its end.</summary>
    public IEnumerable<int> PartsOf(int head) => Enumerable.Range(head, ends[head] - head + 1).Where(i => steps[i].Form is StepForm.Open or StepForm.Middle or StepForm.Close && heads[i] == head);
}
