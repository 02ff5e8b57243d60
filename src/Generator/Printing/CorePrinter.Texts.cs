using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <content>Numbers, dimensions and views as C# text.</content>
internal sealed partial class CorePrinter
{
    private string Literal(double value) => string.Equals(element, "float", StringComparison.Ordinal) ? "(float)" + KernelPrinter.Number(value) : KernelPrinter.Number(value);

    private string View(BufferView view)
    {
        var memory = view.Buffer.At(view.Offset, view.Count);
        return memory.IsWhole ? memory.Buffer.Name : memory.Buffer.Name + ".Slice(" + Inside(memory.Offset) + ", " + Inside(memory.Count) + ")";
    }

    private string View(PlanBuffer buffer) => View(new BufferView(buffer, DimExpr.Zero, buffer.Count));

    private string Dim(DimExpr dim) => Text(dim, fits: false);

    /// <summary>A place in memory that is there, or the size of a part of it: no more than an int.</summary>
    private string Inside(DimExpr dim) => Text(dim, fits: true);

    private string Text(DimExpr dim, bool fits)
    {
        for (int i = places.Count - 1; fits && i >= 0; i--)
        {
            if (SharedOffsets.Replace(dim, places[i]) is { } shorter)
            {
                dim = shorter;
                break;
            }
        }

        foreach (var number in plan.Numbers)
        {
            dim = dim.Rewrite(atom => atom.Equals(number.Value.TryGetAtom()) ? DimExpr.Symbol(number.Name) : null);
        }

        return dim.ToCSharp(symbol => plan.Numbers.Concat(places).Any(n => n.Name == symbol) ? symbol : plans.DimName(symbol), fits);
    }

    private string Factor(DimExpr dim) => dim.IsConstant || dim.TryGetSymbol(out _) ? Inside(dim) : "(" + Inside(dim) + ")";

    private string Dims(IEnumerable<DimExpr> dims) => "[" + string.Join(", ", dims.Select(Dim)) + "]";

    private static string ShapeComment(params PlanBuffer[] buffers) => " // " + string.Join(", ", buffers.Select(b => b.Name.TrimStart('@'))) + ": " + buffers[0].Shape;

    private static string Bits(ulong bits) => bits == ulong.MaxValue ? "ulong.MaxValue" : bits.ToString(CultureInfo.InvariantCulture) + "UL";

    private static string Flag(bool value) => value ? "true" : "false";

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A C# string literal.</summary>
    public static string Quote(string text)
    {
        var quoted = new System.Text.StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\r' => "\\r",
                '\t' => "\\t",
                _ when char.IsControl(c) => "\\u" + ((int)c).ToString("X4", CultureInfo.InvariantCulture),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
