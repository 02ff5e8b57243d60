using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Frontend;

namespace Costate.Generator;

/// <summary>Writes the choice of a variant by the bool parameters, and what differs between variants.</summary>
internal static class VariantChoice
{
    /// <summary>An expression that begins with <paramref name="head"/> and ends with a semicolon; the text of one variant follows from it.</summary>
    public static void Print(CodeWriter writer, MethodModel model, string head, IReadOnlyList<PlannedVariant> variants, Func<int, string> text)
    {
        string[] flags = model.Parameters.Where(p => p.Kind == ParameterKind.Flag).Select(p => p.Name).ToArray();
        if (flags.Length == 1)
        {
            writer.Line(head + flags[0] + " ? " + text(1) + " : " + text(0) + ";");
            return;
        }

        writer.Open(head + "(" + string.Join(", ", flags) + ") switch");
        for (int i = 0; i < variants.Count; i++)
        {
            writer.Line("(" + string.Join(", ", variants[i].Model.Flags.Select(f => f ? "true" : "false")) + ") => " + text(i) + ",");
        }

        writer.Close(";");
    }

    /// <summary>A sentence for each group of variants that share it, "A number" say, without a full stop.</summary>
    public static IEnumerable<string> Sentences(MethodModel model, IEnumerable<string> ofVariants)
    {
        string[] flags = model.Parameters.Where(p => p.Kind == ParameterKind.Flag).Select(p => p.Name.TrimStart('@')).ToArray();
        return ofVariants
            .Select((sentence, variant) => (sentence, variant))
            .GroupBy(s => s.sentence, s => s.variant, StringComparer.Ordinal)
            .Select(g => (g.Key, When: Variants.Describe(flags, g.ToArray())))
            .Select(s => s.Key + (s.When.Length == 0 ? string.Empty : " when " + s.When) + ".");
    }
}
