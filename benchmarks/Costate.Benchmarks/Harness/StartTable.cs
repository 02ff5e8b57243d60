using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Costate.Benchmarks.Harness;

/// <summary>
/// What the first calls after the start of a process cost: each contender in a process of its own, because what one of them has compiled
/// the next one need not; and the bytes that a call allocates in steady state.
/// </summary>
internal static class StartTable
{
    private const int Processes = 7;
    private const int Steady = 200;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    public static int Run(IEnumerable<Problem> problems, TextWriter output)
    {
        output.WriteLine("Gradients after the start of a process, microseconds; medians of " + Processes + " processes.");
        output.WriteLine();
        output.WriteLine("| problem | contender | first call | second | steady | second / steady | bytes allocated |");
        output.WriteLine("|---|---|--:|--:|--:|--:|--:|");
        foreach (var problem in problems)
        {
            foreach (var contender in problem.Contenders.Where(c => c.Name.StartsWith("Costate", StringComparison.Ordinal)))
            {
                double[][] runs = Enumerable.Range(0, Processes).Select(_ => Child(problem.Name, contender.Name)).ToArray();
                double[] medians = Enumerable.Range(0, 4).Select(i => runs.Select(r => r[i]).Order().ElementAt(Processes / 2)).ToArray();
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {problem.Name} | {contender.Name} | {medians[0]:F0} | {medians[1]:F1} | {medians[2]:F1} | {medians[1] / medians[2]:F2} | {medians[3]:F0} |"));
            }
        }

        return 0;
    }

    /// <summary>The child's side: the first call, the second, the median of many, and the bytes that one allocates.</summary>
    public static int Measure(Problem problem, string name, TextWriter output)
    {
        var contender = problem.Contenders.First(c => c.Name == name);
        double Call() => contender.Sample(gradient: true, TimeSpan.Zero);
        double first = Call(), second = Call();

        // By then the runtime has compiled again what it compiles again.
        for (var warm = Stopwatch.StartNew(); warm.Elapsed < WarmUp;) Call();
        double steady = Enumerable.Range(0, Steady).Select(_ => Call()).Order().ElementAt(Steady / 2);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Call();
        long once = GC.GetAllocatedBytesForCurrentThread() - before;
        output.WriteLine(string.Join(' ', new[] { first, second, steady, once }.Select(v => v.ToString("R", CultureInfo.InvariantCulture))));
        return 0;
    }

    private static double[] Child(string problem, string contender)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
        {
            start.ArgumentList.Add(typeof(StartTable).Assembly.Location);
        }

        start.ArgumentList.Add("start-of");
        start.ArgumentList.Add(problem);
        start.ArgumentList.Add(contender);
        using var process = Process.Start(start)!;
        string line = process.StandardOutput.ReadLine() ?? throw new InvalidOperationException("A child process ended without an answer.");
        process.WaitForExit();
        return line.Split(' ').Select(t => double.Parse(t, CultureInfo.InvariantCulture)).ToArray();
    }
}
