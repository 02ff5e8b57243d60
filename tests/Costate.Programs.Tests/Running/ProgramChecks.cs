using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Linking;

namespace Costate.Tests.Programs;

/// <summary>All checks of one compiled program.</summary>
internal static class ProgramChecks
{
    /// <summary>What is wrong with a program; null if nothing is.</summary>
    /// <param name="program">What was compiled.</param>
    /// <param name="method">What came of it.</param>
    /// <param name="runsEmittedCode">Whether the emitted code runs too, which has to be compiled to machine code first; otherwise the fragment is one that is interpreted.</param>
    /// <param name="tampering">Faults.</param>
    /// <param name="times">Receives durations.</param>
    public static Finding? Run(RandomProgram program, LinkedMethod method, bool runsEmittedCode, Tampering? tampering = null, Stopwatches? times = null)
    {
        return Stage(Check.BodyLink, () => Broken([BodyLink.Check(method, LinkOptions.Quick)]))
            ?? Stage(Check.DerivativeLink, () => Broken(DerivativeLink.Check(tampering?.Programs?.Invoke(method.Fragment.Programs) ?? method.Fragment.Programs, LinkOptions.Quick)))
            ?? (runsEmittedCode ? Stage(Check.EmittedLink, () => Broken([EmittedLink.Check(method, LinkOptions.Quick)])) : null)
            ?? (program.IsDifferenceable ? Stage(Check.Differences, () => CentralDifferences.Check(program, method.Fragment)) : null);

        Finding? Stage(Check check, Func<string?> run)
        {
            using (times?.Measure(check.ToString()))
            {
                try
                {
                    return run() is { } message ? new Finding(program, check, message) : null;
                }
                catch (Exception e)
                {
                    return new Finding(program, check, e.ToString());
                }
            }
        }
    }

    private static string? Broken(IEnumerable<LinkResult> results) => results.FirstOrDefault(r => r.State == LinkState.Failed)?.Detail;
}
