using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.RegularExpressions;
using Costate.Ir;

namespace Costate.Tests.Programs;

/// <summary>Mistakes that a front end, a derivation or a printer could make in some programs, and the check that has to find one of them.</summary>
internal static class SeededFaults
{
    public static readonly IReadOnlyDictionary<string, (Check By, Tampering Fault)> All = new Dictionary<string, (Check, Tampering)>(StringComparer.Ordinal)
    {
        ["a quotient is read with its operands swapped"] = (Check.BodyLink, InGraph(@"= Div (%\d+), (%\d+)", "= Div $2, $1")),
        ["a choice is read with its branches swapped"] = (Check.BodyLink, InGraph(@"= Select (%\d+), (%\d+), (%\d+)", "= Select $1, $3, $2")),
        ["a number is read as another one"] = (Check.BodyLink, InGraph(@"value=1\.5\b", "value=1.25")),
        ["a vector is repeated along the wrong axis"] = (Check.BodyLink, InGraph(@"\{axes=<1>, shape=\[(\w+), \1\]\}", "{axes=<0>, shape=[$1, $1]}")),
        ["a square factor is read transposed"] = (Check.BodyLink, InGraph("spec=\"ab,bc->ac\"", "spec=\"ab,cb->ac\"")),
        ["a window is read one element earlier"] = (Check.BodyLink, InGraph(@"starts=\[1", "starts=[0")),
        ["a sum over one axis is one over another"] = (Check.BodyLink, InGraph(@"ReduceSum (%\d+) \{axes=<0>\} : (\w+)\[(\w+)\]", "ReduceSum $1 {axes=<1>} : $2[$3]")),
        ["the tangent loses the second term of its last sum"] = (Check.DerivativeLink, InPrograms(tangent: g => Edit(g, @"= Add (%\d+), (%\d+)(?!(.|\n)*= Add)", "= Add $1, $1"))),
        ["the adjoint loses its last contribution"] = (Check.DerivativeLink, InPrograms(adjoint: g => Edit(g, @"= Add (%\d+), (%\d+)(?!(.|\n)*= Add)", "= Add $1, $1"))),
        ["a derivative is wrong in the same way in both modes"] = (Check.DerivativeLink, InPrograms(g => Edit(g, @"value=1\.0\b", "value=2.0"), g => Edit(g, @"value=1\.0\b", "value=2.0"))),
        ["a cotangent goes through the wrong side of a product"] = (Check.DerivativeLink, InPrograms(adjoint: g => Edit(g, "spec=\"ab,cb->ac\"", "spec=\"ab,bc->ac\""))),
        ["the printer swaps the operands of a quotient"] = (Check.EmittedLink, InText(@"S\.Div\((\w+), (\w+)\)", "S.Div($2, $1)")),
        ["the printer forgets to accumulate"] = (Check.EmittedLink, InText("accumulate: true", "accumulate: false")),
        ["a loop ends one element early"] = (Check.EmittedLink, InText(@"(Fused\.Run\w*<\w+, \w+>\((?:[^,()]+|checked\([^()]*\)), )([^,()]+|checked\([^()]*\)), new", "${1}global::System.Math.Max(1, $2) - 1, new")),
        ["a result is not written"] = (Check.EmittedLink, InText(@"row\.Store\w*\(ref this\.\w+\.At, \w+\);", string.Empty)),
        ["the printer transposes a factor"] = (Check.EmittedLink, InText(@"Parse\(""ab,bc->ac""\)", "Parse(\"ab,cb->ac\")")),
    };

    internal static Tampering InGraph(string pattern, string replacement) => new() { Graph = g => Edit(g, pattern, replacement) };

    internal static Tampering InText(string pattern, string replacement) => new() { Text = text => Regex.Replace(text, pattern, replacement) };

    internal static Tampering InPrograms(Func<Graph, Graph>? tangent = null, Func<Graph, Graph>? adjoint = null) => new()
    {
        Programs = p => new FragmentPrograms(p.Forward, p.DifferentiableInputs, p.JointAdjoint, p.ForwardKeeping, adjoint?.Invoke(p.Adjoint) ?? p.Adjoint, tangent?.Invoke(p.Tangent) ?? p.Tangent, p.Residuals),
    };

    /// <summary>Edits the text form of a graph; where the shapes do not fit then, nothing is changed.</summary>
    internal static Graph Edit(Graph graph, string pattern, string replacement)
    {
        string text = GraphText.Print(graph);
        try
        {
            return GraphText.Parse(Regex.Replace(text, pattern, replacement));
        }
        catch (FormatException)
        {
            return graph;
        }
    }
}
