using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using Costate.Ir;
using Costate.Runtime.Tests.Golden;
using Costate.Tracing;

namespace Costate.Runtime.Tests.Documentation;

/// <summary>Writes docs/ops.md from the op table, the library and the golden values.</summary>
internal static class OpsPage
{
    public static string Write()
    {
        var page = new StringBuilder();
        page.Append(
            """
            # Ops and functions

            This page is generated from the op table (`src/Ir/Ops`), the library (`src/Ir/Library`) and the tests, and CI compares it with them.
            After a change, run the test `OpsPageTests` with `COSTATE_ACCEPT=1` and read the difference.

            ## Ops

            The primitives. A prime is a tangent, `y^` a cotangent. Reverse mode, residuals and higher orders are derived from the one rule
            that stands here. *Linked* names the way in which the rule is checked against something that does not use it; see below. *Error* is
            the largest error of the value that the tests have seen in double precision, in units of the last place, against 1300-bit arithmetic,
            rounded up to one digit: of the element itself, or for sums, products and solves of the largest element of the result. Nothing is
            rounded where it is 0; 0.5 is the best that rounding can do. The tests measure it again and fail where it is larger.

            | op | computes | shapes | derivative | where there is no single derivative | linked | error |
            |---|---|---|---|---|---|---|

            """);
        foreach (var op in OpTable.All) page.Append(Row(op.Name, op.Computes, op.ShapeRule, op.Rule, op.Kinks, Name(op.Link), Figure(op.LargestError)));
        page.Append(
            """

            ## How rules are linked

            | class | how the rule is checked |
            |---|---|

            """);
        foreach (var link in Enum.GetValues<LinkClass>()) page.Append(Row(Name(link), Description(link)));
        page.Append(
            """

            [linked.md](linked.md) says what is established by this and what is not. Besides, tests compare every op and function with dual
            numbers over a table of derivatives of its own, tangents with adjoints, and both with central differences.

            ## Functions

            What users call: an op with its broadcasting, or a graph of ops. Derivatives are those of the ops, unless a word is said. *Error* is the
            largest one against PyTorch, over value, VJP, JVP and Hessian products at all shapes, axes and broadcasts of
            `tests/golden/pytorch_golden.py`, in units of the last place; both sides round, and sums are taken in different orders.

            | function | ops | derivative | error |
            |---|---|---|---|

            """);
        var ops = OpsOfFunctions();
        foreach (var function in Library.All.OrderBy(f => f.Name, StringComparer.Ordinal))
        {
            page.Append(Row(function.Name, string.Join(", ", ops[function.Name]), function.Derivative ?? Kinks(ops[function.Name]), Figure(GoldenErrors.Bound(function.Name))));
        }

        page.Append(
            """

            ## Where Costate differs from PyTorch

            All cases that are not here agree, infinities, NaN and the signs of zeros included. Where PyTorch gives zeros because the result does not
            depend on an input, or only through an op whose derivative is zero by rule, Costate raises an error unless zeros are asked for.

            | function | quantity | why |
            |---|---|---|

            """);
        foreach (var group in GoldenDifferences.All.GroupBy(d => (d.Form, d.Reason))) page.Append(Row(GoldenErrors.Function(group.Key.Form), Quantities(group), group.Key.Reason));
        return page.ToString();
    }

    private static string Row(params string[] cells) => "| " + string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal))) + " |\n";

    private static string Name(LinkClass link) => link.ToString().ToLowerInvariant();

    private static string Figure(double error) => error.ToString(CultureInfo.InvariantCulture);

    private static string Quantities(IEnumerable<GoldenDifference> differences) =>
        string.Join(", ", differences.SelectMany(d => d.Quantities).Select(q => q == "value" ? q : "derivative").Distinct());

    private static string Description(LinkClass link) => link switch
    {
        LinkClass.Source => "It has no operands, so there is nothing to check.",
        LinkClass.Structural => "Elements are moved and not computed: dual numbers over a finite field, exactly.",
        LinkClass.Rational => "Sums and products: dual numbers over a finite field, exactly.",
        LinkClass.Pivoting => "Divisions and eliminations: the same, with new numbers where a divisor or a pivot is zero.",
        LinkClass.Root => "Square roots: the same, on numbers that have a root in the field.",
        LinkClass.Uninterpreted => "The function is drawn at random and remembered, so that only its rule can make the answer right; its derivative comes from a separate table, which is compared with differences in higher precision.",
        LinkClass.Implicit => "It solves an equation that its regions state: over dual numbers of the field the solution is moved as that equation says, by elimination, from one run of the region for each element.",
        LinkClass.Control => "It runs graphs: what their ops do, iteration by iteration, over the field and over dual numbers; a While is given a number of iterations, the same in all programs.",
        LinkClass.Order => "What decides is a total order of the field that is drawn anew in each trial; ties, kinks and NaN have tests over the reals.",
        _ => throw new ArgumentOutOfRangeException(nameof(link), link, "This class has no description."),
    };

    /// <summary>The ops in the graphs of each function, over all golden cases, in the order of the table.</summary>
    private static Dictionary<string, string[]> OpsOfFunctions()
    {
        var graphs = GoldenCase.All.GroupBy(c => GoldenErrors.Function(c.Form), c => ((GraphFragment)GoldenForms.Call(c, GoldenComparison.Parameters(c)).Node.Site.Fragment!).Graph);
        var ops = graphs.ToDictionary(
            g => g.Key,
            g => g.SelectMany(graph => graph.Nodes).Select(n => n.Op.Name).Where(n => n != InputOp.Instance.Name).Distinct().OrderBy(n => OpTable.All.TakeWhile(op => op.Name != n).Count()).ToArray(),
            StringComparer.Ordinal);

        // Windows take spans, which no golden case can be written with.
        (ops["Window"], ops["SetSlice"], ops["AddSlice"]) = (["Reshape", "ReadAt"], ["Reshape", "SetAt"], ["Reshape", "AddAt"]);
        return ops;
    }

    /// <summary>Functions of one op besides those that only move elements have its conventions.</summary>
    private static string Kinks(string[] ops)
    {
        var computing = ops.Select(OpTable.Get).Where(op => op.Link is not (LinkClass.Source or LinkClass.Structural) || op is StopOp).ToArray();
        return computing.Length == 1 && computing[0].Kinks != "none" ? computing[0].Kinks : string.Empty;
    }
}
