using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>Writes the members that work on concrete tensors: value, gradient, tangent, cotangent products.</summary>
internal sealed class DirectPrinter
{
    private readonly MethodModel model;
    private readonly PlannedVariant variant;
    private readonly ProgramPlans plans;
    private readonly Graph graph;
    private readonly int[] wanted;
    private readonly IReadOnlyList<ParameterModel> inputs;

    private DirectPrinter(MethodModel model, PlannedVariant variant)
    {
        this.model = model;
        this.variant = variant;
        plans = variant.Plans;
        graph = plans.Programs.Forward;
        wanted = plans.Programs.DifferentiableInputs;
        inputs = model.Parameters.Where(p => p.IsInput).ToArray();
    }

    /// <summary>Masks have no concrete form, and without a traced parameter the member would be the user's own method.</summary>
    public static bool IsDirect(MethodModel model) =>
        OverloadPrinter.IsPossible(model) && model.Parameters.All(p => p.Kind != ParameterKind.Mask) && model.Outputs.All(o => o.ElementType == model.ElementType);

    /// <summary>The members of the user's type. Those of a method with bool parameters choose among the members of the fragments.</summary>
    public static void Print(CodeWriter writer, MethodModel model, IReadOnlyList<PlannedVariant> variants)
    {
        var forms = variants.Select(v => new DirectPrinter(model, v).Forms().ToArray()).ToArray();
        for (int i = 0; i < forms[0].Length; i++)
        {
            if (variants.Count == 1)
            {
                forms[0][i].Print(writer);
            }
            else
            {
                DirectForm.PrintChoice(writer, model, variants, forms.Select(f => f[i]).ToArray());
            }
        }
    }

    /// <summary>The members of one variant, inside of its fragment.</summary>
    public static void PrintMembers(CodeWriter writer, MethodModel model, PlannedVariant variant)
    {
        foreach (var form in new DirectPrinter(model, variant).Forms())
        {
            form.PrintMember(writer);
        }
    }

    private IEnumerable<DirectForm> Forms()
    {
        yield return Value();
        if (wanted.Length > 0)
        {
            if (plans.ValueAndGradient is not null)
            {
                yield return ValueAndGradientInto();
                yield return ValueAndGradient();
                yield return Gradient();
            }
            else
            {
                yield return CotangentProduct();
            }

            yield return TangentProduct();
        }

        if (plans.HessianVector is not null && wanted.Length > 0)
        {
            yield return HessianProduct();
        }
    }

    private DirectForm Value()
    {
        var form = Form(string.Empty, model.Summary ?? "The value of " + Cref() + " on concrete tensors.");
        var y = Results(form, "value", graph.Outputs);
        form.Call("ForwardCore", plans.Forward, Places(BufferRole.Output, y));
        return form;
    }

    private DirectForm ValueAndGradientInto()
    {
        var owned = Form("ValueAndGrad", "The value of " + Cref() + ", and its gradient into memory of the caller, which must not overlap an input. Allocates nothing.");
        var value = owned.Result("value", Shape.Scalar, null);
        var into = wanted.Select(i => owned.Owned("d" + Plain(inputs[i]), graph.TypeOf(graph.Inputs[i]).Shape)).ToArray();
        owned.Call("ValueAndGradCore", plans.ValueAndGradient!, Places(BufferRole.Output, [value]).Concat(Places(BufferRole.Gradient, into)));
        return owned;
    }

    private DirectForm ValueAndGradient()
    {
        var both = Form("ValueAndGrad", "The value of " + Cref() + " and its gradient.");
        var valueOfBoth = both.Result("value", Shape.Scalar, "value");
        var gradientOfBoth = wanted.Select(i => both.Result("d" + Plain(inputs[i]), graph.TypeOf(graph.Inputs[i]).Shape, "d" + Plain(inputs[i]))).ToArray();
        both.Call("ValueAndGradCore", plans.ValueAndGradient!, Places(BufferRole.Output, [valueOfBoth]).Concat(Places(BufferRole.Gradient, gradientOfBoth)));
        return both;
    }

    private DirectForm Gradient()
    {
        var only = Form("Grad", "The gradient of " + Cref() + ".");
        var unused = only.Local("value");
        var gradient = wanted.Select(i => only.Result("d" + Plain(inputs[i]), graph.TypeOf(graph.Inputs[i]).Shape, "d" + Plain(inputs[i]))).ToArray();
        only.Call("ValueAndGradCore", plans.ValueAndGradient!, Places(BufferRole.Output, [unused]).Concat(Places(BufferRole.Gradient, gradient)));
        return only;
    }

    private DirectForm CotangentProduct()
    {
        var form = Form("Vjp", "The cotangents of the inputs of " + Cref() + " for given cotangents of its results: the transposed Jacobian times a vector.");
        var ct = graph.Outputs.Select((v, i) => form.Given(graph.Outputs.Count == 1 ? "cotangent" : OutputName(i) + "Cotangent", graph.TypeOf(v).Shape)).ToArray();
        var y = graph.Outputs.Select((v, i) => form.Temporary(OutputName(i) + "Value", graph.TypeOf(v).Shape)).ToArray();
        var kept = form.Residual();
        var p = wanted.Select(i => form.Result("d" + Plain(inputs[i]), graph.TypeOf(graph.Inputs[i]).Shape, "d" + Plain(inputs[i]), clear: true)).ToArray();
        form.Call("ForwardKeepingCore", plans.ForwardKeeping, Places(BufferRole.Output, y).Concat(Places(BufferRole.Residual, [kept])));
        form.Call("AdjointCore", plans.Adjoint, Places(BufferRole.Output, y).Concat(Places(BufferRole.Residual, [kept])).Concat(Places(BufferRole.Cotangent, ct)).Concat(Places(BufferRole.Partial, p)));
        return form;
    }

    private DirectForm TangentProduct()
    {
        var form = Form("Jvp", "The results of " + Cref() + " and their tangents for given tangents of its inputs: the Jacobian times a vector.");
        var v = wanted.Select(i => form.Given(Plain(inputs[i]) + "Tangent", graph.TypeOf(graph.Inputs[i]).Shape)).ToArray();
        var y = Results(form, "value", graph.Outputs);
        var dy = Results(form, "tangent", graph.Outputs);
        form.Call("ForwardCore", plans.Forward, Places(BufferRole.Output, y));
        form.Call("TangentCore", plans.Tangent, Places(BufferRole.Tangent, v).Concat(Places(BufferRole.OutputTangent, dy)));
        return form;
    }

    private DirectForm HessianProduct()
    {
        var form = Form("Hvp", "The Hessian of " + Cref() + " times a vector.");
        var v = wanted.Select(i => form.Given("v" + Plain(inputs[i]), graph.TypeOf(graph.Inputs[i]).Shape)).ToArray();
        var h = wanted.Select(i => form.Result("h" + Plain(inputs[i]), graph.TypeOf(graph.Inputs[i]).Shape, "h" + Plain(inputs[i]))).ToArray();
        form.Call("HvpCore", plans.HessianVector!, Places(BufferRole.Tangent, v).Concat(Places(BufferRole.Gradient, h)));
        return form;
    }

    private string[] Results(DirectForm form, string suffix, IReadOnlyList<Value> outputs) => outputs
        .Select((v, i) => form.Result(
            outputs.Count == 1 ? suffix : OutputName(i) + Capital(suffix),
            graph.TypeOf(v).Shape,
            outputs.Count == 1 ? suffix : suffix == "value" ? model.Outputs[i].Name : OutputName(i) + Capital(suffix)))
        .ToArray();

    // The user's own words first, what this member makes of it behind them.
    private DirectForm Form(string suffix, string summary) =>
        new(model, variant, suffix, model.Summary is null || summary == model.Summary ? summary : model.Summary + (model.Summary.Contains('\n') ? "\n" : " ") + summary);

    private string OutputName(int i) => model.Outputs[i].Name is { } name ? name.TrimStart('@') : "result" + (i + 1).ToString(CultureInfo.InvariantCulture);

    private string Cref() => "<c>" + model.Name + "</c>";

    private static string Plain(ParameterModel parameter) => parameter.Name.TrimStart('@');

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    private static IEnumerable<((BufferRole Role, int Index) Place, string Text)> Places(BufferRole role, IEnumerable<string> texts) =>
        texts.Select((t, i) => ((role, role == BufferRole.Residual ? -1 : i), t));
}
