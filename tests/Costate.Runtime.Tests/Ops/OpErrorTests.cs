using System.Linq;
using Costate.Ir;
using Costate.Runtime.Tests.Kernels;
using Xunit;

namespace Costate.Runtime.Tests.Ops;

/// <summary>The errors that the op table documents, measured again.</summary>
public class OpErrorTests
{
    public static TheoryData<string> Measured => new(OpMeasurement.All.Select(m => m.Op).Distinct());

    [Theory]
    [MemberData(nameof(Measured))]
    public void TheLargestErrorIsTheDocumentedOne(string op) => Documented(op, OpMeasurement.All.Where(m => m.Op == op).Max(m => m.Error()));

    [Fact]
    public void EveryOpIsMeasured() => Assert.Equal(
        OpTable.All.Where(op => op.Link is not (LinkClass.Source or LinkClass.Control or LinkClass.Implicit)).Select(op => op.Name).Order(),
        OpMeasurement.All.Select(m => m.Op).Concat(VectorMathTests.Ops).Distinct().Order());

    [Fact]
    public void SourcesAreExact() => Assert.All(OpTable.All.Where(op => op.Link == LinkClass.Source), op => Assert.Equal(0, op.LargestError));

    /// <summary>Demands that an error is at most the documented one, and not so much smaller that the document says nothing.</summary>
    internal static void Documented(string op, double error)
    {
        double documented = OpTable.Get(op).LargestError;
        Assert.True(error <= documented, $"{op} is {error:F3} units of the last place off, documented are {documented}");
        Assert.True(error >= documented / 5, $"{op} is only {error:F3} units of the last place off, documented are {documented}");
    }
}
