using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Tests.Programs;

/// <content>Loops: every one of them ends, since each that data may end has a counter too.</content>
internal sealed partial class ProgramMaker
{
    private bool Loop()
    {
        if (scopes.Count(s => s.Kind == BlockKind.Loop) >= LoopsAtOnce) return false;
        var changed = Variables();
        if (changed.Count == 0) return false;
        switch (random.Next(12))
        {
            case < 5:
                Counted();
                Iteration(changed);
                Close();
                break;
            case 5 or 6:
                if (OfRank(1) is not { } rows) return false;
                var shape = steps[rows].Shape;
                Open(new Step { Text = "foreach (var {@} in {0})", Block = BlockKind.Loop, Once = "{0}[0]", Shape = shape.Remove(0), Range = steps[rows].Range, Operands = [rows] });
                Iteration(changed);
                Close();
                break;
            case 7 or 8:
                WhileCounted(changed);
                break;
            case 9 or 10:
                WhileNumber(changed);
                break;
            default:
                Endless(changed);
                break;
        }

        return true;
    }

    private void Iteration(List<int> changed)
    {
        Inside(3);
        foreach (int variable in changed)
        {
            if (steps[variable].Kind == StepKind.Tensor && Chance(0.5)) Combine(variable);
            Update(variable);
        }
    }

    /// <summary>A variable and something else make a value of the variable's shape.</summary>
    private void Combine(int variable)
    {
        var (shape, r) = (steps[variable].Shape, steps[variable].Range);
        if (Tensor(t => Broadcast(shape, t.Shape) is { } both && both.Equals(shape)) is { } other) Operation("{0}", "{1}", shape, r, steps[other].Range, [variable, other]);
    }

    /// <summary>The head of a loop that sizes end, or data before them.</summary>
    private void Counted()
    {
        var operands = new List<int>();
        var (text, bound) = Bound(operands);
        int low = Any(0, 0, 0, 1), margin = Any(0, 0, 0, 1);
        string end = margin == 0 ? text : text + " - 1";
        string first = low.ToString(CultureInfo.InvariantCulture), step = Any("++", "++", " += 2");
        bool descends = Chance(0.3);
        string also = Chance(0.15) ? " && " + Simple(operands) : string.Empty;
        var (start, head) = descends
            ? ($"{text} - {1 + margin}", $"for (int {{@}} = {text} - {1 + margin}; {{@}} >= {first}{also}; {{@}}{step.Replace('+', '-')})")
            : (first, $"for (int {{@}} = {first}; {{@}} {(Chance(0.1) && margin == 1 ? "<= " + text + " - 2" : "< " + end)}{also}; {{@}}{step})");
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

    /// <summary>while or do with an integer that counts.</summary>
    private void WhileCounted(List<int> changed)
    {
        var operands = new List<int>();
        var (text, bound) = Bound(operands);
        var symbol = DimExpr.Symbol("i" + steps.Count.ToString(CultureInfo.InvariantCulture));
        steps.Add(new Step { Text = "0", Form = StepForm.Variable, Kind = StepKind.Size, Size = symbol, Range = new(0, AxisSize), IsEssential = true });
        int counter = steps.Count - 1;
        operands.Add(counter);
        string count = "{" + (operands.Count - 1).ToString(CultureInfo.InvariantCulture) + "}";
        string condition = $"{count} < {text}" + (Chance(0.5) ? " && " + Simple(operands) : string.Empty);
        bool isFirst = Chance(0.25), testsFirst = Chance(0.65);
        Open(new Step { Text = testsFirst ? $"while ({condition})" : "do", Kind = StepKind.Statement, Block = BlockKind.Loop, Operands = testsFirst ? operands : [] }, mayContinue: isFirst);
        if (isFirst) Assign(counter, Any("{0}++;", "{0} += 1;"), true);
        else if (testsFirst) indices.Add(new Index(counter, symbol, bound, 0, 0));
        Iteration(changed);
        if (!isFirst) Assign(counter, Any("{0}++;", "{0} = {0} + 1;"), true);
        if (testsFirst) Close();
        else Close($"while ({condition});", [.. operands]);

        // Where data end the loop nobody knows it.
        hidden.Add(counter);
    }

    /// <summary>while or do with a number that counts and a condition on data.</summary>
    private void WhileNumber(List<int> changed)
    {
        steps.Add(new Step { Text = Literal(0), Form = StepForm.Variable, Kind = StepKind.Number, Range = new(0, 5), IsEssential = true });
        var operands = new List<int> { steps.Count - 1 };
        int counter = operands[0];
        string condition = $"{{0}} < {Literal(Any(0.5, 1.5, 2.5, 4.5))} && {Evaluated(operands)}";
        bool isFirst = Chance(0.5), testsFirst = Chance(0.65);
        Open(new Step { Text = testsFirst ? $"while ({condition})" : "do", Kind = StepKind.Statement, Block = BlockKind.Loop, Operands = testsFirst ? operands : [] }, mayContinue: isFirst);
        if (isFirst) Assign(counter, "{0} += 1;", true);
        Iteration(changed);
        if (!isFirst) Assign(counter, "{0} = {0} + 1;", true);
        if (testsFirst) Close();
        else Close($"while ({condition});", [.. operands]);
    }

    /// <summary>A loop that only a jump ends.</summary>
    private void Endless(List<int> changed)
    {
        steps.Add(new Step { Text = Literal(0), Form = StepForm.Variable, Kind = StepKind.Number, Range = new(0, 5), IsEssential = true });
        var operands = new List<int> { steps.Count - 1 };
        int counter = operands[0];
        Open(new Step { Text = "while (true)", Kind = StepKind.Statement, Block = BlockKind.Loop });
        bool isFirst = Chance(0.5);
        if (!isFirst) Inside(2);
        Assign(counter, "{0} += 1;", true);
        string condition = $"{{0}} > {Literal(Any(0.5, 1.5, 2.5, 4.5))}" + (Chance(0.7) ? " || " + Evaluated(operands) : string.Empty);
        Open(new Step { Text = $"if ({condition})", Kind = StepKind.Statement, Block = BlockKind.Branch, Operands = operands, IsEssential = true });
        foreach (int variable in changed.Where(_ => Chance(0.3))) Update(variable);
        steps.Add(new Step { Text = "break;", Kind = StepKind.Statement, Form = StepForm.Jump, IsEssential = true });
        Close();
        Iteration(changed);
        Close();
    }
}
