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
    /// <param name="runsEmittedCode">Which of them go through generator and compiler, and run what they emit; the others stop at their graphs.</param>
    /// <param name="tampering">Faults.</param>
    /// <param name="times">Receives durations.</param>
    public static IReadOnlyList<Finding> Run(IReadOnlyList<RandomProgram> programs, Func<RandomProgram, bool> runsEmittedCode, Tampering? tampering = null, Stopwatches? times = null)
    {
        var findings = new ConcurrentBag<Finding>();
        var chunks = programs.GroupBy(runsEmittedCode).SelectMany(group => group.Chunk(BatchSize).Select(chunk => (Programs: chunk, Emitted: group.Key)));
        Parallel.ForEach(Partitioner.Create(chunks, EnumerablePartitionerOptions.NoBuffering), new ParallelOptions { MaxDegreeOfParallelism = 2 }, chunk => Check(chunk.Programs, chunk.Emitted));
        var order = programs.Select((p, i) => (p, i)).ToDictionary(e => e.p.Name, e => e.i, StringComparer.Ordinal);
        return [.. findings.OrderBy(f => order[f.Program.Name])];

        void Check(RandomProgram[] chunk, bool emitted)
        {
            ProgramBatch batch;
            try
            {
                batch = emitted ? ProgramBatch.Build(chunk, tampering, times) : ProgramBatch.Read(chunk, times);
            }
            catch (Exception e) when (chunk.Length == 1)
            {
                findings.Add(new Finding(chunk[0], Programs.Check.Generator, e.ToString()));
                return;
            }
            catch (Exception)
            {
                // One of them brings the generator down with all others.
                Check(chunk[..(chunk.Length / 2)], emitted);
                Check(chunk[(chunk.Length / 2)..], emitted);
                return;
            }

            using (batch)
            {
                foreach (var finding in batch.Findings) findings.Add(finding);
                foreach (var (program, method) in batch.Loaded)
                {
                    if (ProgramChecks.Run(program, method, emitted, tampering, times) is { } finding) findings.Add(finding);
                }
            }
        }
    }
}
