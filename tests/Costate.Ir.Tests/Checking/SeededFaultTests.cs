using System.Linq;
using Xunit;

namespace Costate.Ir.Tests.Checking;

/// <summary>The checker is checked: each fault is caught, by name, by the demand that is made for it, and its op is found.</summary>
public sealed class SeededFaultTests
{
    public static TheoryData<string> Names => new(SeededFaults.All.Select(f => f.Name));

    [Theory]
    [MemberData(nameof(Names))]
    public void IsCaught(string name)
    {
        var fault = SeededFaults.All.Single(f => f.Name == name);
        Assert.True(fault.Find() is not null, "Link " + fault.Link + " does not see: " + fault.What + ".");
    }
}
