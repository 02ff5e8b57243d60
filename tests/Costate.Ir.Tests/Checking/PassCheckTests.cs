using System.Linq;
using Costate.Ir.Checking;
using Costate.Ir.Tests.Derivatives;
using Xunit;

namespace Costate.Ir.Tests.Checking;

/// <summary>What is simplified while it is built has the values of what was asked for.</summary>
public sealed class PassCheckTests
{
    public static TheoryData<string> Names => new(Cases.All.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void SimplificationPreservesValues(string name)
    {
        var test = Cases.All.First(c => c.Name == name);
        var report = PassCheck.Check(test.Graph(simplifies: false), test.Graph(), DerivativeCheckOptions.Full);
        Assert.True(report.Passed, report.ToString());
        Assert.True(report.Trials > 0, report.ToString());
    }

    [Fact]
    public void WithoutSimplificationNothingIsSharedOrFolded()
    {
        var b = new GraphBuilder("Plain") { Simplifies = false };
        var x = b.Input("x", new TensorType(DType.F64, Shape.Parse("n")));
        Assert.Equal(4, b.Build([b.Add(b.Neg(b.Neg(x)), b.Stop(x))]).Nodes.Count(n => n.Op is not InputOp));
        Assert.NotEqual(b.Neg(x), b.Neg(x));
    }
}
