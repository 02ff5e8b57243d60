using System;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using System.Text;
using Xunit;
using Xunit.Abstractions;
using Xunit.Sdk;

namespace Costate.Tests.Programs;

/// <summary>
/// Programs that nobody wrote, through front end, generator, compiler, all links and differences. COSTATE_PROGRAMS sets their number,
/// COSTATE_SEED the first seed, COSTATE_BLOCKS how many more have loops and branches; COSTATE_EMITTED=all runs the emitted code of every program, and not of every fourth one.
/// </summary>
public sealed class RandomProgramTests(ITestOutputHelper output)
{
    private const int Parts = 4;
    private const int Total = 2_000;
    private const int WithBlocks = 400;
    private const int EmittedEvery = 4;

    // A window of an axis of size 1 may be empty, and what reduces over it or takes a window of it is refused; so is [Checkpoint] where no result needs the loop. Nothing else is a reason.
    private static readonly string[] Refusals = ["COS110", "COS109", "COS009"];
    private const double LargestShareRefused = 0.01;

    // Shrinking all that one mistake breaks would take longer than finding it.
    private const int Reported = 2;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Every_link_holds(int part)
    {
        int count = Math.Max(1, (int)Number("COSTATE_PROGRAMS", Total) / Parts);
        ulong seed = Number("COSTATE_SEED", 20_260) + (ulong)part;
        bool all = Environment.GetEnvironmentVariable("COSTATE_EMITTED") == "all";
        var (watch, times, cpu) = (Stopwatch.StartNew(), new Stopwatches(), Process.GetCurrentProcess().TotalProcessorTime);
        var programs = RandomPrograms.Sample(seed, count).Concat(RandomPrograms.Sample(seed + 1, (int)Number("COSTATE_BLOCKS", WithBlocks) / Parts, hasBlocks: true).Select(p => p with { Name = "B" + p.Name })).ToArray();
        var emitted = programs.Where((_, i) => all || i % EmittedEvery == 0).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        var findings = Campaign.Run(programs, p => emitted.Contains(p.Name), times: times);
        var refused = findings.Where(f => f.Check == Check.Refused && Refusals.Contains(f.Id)).ToArray();
        var faults = findings.Except(refused).ToArray();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{programs.Length} programs of seed {seed}, emitted code of {emitted.Count}: {faults.Length} faults, {refused.Length} refused; {watch.Elapsed.TotalSeconds:0} s, {(Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalSeconds:0} s of processor time"));
        output.WriteLine(times.Report(programs.Length));
        if (faults.Length > 0)
        {
            var text = new StringBuilder($"{faults.Length} of {programs.Length} programs fail (COSTATE_SEED={seed - (ulong)part}, part {part}); shrunk:\n");
            foreach (var fault in faults.DistinctBy(f => (f.Check, f.Id)).Take(Reported))
            {
                text.Append('\n').Append(fault.Program.Name).Append(", ").Append(Minimiser.Minimise(fault)).Append('\n');
            }

            throw new XunitException(text.ToString());
        }

        Assert.True(refused.Length <= LargestShareRefused * programs.Length + 1, $"{refused.Length} of {programs.Length} programs are refused, for example:\n{refused.FirstOrDefault()}");
    }

    private static ulong Number(string variable, ulong otherwise) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : otherwise;
}
