using System.Linq;

namespace Costate.Ir.Checking;

/// <summary>Checks over the field that a pass preserves the values of a graph: the same inputs, the same outputs.</summary>
internal static class PassCheck
{
    public static DerivativeReport Check(Graph before, Graph after, DerivativeCheckOptions options)
    {
        var report = new DerivativeReport { TrialsPerSize = options.Trials };
        var search = new SizeSearch(before);
        if (search.General(options.WorkLimit) is not { } general)
        {
            report.Skip("no small sizes were found that meet all " + before.Guards.Count + " guards of the graph");
            return report;
        }

        Sizes[] all = options.ZerosAndOnes ? [general, .. search.WithZeros(general), .. search.All(1) is { } ones ? new[] { ones } : []] : [general];
        foreach (var sizes in all.TakeWhile(_ => report.Passed))
        {
            for (int t = 0; t < options.Trials && report.Passed; t++)
            {
                At(before, after, sizes, new FieldTrial(unchecked(options.Seed + (ulong)t)), report);
            }

            report.Pass(report.Passed ? options.Trials : 0, sizes.ToString());
        }

        return report;
    }

    private static void At(Graph before, Graph after, Sizes sizes, FieldTrial trial, DerivativeReport report)
    {
        var field = new TextbookInterpreter<FieldElement, FieldArithmetic>(new FieldArithmetic(trial));
        try
        {
            var (left, right) = (new SizedGraph(before, sizes), new SizedGraph(after, sizes));
            var x = before.Inputs.Select(v => trial.Draw(left.Shapes[v.Node], before.TypeOf(v).DType)).ToArray();
            var (expected, actual) = (field.Run(left, x), field.Run(right, x));
            for (int o = 0; o < expected.Length; o++)
            {
                int at = 0;
                while (at < expected[o].Data.Length && expected[o].Data[at] == actual[o].Data[at])
                {
                    at++;
                }

                if (at < expected[o].Data.Length)
                {
                    report.Fail(new DerivativeFailure
                    {
                        Demand = Demand.Pass,
                        What = before.OutputNames[o],
                        Element = expected[o].Index(at),
                        Sizes = sizes.ToString(),
                        Seed = trial.Seed,
                        Span = before.NodeOf(before.Outputs[o]).Span,
                    });
                }
            }
        }
        catch (InterpretationException e)
        {
            report.Fail(new DerivativeFailure { Demand = Demand.Runs, What = e.Message, Sizes = sizes.ToString(), Seed = trial.Seed, Span = e.Node.Span });
        }
    }
}
