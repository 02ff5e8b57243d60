using System;
using System.Linq;
using Costate;
using Xunit;
using Xunit.Abstractions;
using static Costate.TracedTensor;

namespace ReadmeLinked;

/// <summary>The lines on checking, run on the methods of the README themselves.</summary>
public sealed class Verification(ITestOutputHelper output)
{
    [Fact]
    public void Every_method_of_the_README_is_linked()
    {
        Linked.Verify(typeof(ReadmeModel.Model).Assembly);
    }

    [Fact]
    public void The_report_on_the_page_is_the_report()
    {
        string report = Linked.Check(typeof(ReadmeModel.Model).Assembly).Methods.Single(m => m.Name == "ReadmeModel.Model.Loss").ToString();
        output.WriteLine(report);

        // How much two ways of summing differ depends on the width of the vectors.
        string page = Costate.Docs.Tests.ReadmeTests.Read("linked.md");
        int at = page.IndexOf("ReadmeModel.Model.Loss", StringComparison.Ordinal);
        string shown = page[at..page.IndexOf("```", at, StringComparison.Ordinal)];
        Assert.Equal(WithoutFigures(report), WithoutFigures(shown));
    }

    [Fact]
    public void The_helpers_accept_a_right_gradient()
    {
        double[] data = [0.3, -1.2, 2.5, 0.9, -0.4];
        GradCheck.Verify(x => Sum(Exp(x) * Sin(x)), Parameter(data, 5));   // against central differences, each element with the step that fits best
        DotTest.Verify(x => Sum(Exp(x) * Sin(x)), Parameter(data, 5));     // <J v, w> = <v, J^T w>: forward against reverse mode
    }

    private static string WithoutFigures(string text) =>
        System.Text.RegularExpressions.Regex.Replace(text.Replace("\r", string.Empty, StringComparison.Ordinal), "largest difference [0-9.e+-]+", "largest difference");
}
