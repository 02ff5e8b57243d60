using System;
using System.Linq;
using Costate.Ir.Checking;
using Costate.Ir.Tests.Derivatives;
using Xunit;

namespace Costate.Ir.Tests.Checking;

/// <summary>Every op and every library function: the graph equals its derivative programs, exactly, over the field.</summary>
public sealed class LinkTwoTests
{
    public static TheoryData<string> Names => new(Cases.All.Select(c => c.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void TheDerivativeProgramsAreThoseOfTheGraph(string name)
    {
        var report = DerivativeCheck.Check(FragmentPrograms.Build(Cases.All.First(c => c.Name == name).Graph()), DerivativeCheckOptions.Full);
        Assert.True(report.Passed, report.ToString());
        Assert.True(report.Trials >= 3, report.ToString());
        Assert.Empty(report.NotChecked);
    }
}
