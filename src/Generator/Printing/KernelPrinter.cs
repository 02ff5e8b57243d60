using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>Writes one struct for each fused loop, once for loops that compute the same: each is compiled again at run time.</summary>
internal sealed class KernelPrinter(string prefix, string element)
{
    private readonly Dictionary<string, LoopKernel> kernelOf = new(StringComparer.Ordinal);
    private readonly List<(LoopKernel Kernel, string[] Lines)> kernels = [];
    private readonly PlanNames names = new();

    /// <summary>The kernel for a loop.</summary>
    public LoopKernel Kernel(LoopStatement loop)
    {
        string key = Key(loop);
        if (!kernelOf.TryGetValue(key, out var kernel))
        {
            string name = names.Take(prefix + "_" + loop.Targets.First().Name.TrimStart('@'));
            (kernel, string[] lines) = Make(name, loop);
            kernelOf.Add(key, kernel);
            kernels.Add((kernel, lines));
        }

        return kernel;
    }

    // What it computes, without names.
    private static string Key(LoopStatement loop)
    {
        var inputs = loop.Inputs.Select((operand, i) => (operand.AlongColumns ? operand.HasRoom ? "r" : "x" : "s") + Text(i)).ToArray();
        string Reference(LoopRef r) => r.Kind switch
        {
            LoopRefKind.Input => inputs[r.Index],
            LoopRefKind.Local => "v" + Text(r.Index),
            _ => BitConverter.DoubleToInt64Bits(r.Constant).ToString("x16", CultureInfo.InvariantCulture),
        };
        return string.Join(";", inputs) + "|" +
            string.Join(";", loop.Body.Select(op => op.Op + "(" + string.Join(",", op.Operands.Select(Reference)) + ")")) + "|" +
            string.Join(";", loop.Results.Select((r, i) => (loop.Outputs[i].Access == LoopAccess.Add ? "+" : string.Empty) + (loop.Outputs[i].HasRoom ? "r" : string.Empty) + Reference(r))) +
            (loop.RowSum is { } sum ? "|" + Reference(sum.Term) : string.Empty);
    }

    public void Print(CodeWriter writer)
    {
        foreach (var (kernel, lines) in kernels)
        {
            writer.Blank();
            writer.Open("file ref struct " + kernel.Name + " : " + Names.Services + (kernel.IsSumming ? "ISummingKernel<" : "IFusedKernel<") + element + ">");
            Fields(writer, kernel.Inputs);
            Fields(writer, kernel.Outputs);
            writer.Blank();
            writer.Line(Names.InlinedOrOptimized);
            writer.Line("public readonly " + (kernel.IsSumming ? "V" : "void") + " Invoke<R, S, V>(R row)");
            writer.Indent();
            writer.Line("where R : struct, " + Names.Services + "IRow<" + element + ", V>");
            writer.Line("where S : struct, " + Names.Services + "ISimd<V>");
            writer.Line("where V : unmanaged");
            writer.Unindent();
            writer.Open();
            foreach (string line in lines)
            {
                writer.Line(line);
            }

            writer.Close();
            writer.Blank();
            writer.Line(Names.Optimized);
            writer.Open("public void NextRow()");
            foreach (string operand in kernel.Inputs.Concat(kernel.Outputs))
            {
                writer.Line(operand + ".NextRow();");
            }

            writer.Close();
            writer.Close();
        }
    }

    private void Fields(CodeWriter writer, IReadOnlyList<string> operands)
    {
        if (operands.Count > 0)
        {
            writer.Line("public " + Names.Services + "Operand<" + element + "> " + string.Join(", ", operands) + ";");
        }
    }

    // Every input is read before an output is written, because an output may be an input's memory.
    private static (LoopKernel Kernel, string[] Lines) Make(string name, LoopStatement loop)
    {
        var lines = new List<string>();
        var inputs = new string[loop.Inputs.Count];
        var outputs = new string[loop.Outputs.Count];
        var names = PlanNames.ForLoop();
        foreach (var op in loop.Body)
        {
            names.Take(op.Name.TrimStart('@'));
        }

        var fields = PlanNames.ForLoop();
        for (int i = 0; i < inputs.Length; i++)
        {
            inputs[i] = names.Take(loop.Inputs[i].Buffer is { } buffer ? buffer.Name.TrimStart('@') : "size");
            fields.Take(inputs[i].TrimStart('@'));
            lines.Add("V " + inputs[i] + " = row." + (!loop.Inputs[i].AlongColumns ? "Splat" : loop.Inputs[i].HasRoom ? "LoadBeyond" : "Load") + "(ref this." + inputs[i] + ".At);");
        }

        foreach (var op in loop.Body)
        {
            lines.Add("V " + op.Name + " = " + Expression(loop, inputs, op) + ";");
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            outputs[i] = fields.Take(loop.Outputs[i].Buffer!.Name.TrimStart('@'));
            string value = Reference(loop, inputs, loop.Results[i]);
            string beyond = loop.Outputs[i].HasRoom ? "Beyond" : string.Empty;
            lines.Add("row.Store" + beyond + "(ref this." + outputs[i] + ".At, " + (loop.Outputs[i].Access == LoopAccess.Add ? "S.Add(row.Load" + beyond + "(ref this." + outputs[i] + ".At), " + value + ")" : value) + ");");
        }

        if (loop.RowSum is { } sum)
        {
            lines.Add("return " + Reference(loop, inputs, sum.Term) + ";");
        }

        return (new LoopKernel(name, inputs, outputs, loop.RowSum is not null), lines.ToArray());
    }

    private static string Expression(LoopStatement loop, string[] inputs, LoopOp op)
    {
        string[] operands = op.Operands.Select(o => Reference(loop, inputs, o)).ToArray();
        return op.Op switch
        {
            "Add" or "Sub" or "Mul" or "MulZ" or "Div" or "Neg" => "S." + op.Op + "(" + string.Join(", ", operands) + ")",
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
