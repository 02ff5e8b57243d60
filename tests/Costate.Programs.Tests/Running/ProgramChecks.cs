using System;
using System.Collections.Generic;
using System.Linq;
using Costate.Linking;

namespace Costate.Tests.Programs;

/// <summary>All checks of one compiled program.</summary>
internal static class ProgramChecks
{
    public static Finding? Run(RandomProgram program, LinkedMethod method, Tampering? tampering, bool runsEmittedCode, Stopwatches? times = null)
    {
        using (times?.Measure("link 1"))
        {
            if (Broken(Check.BodyLink, [BodyLink.Check(method, LinkOptions.Quick)]) is { } broken) return broken;
        }

        using (times?.Measure("link 2"))
        {
            var programs = method.Fragment.Programs;
            if (Broken(Check.DerivativeLink, DerivativeLink.Check(tampering?.Programs?.Invoke(programs) ?? programs, LinkOptions.Quick)) is { } broken) return broken;
        }

        if (!runsEmittedCode) return null;
        using (times?.Measure("link 3"))
        {
            if (Broken(Check.EmittedLink, [EmittedLink.Check(method, LinkOptions.Quick)]) is { } broken) return broken;
        }

        if (!program.IsDifferenceable) return null;
        using (times?.Measure("differences"))
        {
            return CentralDifferences.Check(program, method.Fragment) is { } difference ? new Finding(program, Check.Differences, difference) : null;
        }

        Finding? Broken(Check check, IEnumerable<LinkResult> results) => results.FirstOrDefault(r => r.State == LinkState.Failed) is { } failed ? new Finding(program, check, failed.Detail) : null;
    }
}
