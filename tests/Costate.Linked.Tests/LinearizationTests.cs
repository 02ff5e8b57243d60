using System;
using System.Linq;
using Costate.Ir;
using Costate.Linking;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Tests.Linking;

/// <summary>What the links say of declared derivatives: what they compare, and what they leave to the user.</summary>
public sealed class LinearizationTests
{
    [Fact]
    public void The_report_names_what_is_declared_and_what_its_graph_was_compared_with()
    {
        var report = VerifyTests.Report;
        var through = report.Methods.Single(m => m.Name.EndsWith("LinearizationModels.Through", StringComparison.Ordinal));
        Assert.Equal(["Through"], through.Declared);
        Assert.StartsWith("linearization = graph: ", through.Checked[1], StringComparison.Ordinal);
        Assert.Contains("  declared     the derivative of Through, which is taken as declared and not compared with its body\n", through.ToString(), StringComparison.Ordinal);

        // Who calls it has no linearization of its own.
        var both = report.Methods.Single(m => m.Name.EndsWith("LinearizationModels.Both", StringComparison.Ordinal));
        Assert.Equal(["Damped", "Through"], both.Declared);
        Assert.Equal(3, both.Checked.Count);
    }

    [Theory]
    [InlineData("Through", "body", "value=0.5", "value=0.25")]
    [InlineData("Through", "linearization", "return %1 'result'", "return %0 'result'")]
    [InlineData("Damped(mean: True)", "linearization", "Mul %4, %15", "Mul %13, %15")]
    [InlineData("Damped(mean: True)", "linearization", "count=(steps)", "count=(n)")]
    public void A_misreading_is_caught_in_either(string model, string where, string from, string to)
    {
        var original = LinkedMethod.In(typeof(LinearizationModels).Assembly).Single(m => m.Name.EndsWith("LinearizationModels." + model.Replace("True", "true", StringComparison.Ordinal), StringComparison.Ordinal));
        string text = GraphText.Print(original.Graph);
        int at = where == "body" ? 0 : text.IndexOf("Tangent\n", StringComparison.Ordinal);
        Assert.Contains(from, text[at..], StringComparison.Ordinal);
        int place = text.IndexOf(from, at, StringComparison.Ordinal);
        var misread = new LinkedMethod(original.Name, original.Body, new InterpretedFragment(GraphText.Parse(text[..place] + to + text[(place + from.Length)..])), original.Variant);
        var (body, linearization) = (BodyLink.Check(misread), BodyLink.Check(misread.Linearization()!));
        Assert.Equal(where == "body" ? LinkState.Failed : LinkState.Passed, body.State);
        Assert.Equal(where == "body" ? LinkState.Passed : LinkState.Failed, linearization.State);
    }

    [Fact]
    public void A_claim_is_checked_by_differences_where_it_should_be_true()
    {
        var (x, a) = (Parameter([0.3, -0.4, 1.1], 3), Parameter([0.1, 0.2, -0.3, 0.4, 0.5, 0.6, -0.7, 0.8, 0.9], 3, 3));
        GradCheck.Verify(xs => LinearizationModels.Damped(xs[0], xs[1], 3, 0.7, true).Wave, [x, a]);
        DotTest.Verify(xs => LinearizationModels.Damped(xs[0], xs[1], 3, 0.7, true).Wave, [x, a]);

        // A derivative that is meant to be another one is the same in both modes, and shows in differences.
        DotTest.Verify(LinearizationModels.Through, x);
        Assert.Throws<GradCheckException>(() => GradCheck.Verify(LinearizationModels.Through, x));
    }
}
