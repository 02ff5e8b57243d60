using System;
using System.Collections.Generic;
using System.Linq;

namespace Costate.Ir.Checking;

/// <summary>
/// Checks that the derivative programs of a graph are its derivative programs, exactly, over a finite field: against dual numbers, which
/// know no rule of an op, and by duality. Rounding, overflow, kinks and sizes that were not tried are not its business.
/// </summary>
internal static class DerivativeCheck
{
    private const int MostTrials = 24;

    public static DerivativeReport Check(FragmentPrograms programs, DerivativeCheckOptions options)
    {
        var report = new DerivativeReport();
        if (programs.DifferentiableInputs.Length == 0)
        {
            report.Skip("there is no input to differentiate by");
            return report;
        }

        var search = new SizeSearch(programs.Forward);
        if (search.General(options.WorkLimit) is not { } general)
        {
            report.Skip("no small sizes were found that meet all " + programs.Forward.Guards.Count + " guards of the graph");
            return report;
        }

        if (search.Work(general) > options.WorkMaximum)
        {
            report.Skip("one run takes about " + search.Work(general) + " operations at its smallest sizes (" + general + "), more than the " + options.WorkMaximum + " allowed");
            return report;
        }

        // With very many elements one draw meets what several would meet in a small graph.
        report.TrialsPerSize = search.Work(general) > options.WorkLimit ? 1 : HasBranches(programs.Forward) ? options.BranchTrials : options.Trials;
        At(programs, options, general, report, isGeneral: true);
        if (options.ZerosAndOnes)
        {
            var special = search.WithZeros(general).Concat(search.All(1) is { } ones ? [ones] : []);
            foreach (var sizes in special.TakeWhile(_ => report.Passed))
            {
                At(programs, options, sizes, report, isGeneral: false);
            }
        }

        if (options.SecondOrder && report.Passed)
        {
            var second = options with { SecondOrder = false, DoubleTranspose = false, Bound = false, ZerosAndOnes = false, MaskSamples = 1, Trials = 1, BranchTrials = 2 };
            report.Merge(Check(FragmentPrograms.Build(programs.JointAdjoint), second), order: 2);
        }

        return report;
    }

    private static bool HasBranches(Graph graph) =>
        graph.Nodes.Any(n => n.Op.Name is "Less" or "LessEqual" or "Max" or "Min" or "Abs" or "Sign" or "ReduceMax" or "Pow");

    private static void At(FragmentPrograms programs, DerivativeCheckOptions options, Sizes sizes, DerivativeReport report, bool isGeneral)
    {
        SizedPrograms sized;
        try
        {
            sized = new SizedPrograms(programs, sizes, options.DoubleTranspose);
        }
        catch (InterpretationException e)
        {
            report.Fail(new DerivativeFailure { Demand = Demand.Runs, What = e.Message, Sizes = sizes.ToString(), Seed = options.Seed, Span = e.Node.Span });
            return;
        }

        int passed = 0, roots = 0, drawn = 0;
        int trials = isGeneral ? report.TrialsPerSize : 1;
        long? degree = null;
        for (int t = 0; t < trials; t++)
        {
            string irregularity = string.Empty;
            bool decided = false;
            for (int draw = 0; draw <= options.Redraws && !decided; draw++)
            {
                var trial = new FieldTrial(unchecked((options.Seed * 1_000_003) + ((ulong)t << 32) + (ulong)draw));
                var failures = new DerivativeTrial(sized, trial, options).Run();

                // A wrong value where something was divided by zero convicts nobody; a right one is a right one.
                decided = failures.Count == 0 || trial.Irregularity is null;
                irregularity = trial.Irregularity ?? string.Empty;
                (roots, drawn) = (Math.Max(roots, trial.Roots), Math.Max(drawn, trial.Drawn));
                if (decided && failures.Count > 0)
                {
                    foreach (var failure in failures)
                    {
                        report.Fail(failure);
                    }

                    return;
                }
            }

            if (!decided)
            {
                report.Skip("at " + sizes + ": each of " + (options.Redraws + 1) + " draws met " + irregularity);
                return;
            }

            passed++;
            if (isGeneral && options.Bound && passed >= trials)
            {
                degree ??= DegreeBound.Of(sized);
                report.TrialsPerSize = trials;
                report.SetBound(degree.Value, roots, drawn);

                // Of a high degree one trial says little, and many say enough; a run that takes long gets one.
                trials += report.TrialBound < 1 && report.Bound > options.BoundWanted && trials is > 1 and < MostTrials ? 1 : 0;
            }
        }

        report.Pass(passed, sizes.ToString());
    }
}
