using System;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <content>Loops of one element.</content>
internal sealed partial class CorePrinter
{
    private void Arithmetic(LoopStatement loop)
    {
        string[] inputs = loop.Inputs.Select(Number).ToArray();
        var texts = new (string Text, bool IsCompound)[loop.Body.Count];
        string Operand(LoopRef r, bool alone = false) => r.Kind switch
        {
            LoopRefKind.Input => inputs[r.Index],
            LoopRefKind.Local => texts[r.Index].IsCompound && !alone ? "(" + texts[r.Index].Text + ")" : texts[r.Index].Text,
            _ => Literal(r.Constant) is var literal && literal[0] == '-' && !alone ? "(" + literal + ")" : literal,
        };
        for (int i = 0; i < texts.Length; i++)
        {
            var op = loop.Body[i];
            texts[i] = Expression(op, op.Operands.Select(o => Operand(o, !IsOperator(op.Op))).ToArray());
            if (op.Name.Length > 0)
            {
                writer.Line(element + " " + op.Name + " = " + texts[i].Text + ";");
                texts[i] = (op.Name, false);
            }
        }

        // Whatever is stored is known before: an output may be an input's memory.
        string[] values = loop.Results.Select(r => Operand(r, alone: true)).ToArray();
        for (int i = 0; values.Length > 1 && i < values.Length; i++)
        {
            if (loop.Results[i].Kind == LoopRefKind.Input)
            {
                values[i] = Variable(values[i]);
            }
        }

        for (int i = 0; i < values.Length; i++)
        {
            writer.Line(Element(loop.Outputs[i]) + (loop.Outputs[i].Access == LoopAccess.Add ? " += " : " = ") + values[i] + ";");
        }
    }

    private string Number(LoopOperand operand) => operand.Number is { } number ? Variable(Dim(number)) : Element(operand);

    private string Variable(string value)
    {
        string name = "number" + Text(numbers++);
        writer.Line(element + " " + name + " = " + value + ";");
        return name;
    }

    private string Element(LoopOperand operand)
    {
        var memory = operand.Buffer!.At(operand.Offset, DimExpr.One);
        return memory.Buffer.Name + "[" + Inside(memory.Offset) + "]";
    }

    private static bool IsOperator(string op) => op is "Add" or "Sub" or "Mul" or "Div" or "Neg";

    private (string Text, bool IsCompound) Expression(LoopOp op, string[] operands) => op.Op switch
    {
        "Add" => (operands[0] + " + " + operands[1], true),
        "Sub" => (operands[0] + " - " + operands[1], true),
        "Mul" => (operands[0] + " * " + operands[1], true),
        "Div" => (operands[0] + " / " + operands[1], true),
        "Neg" => ("-" + operands[0], true),
        "MulZ" => ("MulZ(" + string.Join(", ", operands) + ")", false),
        _ => ("Apply<" + Names.Services + op.Op + ", " + element + ">(" + string.Join(", ", operands) + ")", false),
    };
}
