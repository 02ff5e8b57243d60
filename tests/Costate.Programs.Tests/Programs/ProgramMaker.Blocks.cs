using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Tests.Programs;

/// <content>Loops and branches: variables that they change stay inside of the intervals that they were declared with.</content>
internal sealed partial class ProgramMaker
{
    private const int Deepest = 3;

    // Loops over sizes inside of loops over sizes take long where sizes are 33.
    private const int LoopsAtOnce = 2;

    // Between these a sum over the iterations of a loop is expected.
    private static readonly Range Accumulated = new(-20, 20);

    private readonly HashSet<int> hidden = [];
    private readonly Stack<Scope> scopes = new();

    /// <summary>A block that is being drawn.</summary>
    /// <param name="Head">Its first step.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="MayContinue">Of a loop: whether it ends although an iteration may be left early.</param>
    private sealed record Scope(int Head, BlockKind Kind, bool MayContinue = true)
    {
        public int Section { get; set; } = Head;
    }

    private bool IsVisible(int step) => !hidden.Contains(step);

    private bool Control()
    {
        if (scopes.Count > 0 && Chance(0.3) && Windowed()) return true;
        if (scopes.Count >= Deepest || steps.Count > 45 || !Chance(scopes.Count == 0 ? 0.3 : 0.12)) return false;
        return random.Next(10) switch
        {
            < 6 => Loop(),
            _ => Branch(),
        };
    }

    private void Open(Step head, bool mayContinue = true)
    {
        steps.Add(head with { Form = StepForm.Open });
        used.UnionWith(head.Operands);
        scopes.Push(new Scope(steps.Count - 1, head.Block, mayContinue));
    }

    /// <summary>What stands in the section that is being drawn is not there for the next one, nor for its condition.</summary>
    private void EndSection() => Hide(scopes.Peek().Section + 1);

    private void Divide(string text, params int[] operands)
    {
        scopes.Peek().Section = steps.Count;
        steps.Add(new Step { Text = text, Kind = StepKind.Statement, Form = StepForm.Middle, Operands = operands });
        used.UnionWith(operands);
    }

    private void Close(string text = "", params int[] operands)
    {
        var scope = scopes.Pop();
        Hide(scope.Section + 1);
        hidden.Add(scope.Head);
        steps.Add(new Step { Text = text, Kind = StepKind.Statement, Form = StepForm.Close, Operands = operands });
        used.UnionWith(operands);
    }

    private void Hide(int from)
    {
        for (int i = from; i < steps.Count; i++) hidden.Add(i);
    }

    private void Assign(int variable, string text, bool isEssential, params int[] operands)
    {
        steps.Add(new Step { Text = text, Kind = StepKind.Statement, Form = StepForm.Assign, Operands = [variable, .. operands], IsEssential = isEssential });
        used.UnionWith(operands);
    }

    /// <summary>One or two tensors that a block is to change: new variables, or some that are there.</summary>
    private List<int> Variables()
    {
        var found = new List<int>();
        int count = Any(1, 1, 2);
        for (int attempt = 0; attempt < 6 && found.Count < count; attempt++)
        {
            if (Chance(0.4) && Pick(s => s.Form == StepForm.Variable && s.Kind == StepKind.Tensor) is { } known && IsOwn(known))
            {
                if (!found.Contains(known)) found.Add(known);
                continue;
            }

            if (Tensor(t => t.Range.Magnitude <= 4 && t.Rank <= 3) is not { } first) continue;
            bool isSum = Chance(0.2);
            var range = isSum ? Accumulated : steps[first].Range.Or(new(-1, 1));
            var step = new Step { Text = "{0}", Form = StepForm.Variable, Shape = steps[first].Shape, Range = range, Operands = [first] };
            if (Add(step)) found.Add(steps.Count - 1);
        }

        return found;
    }

    /// <summary>Whether a variable belongs to the function that is being drawn, which may change it.</summary>
    private bool IsOwn(int variable) => scopes.FirstOrDefault(s => s.Kind == BlockKind.Function) is not { } function || variable > function.Head;

    /// <summary>A variable gets another value of its shape and interval.</summary>
    private void Update(int variable)
    {
        var (shape, range) = (steps[variable].Shape, steps[variable].Range);
        int value = Tensor(t => t.Shape.Equals(shape) && t.Range.Magnitude <= 20) ?? variable;
        var r = steps[value].Range;
        if (range == Accumulated && r.Magnitude <= 2 && Chance(0.8))
        {
            Assign(variable, Any("{0} += {1};", "{0} = {0} + {1};", "{0} = {1} + {0};", "{0} -= {1};"), false, value);
        }
        else if (range.Contains(r) && value != variable && Chance(0.5))
        {
            Assign(variable, "{0} = {1};", false, value);
        }
        else
        {
            string half = Literal(0.5);
            Assign(variable, Any("{0} = Tanh({1});", $"{{0}} = Sin({{1}} + {Literal(0.3)});", $"{{0}} = Cos({{1}} * {Literal(0.7)});", $"{{0}} = {{0}} * {half} + Tanh({{1}}) * {half};", $"{{0}} = Sigmoid({{1}}) - {half} * {{0}};", "{0} = {0} * Sin({1});"), false, value);
        }

        used.Remove(variable);
    }

    private void Inside(int most)
    {
        int wanted = random.Next(most + 1);
        for (int i = 0; i < wanted; i++)
        {
            if (!Draw()) Draw();
        }
    }

    private bool Loop()
    {
        if (scopes.Count(s => s.Kind == BlockKind.Loop) >= LoopsAtOnce) return false;
        var changed = Variables();
        if (changed.Count == 0) return false;
        Counted();
        Inside(3);
        foreach (int variable in changed) Update(variable);
        Close();
        return true;
    }

    /// <summary>The head of a loop that sizes end.</summary>
    private void Counted()
    {
        var operands = new List<int>();
        var (text, bound) = Bound(operands);
        int low = Any(0, 0, 0, 1), margin = Any(0, 0, 0, 1);
        string end = margin == 0 ? text : text + " - 1";
        string first = low.ToString(CultureInfo.InvariantCulture), step = Any("++", "++", " += 2");
        bool descends = Chance(0.3);
        var (start, head) = descends
            ? ($"{text} - {1 + margin}", $"for (int {{@}} = {text} - {1 + margin}; {{@}} >= {first}; {{@}}{step.Replace('+', '-')})")
            : (first, $"for (int {{@}} = {first}; {{@}} < {end}; {{@}}{step})");
        var symbol = DimExpr.Symbol("i" + steps.Count.ToString(CultureInfo.InvariantCulture));
        indices.Add(new Index(steps.Count, symbol, bound, low, margin));
        Open(new Step { Text = head, Block = BlockKind.Loop, Kind = StepKind.Size, Once = start, Size = symbol, Range = new(0, AxisSize), Operands = operands });
    }

    /// <summary>A size that bounds a loop.</summary>
    private (string Text, DimExpr Size) Bound(List<int> operands)
    {
        if (Chance(0.2))
        {
            int constant = random.Next(5);
            return (constant.ToString(CultureInfo.InvariantCulture), DimExpr.Constant(constant));
        }

        if (Chance(0.35) && Pick(s => s.Kind == StepKind.Size) is { } size)
        {
            operands.Add(size);
            return ("{0}", steps[size].Size);
        }

        if (OfRank(1) is { } x)
        {
            operands.Add(x);
            int axis = random.Next(steps[x].Rank);
            return ($"{{0}}.Dim({Axis(axis, steps[x].Rank)})", steps[x].Shape[axis]);
        }

        return ("3", DimExpr.Constant(3));
    }

    private bool Branch()
    {
        var changed = Variables();
        if (changed.Count == 0) return false;
        var operands = new List<int>();
        string condition = Condition(operands);
        Open(new Step { Text = $"if ({condition})", Kind = StepKind.Statement, Block = BlockKind.Branch, Operands = operands });
        bool hasJumped = Section(changed, mayJump: true);
        if (Chance(0.3))
        {
            operands = [];
            EndSection();
            condition = Condition(operands);
            Divide($"else if ({condition})", [.. operands]);
            hasJumped |= Section(changed, !hasJumped);
        }

        if (Chance(0.5))
        {
            EndSection();
            Divide("else");
            Section(changed, !hasJumped);
        }

        Close();
        return true;
    }

    /// <summary>What stands in a branch.</summary>
    /// <returns>Whether it ends with a jump.</returns>
    private bool Section(List<int> changed, bool mayJump)
    {
        Inside(2);
        foreach (int variable in changed.Where(_ => Chance(0.8))) Update(variable);
        return mayJump && Chance(0.3) && Jump();
    }

    private bool Jump()
    {
        if (scopes.FirstOrDefault(s => s.Kind is BlockKind.Loop or BlockKind.Function) is not { Kind: BlockKind.Loop } loop) return false;
        bool mayBreak = scopes.First(s => s.Kind is BlockKind.Loop or BlockKind.Switch) == loop;
        string? text = loop.MayContinue && (!mayBreak || Chance(0.5)) ? "continue;" : mayBreak ? "break;" : null;
        if (text is null) return false;
        steps.Add(new Step { Text = text, Kind = StepKind.Statement, Form = StepForm.Jump });
        return true;
    }

    /// <summary>A return in some branch, of values that have the shapes of the results.</summary>
    /// <returns>The results, after what was inserted.</returns>
    private int[] EarlyReturn(int[] outputs)
    {
        var blocks = new Blocks(steps);
        int[] places = [.. Enumerable.Range(0, steps.Count).Where(i => steps[i].Form is StepForm.Middle or StepForm.Close && steps[blocks.HeadOf(i)].Block == BlockKind.Branch && steps[i - 1].Form != StepForm.Jump
            && !blocks.Around(i).Any(s => steps[s].Block == BlockKind.Function))];
        if (places.Length == 0) return outputs;
        int at = places[random.Next(places.Length)];
        var values = new List<int>();
        foreach (int output in outputs)
        {
            // What stands where the section ends stands in the section.
            int[] fitting = [.. Enumerable.Range(0, at).Where(v => steps[v].Kind == StepKind.Tensor && steps[v].Form is StepForm.Value or StepForm.Variable && steps[v].Shape.Equals(steps[output].Shape) && blocks.IsVisible(v, at))];
            if (fitting.Length == 0) return outputs;
            values.Add(fitting[^random.Next(1, Math.Min(3, fitting.Length) + 1)]);
        }

        string list = string.Join(", ", values.Select((_, i) => "{" + i + "}"));
        int Moved(int step) => step < at ? step : step + 1;
        var moved = steps.Select(s => s with { Operands = [.. s.Operands.Select(Moved)] }).ToList();
        moved.Insert(at, new Step { Text = values.Count == 1 ? $"return {list};" : $"return ({list});", Kind = StepKind.Statement, Form = StepForm.Jump, Operands = values });
        steps.Clear();
        steps.AddRange(moved);
        return [.. outputs.Select(Moved)];
    }
}
