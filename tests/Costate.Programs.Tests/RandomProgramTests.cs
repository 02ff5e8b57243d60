using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Threading.Tasks;
using Xunit;
using Xunit.Abstractions;

namespace Costate.Tests.Programs;

public sealed class RandomProgramTests(ITestOutputHelper output)
{
    [Fact]
    public void Explore()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("COSTATE_PROGRAMS") ?? "200"), size = int.Parse(Environment.GetEnvironmentVariable("COSTATE_BATCH") ?? "50");
        ulong seed = ulong.Parse(Environment.GetEnvironmentVariable("COSTATE_SEED") ?? "1");
        var times = new Stopwatches();
        var all = Stopwatch.StartNew();
        var programs = RandomPrograms.Sample(seed, count);
        output.WriteLine("make " + all.ElapsedMilliseconds);
        var findings = new ConcurrentBag<Finding>();
        Parallel.ForEach(programs.Chunk(size), new ParallelOptions { MaxDegreeOfParallelism = 2 }, chunk =>
        {
            using var batch = ProgramBatch.Build(chunk, null, times);
            foreach (var f in batch.Findings) findings.Add(f);
            foreach (var (p, m) in batch.Loaded)
            {
                if (ProgramChecks.Run(p, m, null, runsEmittedCode: true, times) is { } f) findings.Add(f);
            }
        });
        output.WriteLine($"{all.Elapsed.TotalSeconds} s; cpu {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds} s; {Environment.WorkingSet >> 20} MB");
        output.WriteLine(times.Report(count));
        foreach (var g in findings.GroupBy(f => f.Check)) output.WriteLine(g.Key + " " + g.Count());
        foreach (var g in findings.GroupBy(f => f.Check)) foreach (var f in g.OrderBy(f => f.Program.Length).Take(2)) output.WriteLine(f + "\n-------------");
        System.IO.File.WriteAllText("/tmp/explore.txt", string.Join("\n", findings.OrderBy(f => f.Check).Select(f => f + "\n----")));
        output.WriteLine(string.Join(" ", programs.GroupBy(p => p.Length).OrderBy(g => g.Key).Select(g => g.Key + ":" + g.Count())));
    }
}
