using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>Writes one struct for each fused loop, once for loops that compute the same: each is compiled again at run time.</summary>
internal sealed class KernelPrinter(string prefix)
{
    private readonly Dictionary<string, string> nameOf = new(StringComparer.Ordinal);
    private readonly List<(string Name, bool IsHeavy, string[] Lines)> kernels = [];
    private readonly PlanNames names = new();

    /// <summary>The name of the kernel for a loop.</summary>
    public string Kernel(LoopStatement loop)
    {
        string key = Key(loop);
        if (!nameOf.TryGetValue(key, out string? name))
        {
            name = names.Take(prefix + "_" + loop.Outputs[0].Buffer!.Name.TrimStart('@'));
            nameOf.Add(key, name);
            kernels.Add((name, loop.IsHeavy, Body(loop)));
        }

        return name;
    }

    // What it computes, without names.
    private static string Key(LoopStatement loop)
    {
        var inputs = loop.Inputs.Select((operand, i) => (operand.AlongColumns ? "x" : "s") + Text(i)).ToArray();
        string Reference(LoopRef r) => r.Kind switch
        {
            LoopRefKind.Input => inputs[r.Index],
            LoopRefKind.Local => "v" + Text(r.Index),
            _ => BitConverter.DoubleToInt64Bits(r.Constant).ToString("x16", CultureInfo.InvariantCulture),
        };
        return string.Join(";", inputs) + "|" +
            string.Join(";", loop.Body.Select(op => op.Op + "(" + string.Join(",", op.Operands.Select(Reference)) + ")")) + "|" +
            string.Join(";", loop.Results.Select(Reference));
    }

    public void Print(CodeWriter writer)
    {
        foreach (var (name, isHeavy, lines) in kernels)
        {
            writer.Blank();
            writer.Open("file readonly struct " + name + " : " + Names.Services + (isHeavy ? "IHeavyKernel" : "IFusedKernel"));
            writer.Line(Names.Inlined);
            writer.Line("public static void Invoke<R, S, V>(ref R row)");
            writer.Indent();
            writer.Line("where R : struct, " + Names.Services + "IRow<V>, allows ref struct");
            writer.Line("where S : struct, " + Names.Services + "ISimd<V>");
            writer.Line("where V : unmanaged");
            writer.Unindent();
            writer.Open();
            foreach (string line in lines)
            {
                writer.Line(line);
            }

            writer.Close();
            writer.Close();
        }
    }

    // Every input is read before an output is written, because an output may be an input's memory.
    private static string[] Body(LoopStatement loop)
    {
        var lines = new List<string>();
        var inputs = new string[loop.Inputs.Count];
        var names = PlanNames.ForLoop();
        foreach (var op in loop.Body)
        {
            names.Take(op.Name.TrimStart('@'));
        }

        for (int i = 0; i < inputs.Length; i++)
        {
            var operand = loop.Inputs[i];
            inputs[i] = names.Take(operand.Buffer is { } buffer ? buffer.Name.TrimStart('@') : "size");
            lines.Add("V " + inputs[i] + " = row." + (operand.AlongColumns ? "X" : "S") + Text(i) + ";");
        }

        foreach (var op in loop.Body)
        {
            lines.Add("V " + op.Name + " = " + Expression(loop, inputs, op) + ";");
        }

        for (int i = 0; i < loop.Results.Count; i++)
        {
            lines.Add("row.Y" + Text(i) + " = " + Reference(loop, inputs, loop.Results[i]) + ";");
        }

        return lines.ToArray();
    }

    private static string Expression(LoopStatement loop, string[] inputs, LoopOp op)
    {
        string[] operands = op.Operands.Select(o => Reference(loop, inputs, o)).ToArray();
        return op.Op switch
        {
            "Add" or "Sub" or "Mul" or "Div" or "Neg" => "S." + op.Op + "(" + string.Join(", ", operands) + ")",
            _ => Names.Services + op.Op + ".Invoke<S, V>(" + string.Join(", ", operands) + ")",
        };
    }

    private static string Reference(LoopStatement loop, string[] inputs, LoopRef reference) => reference.Kind switch
    {
        LoopRefKind.Input => inputs[reference.Index],
        LoopRefKind.Local => loop.Body[reference.Index].Name,
        _ => "S.Splat(" + Number(reference.Constant) + ")",
    };

    /// <summary>A double as C# text that reads back to the same bits.</summary>
    public static string Number(double value)
    {
        if (double.IsNaN(value) || double.IsInfinity(value))
        {
            return double.IsNaN(value) ? "double.NaN" : value > 0 ? "double.PositiveInfinity" : "double.NegativeInfinity";
        }

        var text = new StringBuilder(value.ToString("R", CultureInfo.InvariantCulture));
        if (double.Parse(text.ToString(), CultureInfo.InvariantCulture) != value)
        {
            text = new StringBuilder(value.ToString("G17", CultureInfo.InvariantCulture));
        }

        string digits = text.ToString();
        if (value == 0)
        {
            return BitConverter.DoubleToInt64Bits(value) == 0 ? "0.0" : "-0.0";
        }

        return digits.IndexOfAny(['.', 'E', 'e']) < 0 ? digits + ".0" : digits;
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
