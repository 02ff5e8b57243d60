using System.Linq;
using Xunit;
using Xunit.Abstractions;

namespace Costate.Tests.Programs;

/// <summary>The random programs find mistakes: each seeded one is found by the check that should find it, and shrinks to a handful of statements.</summary>
public sealed class SeededFaultTests(ITestOutputHelper output)
{
    private const int LargestShrunk = 4;

    public static TheoryData<string> Names => [.. SeededFaults.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Is_found_and_shrunk(string name)
    {
        var (by, fault) = SeededFaults.All[name];
        Finding? found = null;
        foreach (var chunk in RandomPrograms.Sample(77, 600).Chunk(50))
        {
            found = Campaign.Run(chunk, _ => true, fault).FirstOrDefault(f => f.Check is not Check.Refused);
            if (found is not null) break;
        }

        Assert.NotNull(found);
        var shrunk = Minimiser.Minimise(found, fault);
        output.WriteLine(shrunk.ToString());
        Assert.True(shrunk.Check == by, shrunk.ToString());
        Assert.True(shrunk.Program.Length <= LargestShrunk, shrunk.ToString());
        Assert.Empty(Campaign.Run([shrunk.Program], _ => true));
    }
}
