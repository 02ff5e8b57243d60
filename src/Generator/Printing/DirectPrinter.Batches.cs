using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <content>Members that run an adjoint or a tangent several times, and those for one of several results.</content>
internal sealed partial class DirectPrinter
{
    private IReadOnlyList<bool>? primary;

    /// <summary>Whether the first of several results, if it is a scalar, has a derivative by an input that is differentiated by.</summary>
    private IReadOnlyList<bool> Primary
    {
        get
        {
            if (primary is null)
            {
                bool isScalar = graph.Outputs.Count > 1 && graph.TypeOf(graph.Outputs[0]) is { Rank: 0, IsDifferentiable: true };
                var activity = isScalar ? Activity.Of(graph) : null;
                primary = wanted.Select(i => activity is not null && activity[0, i] >= Dependence.Linear).ToArray();
            }

            return primary;
        }
    }

    /// <summary>Whether there is one tensor that has a Jacobian by tensors of their own.</summary>
    private bool HasBatches => graph.Outputs.Count == 1 && !model.Result.IsComposite && graph.TypeOf(graph.Outputs[0]).Rank > 0 && model.Self is null
        && Enumerable.Range(0, graph.Inputs.Count).All(i => !wanted.Contains(i) || model.Inputs[i].Parameter is { Value: null })
        && !graph.Inputs.Concat(graph.Outputs).Any(v => LeadingAxes.Lead(graph.TypeOf(v).Shape));

    private Shape ResultShape => graph.TypeOf(graph.Outputs[0]).Shape;

    private string[] WantedNames => wanted.Select(i => model.Inputs[i].Name.TrimStart('@')).ToArray();

    private Shape[] WantedShapes => wanted.Select(i => graph.TypeOf(graph.Inputs[i]).Shape).ToArray();

    /// <summary>The first result is what is minimised, the others are by the way.</summary>
    private DirectForm PrimaryGradient(bool withValue)
    {
        string first = OutputName(0);
        var form = withValue
            ? Form("ValueAndGrad", "The values of " + Cref() + " and the gradient of the first one, <c>" + first + "</c>, with respect to all that it depends on.")
            : Form("Grad", "The gradient of the first result of " + Cref() + ", <c>" + first + "</c>, with respect to all that it depends on.");
        var y = withValue ? Results(form, "value") : graph.Outputs.Select((v, i) => form.Temporary(OutputName(i) + "Value", graph.TypeOf(v).Shape)).ToArray();
        var kept = form.Residual();
        string one = form.Local("cotangent", "1");
        var ct = y.Select((_, i) => i == 0 ? one : "default");
        var p = Wanted((name, parts, shapes, index) => Enumerable.Range(index, shapes.Count).Any(i => Array.IndexOf(wanted, i) is >= 0 and var k && Primary[k])
            ? form.Result(parts, "d" + name, shapes, "d" + name, clear: true)
            : shapes.Select(_ => "default").ToArray());
        ulong want = 0;
        for (int k = 0; k < p.Length; k++)
        {
            want |= p[k] == "default" ? 0 : 1UL << k;
        }

        form.Call("ForwardKeepingCore", plans.ForwardKeeping, Places(BufferRole.Output, y).Concat(Places(BufferRole.Residual, [kept])));
        form.Call("AdjointCore", plans.Adjoint, Places(BufferRole.Output, y).Concat(Places(BufferRole.Residual, [kept])).Concat(Places(BufferRole.Cotangent, ct)).Concat(Places(BufferRole.Partial, p)), present: 1, want);
        return form;
    }

    private DirectForm CotangentProducts()
    {
        var form = Form("BatchedVjp", "The cotangents of the inputs of " + Cref() + " for several cotangents of its result, one a row: a matrix times the Jacobian, over one evaluation.");
        var (seeds, count) = form.GivenBatch("cotangents", ResultShape);
        var (y, kept) = (form.Temporary(OutputName(0) + "Value", ResultShape), form.Residual());
        string[] p = WantedNames.Zip(WantedShapes, (name, shape) => form.ResultBatch("d" + name, shape, "d" + name)).ToArray();
        Keep(form, y, kept);
        form.Repeat("row", count, null, row => Adjoint(form, y, kept, form.Row(seeds, row, ResultShape), p, row));
        return form;
    }

    private DirectForm TangentProducts()
    {
        var form = Form("BatchedJvp", "The result of " + Cref() + " and its tangents for several tangents of its inputs, one a row.");
        var batches = WantedNames.Zip(WantedShapes, (name, shape) => form.GivenBatch(name + "Tangents", shape)).ToArray();
        var y = form.Result("value", ResultShape, "value");
        var dy = form.ResultBatch("tangents", ResultShape, "tangents");
        form.Call("ForwardCore", plans.Forward, Places(BufferRole.Output, [y]));
        form.Repeat("row", batches[0].Count, null, row => form.Call(
            "TangentCore",
            plans.Tangent,
            Places(BufferRole.Tangent, batches.Zip(WantedShapes, (b, shape) => form.Row(b.Elements, row, shape))).Concat(Places(BufferRole.OutputTangent, [form.Row(dy, row, ResultShape)]))));
        return form;
    }

    private DirectForm Jacobian()
    {
        var form = Form("Jacobian", "The Jacobian of " + Cref() + ": the axes of the result, then those of the input. It takes one run of the adjoint for each element of the result, or one of the tangent for each element of the inputs, whichever are fewer.");
        var (names, shapes) = (WantedNames, WantedShapes);
        string[] p = names.Zip(shapes, (name, shape) => form.ResultJacobian("d" + name, ResultShape, shape, "d" + name)).ToArray();
        DimExpr rows = ResultShape.ElementCount, columns = shapes.Aggregate(DimExpr.Zero, (sum, shape) => sum + shape.ElementCount);
        if (DimExpr.DimLessOrEqual(rows, columns).Decision == DimDecision.Yes)
        {
            Reverse();
        }
        else if (DimExpr.DimLessOrEqual(columns + 1, rows).Decision == DimDecision.Yes)
        {
            Forward();
        }
        else
        {
            form.Choose(form.Factor(ResultShape) + " <= " + string.Join(" + ", shapes.Select(form.Factor)), Reverse, Forward);
        }

        return form;

        void Reverse()
        {
            var (y, kept, ct) = (form.Temporary(OutputName(0) + "Value", ResultShape), form.Residual(), form.Temporary("cotangent", ResultShape));
            Keep(form, y, kept);
            form.Repeat("row", form.Factor(ResultShape), rows, row =>
            {
                form.Do(Names.DirectCall + ".Unit<" + model.ElementType + ">(" + ct + ", " + row + ");");
                Adjoint(form, y, kept, ct, p, row);
            });
        }

        void Forward()
        {
            string dy = form.Temporary("tangent", ResultShape);
            string[] v = names.Zip(shapes, (name, shape) => form.Temporary(name + "Tangent", shape)).ToArray();
            foreach (string tangent in v)
            {
                form.Do(tangent + ".Clear();");
            }

            for (int k = 0; k < v.Length; k++)
            {
                int at = k;
                form.Repeat("column", form.Factor(shapes[k]), shapes[k].ElementCount, column =>
                {
                    form.Do(Names.DirectCall + ".Unit<" + model.ElementType + ">(" + v[at] + ", " + column + ");");
                    form.Call("TangentCore", plans.Tangent, Places(BufferRole.Tangent, v).Concat(Places(BufferRole.OutputTangent, [dy])));
                    form.Do(Names.DirectCall + ".Column<" + model.ElementType + ">(" + dy + ", " + p[at] + ", " + column + ");");
                });
                form.Do(v[k] + ".Clear();");
            }
        }
    }

    private void Keep(DirectForm form, string y, string kept) =>
        form.Call("ForwardKeepingCore", plans.ForwardKeeping, Places(BufferRole.Output, [y]).Concat(Places(BufferRole.Residual, [kept])));

    private void Adjoint(DirectForm form, string y, string kept, string ct, string[] p, string row) => form.Call(
        "AdjointCore",
        plans.Adjoint,
        Places(BufferRole.Output, [y]).Concat(Places(BufferRole.Residual, [kept])).Concat(Places(BufferRole.Cotangent, [ct])).Concat(Places(BufferRole.Partial, p.Zip(WantedShapes, (elements, shape) => form.Row(elements, row, shape)))));
}
