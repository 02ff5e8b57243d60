using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>One member on concrete tensors: its signature, the memory it needs, the cores it calls.</summary>
internal sealed class DirectForm
{
    private readonly CodeWriter writer;
    private readonly MethodModel model;
    private readonly ProgramPlans plans;
    private readonly Graph graph;
    private readonly string name;
    private readonly string summary;
    private readonly string element;
    private readonly PlanNames names = new();
    private readonly List<(string Declaration, string Name, string Documentation)> parameters = [];
    private readonly List<(string Type, string? Label, string Text, string Documentation)> results = [];
    private readonly Dictionary<(BufferRole, int), string> inputs = [];
    private readonly List<string> checks = [];
    private readonly List<string> copyLengths = [];
    private readonly List<string> memory = [];
    private readonly List<string> calls = [];
    private readonly List<string> after = [];
    private readonly string dims;
    private readonly string block;
    private readonly string rest;
    private readonly HashSet<string> usedDims = new(StringComparer.Ordinal);
    private DimExpr flops = DimExpr.Zero;
    private DimExpr scratch = DimExpr.Zero;

    public DirectForm(CodeWriter writer, MethodModel model, ProgramPlans plans, string name, string summary)
    {
        this.writer = writer;
        this.model = model;
        this.plans = plans;
        this.name = name;
        this.summary = summary;
        element = model.ElementType;
        graph = plans.Programs.Forward;
        foreach (var parameter in model.Parameters)
        {
            names.Take(parameter.Name.TrimStart('@'));
        }

        foreach (string symbol in graph.Symbols)
        {
            names.Take(plans.DimName(symbol).TrimStart('@'));
        }

        (dims, block, rest) = (names.Take("sizes"), names.Take("block"), names.Take("rest"));
        Inputs();
    }

    private bool IsSized => HasSizes(graph);

    /// <summary>A further tensor that the caller gives; the text to pass on.</summary>
    public string Given(string wish, Shape shape)
    {
        string parameter = names.Take(wish);
        if (shape.Rank == 0)
        {
            parameters.Add((element + " " + parameter, parameter, "A number."));
            return "new " + Names.ReadOnlySpan + "<" + element + ">(in " + parameter + ")";
        }

        parameters.Add(("in " + Names.ReadOnlyTensorSpan + "<" + element + "> " + parameter, parameter, Documentation.Shape(shape)));
        checks.Add(Names.DirectCall + ".Check<" + element + ">(" + model.FragmentName + ".Instance, nameof(" + parameter + "), " + parameter + ", " + Sizes(shape) + ");");
        return Dense(parameter);
    }

    /// <summary>A result in memory of the caller; the text to pass on.</summary>
    public string Owned(string wish, Shape shape)
    {
        string parameter = names.Take(wish);
        if (shape.Rank == 0)
        {
            parameters.Add(("out " + element + " " + parameter, parameter, "Receives a number."));
            checks.Add(parameter + " = 0;");
            return "new " + Names.Span + "<" + element + ">(ref " + parameter + ")";
        }

        parameters.Add(("in " + Names.TensorSpan + "<" + element + "> " + parameter, parameter, "Receives a tensor of shape " + Documentation.Escape(shape.ToString()) + "."));
        checks.Add(Names.DirectCall + ".Check<" + element + ">(" + model.FragmentName + ".Instance, nameof(" + parameter + "), " + parameter + ", " + Sizes(shape) + ");");
        string elements = names.Take(parameter.TrimStart('@') + "Elements");
        copyLengths.Add(Names.DirectCall + ".CopyLength<" + element + ">(" + parameter + ")");
        memory.Add(Names.Span + "<" + element + "> " + elements + " = " + Names.DirectCall + ".Target(" + parameter + ", ref " + rest + ");");
        after.Add(Names.DirectCall + ".Return<" + element + ">(" + elements + ", " + parameter + ");");
        return elements;
    }

    /// <summary>A result that is returned; the text to pass on.</summary>
    public string Result(string wish, Shape shape, string? label, bool clear = false)
    {
        string local = names.Take(wish);
        if (shape.Rank == 0)
        {
            memory.Add(element + " " + local + " = 0;");
            results.Add((element, label, local, Documentation.Shape(shape)));
            return "new " + Names.Span + "<" + element + ">(ref " + local + ")";
        }

        string elements = names.Take(local.TrimStart('@') + "Elements");
        memory.Add("var " + local + " = " + Names.DirectCall + ".New<" + element + ">(" + Sizes(shape) + ", out " + Names.Span + "<" + element + "> " + elements + ");");
        if (clear)
        {
            memory.Add(elements + ".Clear();");
        }

        results.Add((Names.Tensor + "<" + element + ">", label, local, Documentation.Shape(shape)));
        return elements;
    }

    /// <summary>A number that is computed and not returned.</summary>
    public string Local(string wish)
    {
        string local = names.Take(wish);
        memory.Add(element + " " + local + " = 0;");
        return "new " + Names.Span + "<" + element + ">(ref " + local + ")";
    }

    /// <summary>A tensor that is computed and not returned.</summary>
    public string Temporary(string wish, Shape shape)
    {
        if (shape.Rank == 0)
        {
            return Local(wish);
        }

        return Block(wish, Count(shape.ElementCount));
    }

    /// <summary>The residual pack.</summary>
    public string Residual()
    {
        scratch = plans.Residuals.Aggregate(scratch, (a, b) => a + b);
        return plans.Residuals.Count == 0 ? string.Empty : Block("residual", model.FragmentName + ".Instance.ResidualCount(" + (IsSized ? dims : "[]") + ")");
    }

    public void Call(string core, Plan plan, IEnumerable<((BufferRole Role, int Index) Place, string Text)> buffers)
    {
        var texts = buffers.ToDictionary(b => b.Place, b => b.Text);
        foreach (var pair in inputs)
        {
            texts[pair.Key] = pair.Value;
        }

        usedDims.UnionWith(plan.Graph.Symbols);
        flops += PlanCost.Flops(plan);
        scratch += PlanCost.Scratch(plan);
        var arguments = CorePrinter.Parameters(plan).Select(p => texts[(p.Role, p.Index)])
            .Concat(plan.Graph.Symbols.Select(plans.DimName))
            .Concat(plan.TestsWant ? ["want: ulong.MaxValue"] : [])
            .Concat(plan.TestsPresent ? ["present: ulong.MaxValue"] : []);
        calls.Add(model.FragmentName + "." + core + "(" + string.Join(", ", arguments) + ");");
    }

    public void Print()
    {
        writer.Blank();
        Documentation.Summary(writer, summary);
        foreach (var parameter in parameters)
        {
            Documentation.Parameter(writer, parameter.Name, parameter.Documentation);
        }

        if (results.Count > 0)
        {
            Documentation.Returns(writer, string.Join(" ", results.Select(r => r.Documentation)));
        }

        Documentation.Remarks(writer, "Costs about " + Documentation.Escape(flops.ToString()) + " operations and " + Documentation.Escape(((string.Equals(element, "float", StringComparison.Ordinal) ? 4 : 8) * scratch).ToString()) + " bytes of scratch memory.");
        if (IsSized)
        {
            writer.Line("/// <exception cref=\"global::Costate.ShapeMismatchException\">A shape contradicts the declared ones.</exception>");
        }

        string type = results.Count switch
        {
            0 => "void",
            1 => results[0].Type,
            _ => "(" + string.Join(", ", results.Select(r => r.Type + (r.Label is null ? string.Empty : " " + PlanNames.Identifier(r.Label)))) + ")",
        };
        writer.Open(model.Modifiers + " " + type + " " + name + "(" + string.Join(", ", parameters.Select(p => p.Declaration)) + ")");
        SolveSizes();
        foreach (string line in checks.Concat(Rent()).Concat(memory).Concat(calls).Concat(after))
        {
            writer.Line(line);
        }

        if (results.Count > 0)
        {
            writer.Line("return " + (results.Count == 1 ? results[0].Text : "(" + string.Join(", ", results.Select(r => r.Text)) + ")") + ";");
        }

        writer.Close();
    }

    /// <summary>Writes how the sizes follow from concrete tensors, once for all members.</summary>
    public static void PrintSolveSizes(CodeWriter writer, MethodModel model, ProgramPlans plans)
    {
        var graph = plans.Programs.Forward;
        if (!HasSizes(graph))
        {
            return;
        }

        writer.Blank();
        writer.Open("internal static void SolveSizes(" + string.Join(", ", SizeParameters(model, plans).Select(p => p.Declaration).Append(Names.Span + "<int> dims")) + ")");
        int total = graph.Inputs.Sum(v => graph.TypeOf(v).Rank), at = 0;
        writer.Line(Names.Span + "<int> flatShapes = stackalloc int[" + Number(total) + "];");
        for (int i = 0; i < graph.Inputs.Count; i++)
        {
            int rank = graph.TypeOf(graph.Inputs[i]).Rank;
            if (rank > 0)
            {
                writer.Line(Names.DirectCall + ".Sizes(Instance, " + Number(i) + ", " + model.Parameters.Where(p => p.Kind != ParameterKind.Integer).ElementAt(i).Name + ", flatShapes.Slice(" + Number(at) + ", " + Number(rank) + "));");
                at += rank;
            }
        }

        string integers = string.Join(", ", model.Parameters.Where(p => p.Kind == ParameterKind.Integer).Select(p => p.Name));
        writer.Line("Instance.SolveDims(flatShapes, [" + integers + "], dims);");
        writer.Close();
    }

    private static bool HasSizes(Graph graph) => graph.Symbols.Count > 0 || graph.Inputs.Any(v => graph.TypeOf(v).Rank > 0);

    private static IEnumerable<(string Name, string Declaration)> SizeParameters(MethodModel model, ProgramPlans plans)
    {
        var graph = plans.Programs.Forward;
        int index = 0;
        foreach (var parameter in model.Parameters)
        {
            if (parameter.Kind == ParameterKind.Integer)
            {
                yield return (parameter.Name, "int " + parameter.Name);
            }
            else if (graph.TypeOf(graph.Inputs[index++]).Rank > 0)
            {
                yield return (parameter.Name, "in " + Names.ReadOnlyTensorSpan + "<" + model.ElementType + "> " + parameter.Name);
            }
        }
    }

    private void Inputs()
    {
        int index = 0;
        foreach (var parameter in model.Parameters)
        {
            if (parameter.Kind == ParameterKind.Integer)
            {
                parameters.Add(("int " + parameter.Name, parameter.Name, parameter.Summary ?? "The dimension " + parameter.Name.TrimStart('@') + "."));
                continue;
            }

            var shape = graph.TypeOf(graph.Inputs[index]).Shape;
            if (shape.Rank == 0)
            {
                parameters.Add((element + " " + parameter.Name, parameter.Name, parameter.Summary ?? "A number."));
                inputs.Add((BufferRole.Input, index), "new " + Names.ReadOnlySpan + "<" + element + ">(in " + parameter.Name + ")");
            }
            else
            {
                parameters.Add(("in " + Names.ReadOnlyTensorSpan + "<" + element + "> " + parameter.Name, parameter.Name, (parameter.Summary is null ? string.Empty : parameter.Summary + " ") + Documentation.Shape(shape)));
                inputs.Add((BufferRole.Input, index), Dense(parameter.Name));
            }

            index++;
        }
    }

    private string Dense(string parameter)
    {
        string elements = names.Take(parameter.TrimStart('@') + "Elements");
        copyLengths.Add(Names.DirectCall + ".CopyLength(" + parameter + ")");
        memory.Add(Names.ReadOnlySpan + "<" + element + "> " + elements + " = " + Names.DirectCall + ".Dense(" + parameter + ", ref " + rest + ");");
        return elements;
    }

    private string Block(string wish, string count)
    {
        string local = names.Take(wish), length = names.Take(wish + "Count");
        checks.Add("int " + length + " = " + count + ";");
        copyLengths.Add("((" + length + " + 7) & ~7)");
        memory.Add(Names.Span + "<" + element + "> " + local + " = " + rest + ".Slice(0, " + length + ");");
        memory.Add(rest + " = " + rest + ".Slice((" + length + " + 7) & ~7);");
        return local;
    }

    private void SolveSizes()
    {
        if (!IsSized)
        {
            return;
        }

        writer.Line(Names.Span + "<int> " + dims + " = stackalloc int[" + Number(graph.Symbols.Count) + "];");
        writer.Line(model.FragmentName + ".SolveSizes(" + string.Join(", ", SizeParameters(model, plans).Select(p => p.Name).Append(dims)) + ");");
        for (int i = 0; i < graph.Symbols.Count; i++)
        {
            string local = plans.DimName(graph.Symbols[i]);
            if (usedDims.Contains(graph.Symbols[i]) && model.Parameters.All(p => p.Name != local))
            {
                writer.Line("int " + local + " = " + dims + "[" + Number(i) + "];");
            }
        }
    }

    private IEnumerable<string> Rent()
    {
        if (copyLengths.Count > 0)
        {
            yield return "using " + Names.Services + "ScratchBlock<" + element + "> " + block + " = " + Names.Scratch + ".Rent<" + element + ">(" + (copyLengths.Count == 1 ? copyLengths[0] : "checked(" + string.Join(" + ", copyLengths) + ")") + ");";
            yield return Names.Span + "<" + element + "> " + rest + " = " + block + ".Span;";
        }
    }

    private string Sizes(Shape shape)
    {
        usedDims.UnionWith(shape.Symbols);
        return "[" + string.Join(", ", shape.Select(Count)) + "]";
    }

    private string Count(DimExpr dim)
    {
        usedDims.UnionWith(dim.Symbols);
        return dim.ToCSharp(plans.DimName);
    }

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
