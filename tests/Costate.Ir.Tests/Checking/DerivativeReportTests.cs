using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using Costate.Ir.Checking;
using Xunit;

namespace Costate.Ir.Tests.Checking;

/// <summary>What a report says about what was not checked, and how strong the rest is.</summary>
public sealed class DerivativeReportTests
{
    [Fact]
    public void GuardsAreRespectedAndSizesFound()
    {
        var b = new GraphBuilder("Guarded");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n + 2")));
        var report = Check(b.Build([b.Tanh(b.ReadAt(x, Shape.Parse("k"), Shape.Parse("m")))]), DerivativeCheckOptions.Full);
        Assert.True(report.Passed, report.ToString());
        Assert.Empty(report.NotChecked);
        Assert.Contains(report.CheckedSizes, s => s == "k = 0, m = 0, n = 0");
    }

    [Fact]
    public void GuardsThatNoSmallSizesMeetAreReported()
    {
        var b = new GraphBuilder("Far");
        b.RequireLessOrEqual(DimExpr.Parse("1000"), DimExpr.Parse("n"), DiagnosticIds.WindowOutOfRange, () => "n is too small.");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")));
        var report = Check(b.Build([b.Tanh(x)]), DerivativeCheckOptions.Full);
        Assert.Contains("no small sizes were found that meet all 1 guards", Assert.Single(report.NotChecked));
        Assert.Equal(0, report.Trials);
        Assert.Contains("not checked", report.ToString());
    }

    [Fact]
    public void AGraphThatIsTooLargeIsReported()
    {
        var b = new GraphBuilder("Large");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("1000, 1000")));
        Assert.Contains("more than the 200000 allowed", Assert.Single(Check(b.Build([b.Tanh(x)]), DerivativeCheckOptions.Build).NotChecked));
    }

    [Fact]
    public void ADivisionByZeroThatARuleReliesOnIsReported()
    {
        // A rule that cancels x/x is right wherever x is not 0, and here it always is.
        var b = new GraphBuilder("Singular");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")));
        var zero = b.Sub(x, b.Stop(x));
        var op = new FaultyOp(MulOp.Instance)
        {
            Jvp = c =>
            {
                c.Scale(0, c.B.Mul(c.In[1], c.B.Div(c.In[0], c.In[0])));
                c.Scale(1, c.In[0]);
            },
        };
        var report = Check(b.Build([b.Emit(op, zero, b.Add(x, b.ConstLike(1, x))), x]), DerivativeCheckOptions.Build);
        Assert.True(report.Passed);
        Assert.Contains("met a division by zero", Assert.Single(report.NotChecked));
    }

    [Fact]
    public void RootsOfRootsAreFoundByDrawingAgain()
    {
        var b = new GraphBuilder("Nested");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")));
        var report = Check(b.Build([b.ReduceSum(b.Sqrt(b.Add(b.Sqrt(x), b.ConstLike(1, x))), 0)]), DerivativeCheckOptions.Full);
        Assert.True(report.Passed, report.ToString());
        Assert.Empty(report.NotChecked);
    }

    [Fact]
    public void TheBoundGrowsWithTheDegree()
    {
        double Bound(int power)
        {
            var b = new GraphBuilder("Power");
            var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")));
            var y = x;
            for (int i = 1; i < power; i++)
            {
                y = b.Mul(y, x);
            }

            var report = Check(b.Build([y]), DerivativeCheckOptions.Full);
            Assert.Contains("a wrong equality is accepted with a probability of at most", report.ToString());
            return report.TrialBound!.Value;
        }

        // x^2: the equality 2 x v = 2 x v, and <c, 2 x v> = <2 x c, v>, of degree 3.
        Assert.Equal(3.0 / FieldElement.P, Bound(2), 15);
        Assert.True(Bound(20) > Bound(2));
        Assert.True(Bound(20) < 1e-7);
    }

    [Fact]
    public void ADegreeBeyondAllBoundsIsNotSoldAsABound()
    {
        var b = new GraphBuilder("Steep");
        var y = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")));
        for (int i = 0; i < 40; i++)
        {
            y = b.Mul(y, y);
        }

        var report = Check(b.Build([y]), DerivativeCheckOptions.Full with { SecondOrder = false });
        Assert.True(report.Passed, report.ToString());
        Assert.Equal(1, report.Bound);
        Assert.Contains("too coarse for a bound", report.ToString());
    }

    [Fact]
    public void TheBoundThatTheDocumentationQuotesIsReal()
    {
        var report = Check(Derivatives.Cases.All.First(c => c.Name == "Tanh").Graph(), DerivativeCheckOptions.Full);
        Assert.Contains("`" + report.Formula + "`", File.ReadAllText(Path.Combine(Here(), "../../../docs/linked.md")));
    }

    [Fact]
    public void AFailureNamesEverything()
    {
        var b = new GraphBuilder("Named") { Span = new SourceSpan(4, 2, 4, 9) };
        var x = b.Input("weights", new TensorType(DType.F64, Shape.Parse("n")));
        var y = b.Emit(new FaultyOp(TanhOp.Instance) { Jvp = c => c.Scale(0, c.Out[0]) }, b.Exp(x));
        var failure = Check(b.Build([y], ["loss"]), DerivativeCheckOptions.Build).Failures[0];
        Assert.Equal((Demand.Tangent, "loss", "Tanh", 4), (failure.Demand, failure.What, failure.Op, failure.Span.Line));
        Assert.Equal([0], failure.Element!);
        Assert.Contains("the tangent of 'loss' is not that of dual numbers, first at [0]; the rule of Tanh on line 4 disagrees by itself (n = 3, seed ", failure.ToString());
    }

    [Fact]
    public void AGraphWithNothingToDifferentiateIsReported()
    {
        var b = new GraphBuilder("Frozen");
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")), frozen: true);
        Assert.Contains("no input to differentiate by", Assert.Single(Check(b.Build([b.Tanh(x)]), DerivativeCheckOptions.Full).NotChecked));
    }

    private static string Here([CallerFilePath] string here = "") => Path.GetDirectoryName(here)!;

    private static DerivativeReport Check(Graph graph, DerivativeCheckOptions options) => DerivativeCheck.Check(FragmentPrograms.Build(graph), options);
}
