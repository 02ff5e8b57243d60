using System;
using System.Linq;
using Costate.Ir;
using Costate.Linking;
using Costate.Tracing;
using CpAls;
using Xunit;

namespace Costate.Tests.Linking;

public sealed class VerifyTests
{
    /// <summary>The report about all models of this assembly, which takes a while and is made once for all tests.</summary>
    private static readonly Lazy<LinkedReport> Shared = new(() => Linked.Verify(typeof(Models).Assembly));

    internal static LinkedReport Report => Shared.Value;

    [Fact]
    public void Every_model_is_linked_completely()
    {
        var report = Report;
        var linked = report.Methods.Where(m => !m.Name.EndsWith(nameof(FixedPointModels.Careful), StringComparison.Ordinal)).ToArray();
        Assert.Equal(report.Methods.Count - 1, linked.Length);
        Assert.All(linked, m => Assert.Empty(m.NotChecked));
        Assert.All(linked, m => Assert.Equal(m.Declared.Any(d => m.Name.Contains("." + d, StringComparison.Ordinal)) ? 4 : 3, m.Checked.Count));

        // What is compiled for higher orders is emitted code too.
        Assert.EndsWith("; the same of 6 derivatives", report.Methods.Single(m => m.Name.EndsWith("Models.Thrice", StringComparison.Ordinal)).Checked[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("= Sin", "= Cos")]
    [InlineData("= Sqrt", "= Exp")]
    public void What_is_made_of_evaluated_numbers_is_compared_by_value(string right, string wrong)
    {
        var original = Faults.Method("Normalised");
        string text = GraphText.Print(original.Graph), changed = right.Length == 0 ? text : text.Replace(right, wrong, StringComparison.Ordinal);
        Assert.Equal(right.Length == 0, text == changed);
        var result = BodyLink.Check(new LinkedMethod(original.Name, original.Body, new InterpretedFragment(GraphText.Parse(changed))));
        Assert.Equal(right.Length == 0 ? LinkState.Passed : LinkState.Failed, result.State);
        if (right.Length == 0) Assert.Contains("numbers that the body evaluates by their values", result.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void A_step_that_evaluates_cannot_be_run_as_a_trace_and_is_reported()
    {
        var careful = Report.Methods.Single(m => m.Name.EndsWith(nameof(FixedPointModels.Careful), StringComparison.Ordinal));
        Assert.Contains("recorded once", Assert.Single(careful.NotChecked), StringComparison.Ordinal);
        Assert.Equal(2, careful.Checked.Count);
    }

    [Fact]
    public void The_sample_is_linked() => Assert.All(Linked.Verify(typeof(Cp).Assembly).Methods, m => Assert.Empty(m.NotChecked));

    [Fact]
    public void The_report_says_what_was_checked_how_strongly_and_by_which_digest()
    {
        string[] lines = Report.ToString().Split('\n');
        int at = Array.FindIndex(lines, l => l.StartsWith("Costate.Tests.Linking.Models.Pair  ", StringComparison.Ordinal));
        Assert.Matches("^Linked: [0-9]+ methods, no link broken, 1 not checked in part\\.$", lines[0]);
        Assert.Matches("Pair  [0-9a-f]{32}$", lines[at]);
        Assert.StartsWith("  checked      body = graph: ", lines[at + 1], StringComparison.Ordinal);
        Assert.Contains("2^31 - 1", lines[at + 2], StringComparison.Ordinal);
        Assert.EndsWith("bit for bit", lines[at + 3], StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_link_names_the_line_and_both_terms()
    {
        var original = Faults.Method("Quadratic");
        string detail = BodyLink.Check(new LinkedMethod(
            original.Name,
            original.Body,
            new InterpretedFragment(GraphText.Parse(GraphText.Print(original.Graph).Replace("value=0.5", "value=0.25", StringComparison.Ordinal))))).Detail;
        Assert.Matches("^line [0-9]+, column [0-9]+: element 0 of output result is computed from 0.5 by the body and from 0.25 by the graph", detail);
    }

    [Fact]
    public void An_assembly_without_methods_is_refused()
    {
        var e = Assert.Throws<ArgumentException>(() => Linked.Verify(typeof(Enumerable).Assembly));
        Assert.Contains("Linked.Verify(typeof(MyModel).Assembly)", e.Message, StringComparison.Ordinal);
    }
}
