using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Ir;

namespace Costate.Generator;

/// <content>Calls that are repeated for each row of a batch.</content>
internal sealed partial class DirectForm
{
    /// <summary>Whether the calls look for elements that are not finite themselves, each with what it alone was given.</summary>
    private bool examinesCalls;
    private string? batch;

    /// <summary>A further tensor that the caller gives, with an axis in front that counts; the text of its elements, and of that number.</summary>
    public (string Elements, string Count) GivenBatch(string wish, Shape shape)
    {
        string parameter = names.Take(wish);
        if (batch is null)
        {
            batch = names.Take("count");
            checks.Add("int " + batch + " = " + Names.DirectCall + ".Batch(" + parameter + ");");
        }

        parameters.Add(("in " + Names.ReadOnlyTensorSpan + "<" + element + "> " + parameter, parameter, "Shape " + Documentation.Escape("[" + string.Join(", ", shape.Select(d => d.ToString()).Prepend(batch)) + "]") + ".", false));
        checks.Add(Names.DirectCall + ".Check<" + element + ">(" + variant.FragmentName + ".Instance, nameof(" + parameter + "), " + parameter + ", " + Sizes(batch, shape) + ");");
        return (Dense(parameter), batch);
    }

    /// <summary>A result that is returned, with an axis in front that counts; the text of its elements, which are zeros.</summary>
    public string ResultBatch(string wish, Shape shape, string? label) => Returned(wish, Sizes(batch!, shape), "[" + string.Join(", ", shape.Select(d => d.ToString()).Prepend(batch!)) + "]", label);

    /// <summary>The derivatives of all elements of a result by all of an input, which is returned; the text of its elements, which are zeros.</summary>
    public string ResultJacobian(string wish, Shape result, Shape input, string? label) => Returned(wish, Sizes(result.Concat(input)), "[" + string.Join(", ", result.Concat(input)) + "]", label);

    /// <summary>A text for the row of a batch.</summary>
    public string Row(string elements, string row, Shape shape) => elements + ".Slice(" + row + " * " + Factor(shape) + ", " + Count(shape.ElementCount) + ")";

    /// <summary>Calls once for each row.</summary>
    /// <param name="count">The text of their number.</param>
    /// <param name="times">The same in formulas; null for the number of a batch.</param>
    /// <param name="body">Calls, given the name of the index.</param>
    public void Repeat(string wish, string count, DimExpr? times, Action<string> body)
    {
        string index = names.Take(wish);
        var before = flops;
        flops = DimExpr.Zero;
        Nested("for (int " + index + " = 0; " + index + " < " + count + "; " + index + "++)", () =>
        {
            body(index);
            calls.Add(Examine());
            examined.Clear();
        });
        examinesCalls = true;
        flops = before + ((times ?? DimExpr.Symbol(batch!)) * flops);
    }

    /// <summary>Calls in one way or in another.</summary>
    public void Choose(string condition, Action first, Action second)
    {
        var before = flops;
        flops = DimExpr.Zero;
        Nested("if (" + condition + ")", first);
        var one = flops;
        flops = DimExpr.Zero;
        Nested("else", second);
        cost = "Costs about " + Documentation.Formula(plans, before + one) + " operations if the result has no more elements than the inputs together, otherwise " + Documentation.Formula(plans, before + flops) + Documentation.Legend(plans, before, one, flops) + ".";
    }

    /// <summary>A statement between the calls.</summary>
    public void Do(string statement) => calls.Add(statement);

    /// <summary>The number of elements as a text, to multiply with.</summary>
    public string Factor(Shape shape)
    {
        string count = Count(shape.ElementCount);
        return count.All(c => char.IsLetterOrDigit(c) || c is '_' or '@') ? count : "(" + count + ")";
    }

    private string Returned(string wish, string sizes, string shape, string? label)
    {
        var (local, elements) = New(wish, sizes, clear: true);
        results.Add((Names.Tensor + "<" + element + ">", label, local, "Shape " + Documentation.Escape(shape) + "."));
        return elements;
    }

    private void Nested(string head, Action body)
    {
        calls.Add(head);
        calls.Add("{");
        int start = calls.Count;
        body();
        for (int i = start; i < calls.Count; i++)
        {
            calls[i] = "    " + calls[i];
        }

        calls.Add("}");
    }

    private string Sizes(string count, Shape shape) => "[" + string.Join(", ", shape.Select(Count).Prepend(count)) + "]";

    private string Sizes(IEnumerable<DimExpr> dims) => "[" + string.Join(", ", dims.Select(Count)) + "]";
}
