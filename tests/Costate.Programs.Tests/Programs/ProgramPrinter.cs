using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Costate.Ir;

namespace Costate.Tests.Programs;

/// <summary>Writes a program as C#: values that are used once may be nested, locals whose value is no longer needed may be assigned again.</summary>
internal sealed class ProgramPrinter
{
    private static readonly Regex Places = new(@"\{(\d+)\}", RegexOptions.CultureInvariant);

    private readonly RandomProgram program;
    private readonly IReadOnlyList<Step> steps;
    private readonly Blocks blocks;
    private readonly Random random;
    private readonly bool[] isNested;

    /// <summary>The statement in which a step is computed.</summary>
    private readonly int[] place;
    private readonly int[] lastUse;
    private readonly string?[] names;
    private readonly Dictionary<string, int> holder = [];
    private int locals;

    private ProgramPrinter(RandomProgram program)
    {
        this.program = program;
        steps = program.Steps;
        blocks = new Blocks(steps);
        random = new Random(program.Style);
        isNested = new bool[steps.Count];
        place = new int[steps.Count];
        lastUse = new int[steps.Count];
        names = new string?[steps.Count];
    }

    /// <summary>A compilable file.</summary>
    public static string Print(RandomProgram program) => $$"""
        using System;
        using Costate;
        using static Costate.TracedTensor;

        namespace Programs;

        public static partial class {{program.Name}}
        {
        {{(program.Callee is { } callee ? new ProgramPrinter(callee).Method("Inner") + "\n" : string.Empty)}}{{new ProgramPrinter(program).Method("F")}}}
        """;

    private string Element => program.IsSingle ? "float" : "double";

    private string TensorType => $"TracedTensor<{Element}>";

    private string Method(string name)
    {
        Arrange();
        var text = new StringBuilder("    [Differentiable]\n");
        if (Room() is { } room) text.Append("    [Checkpoint(").Append(room).Append(")]\n");
        if (Chance(0.33))
        {
            text.Append("    [return: Shape(\"").Append(string.Join("; ", program.Outputs.Select(o => Dimensions(steps[o].Shape)))).Append("\")]\n");
        }

        var parameters = new List<string>();
        for (int i = 0; i < steps.Count; i++)
        {
            if (!steps[i].IsParameter) continue;
            Hold(steps[i].Text, i);
            parameters.Add(steps[i].Kind switch
            {
                StepKind.Size => "int ",
                StepKind.Flag => "bool ",
                StepKind.Number => Element + " ",
                _ => $"[Shape(\"{Dimensions(steps[i].Shape)}\")] TracedTensor<{Element}> ",
            } + names[i]);
        }

        string result = program.Outputs.Count == 1 ? TensorType : "(" + string.Join(", ", program.Outputs.Select((_, i) => $"{TensorType} Result{i}")) + ")";
        text.Append("    public static ").Append(result).Append(' ').Append(name).Append('(').Append(string.Join(", ", parameters)).Append(')');
        var body = new List<string>();
        for (int i = 0; i < steps.Count; i++)
        {
            if (!steps[i].IsParameter && !isNested[i] && steps[i].Form != StepForm.Argument) Statement(i, body);
        }

        string returned = program.Outputs.Count == 1
            ? Value(program.Outputs[0], isAlone: true)
            : "(" + string.Join(", ", program.Outputs.Select(o => Value(o, isAlone: true))) + ")";
        if (body.Count == 0) return text.Append(" =>\n        ").Append(returned).Append(";\n").ToString();
        text.Append("\n    {\n");
        foreach (string line in body) text.Append("        ").Append(line).Append('\n');
        return text.Append("        return ").Append(returned).Append(";\n    }\n").ToString();
    }

    /// <summary>Some methods with loops keep few states. A loop that the results do not need is none, and is refused.</summary>
    private string? Room() => !steps.Any(s => s is { Form: StepForm.Open, Block: BlockKind.Loop }) ? null : (program.Style % 7) switch
    {
        1 or 2 => "Slots = " + (1 + (program.Style / 7 % 4)).ToString(CultureInfo.InvariantCulture),
        3 => "Every = " + (1 + (program.Style / 7 % 3)).ToString(CultureInfo.InvariantCulture),
        _ => null,
    };

    private void Arrange()
    {
        int[] uses = new int[steps.Count], user = new int[steps.Count];
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (int o in Occurrences(steps[i]))
            {
                (uses[o], user[o]) = (uses[o] + 1, i);

                // The size of a thing is asked of a name.
                if (steps[i].Text.Contains("}.", StringComparison.Ordinal)) uses[o] += 2;
            }
        }

        foreach (int o in program.Outputs) (uses[o], user[o]) = (uses[o] + 1, steps.Count);
        for (int i = steps.Count - 1; i >= 0; i--)
        {
            isNested[i] = uses[i] == 1 && !steps[i].IsParameter && steps[i].Form == StepForm.Value && steps[i].Kind is (StepKind.Tensor or StepKind.Mask) && Chance(0.5);
            place[i] = !isNested[i] ? i : user[i] == steps.Count ? steps.Count : place[user[i]];
        }

        // A nested expression reads its operands where it stands, and a local function where it is called.
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (int o in steps[i].Operands) lastUse[o] = Math.Max(lastUse[o], IsInFunction(i) && !IsInFunction(o) ? steps.Count : place[i]);
        }

        foreach (int o in program.Outputs) lastUse[o] = steps.Count;
    }

    private bool IsInFunction(int step) => blocks.Around(step).Any(s => steps[s].Block == BlockKind.Function);

    private void Statement(int i, List<string> body)
    {
        var step = steps[i];
        string indent = new(' ', 4 * blocks.Around(i).Count());
        switch (step.Form)
        {
            case StepForm.Open:
                Hold((step.Block == BlockKind.Function ? "G" : step.Kind == StepKind.Tensor ? "row" : "i") + (locals++).ToString(CultureInfo.InvariantCulture), i);
                body.Add(indent + (step.Block == BlockKind.Function ? Head(i) : Fill(step, step.Text).Replace("{@}", names[i], StringComparison.Ordinal)));
                body.Add(indent + "{");
                break;
            case StepForm.Middle:
                EndSection(i, indent, body);
                if (steps[blocks.HeadOf(i)].Block == BlockKind.Branch) body.AddRange([indent + "}", indent + Fill(step, step.Text), indent + "{"]);
                else body.Add(indent + Fill(step, step.Text));
                break;
            case StepForm.Close:
                EndSection(i, indent, body);
                body.Add(indent + (step.Text.Length > 0 ? "} " + Fill(step, step.Text) : "}"));
                break;
            case StepForm.Assign or StepForm.Jump:
                body.Add(indent + Fill(step, step.Text));
                break;
            default:
                body.Add(indent + Local(i));
                break;
        }
    }

    /// <summary>A section of a switch ends with a jump.</summary>
    private void EndSection(int part, string indent, List<string> body)
    {
        int head = blocks.HeadOf(part);
        if (steps[head].Block == BlockKind.Switch && steps[part - 1].Form != StepForm.Jump && part - 1 != head) body.Add(indent + "    break;");
    }

    /// <summary>The head of a local function, which is static if it needs nothing around it.</summary>
    private string Head(int function)
    {
        var inside = Enumerable.Range(function, blocks.EndOf(function) - function + 1).ToHashSet();
        var parameters = inside.Where(i => steps[i].Form == StepForm.Argument).ToArray();
        foreach (int p in parameters) Hold("a" + (locals++).ToString(CultureInfo.InvariantCulture), p);
        bool isStatic = inside.SelectMany(i => steps[i].Operands).All(inside.Contains) && Chance(0.5);
        return $"{(isStatic ? "static " : string.Empty)}{TensorType} {names[function]}({string.Join(", ", parameters.Select(p => TensorType + " " + names[p]))})";
    }

    private string Local(int i)
    {
        var step = steps[i];
        string expression = Fill(step, step.Text);
        int[] free = step.Kind == StepKind.Tuple || step.Form == StepForm.Variable
            ? []
            : Enumerable.Range(0, i).Where(o => names[o] is { } name && holder.GetValueOrDefault(name, -1) == o && steps[o].Kind == step.Kind && steps[o].Form == StepForm.Value && lastUse[o] <= i && blocks.SectionOf(o) == blocks.SectionOf(i)).ToArray();
        if (free.Length > 0 && Chance(0.33))
        {
            // The left operand, if it can be: then there may be a compound assignment.
            int old = free.Contains(step.Operands.FirstOrDefault(-1)) ? step.Operands[0] : free[random.Next(free.Length)];
            string left = "{0} " + step.Operator + " ";
            Hold(names[old]!, i);
            return step.Operator != '\0' && step.Operands.FirstOrDefault(-1) == old && step.Text.StartsWith(left, StringComparison.Ordinal)
                ? $"{names[old]} {step.Operator}= {Fill(step, step.Text[left.Length..])};"
                : $"{names[old]} = {expression};";
        }

        string prefix = step.Kind switch { StepKind.Size => "s", StepKind.Mask => "mask", StepKind.Tuple => "t", StepKind.Number => "c", StepKind.Flag => "b", _ => "v" };
        string type = step.Kind == StepKind.Tuple || (expression.Length > 0 && !Chance(0.25)) ? "var" : step.Kind switch
        {
            StepKind.Size => "int",
            StepKind.Number => Element,
            StepKind.Flag => "bool",
            StepKind.Mask => "TracedTensor<bool>",
            _ => TensorType,
        };
        Hold(prefix + (locals++).ToString(CultureInfo.InvariantCulture), i);
        return expression.Length > 0 ? $"{type} {names[i]} = {expression};" : $"{type} {names[i]};";
    }

    /// <summary>Style 0 is the plain one.</summary>
    private bool Chance(double probability) => program.Style != 0 && random.NextDouble() < probability;

    private void Hold(string name, int step)
    {
        names[step] = name;
        holder[name] = step;
    }

    /// <summary>An expression with the operands in their places.</summary>
    private string Fill(Step step, string text) => Places.Replace(text, match =>
    {
        int operand = step.Operands[int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture)];
        int before = match.Index - 1, after = match.Index + match.Length;
        bool isArgument = before >= 0 && after < text.Length && (text[before] == '(' || (text[before] == ' ' && text[before - 1] == ',')) && (text[after] is ',' or ')');
        return Value(operand, isArgument);
    });

    private string Value(int step, bool isAlone)
    {
        if (!isNested[step]) return names[step]!;
        string text = Fill(steps[step], steps[step].Text);
        return isAlone || steps[step].Operator == '\0' ? text : "(" + text + ")";
    }

    private static IEnumerable<int> Occurrences(Step step) => Places.Matches(step.Text).Select(m => step.Operands[int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture)]);

    private static string Dimensions(Shape shape) => string.Join(", ", shape);
}
