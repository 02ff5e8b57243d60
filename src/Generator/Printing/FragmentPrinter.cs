using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>Writes the nested class of the fragment: graph, sizes, entry points, cores, and the fragments of its derivatives.</summary>
/// <param name="order">Up to which order derivatives are compiled.</param>
/// <param name="isDerived">Whether it is a derivative of a method itself, which has no members on concrete tensors.</param>
internal sealed class FragmentPrinter(CodeWriter writer, MethodModel model, PlannedVariant variant, KernelPrinter kernels, int order, bool isDerived = false)
{
    private readonly bool isDirect = !isDerived && DirectPrinter.IsDirect(model);
    private readonly ProgramPlans plans = variant.Plans;
    private readonly ContractTable contracts = new();

    private Graph Graph => plans.Programs.Forward;

    public void Print()
    {
        writer.Blank();
        writer.Line("/// <summary>The compiled form of <c>" + variant.Model.DisplayName + "</c>" + (isDerived ? ", which its own derivatives are computed by" : ": one node of a trace for each call") + ".</summary>");
        writer.Open("private sealed class " + variant.FragmentName + " : " + Names.Fragment);
        writer.Line("internal static readonly " + variant.FragmentName + " Instance = new();");
        writer.Blank();
        GraphTextField();
        writer.Blank();
        writer.Open("private " + variant.FragmentName + "() : base(" + CorePrinter.Quote(variant.Model.DisplayName) + ", Text, TextDigest)");
        writer.Close();
        writer.Blank();
        Sizes();
        new ShapeSolverPrinter(writer, plans).Print();
        if (isDirect)
        {
            DirectForm.PrintSolveSizes(writer, model, plans);
            if (model.Variants.Count > 1)
            {
                DirectPrinter.PrintMembers(writer, model, variant);
            }
        }

        Entry("Forward", plans.Forward);
        Entry("ForwardKeeping", plans.ForwardKeeping);
        Entry("Adjoint", plans.Adjoint);
        Entry("Tangent", plans.Tangent);
        if (isDirect)
        {
            DirectEntry("ValueAndGradient", "ValueAndGradCore", plans.ValueAndGradient);
            DirectEntry("HessianVector", "HvpCore", plans.HessianVector);
        }

        Core("ForwardCore", plans.Forward);
        Core("ForwardKeepingCore", plans.ForwardKeeping);
        Core("AdjointCore", plans.Adjoint);
        Core("TangentCore", plans.Tangent);
        if (plans.ValueAndGradient is { } gradient && isDirect)
        {
            Core("ValueAndGradCore", gradient);
        }

        if (plans.HessianVector is { } hessian && isDirect)
        {
            Core("HvpCore", hessian);
        }

        writer.Blank();
        contracts.Print(writer);
        if (order > 1 && plans.Programs.DifferentiableInputs.Length > 0)
        {
            Derived("CompiledAdjoint", "Adjoint", plans.Programs.JointAdjoint);
            Derived("CompiledTangent", "Tangent", plans.Programs.Tangent);
        }

        writer.Close();
    }

    private void Derived(string member, string kind, Graph graph)
    {
        const string ending = "Code";
        string name = (isDerived ? variant.FragmentName.Substring(0, variant.FragmentName.Length - ending.Length) : string.Empty) + kind + ending;
        var derived = PlannedVariant.Of(new VariantModel(name, variant.Model.DisplayName + kind, variant.Model.Flags, GraphText.Print(graph)));
        writer.Blank();
        writer.Line("public override " + Names.Fragment + " " + member + " => " + name + ".Instance;");
        new FragmentPrinter(writer, model, derived, kernels, order - 1, isDerived: true).Print();
    }

    private void GraphTextField()
    {
        string text = GraphText.Print(plans.Programs.Primal);
        string quotes = "\"\"\"";
        while (text.Contains(quotes))
        {
            quotes += "\"";
        }

        writer.Line("internal const string TextDigest = \"" + Digest.Of(plans.Programs.Primal) + "\";");
        writer.Blank();
        writer.Line("internal const string Text = " + quotes);
        writer.Indent();
        foreach (string line in text.TrimEnd('\n').Split('\n'))
        {
            writer.Line(line);
        }

        writer.Line(quotes + ";");
        writer.Unindent();
    }

    private void Sizes()
    {
        writer.Line("public override int OutputCount => " + Number(Graph.Outputs.Count) + ";");
        writer.Blank();
        writer.Line("public override int SymbolCount => " + Number(Graph.Symbols.Count) + ";");
        writer.Blank();
        writer.Line("public override " + Names.ReadOnlySpan + "<byte> InputRanks => [" + string.Join(", ", Graph.Inputs.Select(v => Number(Graph.TypeOf(v).Rank))) + "];");
        Leading("LeadingInputs", Graph.Inputs);
        Leading("LeadingOutputs", Graph.Outputs);
        writer.Blank();
        writer.Open("public override int[] OutputShape(int slot, " + Names.ReadOnlySpan + "<int> dims)");
        SizeLocals(Graph.Outputs.SelectMany(v => Graph.TypeOf(v).Shape));
        if (Graph.Outputs.Count == 1)
        {
            writer.Line("return [" + string.Join(", ", Graph.TypeOf(Graph.Outputs[0]).Shape.Select(Dim)) + "];");
        }
        else
        {
            writer.Open("return slot switch");
            for (int i = 0; i < Graph.Outputs.Count; i++)
            {
                writer.Line((i == Graph.Outputs.Count - 1 ? "_" : Number(i)) + " => [" + string.Join(", ", Graph.TypeOf(Graph.Outputs[i]).Shape.Select(Dim)) + "],");
            }

            writer.Close(";");
        }

        writer.Close();
        writer.Blank();
        if (plans.HasLog)
        {
            writer.Line("public override bool KeepsLog => true;");
            writer.Blank();
        }

        if (plans.Residuals.Count == 0)
        {
            writer.Line("public override int ResidualCount(" + Names.ReadOnlySpan + "<int> dims) => 0;");
            return;
        }

        writer.Open("public override int ResidualCount(" + Names.ReadOnlySpan + "<int> dims)");
        SizeLocals(plans.Residuals);
        writer.Line("return " + new CorePrinter(writer, model, plans, plans.Forward, kernels, contracts).Sum(plans.Residuals) + ";");
        writer.Close();
    }

    private void Leading(string name, IReadOnlyList<Value> values)
    {
        bool[] lead = values.Select(v => LeadingAxes.Lead(Graph.TypeOf(v).Shape)).ToArray();
        if (lead.Contains(true))
        {
            writer.Blank();
            writer.Line("public override " + Names.ReadOnlySpan + "<bool> " + name + " => [" + string.Join(", ", lead.Select(l => l ? "true" : "false")) + "];");
        }
    }

    private void SizeLocals(IEnumerable<DimExpr> used)
    {
        var symbols = new HashSet<string>(used.SelectMany(d => d.Symbols), StringComparer.Ordinal);
        for (int i = 0; i < Graph.Symbols.Count; i++)
        {
            if (symbols.Contains(Graph.Symbols[i]))
            {
                writer.Line("int " + plans.DimName(Graph.Symbols[i]) + " = dims[" + Number(i) + "];");
            }
        }
    }

    private void Entry(string name, Plan plan)
    {
        writer.Blank();
        writer.Line("public override void " + name + "(in " + Names.Frame + " frame) =>");
        writer.Indent();
        writer.Line(name + "Core(" + Arguments(plan) + ");");
        writer.Unindent();
    }

    /// <summary>What is called on concrete tensors, as whoever checks the code calls it.</summary>
    private void DirectEntry(string name, string core, Plan? plan)
    {
        if (plan is not null)
        {
            writer.Blank();
            writer.Open("public override bool " + name + "(in " + Names.Frame + " frame)");
            writer.Line(core + "(" + Arguments(plan) + ");");
            writer.Line("return true;");
            writer.Close();
        }
    }

    private string Arguments(Plan plan)
    {
        var arguments = CorePrinter.Parameters(plan).Select(p => Accessor(p.Role, p.Index, p.Writable))
            .Concat(Enumerable.Range(0, plan.Graph.Symbols.Count).Select(i => "frame.Dim(" + Number(i) + ")"))
            .Concat(plan.TestsWant ? ["frame.Want"] : [])
            .Concat(plan.TestsPresent ? ["frame.Present"] : [])
            .Concat(plan.HasLoops ? ["frame.Token"] : []);
        return string.Join(", ", arguments);
    }

    private string Accessor(BufferRole role, int index, bool writable)
    {
        if (role == BufferRole.Log)
        {
            return "frame.Log!";
        }

        string method = role switch
        {
            BufferRole.Input => "Input",
            BufferRole.Output => writable ? "Output" : "PrimalOutput",
            BufferRole.Residual => "Residual",
            BufferRole.Cotangent => "Cotangent",
            BufferRole.Tangent => "Tangent",
            BufferRole.Partial or BufferRole.Gradient => "Partial",
            BufferRole.OutputTangent => "Output",
            _ => throw new InvalidOperationException("No entry point has a buffer of the role " + role + "."),
        };
        return "frame." + method + "<" + model.ElementType + ">(" + (role == BufferRole.Residual ? string.Empty : Number(index)) + ")";
    }

    private void Core(string name, Plan plan) => new CorePrinter(writer, model, plans, plan, kernels, contracts).Print(name);

    private string Dim(DimExpr dim) => dim.ToCSharp(plans.DimName);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
