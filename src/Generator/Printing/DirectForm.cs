using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>One member on concrete tensors: its signature, the memory it needs, the cores it calls.</summary>
internal sealed partial class DirectForm
{
    private string? log;
    private string? cost;
    private readonly MethodModel model;
    private readonly PlannedVariant variant;
    private readonly ProgramPlans plans;
    private readonly Graph graph;
    private readonly string suffix;
    private readonly string summary;
    private readonly string element;
    private readonly PlanNames names = new();
    private readonly List<(string Declaration, string Name, string Documentation, bool IsFlag)> parameters = [];
    private readonly List<(string Type, string? Label, string Text, string Documentation)> results = [];
    private readonly Dictionary<(BufferRole, int), string> inputs = [];
    private readonly List<string> opening = [];
    private readonly List<string> checks = [];
    private readonly List<string> copyLengths = [];
    private readonly List<string> memory = [];
    private readonly List<string> calls = [];
    private readonly SortedDictionary<(BufferRole Role, int Index), string> examined = [];
    private readonly List<string> after = [];
    private readonly List<(string Elements, string Name)> given = [];
    private readonly string self;
    private readonly string dims;
    private readonly string block;
    private readonly string rest;
    private readonly string? leading;
    private readonly HashSet<string> usedDims = new(StringComparer.Ordinal);
    private DimExpr flops = DimExpr.Zero;
    private DimExpr scratch = DimExpr.Zero;

    /// <param name="suffix">What follows the method's name.</param>
    /// <param name="isMember">Whether it stands in the fragment, where the record of an instance method is one more parameter.</param>
    public DirectForm(MethodModel model, PlannedVariant variant, string suffix, string summary, bool isMember)
    {
        this.model = model;
        this.variant = variant;
        plans = variant.Plans;
        this.suffix = suffix;
        this.summary = summary;
        element = model.ElementType;
        graph = plans.Programs.Forward;
        foreach (var parameter in model.Parameters)
        {
            names.Take(parameter.Name.TrimStart('@'));
        }

        foreach (var input in model.Inputs.Where(i => i.Parameter?.IsInput != true))
        {
            names.Take(input.Name.TrimStart('@'));
        }

        foreach (string symbol in graph.Symbols)
        {
            names.Take(plans.DimName(symbol).TrimStart('@'));
        }

        (dims, block, rest) = (names.Take("sizes"), names.Take("block"), names.Take("rest"));
        leading = FirstLeading(graph) < 0 ? null : names.Take("leadingSizes");
        self = isMember && model.Self is not null ? names.Take("self") : "this";
        Inputs();
    }

    /// <summary>The name of the user's type's member, a slash, the number of parameters.</summary>
    public string Signature => Name.TrimStart('@') + "/" + Number(parameters.Count);

    private string Name => model.Name + suffix;

    /// <summary>The name inside of the fragment, where the names of its own members are taken.</summary>
    private string MemberName => "Direct" + (suffix.Length == 0 ? "Value" : suffix);

    private string Type => results.Count switch
    {
        0 => "void",
        1 => results[0].Type,
        _ => "(" + string.Join(", ", results.Select(r => r.Type + (r.Label is null ? string.Empty : " " + PlanNames.Identifier(r.Label)))) + ")",
    };

    private string Cost => cost ?? "Costs about " + Documentation.Formula(plans, flops) + " operations and " + Documentation.Formula(plans, Documentation.ElementSize(element) * scratch) + " bytes of scratch memory" + Documentation.Legend(plans, flops, scratch);

    /// <summary>A further tensor that the caller gives; the text to pass on.</summary>
    public string Given(string wish, Shape shape)
    {
        string parameter = names.Take(wish);
        if (shape.Rank == 0)
        {
            parameters.Add((element + " " + parameter, parameter, "A number.", false));
            return "new " + Names.ReadOnlySpan + "<" + element + ">(in " + parameter + ")";
        }

        parameters.Add(("in " + Names.ReadOnlyTensorSpan + "<" + element + "> " + parameter, parameter, Documentation.Shape(shape), false));
        checks.Add(Names.DirectCall + ".Check<" + element + ">(" + variant.FragmentName + ".Instance, nameof(" + parameter + "), " + parameter + ", " + Sizes(shape) + ");");
        return Dense(parameter);
    }

    /// <summary>A further value that the caller gives; the texts to pass on, one for each tensor.</summary>
    public string[] Given(ValueModel value, string wish, IReadOnlyList<Shape> shapes)
    {
        if (!value.IsComposite)
        {
            return [Given(wish, shapes[0])];
        }

        string parameter = names.Take(wish);
        parameters.Add((ValueText.Concrete(value, element) + " " + parameter, parameter, Documentation.Shapes(value, shapes), false));
        CheckRecords(value, parameter);
        return ValueText.Concretes(value, parameter, parameter.TrimStart('@')).Select((member, i) =>
        {
            string local = Read(member, names.Take(member.Path));
            if (member.Kind == ValueKind.Number)
            {
                return "new " + Names.ReadOnlySpan + "<" + element + ">(in " + local + ")";
            }

            checks.Add(Names.DirectCall + ".Check<" + element + ">(" + variant.FragmentName + ".Instance, " + CorePrinter.Quote(member.Path) + ", " + local + ", " + Sizes(shapes[i]) + ");");
            return Dense(local, CorePrinter.Quote(member.Path));
        }).ToArray();
    }

    /// <summary>A result in memory of the caller; the texts to pass on, one for each tensor.</summary>
    public string[] Owned(ValueModel value, string wish, IReadOnlyList<Shape> shapes)
    {
        if (!value.IsComposite)
        {
            return [Owned(wish, shapes[0])];
        }

        string parameter = names.Take(wish);
        parameters.Add(((value.IsAssigned ? "ref " : string.Empty) + ValueText.Concrete(value, element) + " " + parameter, parameter, "Receives the gradient in its tensors. " + Documentation.Shapes(value, shapes), false));
        CheckRecords(value, parameter);
        var computed = new Dictionary<string, string>(StringComparer.Ordinal);
        var texts = ValueText.Concretes(value, parameter, parameter.TrimStart('@')).Select((member, i) =>
        {
            string local = names.Take(member.Path);
            if (member.Kind == ValueKind.Number)
            {
                memory.Add(element + " " + local + " = 0;");
                computed.Add(member.Text, local);
                return "new " + Names.Span + "<" + element + ">(ref " + local + ")";
            }

            opening.Add(Names.TensorSpan + "<" + element + "> " + local + " = " + Names.Services + "RecordCall.Write(" + member.Text + ", " + CorePrinter.Quote(member.Path) + ");");
            return Into(local, CorePrinter.Quote(member.Path), shapes[i]);
        }).ToArray();
        after.AddRange(ValueText.Assignments(value, parameter, text => computed[text]));
        return texts;
    }

    /// <summary>A result that is returned; the texts to pass on, one for each tensor.</summary>
    public string[] Result(ValueModel value, string wish, IReadOnlyList<Shape> shapes, string? label, bool clear = false)
    {
        if (!value.IsComposite)
        {
            return [Result(wish, shapes[0], label, clear)];
        }

        var parts = ValueText.Concretes(value, string.Empty, wish).Select((member, i) => New(member.Path, shapes[i], clear)).ToArray();
        results.Add((ValueText.Concrete(value, element), label, ValueText.BuildConcrete(value, parts.Select(p => p.Local).ToList().GetEnumerator()), Documentation.Shapes(value, shapes)));
        return parts.Select(p => p.Text).ToArray();
    }

    /// <summary>A result in memory of the caller; the text to pass on.</summary>
    public string Owned(string wish, Shape shape)
    {
        string parameter = names.Take(wish);
        if (shape.Rank == 0)
        {
            parameters.Add(("out " + element + " " + parameter, parameter, "Receives a number.", false));
            checks.Add(parameter + " = 0;");
            return "new " + Names.Span + "<" + element + ">(ref " + parameter + ")";
        }

        parameters.Add(("in " + Names.TensorSpan + "<" + element + "> " + parameter, parameter, "Receives a tensor of shape " + Documentation.Escape(shape.ToString()) + ".", false));
        return Into(parameter, "nameof(" + parameter + ")", shape);
    }

    /// <summary>Memory of the caller, as a variable and with the text of its name.</summary>
    private string Into(string parameter, string name, Shape shape)
    {
        checks.Add(Names.DirectCall + ".Check<" + element + ">(" + variant.FragmentName + ".Instance, " + name + ", " + parameter + ", " + Sizes(shape) + ");");
        string elements = names.Take(parameter.TrimStart('@') + "Elements");
        copyLengths.Add(Names.DirectCall + ".CopyLength<" + element + ">(" + parameter + ")");
        memory.Add(Names.Span + "<" + element + "> " + elements + " = " + Names.DirectCall + ".Target(" + parameter + ", ref " + rest + ");");
        foreach (var (otherElements, other) in given)
        {
            memory.Add(Names.DirectCall + ".RefuseOverlap<" + element + ">(" + name + ", " + elements + ", " + other + ", " + otherElements + ");");
        }

        given.Add((elements, name));
        after.Add(Names.DirectCall + ".Return<" + element + ">(" + elements + ", " + parameter + ");");
        return elements;
    }

    /// <summary>A result that is returned; the text to pass on.</summary>
    public string Result(string wish, Shape shape, string? label, bool clear = false)
    {
        var (local, text) = New(wish, shape, clear);
        results.Add((shape.Rank == 0 ? element : Names.Tensor + "<" + element + ">", label, local, Documentation.Shape(shape)));
        return text;
    }

    private (string Local, string Text) New(string wish, Shape shape, bool clear)
    {
        if (shape.Rank > 0)
        {
            return New(wish, Sizes(shape), clear);
        }

        string local = names.Take(wish);
        memory.Add(element + " " + local + " = 0;");
        return (local, "new " + Names.Span + "<" + element + ">(ref " + local + ")");
    }

    private (string Local, string Text) New(string wish, string sizes, bool clear)
    {
        string local = names.Take(wish), elements = names.Take(local.TrimStart('@') + "Elements");
        memory.Add("var " + local + " = " + Names.DirectCall + ".New<" + element + ">(" + sizes + ", out " + Names.Span + "<" + element + "> " + elements + ");");
        if (clear)
        {
            memory.Add(elements + ".Clear();");
        }

        return (local, elements);
    }

    /// <summary>A number that is not returned.</summary>
    public string Local(string wish, string value = "0")
    {
        string local = names.Take(wish);
        memory.Add(element + " " + local + " = " + value + ";");
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
        scratch += plans.Cost.Residuals();
        return plans.Residuals.Count == 0 ? string.Empty : Block("residual", variant.FragmentName + ".Instance.ResidualCount(" + (IsSized ? dims : "[]") + ")");
    }

    /// <summary>The log that the calls of this member share.</summary>
    private string Log()
    {
        if (log is null)
        {
            log = names.Take("log");
            memory.Add("var " + log + " = new " + Names.Services + "ResidualLog();");
        }

        return log;
    }

    /// <summary>Calls a core.</summary>
    /// <param name="core">Its name.</param>
    /// <param name="plan">Its plan.</param>
    /// <param name="buffers">What it is given beside the inputs.</param>
    /// <param name="present">The cotangents that are given.</param>
    /// <param name="want">The partials that are wanted.</param>
    public void Call(string core, Plan plan, IEnumerable<((BufferRole Role, int Index) Place, string Text)> buffers, ulong present = ulong.MaxValue, ulong want = ulong.MaxValue)
    {
        var texts = buffers.ToDictionary(b => b.Place, b => b.Text);
        foreach (var pair in inputs)
        {
            texts[pair.Key] = pair.Value;
        }

        foreach (var text in texts)
        {
            examined[text.Key] = text.Value;
        }

        usedDims.UnionWith(plan.Graph.Symbols);
        flops += plans.Cost.Flops(plan);
        scratch += plans.Cost.Scratch(plan);
        var arguments = CorePrinter.Parameters(plan).Select(p => p.Role == BufferRole.Log ? Log() : texts[(p.Role, p.Index)])
            .Concat(plan.Graph.Symbols.Select(plans.DimName))
            .Concat(plan.TestsWant ? ["want: " + Mask(want)] : [])
            .Concat(plan.TestsPresent ? ["present: " + Mask(present)] : [])
            .Concat(plan.HasLoops ? ["token: default"] : []);
        calls.Add(variant.FragmentName + "." + core + "(" + string.Join(", ", arguments) + ");");
    }

    /// <summary>Writes it as a member of the user's type.</summary>
    public void Print(CodeWriter writer)
    {
        PrintDocumentation(writer, model, [this]);
        PrintBody(writer, Modifiers(model) + " " + Type + " " + Name, []);
    }

    /// <summary>A member of the concrete twin that is as private as a method of the record would not be reached from the record.</summary>
    private static string Modifiers(MethodModel model) => model.Self is null ? model.Modifiers : model.Modifiers.Replace("private protected", "internal").Replace("private", "internal").Replace("protected internal", "internal").Replace("protected", "internal");

    /// <summary>Writes it as a member of the fragment, without the bool parameters, whose values the fragment has.</summary>
    public void PrintMember(CodeWriter writer)
    {
        writer.Blank();
        PrintBody(writer, "internal static " + Type + " " + MemberName, model.Self is { } value ? [ValueText.Concrete(value, element) + " " + self] : []);
    }

    /// <summary>Writes the member of the user's type that chooses among the variants' members.</summary>
    public static void PrintChoice(CodeWriter writer, MethodModel model, IReadOnlyList<PlannedVariant> variants, IReadOnlyList<DirectForm> forms)
    {
        var form = forms[0];
        PrintDocumentation(writer, model, forms);
        string arguments = string.Join(", ", (model.Self is null ? [] : new[] { "this" }).Concat(form.parameters.Where(p => !p.IsFlag).Select(p => (p.Declaration.StartsWith("out ", StringComparison.Ordinal) ? "out " : p.Declaration.StartsWith("ref ", StringComparison.Ordinal) ? "ref " : string.Empty) + p.Name)));
        string head = Modifiers(model) + " " + form.Type + " " + form.Name + "(" + string.Join(", ", form.parameters.Select(p => p.Declaration)) + ") => ";
        VariantChoice.Print(writer, model, head, variants, i => variants[i].FragmentName + "." + form.MemberName + "(" + arguments + ")");
    }

    private static void PrintDocumentation(CodeWriter writer, MethodModel model, IReadOnlyList<DirectForm> forms)
    {
        var form = forms[0];
        writer.Blank();
        Documentation.Summary(writer, form.summary);
        for (int i = 0; i < form.parameters.Count; i++)
        {
            string[] texts = forms.Select(f => f.parameters[i].Documentation).Distinct().ToArray();
            Documentation.Parameter(writer, form.parameters[i].Name, texts.Length == 1 ? texts[0] : string.Join(" ", VariantChoice.Sentences(model, forms.Select(f => f.parameters[i].Documentation.TrimEnd('.')))));
        }

        if (form.results.Count > 0)
        {
            Documentation.Returns(writer, string.Join(" ", form.results.SelectMany((_, i) => VariantChoice.Sentences(model, forms.Select(f => f.results[i].Documentation.TrimEnd('.'))))));
        }

        Documentation.Remarks(writer, string.Join("\n", VariantChoice.Sentences(model, forms.Select(f => f.Cost))));
        if (form.IsSized)
        {
            writer.Line("/// <exception cref=\"global::Costate.ShapeMismatchException\">A shape contradicts the declared ones.</exception>");
        }
    }

    private void PrintBody(CodeWriter writer, string head, IEnumerable<string> first)
    {
        writer.Open(head + "(" + string.Join(", ", first.Concat(parameters.Where(p => !p.IsFlag).Select(p => p.Declaration))) + ")");
        foreach (string line in opening)
        {
            writer.Line(line);
        }

        SolveSizes(writer);
        foreach (string line in checks.Concat(Rent()).Concat(memory).Concat(calls).Concat(examinesCalls ? [] : [Examine()]).Concat(after))
        {
            writer.Line(line);
        }

        if (results.Count > 0)
        {
            writer.Line("return " + (results.Count == 1 ? results[0].Text : "(" + string.Join(", ", results.Select(r => r.Text)) + ")") + ";");
        }

        writer.Close();
    }

    private static bool HasSizes(Graph graph) => graph.Symbols.Count > 0 || graph.Inputs.Any(v => graph.TypeOf(v).Rank > 0);

    private void Inputs()
    {
        int index = 0;
        if (model.Self is { } own)
        {
            Members(own, self, string.Empty, ref index);
        }

        foreach (var parameter in model.Parameters)
        {
            if (parameter.Value is { } value)
            {
                string shapes = Documentation.Shapes(value, graph.Inputs.Skip(index).Select(v => graph.TypeOf(v).Shape));
                parameters.Add((ValueText.Concrete(value, element) + " " + parameter.Name, parameter.Name, (parameter.Summary is null ? string.Empty : parameter.Summary + " ") + shapes, false));
                Members(value, parameter.Name, parameter.Name.TrimStart('@'), ref index);
                continue;
            }

            if (!parameter.IsInput)
            {
                parameters.Add((parameter.ElementType + " " + parameter.Name, parameter.Name, parameter.Summary ?? Documentation.Fallback(parameter), parameter.Kind == ParameterKind.Flag));
                continue;
            }

            var shape = graph.TypeOf(graph.Inputs[index]).Shape;
            if (shape.Rank == 0)
            {
                parameters.Add((element + " " + parameter.Name, parameter.Name, parameter.Summary ?? "A number.", false));
                inputs.Add((BufferRole.Input, index), "new " + Names.ReadOnlySpan + "<" + element + ">(in " + parameter.Name + ")");
            }
            else
            {
                parameters.Add(("in " + Names.ReadOnlyTensorSpan + "<" + element + "> " + parameter.Name, parameter.Name, (parameter.Summary is null ? string.Empty : parameter.Summary + " ") + Documentation.Shape(shape), false));
                inputs.Add((BufferRole.Input, index), Dense(parameter.Name));
            }

            index++;
        }
    }

    /// <summary>The tensors of a record or tuple that is an input.</summary>
    private void Members(ValueModel value, string text, string path, ref int index)
    {
        CheckRecords(value, text, path);
        foreach (var member in ValueText.Concretes(value, text, path))
        {
            string local = Read(member, model.Inputs[index].Name);
            inputs.Add((BufferRole.Input, index++), member.Kind == ValueKind.Number ? "new " + Names.ReadOnlySpan + "<" + element + ">(in " + local + ")" : Dense(local, CorePrinter.Quote(member.Path)));
        }
    }

    private void CheckRecords(ValueModel value, string text, string? path = null) =>
        opening.AddRange(ValueText.Records(value, text, path ?? text.TrimStart('@')).Select(r => "global::System.ArgumentNullException.ThrowIfNull(" + r.Text + ", " + CorePrinter.Quote(r.Path) + ");"));

    /// <summary>A local variable with a tensor or number of a record.</summary>
    private string Read((string Text, string Path, ValueKind Kind) member, string local)
    {
        opening.Add(member.Kind == ValueKind.Number
            ? element + " " + local + " = " + member.Text + ";"
            : Names.ReadOnlyTensorSpan + "<" + element + "> " + local + " = " + Names.Services + "RecordCall.Read(" + member.Text + ", " + CorePrinter.Quote(member.Path) + ");");
        return local;
    }

    private string Dense(string parameter, string? name = null)
    {
        string elements = names.Take(parameter.TrimStart('@') + "Elements");
        copyLengths.Add(Names.DirectCall + ".CopyLength(" + parameter + ")");
        memory.Add(Names.ReadOnlySpan + "<" + element + "> " + elements + " = " + Names.DirectCall + ".Dense(" + parameter + ", ref " + rest + ");");
        given.Add((elements, name ?? "nameof(" + parameter + ")"));
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

    // Everything it gave and was given, for the search for an element that is not finite.
    private string Examine()
    {
        string? Method(BufferRole role) => role switch
        {
            BufferRole.Output or BufferRole.OutputTangent or BufferRole.Partial => "Result",
            BufferRole.Gradient => "Gradient",
            BufferRole.Input => "Input",
            BufferRole.Cotangent => "Cotangent",
            BufferRole.Tangent => "Tangent",
            _ => null,
        };
        var parts = examined.Select(e => (Method: Method(e.Key.Role), Text: e.Value)).Where(p => p.Method is not null).OrderBy(p => p.Method is "Result" or "Gradient" ? 0 : 1);
        return "if (global::Costate.CostateSettings.DebugNaN) " + Names.Services + "Examination.Of(" + variant.FragmentName + ".Instance, " + (IsSized ? dims : "[]") + ")" +
            string.Concat(parts.Select(p => "." + p.Method + "<" + element + ">(" + p.Text + ")")) + ".Run();";
    }

    private IEnumerable<string> Rent()
    {
        if (copyLengths.Count > 0)
        {
            yield return "using " + Names.Services + "ScratchBlock<" + element + "> " + block + " = " + Names.Scratch + ".Rent<" + element + ">(" + (copyLengths.Count == 1 ? copyLengths[0] : "checked(" + string.Join(" + ", copyLengths) + ")") + ");";
            yield return Names.Span + "<" + element + "> " + rest + " = " + block + ".Span;";
        }
    }

    private static string Mask(ulong mask) => mask == ulong.MaxValue ? "ulong.MaxValue" : mask.ToString(CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
