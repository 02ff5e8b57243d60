using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <summary>Writes the members that work on concrete tensors: value, gradient, tangent, cotangent products.</summary>
internal sealed partial class DirectPrinter
{
    private readonly MethodModel model;
    private readonly PlannedVariant variant;
    private readonly ProgramPlans plans;
    private readonly Graph graph;
    private readonly int[] wanted;
    private readonly bool isMember;

    private DirectPrinter(MethodModel model, PlannedVariant variant, bool isMember)
    {
        this.model = model;
        this.variant = variant;
        this.isMember = isMember;
        plans = variant.Plans;
        graph = plans.Programs.Forward;
        wanted = plans.Programs.DifferentiableInputs;
    }

    /// <summary>Masks have no concrete form, and without a traced parameter the member would be the user's own method.</summary>
    public static bool IsDirect(MethodModel model) =>
        OverloadPrinter.IsPossible(model) && model.Parameters.All(p => p.Kind != ParameterKind.Mask) && model.Outputs.All(o => o.ElementType == model.ElementType);

    /// <summary>The members of the user's type. Those of a method with bool parameters choose among the members of the fragments.</summary>
    public static void Print(CodeWriter writer, MethodModel model, IReadOnlyList<PlannedVariant> variants)
    {
        if (model.Self is not null)
        {
            // Beside the data that they work on, as the method is.
            writer.Blank();
            writer.Open("partial record Values");
        }

        var forms = variants.Select(v => new DirectPrinter(model, v, isMember: false).Forms().ToArray()).ToArray();
        for (int i = 0; i < forms[0].Length; i++)
        {
            // What the user has written stands; of a record the members are those of another type.
            if (model.Self is null && model.Taken.Contains(forms[0][i].Signature))
            {
                continue;
            }

            if (variants.Count == 1)
            {
                forms[0][i].Print(writer);
            }
            else
            {
                DirectForm.PrintChoice(writer, model, variants, forms.Select(f => f[i]).ToArray());
            }
        }

        if (model.Self is not null)
        {
            writer.Close();
        }
    }

    /// <summary>The members of one variant, inside of its fragment.</summary>
    public static void PrintMembers(CodeWriter writer, MethodModel model, PlannedVariant variant)
    {
        foreach (var form in new DirectPrinter(model, variant, isMember: true).Forms())
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
                if (Primary.Any(w => w))
                {
                    yield return PrimaryGradient(withValue: true);
                    yield return PrimaryGradient(withValue: false);
                }

                yield return CotangentProduct();
            }

            yield return TangentProduct();
            if (HasBatches)
            {
                yield return CotangentProducts();
                yield return TangentProducts();
                yield return Jacobian();
            }
        }

        if (plans.HessianVector is not null && wanted.Length > 0)
        {
            yield return HessianProduct();
        }
    }

    private DirectForm Value()
    {
        var form = Form(string.Empty, model.Summary ?? "The value of " + Cref() + " on concrete tensors.");
        var y = Results(form, "value");
        form.Call("ForwardCore", plans.Forward, Places(BufferRole.Output, y));
        return form;
    }

    private DirectForm ValueAndGradientInto()
    {
        var owned = Form("ValueAndGrad", "The value of " + Cref() + ", and its gradient into memory of the caller, which must not overlap an input. Allocates nothing.");
        var value = owned.Result("value", Shape.Scalar, null);
        var into = Wanted((name, parts, shapes) => owned.Owned(parts, "d" + name, shapes));
        owned.Call("ValueAndGradCore", plans.ValueAndGradient!, Places(BufferRole.Output, [value]).Concat(Places(BufferRole.Gradient, into)));
        return owned;
    }

    private DirectForm ValueAndGradient()
    {
        var both = Form("ValueAndGrad", "The value of " + Cref() + " and its gradient.");
        var value = Results(both, "value");
        var gradient = Wanted((name, parts, shapes) => both.Result(parts, "d" + name, shapes, "d" + name));
        both.Call("ValueAndGradCore", plans.ValueAndGradient!, Places(BufferRole.Output, value).Concat(Places(BufferRole.Gradient, gradient)));
        return both;
    }

    private DirectForm Gradient()
    {
        var only = Form("Grad", "The gradient of " + Cref() + ".");
        var unused = only.Local("value");
        var gradient = Wanted((name, parts, shapes) => only.Result(parts, "d" + name, shapes, "d" + name));
        only.Call("ValueAndGradCore", plans.ValueAndGradient!, Places(BufferRole.Output, [unused]).Concat(Places(BufferRole.Gradient, gradient)));
        return only;
    }

    private DirectForm CotangentProduct()
    {
        var form = Form("Vjp", "The cotangents of the inputs of " + Cref() + " for given cotangents of its results: the transposed Jacobian times a vector.");
        var ct = Returned((name, parts, shapes) => form.Given(parts, name is null ? "cotangent" : name + "Cotangent", shapes));
        var y = graph.Outputs.Select((v, i) => form.Temporary(OutputName(i) + "Value", graph.TypeOf(v).Shape)).ToArray();
        var kept = form.Residual();
        var p = Wanted((name, parts, shapes) => form.Result(parts, "d" + name, shapes, "d" + name, clear: true));
        form.Call("ForwardKeepingCore", plans.ForwardKeeping, Places(BufferRole.Output, y).Concat(Places(BufferRole.Residual, [kept])));
        form.Call("AdjointCore", plans.Adjoint, Places(BufferRole.Output, y).Concat(Places(BufferRole.Residual, [kept])).Concat(Places(BufferRole.Cotangent, ct)).Concat(Places(BufferRole.Partial, p)));
        return form;
    }

    private DirectForm TangentProduct()
    {
        var form = Form("Jvp", "The results of " + Cref() + " and their tangents for given tangents of its inputs: the Jacobian times a vector.");
        var v = Wanted((name, parts, shapes) => form.Given(parts, name + "Tangent", shapes));
        var y = Results(form, "value");
        var dy = Results(form, "tangent");
        form.Call("ForwardCore", plans.Forward, Places(BufferRole.Output, y));
        form.Call("TangentCore", plans.Tangent, Places(BufferRole.Tangent, v).Concat(Places(BufferRole.OutputTangent, dy)));
        return form;
    }

    private DirectForm HessianProduct()
    {
        var form = Form("Hvp", "The Hessian of " + Cref() + " times a vector.");
        var v = Wanted((name, parts, shapes) => form.Given(parts, "v" + name, shapes));
        var h = Wanted((name, parts, shapes) => form.Result(parts, "h" + name, shapes, "h" + name));
        form.Call("HvpCore", plans.HessianVector!, Places(BufferRole.Tangent, v).Concat(Places(BufferRole.Gradient, h)));
        return form;
    }

    /// <summary>The texts for all inputs that are differentiated by, parameter after parameter.</summary>
    private string[] Wanted(Func<string, ValueModel, IReadOnlyList<Shape>, string[]> texts) => Wanted((name, parts, shapes, _) => texts(name, parts, shapes));

    /// <summary>The same, told the place of the first tensor among the inputs.</summary>
    private string[] Wanted(Func<string, ValueModel, IReadOnlyList<Shape>, int, string[]> texts)
    {
        var result = new List<string>();
        int index = 0;
        if (model.Self is { } self)
        {
            result.AddRange(texts(char.ToLowerInvariant(self.Name[0]) + self.Name.Substring(1), self, InputShapes(index, self.Count), index));
            index += self.Count;
        }

        foreach (var parameter in model.Parameters)
        {
            int count = parameter.Value?.Count ?? (parameter.IsInput ? 1 : 0);
            if (count > 0 && wanted.Contains(index))
            {
                result.AddRange(texts(parameter.Name.TrimStart('@'), parameter.Value ?? ValueModel.Tensor, InputShapes(index, count), index));
            }

            index += count;
        }

        return result.ToArray();
    }

    private Shape[] InputShapes(int first, int count) => graph.Inputs.Skip(first).Take(count).Select(v => graph.TypeOf(v).Shape).ToArray();

    /// <summary>The texts for all results; the elements of a tuple have names, a result that is all there is has none.</summary>
    private string[] Returned(Func<string?, ValueModel, IReadOnlyList<Shape>, string[]> texts)
    {
        var shapes = graph.Outputs.Select(v => graph.TypeOf(v).Shape).ToArray();
        if (model.Result.Kind != ValueKind.Tuple)
        {
            return texts(null, model.Result, shapes);
        }

        var result = new List<string>();
        for (int i = 0; i < model.Result.Parts.Count; i++)
        {
            result.AddRange(texts(ElementName(i), model.Result.Parts[i].Value, shapes.Skip(result.Count).ToArray()));
        }

        return result.ToArray();
    }

    private string[] Results(DirectForm form, string suffix)
    {
        int element = 0;
        return Returned((name, parts, shapes) =>
        {
            bool isNamed = name is not null && model.Result.Parts[element++].IsNamed;
            return form.Result(parts, name is null ? suffix : name + Capital(suffix), shapes, name is null ? suffix : suffix != "value" ? name + Capital(suffix) : isNamed ? name : null);
        });
    }

    // The user's own words first, what this member makes of it behind them.
    private DirectForm Form(string suffix, string summary) =>
        new(model, variant, suffix, model.Summary is null || summary == model.Summary ? summary : model.Summary + (model.Summary.Contains('\n') ? "\n" : " ") + summary, isMember);

    private string OutputName(int i) => model.Outputs[i].Name is { } name ? name.TrimStart('@') : "result" + (i + 1).ToString(CultureInfo.InvariantCulture);

    private string ElementName(int i) => model.Result.Parts[i] is { IsNamed: true, Name: var name } ? name.TrimStart('@') : "result" + (i + 1).ToString(CultureInfo.InvariantCulture);

    private string Cref() => "<c>" + model.Name + "</c>";

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);

    private static IEnumerable<((BufferRole Role, int Index) Place, string Text)> Places(BufferRole role, IEnumerable<string> texts) =>
        texts.Select((t, i) => ((role, role == BufferRole.Residual ? -1 : i), t));
}
