using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>Writes the overload that wins over the user's method in every call and calls the fragment.</summary>
internal static class OverloadPrinter
{
    public static bool IsPossible(MethodModel model) => model.Parameters.Any(p => p.Kind is ParameterKind.Tensor or ParameterKind.Mask);

    public static void Print(CodeWriter writer, MethodModel model, ProgramPlans plans)
    {
        Documentation.Summary(writer, model.Summary ?? "The compiled form of this method: a call is one node of the trace.");
        int input = 0;
        foreach (var parameter in model.Parameters)
        {
            string fallback = parameter.Kind == ParameterKind.Integer
                ? "The dimension " + parameter.Name.TrimStart('@') + "."
                : Documentation.Shape(plans.Programs.Forward.TypeOf(plans.Programs.Forward.Inputs[input++]).Shape);
            Documentation.Parameter(writer, parameter.Name, parameter.Summary ?? fallback);
        }

        Documentation.Returns(writer, string.Join(" ", plans.Programs.Forward.Outputs.Select(v => Documentation.Shape(plans.Programs.Forward.TypeOf(v).Shape))));
        writer.Line("[global::System.Runtime.CompilerServices.OverloadResolutionPriority(1)]");
        writer.Line("[" + Names.Services + "FragmentCall(typeof(" + model.FragmentName + "))]");
        string inputs = "[" + string.Join(", ", model.Parameters.Where(p => p.Kind != ParameterKind.Integer).Select(Argument)) + "]";
        string dimensions = string.Join(", ", model.Parameters.Where(p => p.Kind == ParameterKind.Integer).Select(p => p.Name));
        string tail = dimensions.Length == 0 ? string.Empty : ", [" + dimensions + "]";
        string head = model.Modifiers + " " + Result(model) + " " + model.Name + "(" + string.Join(", ", model.Parameters.Select(Declaration)) + ")";
        if (model.Outputs.Count == 1 && model.Outputs[0].ElementType == model.ElementType)
        {
            string arguments = model.Parameters.Count(p => p.Kind != ParameterKind.Integer) is >= 1 and <= 4 ? inputs.Substring(1, inputs.Length - 2) : inputs;
            writer.Line(head + " =>");
            writer.Indent();
            writer.Line(Names.TraceCall + ".Invoke<" + model.ElementType + ">(" + model.FragmentName + ".Instance, " + arguments + tail + ");");
            writer.Unindent();
            return;
        }

        writer.Open(head);
        string outputs = Local(model, "outputs");
        writer.Line("var " + outputs + " = " + Names.TraceCall + ".InvokeMany<" + model.ElementType + ">(" + model.FragmentName + ".Instance, " + inputs + tail + ");");
        string results = string.Join(", ", model.Outputs.Select((o, i) => outputs + ".Tensor<" + o.ElementType + ">(" + i.ToString(System.Globalization.CultureInfo.InvariantCulture) + ")"));
        writer.Line("return " + (model.Outputs.Count == 1 ? results : "(" + results + ")") + ";");
        writer.Close();
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
        ParameterKind.Number => parameter.ElementType,
        _ => "global::Costate.TracedValue<" + parameter.ElementType + ">",
    };
}
