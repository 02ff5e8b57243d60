using System;
using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace Costate.Tests.Linking;

public sealed class VerifyTests(ITestOutputHelper output)
{
    [Fact]
    public void Every_model_is_linked()
    {
        var report = Linked.Verify(typeof(Models).Assembly);
        output.WriteLine(report.ToString());
        Assert.True(report.IsLinked);
    }
}
