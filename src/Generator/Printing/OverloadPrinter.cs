using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>
/// Writes the overloads that win over the user's method and call the fragment. A tensor among the parameters has the base type there, so one
/// overload wins in every form of use. A method without one, over records only, gets two: calls prefer the one that has an optional mark
/// more; method groups and function pointers, which must fit exactly, get the one that takes its first record as a type argument.
/// </summary>
internal static class OverloadPrinter
{
    public static bool IsPossible(MethodModel model) => model.Inputs.Any(i => i.Kind is ParameterKind.Tensor or ParameterKind.Mask);

    public static void Print(CodeWriter writer, MethodModel model, IReadOnlyList<PlannedVariant> variants)
    {
        bool isMarked = model.Parameters.All(p => p.Kind is not (ParameterKind.Tensor or ParameterKind.Mask));
        string mark = Local(model, "call");
        PrintDocumentation(writer, model, variants);
        if (isMarked)
        {
            Documentation.Parameter(writer, mark, "Never given; it tells this overload from the method.");
        }

        string head = Head(writer, model, variants, isMarked ? 2 : 1, model.Name, model.Parameters.Select(Declaration).Concat(isMarked ? [Names.Services + "CompiledCall " + mark + " = default"] : []));
        PrintBody(writer, model, variants, head);
        if (isMarked && !model.SharesGenericOverload && model.Parameters.FirstOrDefault(p => p.Value?.Kind == ValueKind.Record) is { } generic)
        {
            string typeParameter = "T" + generic.Value!.Name;
            writer.Blank();
            PrintDocumentation(writer, model, variants);
            writer.Line("/// <typeparam name=\"" + typeParameter + "\">The type of " + generic.Name.TrimStart('@') + ".</typeparam>");
            head = Head(writer, model, variants, 1, model.Name + "<" + typeParameter + ">", model.Parameters.Select(p => p == generic ? typeParameter + " " + p.Name : Declaration(p)));
            writer.Line(head);
            writer.Indent();
            writer.Line("where " + typeParameter + " : " + Names.Services + "ITracedRecord<" + generic.Value.Type + ", " + generic.Value.Type + ".Values> =>");
            writer.Line(model.Name + "(" + string.Join(", ", model.Parameters.Select(p => p == generic ? p.Name + ".Self" : p.Name).Append("default(" + Names.Services + "CompiledCall)")) + ");");
            writer.Unindent();
        }
    }

    private static void PrintDocumentation(CodeWriter writer, MethodModel model, IReadOnlyList<PlannedVariant> variants)
    {
        var graph = variants[0].Plans.Programs.Forward;
        Documentation.Summary(writer, model.Summary ?? "The compiled form of this method: a call is one node of the trace.");
        int input = model.Self?.Count ?? 0;
        foreach (var parameter in model.Parameters)
        {
            string fallback = Documentation.Fallback(parameter);
            if (parameter.IsInput)
            {
                fallback = Documentation.Shape(graph.TypeOf(graph.Inputs[input++]).Shape);
            }
            else if (parameter.Value is { } value)
            {
                fallback = Documentation.Shapes(value, graph.Inputs.Skip(input).Select(v => graph.TypeOf(v).Shape));
                input += value.Count;
            }

            Documentation.Parameter(writer, parameter.Name, parameter.Summary ?? fallback);
        }

        Documentation.Returns(writer, string.Join(" ", graph.Outputs.SelectMany((_, i) => VariantChoice.Sentences(model, variants.Select(v => Shape(v, i))))));
        Documentation.Remarks(writer, string.Join("\n", VariantChoice.Sentences(model, variants.Select(v => Cost(model, v)))));
    }

    private static string Head(CodeWriter writer, MethodModel model, IReadOnlyList<PlannedVariant> variants, int priority, string name, IEnumerable<string> parameters)
    {
        writer.Line("[global::System.Runtime.CompilerServices.OverloadResolutionPriority(" + priority.ToString(CultureInfo.InvariantCulture) + ")]");
        foreach (var variant in variants)
        {
            // Other assemblies inline the graph.
            string graph = model.Modifiers.StartsWith("private", System.StringComparison.Ordinal) ? string.Empty : ", " + variant.FragmentName + ".Text, " + variant.FragmentName + ".TextDigest";
            writer.Line("[" + Names.Services + "FragmentCall(typeof(" + variant.FragmentName + ")" + graph + ")]");
        }

        return model.Modifiers + " " + ValueText.Traced(model.Result, model.ElementType) + " " + name + "(" + (model.IsExtension ? "this " : string.Empty) + string.Join(", ", parameters) + ")";
    }

    private static void PrintBody(CodeWriter writer, MethodModel model, IReadOnlyList<PlannedVariant> variants, string head)
    {
        string[] tensors = Inputs(model).ToArray();
        string inputs = "[" + string.Join(", ", tensors) + "]";
        string dimensions = string.Join(", ", model.Parameters.Where(p => p.Kind == ParameterKind.Integer).Select(p => p.Name));
        string tail = dimensions.Length == 0 ? string.Empty : ", [" + dimensions + "]";
        bool isSingle = !model.Result.IsComposite && model.Outputs[0].ElementType == model.ElementType;
        string arguments = tensors.Length is >= 1 and <= 4 ? inputs.Substring(1, inputs.Length - 2) : inputs;
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
            var results = model.Outputs.Select((o, i) => outputs + ".Tensor<" + o.ElementType + ">(" + i.ToString(CultureInfo.InvariantCulture) + ")").ToList();
            writer.Line("return " + ValueText.BuildTraced(model.Result, results.GetEnumerator()) + ";");
        }

        writer.Close();
    }

    /// <summary>What a node of the trace costs; the adjoint runs only if a gradient is asked for.</summary>
    private static string Cost(MethodModel model, PlannedVariant variant)
    {
        var plans = variant.Plans;
        var cost = plans.Cost;
        int size = Documentation.ElementSize(model.ElementType);
        var (value, scratch) = (cost.Flops(plans.Forward), size * cost.Scratch(plans.Forward));
        string forward = "Evaluating it costs about " + Documentation.Formula(plans, value) + " operations and " + Documentation.Formula(plans, scratch) + " bytes of scratch memory";
        if (plans.Programs.DifferentiableInputs.Length == 0)
        {
            return forward + Documentation.Legend(plans, value, scratch);
        }

        var (adjoint, memory, kept) = (cost.Flops(plans.Adjoint), size * cost.Scratch(plans.Adjoint), size * cost.Residuals());
        return forward + "; its adjoint about " + Documentation.Formula(plans, adjoint) + " operations and " + Documentation.Formula(plans, memory) + " bytes, and "
            + Documentation.Formula(plans, kept) + " bytes that are kept for it" + Documentation.Legend(plans, value, scratch, adjoint, memory, kept);
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

    private static IEnumerable<string> Inputs(MethodModel model)
    {
        return (model.Self is { } self ? ValueText.Access(self, "this", string.Empty) : []).Concat(model.Parameters.SelectMany(p =>
            p.Kind == ParameterKind.Number ? [Names.TraceCall + ".Scalar(" + p.Name + ")"]
            : p.Value is { } value ? ValueText.Access(value, p.Name, p.Name.TrimStart('@'))
            : p.IsInput ? [p.Name] : []));
    }

    private static string Declaration(ParameterModel parameter) =>
        Type(parameter) + " " + parameter.Name + (parameter.Default is null ? string.Empty : " = " + parameter.Default);

    private static string Type(ParameterModel parameter) => parameter.Kind switch
    {
        ParameterKind.Integer => "int",
        ParameterKind.Flag => "bool",
        ParameterKind.Number => parameter.ElementType,
        ParameterKind.Composite => ValueText.Traced(parameter.Value!, parameter.ElementType),
        _ => "global::Costate.TracedValue<" + parameter.ElementType + ">",
    };
}
