using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;

namespace Costate.Tests.Programs;

/// <summary>Many programs through all checks, in batches, two at a time.</summary>
internal static class Campaign
{
    // Larger ones take longer in the collector than they save in the compiler.
    private const int BatchSize = 50;

    /// <summary>What is wrong, in the order of the programs.</summary>
    /// <param name="programs">Programs of different names.</param>
    /// <param name="runsEmittedCode">For which of them the emitted code runs too.</param>
    /// <param name="tampering">Faults.</param>
    /// <param name="times">Receives durations.</param>
    public static IReadOnlyList<Finding> Run(IReadOnlyList<RandomProgram> programs, Func<RandomProgram, bool> runsEmittedCode, Tampering? tampering = null, Stopwatches? times = null)
    {
        var findings = new ConcurrentBag<Finding>();
        Parallel.ForEach(programs.Chunk(BatchSize), new ParallelOptions { MaxDegreeOfParallelism = 2 }, chunk => Check(chunk));
        var order = programs.Select((p, i) => (p, i)).ToDictionary(e => e.p.Name, e => e.i, StringComparer.Ordinal);
        return [.. findings.OrderBy(f => order[f.Program.Name])];

        void Check(RandomProgram[] chunk)
        {
            ProgramBatch batch;
            try
            {
                batch = ProgramBatch.Build(chunk, tampering, times);
            }
            catch (Exception e) when (chunk.Length == 1)
            {
                findings.Add(new Finding(chunk[0], Programs.Check.Generator, e.ToString()));
                return;
            }
            catch (Exception)
            {
                // One of them brings the generator down with all others.
                Check(chunk[..(chunk.Length / 2)]);
                Check(chunk[(chunk.Length / 2)..]);
                return;
            }

            using (batch)
            {
                foreach (var finding in batch.Findings) findings.Add(finding);
                foreach (var (program, method) in batch.Loaded)
                {
                    if (ProgramChecks.Run(program, method, runsEmittedCode(program), tampering, times) is { } finding) findings.Add(finding);
                }
            }
        }
    }
}
