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
        random = new Random(program.Style);
        isNested = new bool[steps.Count];
        place = new int[steps.Count];
        lastUse = new int[steps.Count];
        names = new string?[steps.Count];
    }

    /// <summary>A compilable file.</summary>
    public static string Print(RandomProgram program) => $$"""
        using Costate;
        using static Costate.TracedTensor;

        namespace Programs;

        public static partial class {{program.Name}}
        {
        {{(program.Callee is { } callee ? new ProgramPrinter(callee).Method("Inner") + "\n" : string.Empty)}}{{new ProgramPrinter(program).Method("F")}}}
        """;

    private string Element => program.IsSingle ? "float" : "double";

    private string Method(string name)
    {
        Arrange();
        var text = new StringBuilder("    [Differentiable]\n");
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

        string tensor = $"TracedTensor<{Element}>";
        string result = program.Outputs.Count == 1 ? tensor : "(" + string.Join(", ", program.Outputs.Select((_, i) => $"{tensor} Result{i}")) + ")";
        text.Append("    public static ").Append(result).Append(' ').Append(name).Append('(').Append(string.Join(", ", parameters)).Append(')');
        var body = new List<string>();
        for (int i = 0; i < steps.Count; i++)
        {
            if (!steps[i].IsParameter && !isNested[i]) Statement(i, body);
        }

        string returned = program.Outputs.Count == 1
            ? Value(program.Outputs[0], isAlone: true)
            : "(" + string.Join(", ", program.Outputs.Select(o => Value(o, isAlone: true))) + ")";
        if (body.Count == 0) return text.Append(" =>\n        ").Append(returned).Append(";\n").ToString();
        text.Append("\n    {\n");
        foreach (string line in body) text.Append("        ").Append(line).Append('\n');
        return text.Append("        return ").Append(returned).Append(";\n    }\n").ToString();
    }

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
            isNested[i] = uses[i] == 1 && !steps[i].IsParameter && steps[i].Kind is (StepKind.Tensor or StepKind.Mask) && Chance(0.5);
            place[i] = !isNested[i] ? i : user[i] == steps.Count ? steps.Count : place[user[i]];
        }

        // A nested expression reads its operands where it stands.
        for (int i = 0; i < steps.Count; i++)
        {
            foreach (int o in steps[i].Operands) lastUse[o] = Math.Max(lastUse[o], place[i]);
        }

        foreach (int o in program.Outputs) lastUse[o] = steps.Count;
    }

    private void Statement(int i, List<string> body)
    {
        var step = steps[i];
        string expression = Fill(step, step.Text);
        int[] free = step.Kind == StepKind.Tuple
            ? []
            : Enumerable.Range(0, i).Where(o => names[o] is { } name && holder.GetValueOrDefault(name, -1) == o && steps[o].Kind == step.Kind && lastUse[o] <= i).ToArray();
        if (free.Length > 0 && Chance(0.33))
        {
            // The left operand, if it can be: then there may be a compound assignment.
            int old = free.Contains(step.Operands.FirstOrDefault(-1)) ? step.Operands[0] : free[random.Next(free.Length)];
            string left = "{0} " + step.Operator + " ";
            body.Add(step.Operator != '\0' && step.Operands.FirstOrDefault(-1) == old && step.Text.StartsWith(left, StringComparison.Ordinal)
                ? $"{names[old]} {step.Operator}= {Fill(step, step.Text[left.Length..])};"
                : $"{names[old]} = {expression};");
            Hold(names[old]!, i);
            return;
        }

        string prefix = step.Kind switch { StepKind.Size => "s", StepKind.Mask => "mask", StepKind.Tuple => "t", StepKind.Number => "c", _ => "v" };
        string type = step.Kind == StepKind.Tuple || !Chance(0.25) ? "var" : step.Kind switch
        {
            StepKind.Size => "int",
            StepKind.Number => Element,
            StepKind.Mask => "TracedTensor<bool>",
            _ => $"TracedTensor<{Element}>",
        };
        Hold(prefix + (locals++).ToString(CultureInfo.InvariantCulture), i);
        body.Add($"{type} {names[i]} = {expression};");
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
