using System;
using System.Globalization;
using System.IO;
using Costate.Execution;
using Costate.Tracing;

namespace Costate;

/// <summary>Prints traces: one line a node, inputs first.</summary>
public static class TraceText
{
    /// <summary>Writes everything that the values are made from; numbers are positions in this text, a dot names an output.</summary>
    /// <param name="writer">Receives the lines.</param>
    /// <param name="values">Values of any traces.</param>
    public static void Write(TextWriter writer, params ReadOnlySpan<TracedValue> values)
    {
        ArgumentNullException.ThrowIfNull(writer);
        using (Engine.Enter())
        {
            foreach (var node in TraceList.Of(values)) Write(writer, node);
        }
    }

    private static void Write(TextWriter writer, TraceNode node)
    {
        writer.Write('%');
        writer.Write(node.Place.ToString(CultureInfo.InvariantCulture));
        writer.Write(" = ");
        writer.Write(node.Site.Fragment?.Name ?? node.Kind.ToString());
        for (int i = 0; i < node.InputCount; i++)
        {
            writer.Write(i == 0 ? "(" : ", ");
            if (node.Input(i) is not { } input)
            {
                writer.Write('0');
                continue;
            }

            writer.Write('%');
            writer.Write(input.Place.ToString(CultureInfo.InvariantCulture));
            if (input.OutputCount > 1 && !(i == 0 && node.Kind >= NodeKind.Adjoint))
            {
                writer.Write('.');
                writer.Write(node.InputSlot(i).ToString(CultureInfo.InvariantCulture));
            }
        }

        if (node.InputCount > 0) writer.Write(')');
        for (int slot = 0; slot < node.OutputCount; slot++)
        {
            writer.Write(slot == 0 ? " : " : ", ");
            writer.Write(FragmentErrors.Format(node.ShapeOf(slot)));
            if (node.ValueOf(slot) is null) writer.Write(" not computed");
        }

        if (node.HasResiduals) writer.Write(", residuals kept");
        writer.WriteLine();
    }
}
