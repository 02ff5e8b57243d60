using System;
using System.Collections.Generic;
using System.Linq;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Linking;
using Costate.Tracing;
using Xunit;

namespace Costate.Tests.Linking;

/// <summary>The checker is checked: faults that are put in by hand, by name, and rewrites that are none.</summary>
internal static class Faults
{
    /// <summary>Misreadings of a body, as replacements in the text of its graph.</summary>
    public static readonly IReadOnlyDictionary<string, (string Model, string From, string To)> Misreadings = new Dictionary<string, (string, string, string)>
    {
        ["operands of a difference swapped"] = ("Bilinear", "%7 = Neg %6 : f64[n, k]@\n  %8 = Add %4, %7", "%7 = Neg %4 : f64[n, k]\n  %8 = Add %6, %7"),
        ["a wrong constant"] = ("Quadratic", "value=0.5", "value=0.25"),
        ["the wrong local"] = ("Loss", "Mul %6, %6", "Mul %5, %6"),
        ["a factor dropped"] = ("Window", "Mul %3, %1", "Mul %3, %3"),
        ["a transposed operand"] = ("Quadratic", "{spec=\"ab,b->a\"}", "{spec=\"ab,a->b\"}"),
        ["a transpose dropped"] = ("Factor", "{perm=<1, 0>}", "{perm=<0, 1>}"),
        ["the wrong triangle"] = ("Triangles", "Tri %0 {k=0, lower=1}", "Tri %0 {k=0, lower=0}"),
        ["a flag of a solve dropped"] = ("Triangles", "right=0, trans=1", "right=0, trans=0"),
        ["a window that starts elsewhere"] = ("Structure", "starts=[n, 0]", "starts=[0, 0]"),
        ["parts in the wrong order"] = ("Structure", "Concat %0, %1", "Concat %1, %0"),
        ["a sum for a maximum"] = ("Structure", "ReduceMax %2", "ReduceSum %2"),
        ["a broadcast along the wrong axis"] = ("Masked", "axes=<1>", "axes=<0>"),
        ["a size miscounted"] = ("Loss", "dim=(k*n)", "dim=(k+n)"),
        ["a comparison turned round"] = ("Chain", "Less %10, %9", "Less %9, %10"),
        ["branches of a choice swapped"] = ("Chain", "Select %11, %15, %19", "Select %11, %19, %15"),
        ["outputs swapped"] = ("Pair", "return %3 'Sum', %4 'Product'", "return %4 'Sum', %3 'Product'"),
        ["another function"] = ("Single", "Tanh %0", "Sin %0"),
        ["operands commuted"] = ("Nested", "Add %2, %1", "Add %1, %2"),
        ["a fold that is wrong for NaN"] = ("Masked", "= Mul %0, %", "= MulZ %0, %"),
    };

    /// <summary>Rewrites that change no bit, which must not be flagged.</summary>
    public static readonly IReadOnlyDictionary<string, (string Model, string From, string To)> Equivalent = new Dictionary<string, (string, string, string)>
    {
        ["a transposed matrix contracted from its other side"] = ("Bilinear", "Contract %1, %0 {spec=\"ab,ca->bc\"}", "Contract %1, %0 {spec=\"xb,cx->bc\"}"),
        ["negated twice"] = ("Loss", "return %10", "%11 = Neg %10 : f64[]\n  %12 = Neg %11 : f64[]\n  return %12"),
        ["multiplied by one"] = ("Loss", "return %10", "%11 = Const {dtype=\"f64\", shape=[], value=1.0} : f64[]\n  %12 = Mul %10, %11 : f64[]\n  return %12"),
        ["reshaped there and back"] = ("Chain", "return %20", "%21 = Reshape %20 {shape=[m*n]} : f64[m*n]\n  %22 = Reshape %21 {shape=[n, m]} : f64[n, m]\n  return %22"),
        ["transposed there and back"] = ("Chain", "return %20", "%21 = Transpose %20 {perm=<1, 0>} : f64[m, n]\n  %22 = Transpose %21 {perm=<1, 0>} : f64[n, m]\n  return %22"),
        ["two triangles in the other order"] = ("Update", "Tri %8 {k=0, lower=1} : f64[r, r]@\n  %10 = Tri %9 {k=0, lower=0}", "Tri %8 {k=0, lower=0} : f64[r, r]\n  %10 = Tri %9 {k=0, lower=1}"),
    };

    /// <summary>The method with another graph than its own: as if the front end had read it wrongly.</summary>
    public static LinkedMethod Misread((string Model, string From, string To) fault)
    {
        var method = Method(fault.Model);
        return new LinkedMethod(method.Name, method.Body, new InterpretedFragment(Changed(method.Graph, fault.From, fault.To)));
    }

    public static LinkedMethod Method(string model) => LinkedMethod.In(typeof(Models).Assembly).Single(m => m.Name.EndsWith("." + model, StringComparison.Ordinal));

    /// <summary>A graph with a piece of its text replaced; spans are dropped.</summary>
    public static Graph Changed(Graph graph, string from, string to)
    {
        string text = System.Text.RegularExpressions.Regex.Replace(GraphText.Print(graph), " @[0-9:-]+( '[a-z]+')?", "@");
        Assert.Contains(from, text, StringComparison.Ordinal);
        return GraphText.Parse(text.Replace(from, to, StringComparison.Ordinal).Replace("@", string.Empty, StringComparison.Ordinal));
    }
}
