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

    /// <summary>Local functions that are being drawn, and those that can be called.</summary>
    private readonly Stack<LocalFunction> functions = new();
    private readonly List<LocalFunction> known = [];

    /// <summary>A block that is being drawn.</summary>
    /// <param name="Head">Its first step.</param>
    /// <param name="Kind">What it is.</param>
    /// <param name="MayContinue">Of a loop: whether it ends although an iteration may be left early.</param>
    private sealed record Scope(int Head, BlockKind Kind, bool MayContinue = true)
    {
        public int Section { get; set; } = Head;
    }

    /// <summary>A local function.</summary>
    private sealed record LocalFunction(int Head, IReadOnlyList<Step> Parameters, Shape Result)
    {
        public Range? Range { get; set; }
    }

    private bool IsVisible(int step) => !hidden.Contains(step);

    private bool Control()
    {
        if (scopes.Count > 0 && Chance(0.4) && Windowed()) return true;
        if (Chance(0.15) && CallLocal()) return true;
        if (scopes.Count >= Deepest || steps.Count > 45 || !Chance(scopes.Count == 0 ? 0.3 : 0.12)) return false;
        return random.Next(20) switch
        {
            < 11 => Loop(),
            < 16 => Branch(),
            16 => Switch(),
            17 => Function(),
            18 => Choose(),
            _ => Number(),
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
            if (Chance(0.4) && Pick(s => s.Form == StepForm.Variable && s.Kind is StepKind.Tensor or StepKind.Number or StepKind.Flag && !s.IsEssential) is { } known && IsOwn(known))
            {
                if (!found.Contains(known)) found.Add(known);
                continue;
            }

            if (Chance(0.12) && Scalar() is { } scalar)
            {
                found.Add(scalar);
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
    private void Update(int variable, bool mayRead = true)
    {
        if (steps[variable].Kind != StepKind.Tensor)
        {
            UpdateScalar(variable);
            return;
        }

        var (shape, range) = (steps[variable].Shape, steps[variable].Range);
        int value = Tensor(t => t.Shape.Equals(shape) && t.Range.Magnitude <= 20) ?? variable;
        if (!mayRead)
        {
            Assign(variable, range.Contains(steps[value].Range) && Chance(0.5) ? "{0} = {1};" : Any("{0} = Tanh({1});", $"{{0}} = Sin({{1}} + {Literal(0.3)});"), false, value);
            return;
        }

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

    private bool Branch()
    {
        var changed = Variables();
        if (changed.Count == 0) return false;

        // A variable that only the branches give a value.
        int blank = -1;
        if (Chance(0.2) && Tensor(t => t.Range.Magnitude <= 4 && t.Rank <= 3) is { } like)
        {
            steps.Add(new Step { Text = string.Empty, Form = StepForm.Variable, Shape = steps[like].Shape, Range = steps[like].Range.Or(new(-1, 1)) });
            blank = steps.Count - 1;
            hidden.Add(blank);
        }

        var operands = new List<int>();
        string condition = Condition(operands);
        Open(new Step { Text = $"if ({condition})", Kind = StepKind.Statement, Block = BlockKind.Branch, Operands = operands });
        bool hasJumped = Section(changed, blank, mayJump: true);
        if (Chance(0.3))
        {
            operands = [];
            EndSection();
            condition = Condition(operands);
            Divide($"else if ({condition})", [.. operands]);
            hasJumped |= Section(changed, blank, !hasJumped);
        }

        if (blank >= 0 || Chance(0.5))
        {
            EndSection();
            Divide("else");
            Section(changed, blank, !hasJumped);
        }

        Close();
        if (blank >= 0) hidden.Remove(blank);
        return true;
    }

    /// <summary>A statement with sections for some sizes, or for some intervals of a number.</summary>
    private bool Switch()
    {
        var operands = new List<int>();
        bool isSize = Chance(0.6);
        string? value = isSize ? Integer(operands) : Reference(operands, s => s.Kind == StepKind.Number && !s.IsEssential);
        if (value is null) return false;
        var changed = Variables();
        if (changed.Count == 0) return false;
        string[] labels = isSize
            ? [Any("case 0:", "case < 2:"), Any("case 2:", "case 2 or 4:", "case > 3 and < 6:"), Any("case 3:", "case > 5:", "case >= 3:")]
            : [$"case < {Literal(Threshold(-0.5, 0.5))}:", $"case >= {Literal(Threshold(0.5, 0.9))} and < {Literal(Threshold(1, 1.4))}:", $"case > {Literal(Threshold(0.9, 1.1))}:"];
        string[] chosen = [.. labels.Where(_ => Chance(0.6)), .. Chance(0.5) ? ["default:"] : Array.Empty<string>()];
        if (chosen.Length == 0) chosen = ["default:"];
        bool hasJumped = false;
        Open(new Step { Text = $"switch ({value})", Kind = StepKind.Statement, Block = BlockKind.Switch, Operands = operands });
        foreach (string label in chosen)
        {
            EndSection();
            operands = [];
            string guarded = label[^2] != 't' && Chance(0.15) ? $"{label[..^1]} when {Simple(operands)}:" : label;
            Divide(guarded, [.. operands]);
            hasJumped |= Section(changed, -1, !hasJumped);
        }

        Close();
        return true;
    }

    /// <summary>One of two values, of which only the chosen one is computed.</summary>
    private bool Choose()
    {
        if (Tensor() is not { } x || Tensor(t => t.Shape.Equals(steps[x].Shape)) is not { } y || x == y) return false;
        var operands = new List<int> { x, y };
        var range = steps[x].Range.Or(steps[y].Range);
        if (Chance(0.7)) return Condition(operands) is var condition && Infix('?', $"{condition} ? {{0}} : {{1}}", steps[x].Shape, range, [.. operands]);
        return Integer(operands) is { } value && Infix('?', $"{value} switch {{ 0 => {{0}}, > 2 => {{1}}, _ => {{0}} }}", steps[x].Shape, range, [.. operands]);
    }

    /// <summary>A local function, and a call of it.</summary>
    private bool Function()
    {
        if (scopes.Any(s => s.Kind == BlockKind.Function) || Tensor(t => t.Range.Magnitude <= 4 && t.Rank <= 3) is not { } like) return false;
        int? second = Chance(0.4) ? Tensor(t => t.Range.Magnitude <= 4 && t.Rank <= 3) : null;
        Open(new Step { Text = string.Empty, Kind = StepKind.Statement, Block = BlockKind.Function });
        int head = steps.Count - 1;
        foreach (int parameter in second is { } other ? [like, other] : new[] { like })
        {
            steps.Add(new Step { Text = string.Empty, Form = StepForm.Argument, Shape = steps[parameter].Shape, Range = steps[parameter].Range.Or(new(-1.3, 1.3)) });
        }

        var function = new LocalFunction(head, [.. steps.Skip(head + 1)], steps[like].Shape);
        functions.Push(function);
        Inside(3);
        if (!Return()) throw new InvalidOperationException("The first argument has the shape of the result.");
        functions.Pop();
        Close();

        // What is called is visible, and is no value.
        known.Add(function);
        hidden.Remove(head);
        CallLocal(function);
        return true;
    }

    /// <summary>The end of a local function, or of a branch in it.</summary>
    private bool Return()
    {
        if (functions.Count == 0) return false;
        var function = functions.Peek();
        if (Tensor(t => t.Shape.Equals(function.Result)) is not { } value) return false;
        function.Range = function.Range is { } range ? range.Or(steps[value].Range) : steps[value].Range;
        steps.Add(new Step { Text = "return {0};", Kind = StepKind.Statement, Form = StepForm.Jump, Operands = [value] });
        used.Add(value);
        return true;
    }

    private bool CallLocal(LocalFunction? function = null)
    {
        var callable = known.Where(f => IsVisible(f.Head)).ToArray();
        if (callable.Length == 0) return false;
        function ??= Any(callable);
        var arguments = new List<int> { function.Head };
        foreach (var parameter in function.Parameters)
        {
            if (Tensor(t => t.Shape.Equals(parameter.Shape) && parameter.Range.Contains(t.Range)) is not { } argument) return false;
            arguments.Add(argument);
        }

        return Add($"{{0}}({string.Join(", ", function.Parameters.Select((_, i) => "{" + (i + 1) + "}"))})", function.Result, function.Range!.Value, [.. arguments]);
    }

    /// <summary>What stands in a branch.</summary>
    /// <returns>Whether it ends with a jump.</returns>
    private bool Section(List<int> changed, int blank, bool mayJump)
    {
        Inside(2);
        if (blank >= 0) Update(blank, mayRead: false);
        foreach (int variable in changed.Where(_ => Chance(0.8))) Update(variable);
        return mayJump && Chance(0.3) && Jump();
    }

    private bool Jump()
    {
        if (Chance(0.3) && Return()) return true;
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
            int[] fitting = [.. Enumerable.Range(0, at).Where(v => steps[v].Kind == StepKind.Tensor && steps[v].Form is StepForm.Value or StepForm.Variable && steps[v].Text.Length > 0 && steps[v].Shape.Equals(steps[output].Shape) && blocks.IsVisible(v, at))];
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
