using System;
using Costate.Linking;
using Xunit;

namespace Costate.Tests.Linking;

public sealed class FaultTests
{
    public static TheoryData<string> Misreadings => new(Faults.Misreadings.Keys);

    public static TheoryData<string> Equivalent => new(Faults.Equivalent.Keys);

    public static TheoryData<string> Emissions => new(FaultyFragment.Emissions.Keys);

    [Theory]
    [MemberData(nameof(Misreadings))]
    public void Link_1_catches(string fault)
    {
        var result = BodyLink.Check(Faults.Misread(Faults.Misreadings[fault]));
        Assert.Equal(LinkState.Failed, result.State);
        Assert.Contains("by the body and from", result.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Equivalent))]
    public void Link_1_does_not_flag(string rewrite)
    {
        Assert.Equal(LinkState.Passed, BodyLink.Check(Faults.Misread(Faults.Equivalent[rewrite])).State);
    }

    [Theory]
    [MemberData(nameof(Emissions))]
    public void Link_3_catches(string fault)
    {
        var result = EmittedLink.Check<double>(FaultyFragment.Emissions[fault]());
        Assert.Equal(LinkState.Failed, result.State);
    }

    [Fact]
    public void Link_3_does_not_flag_the_same_fragment_without_a_fault()
    {
        foreach (var model in new[] { "Loss", "Chain", "Bilinear", "Pair" })
        {
            Assert.Equal(LinkState.Passed, EmittedLink.Check<double>(new FaultyFragment(Faults.Method(model).Fragment)).State);
        }
    }
}
