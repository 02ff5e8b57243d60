using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>Writes the overload that wins over the user's method in every call and calls the fragment.</summary>
internal static class OverloadPrinter
{
    public static bool IsPossible(MethodModel model) => model.Parameters.Any(p => p.Kind is ParameterKind.Tensor or ParameterKind.Mask);

    public static void Print(CodeWriter writer, MethodModel model, IReadOnlyList<PlannedVariant> variants)
    {
        var graph = variants[0].Plans.Programs.Forward;
        Documentation.Summary(writer, model.Summary ?? "The compiled form of this method: a call is one node of the trace.");
        int input = 0;
        foreach (var parameter in model.Parameters)
        {
            string fallback = parameter.IsInput ? Documentation.Shape(graph.TypeOf(graph.Inputs[input++]).Shape) : Documentation.Fallback(parameter);
            Documentation.Parameter(writer, parameter.Name, parameter.Summary ?? fallback);
        }

        Documentation.Returns(writer, string.Join(" ", graph.Outputs.SelectMany((_, i) => VariantChoice.Sentences(model, variants.Select(v => Shape(v, i))))));
        Documentation.Remarks(writer, string.Join("\n", VariantChoice.Sentences(model, variants.Select(v => Cost(model, v)))));
        writer.Line("[global::System.Runtime.CompilerServices.OverloadResolutionPriority(1)]");
        foreach (var variant in variants)
        {
            writer.Line("[" + Names.Services + "FragmentCall(typeof(" + variant.FragmentName + "))]");
        }

        string inputs = "[" + string.Join(", ", model.Parameters.Where(p => p.IsInput).Select(Argument)) + "]";
        string dimensions = string.Join(", ", model.Parameters.Where(p => p.Kind == ParameterKind.Integer).Select(p => p.Name));
        string tail = dimensions.Length == 0 ? string.Empty : ", [" + dimensions + "]";
        string head = model.Modifiers + " " + Result(model) + " " + model.Name + "(" + (model.IsExtension ? "this " : string.Empty) + string.Join(", ", model.Parameters.Select(Declaration)) + ")";
        bool isSingle = model.Outputs.Count == 1 && model.Outputs[0].ElementType == model.ElementType;
        string arguments = model.Parameters.Count(p => p.IsInput) is >= 1 and <= 4 ? inputs.Substring(1, inputs.Length - 2) : inputs;
        string Single(string fragment) => Names.TraceCall + ".Invoke<" + model.ElementType + ">(" + fragment + ", " + arguments + tail + ");";
        string fragment = variants[0].FragmentName + ".Instance";
        if (isSingle && variants.Count == 1)
        {
            writer.Line(head + " =>");
            writer.Indent();
            writer.Line(Single(fragment));
            writer.Unindent();
            return;
        }

        writer.Open(head);
        if (variants.Count > 1)
        {
            fragment = Local(model, "fragment");
            VariantChoice.Print(writer, model, Names.Fragment + " " + fragment + " = ", variants, i => variants[i].FragmentName + ".Instance");
        }

        if (isSingle)
        {
            writer.Line("return " + Single(fragment));
        }
        else
        {
            string outputs = Local(model, "outputs");
            writer.Line("var " + outputs + " = " + Names.TraceCall + ".InvokeMany<" + model.ElementType + ">(" + fragment + ", " + inputs + tail + ");");
            string results = string.Join(", ", model.Outputs.Select((o, i) => outputs + ".Tensor<" + o.ElementType + ">(" + i.ToString(System.Globalization.CultureInfo.InvariantCulture) + ")"));
            writer.Line("return " + (model.Outputs.Count == 1 ? results : "(" + results + ")") + ";");
        }

        writer.Close();
    }

    /// <summary>What a node of the trace costs; the adjoint runs only if a gradient is asked for.</summary>
    private static string Cost(MethodModel model, PlannedVariant variant)
    {
        var plans = variant.Plans;
        var (value, adjoint, kept) = (PlanCost.Flops(plans.Forward), PlanCost.Flops(plans.Adjoint), PlanCost.Residuals(plans));
        string forward = "Evaluating it costs about " + Documentation.Formula(plans, value) + " operations";
        return plans.Programs.DifferentiableInputs.Length == 0
            ? forward + Documentation.Legend(plans, value)
            : forward + ", its adjoint about " + Documentation.Formula(plans, adjoint) + " and "
                + Documentation.Formula(plans, Documentation.ElementSize(model.ElementType) * kept) + " bytes that are kept for it" + Documentation.Legend(plans, value, adjoint, kept);
    }

    private static string Shape(PlannedVariant variant, int output)
    {
        var graph = variant.Plans.Programs.Forward;
        return Documentation.Shape(graph.TypeOf(graph.Outputs[output]).Shape).TrimEnd('.');
    }

    private static string Local(MethodModel model, string wish)
    {
        while (model.Parameters.Any(p => p.Name == wish))
        {
            wish += "_";
        }

        return wish;
    }

    private static string Argument(ParameterModel parameter) =>
        parameter.Kind == ParameterKind.Number ? Names.TraceCall + ".Scalar(" + parameter.Name + ")" : parameter.Name;

    private static string Result(MethodModel model) => model.Outputs.Count == 1
        ? Traced(model.Outputs[0])
        : "(" + string.Join(", ", model.Outputs.Select(o => Traced(o) + (o.Name is null ? string.Empty : " " + o.Name))) + ")";

    private static string Traced(OutputModel output) => "global::Costate.TracedTensor<" + output.ElementType + ">";

    private static string Declaration(ParameterModel parameter) =>
        Type(parameter) + " " + parameter.Name + (parameter.Default is null ? string.Empty : " = " + parameter.Default);

    private static string Type(ParameterModel parameter) => parameter.Kind switch
    {
        ParameterKind.Integer => "int",
        ParameterKind.Flag => "bool",
        ParameterKind.Number => parameter.ElementType,
        _ => "global::Costate.TracedValue<" + parameter.ElementType + ">",
    };
}
