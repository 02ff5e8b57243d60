using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <content>How the sizes follow from concrete tensors.</content>
internal sealed partial class DirectForm
{
    /// <summary>Writes how the sizes follow from concrete tensors, once for all members.</summary>
    public static void PrintSolveSizes(CodeWriter writer, MethodModel model, ProgramPlans plans)
    {
        var graph = plans.Programs.Forward;
        if (!HasSizes(graph))
        {
            return;
        }

        var names = new PlanNames();
        foreach (string name in model.Parameters.Select(p => p.Name).Concat(model.Inputs.Select(i => i.Name)).Distinct())
        {
            names.Take(name.TrimStart('@'));
        }

        // With leading axes it returns their number.
        int first = FirstLeading(graph);
        var (dims, flatShapes, leading) = (names.Take("dims"), names.Take("flatShapes"), names.Take("leadingSizes"));
        var spans = new[] { dims, leading }.Take(first < 0 ? 1 : 2).Select(name => Names.Span + "<int> " + name);
        writer.Blank();
        writer.Open("internal static " + (first < 0 ? "void" : "int") + " SolveSizes(" + string.Join(", ", SizeParameters(model, plans).Select(p => p.Declaration).Concat(spans)) + ")");
        int total = graph.Inputs.Sum(v => graph.TypeOf(v).Rank), at = 0;
        writer.Line(Names.Span + "<int> " + flatShapes + " = stackalloc int[" + Number(total) + "];");
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            var shape = graph.TypeOf(graph.Inputs[i]).Shape;
            if (shape.Rank > 0)
            {
                string part = flatShapes + ".Slice(" + Number(at) + ", " + Number(shape.Rank) + ")";
                string arguments = "(Instance, " + Number(i) + ", " + model.Inputs[i].Name + ", " + part;
                writer.Line(
                    i == first ? leading + " = " + leading + ".Slice(0, " + Names.DirectCall + ".FirstSizes" + arguments + ", " + leading + "));"
                    : LeadingAxes.Lead(shape) ? Names.DirectCall + ".FurtherSizes" + arguments + ", " + leading + ", " + Number(first) + ");"
                    : Names.DirectCall + ".Sizes" + arguments + ");");
                at += shape.Rank;
            }
        }

        string integers = string.Join(", ", model.Parameters.Where(p => p.Kind == ParameterKind.Integer).Select(p => p.Name));
        writer.Line("Instance.SolveDims(" + flatShapes + ", [" + integers + "], " + dims + (first < 0 ? string.Empty : ", " + leading) + ");");
        if (first >= 0)
        {
            writer.Line("return " + leading + ".Length;");
        }

        writer.Close();
    }

    /// <summary>The first input with leading axes, or -1.</summary>
    private static int FirstLeading(Graph graph)
    {
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            if (LeadingAxes.Lead(graph.TypeOf(graph.Inputs[i]).Shape))
            {
                return i;
            }
        }

        return -1;
    }

    private bool IsSized => HasSizes(graph);

    private static IEnumerable<(string Name, string Declaration)> SizeParameters(MethodModel model, ProgramPlans plans)
    {
        var graph = plans.Programs.Forward;
        var inputs = model.Inputs.Select((input, i) => (Input: input, Type: graph.TypeOf(graph.Inputs[i]))).ToArray();
        IEnumerable<(string, string)> Tensors(ParameterModel? parameter) => inputs
            .Where(i => i.Input.Parameter == parameter && i.Type.Rank > 0)
            .Select(i => (i.Input.Name, "in " + Names.ReadOnlyTensorSpan + "<" + model.ElementType + "> " + i.Input.Name));
        return Tensors(null).Concat(model.Parameters.SelectMany(p => p.Kind == ParameterKind.Integer ? [(p.Name, "int " + p.Name)] : Tensors(p)));
    }

    private void SolveSizes(CodeWriter writer)
    {
        if (!IsSized)
        {
            return;
        }

        writer.Line(Names.Span + "<int> " + dims + " = stackalloc int[" + Number(graph.Symbols.Count) + "];");
        string arguments = string.Join(", ", SizeParameters(model, plans).Select(p => p.Name).Append(dims));
        if (leading is null)
        {
            writer.Line(variant.FragmentName + ".SolveSizes(" + arguments + ");");
        }
        else
        {
            writer.Line(Names.Span + "<int> " + leading + " = stackalloc int[" + model.Inputs[FirstLeading(graph)].Name + ".Rank];");
            writer.Line(leading + " = " + leading + ".Slice(0, " + variant.FragmentName + ".SolveSizes(" + arguments + ", " + leading + "));");
        }

        for (int i = 0; i < graph.Symbols.Count; i++)
        {
            string local = plans.DimName(graph.Symbols[i]);
            if (usedDims.Contains(graph.Symbols[i]) && !model.Parameters.Any(p => p.Kind == ParameterKind.Integer && p.Name == local))
            {
                writer.Line("int " + local + " = " + dims + "[" + Number(i) + "];");
            }
        }
    }

    /// <summary>The sizes of a tensor, its leading axes before the others.</summary>
    private string Sizes(Shape shape)
    {
        string sizes = "[" + string.Join(", ", LeadingAxes.Trailing(shape).Select(Count)) + "]";
        return LeadingAxes.Lead(shape) ? leading + ", " + sizes : sizes;
    }

    private string Count(DimExpr dim)
    {
        usedDims.UnionWith(dim.Symbols);
        return dim.ToCSharp(plans.DimName);
    }
}
