using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace Costate.Benchmarks.Harness;

/// <summary>
/// Times all contenders of a problem side by side in one run: warm-up, then rounds in which each gives one short sample in turn, so
/// that whatever disturbs the machine disturbs all of them; the medians are reported, and their ratios.
/// </summary>
internal static class RatioTable
{
    private const int Rounds = 25;
    private static readonly TimeSpan SampleTime = TimeSpan.FromMilliseconds(10);

    // Long enough for the runtime to replace its first, quick code.
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(300);

    /// <summary>Measures the problems whose name contains one of the given words, all if there are none; 1 if two contenders disagree.</summary>
    public static int Run(IEnumerable<Problem> problems, IReadOnlyList<string> words, TextWriter output)
    {
        using var torch = TorchServer.TryStart(out string reason);
        if (torch is null)
        {
            output.WriteLine("PyTorch is skipped: " + reason + ".");
        }

        if (!NativeObjectives.Exist)
        {
            output.WriteLine("C++ is skipped: " + NativeObjectives.Reason + ".");
        }

        output.WriteLine("Medians of " + Rounds + " interleaved samples, microseconds of processor time a call; the gradient includes the forward pass.");
        output.WriteLine();
        output.WriteLine("| problem | contender | primal | gradient | gradient / primal | gradient / first |");
        output.WriteLine("|---|---|--:|--:|--:|--:|");
        bool agree = true;
        foreach (var problem in problems.Where(p => words.Count == 0 || words.Any(w => p.Name.Contains(w, StringComparison.OrdinalIgnoreCase))))
        {
            agree &= Measure(torch is null ? problem : problem with { Contenders = [.. problem.Contenders, new TorchContender(torch, problem.Name)] }, output);
        }

        return agree ? 0 : 1;
    }

    private static bool Measure(Problem problem, TextWriter output)
    {
        var contenders = problem.Contenders;
        var outcomes = contenders.Select(c => c.Outcome()).ToArray();
        foreach (var contender in contenders)
        {
            contender.Sample(gradient: false, WarmUp);
            contender.Sample(gradient: true, WarmUp);
        }

        var primal = contenders.Select(_ => new double[Rounds]).ToArray();
        var gradient = contenders.Select(_ => new double[Rounds]).ToArray();
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < contenders.Length; i++)
            {
                primal[i][round] = contenders[i].Sample(gradient: false, SampleTime);
                gradient[i][round] = contenders[i].Sample(gradient: true, SampleTime);
            }
        }

        bool agree = true;
        for (int i = 0; i < contenders.Length; i++)
        {
            double forward = Median(primal[i]), reverse = Median(gradient[i]);
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {problem.Name} | {contenders[i].Name} | {forward:F1} | {reverse:F1} | {reverse / forward:F2} | {reverse / Median(gradient[0]):F2} |"));
            if (!Close(outcomes[i].Value, outcomes[0].Value) || !Close(outcomes[i].Checksum, outcomes[0].Checksum))
            {
                agree = false;
                output.WriteLine("NOT THE SAME PROBLEM: " + contenders[i].Name + " has " + outcomes[i] + ", " + contenders[0].Name + " has " + outcomes[0]);
            }
        }

        return agree;
    }

    // Ten sweeps of a least-squares iteration amplify rounding, so this asks for the same problem and not for the same bits.
    private static bool Close(double a, double b) => Math.Abs(a - b) <= 1e-6 * Math.Max(Math.Abs(a), Math.Abs(b));

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
