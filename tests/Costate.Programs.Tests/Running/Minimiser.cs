using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;

namespace Costate.Tests.Programs;

/// <summary>Shrinks a program that fails to a small one that fails in the same way.</summary>
internal static class Minimiser
{
    private const int CandidatesAtOnce = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Finding Minimise(Finding finding, Tampering? tampering = null)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience && Smaller(finding, tampering) is { } smaller) finding = smaller;
        return finding;
    }

    private static Finding? Smaller(Finding finding, Tampering? tampering)
    {
        foreach (var chunk in RandomPrograms.Arbitrary.Shrinker(finding.Program).Chunk(CandidatesAtOnce))
        {
            var candidates = chunk.Select((p, i) => p with { Name = "P" + i.ToString(CultureInfo.InvariantCulture) }).ToArray();
            if (Campaign.Run(candidates, _ => true, tampering).FirstOrDefault(f => f.IsLike(finding)) is { } smaller) return smaller;
        }

        return null;
    }
}
