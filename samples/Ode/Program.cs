using System;
using System.CommandLine;
using System.Globalization;
using Ode;
using Spectre.Console;

var quick = new Option<bool>("--quick") { Description = "A short run for a check: fewer steps of the sensitivity equations." };
var command = new RootCommand("Prey and predators, integrated with error control and differentiated by the parameters.") { quick };
command.SetAction(parsed =>
{
    int steps = parsed.GetValue(quick) ? 20_000 : 200_000;
    bool good = true;
    foreach (var golden in Golden.All)
    {
        double[] byP = [.. golden.ByP[0], .. golden.ByP[1]];
        double[] sensitivity = Sensitivity.Solve(golden.X, golden.P, golden.Duration, steps);
        double[] sensitivityByP = [.. sensitivity.AsSpan(3, 4), .. sensitivity.AsSpan(10, 4)];
        var table = new Table()
            .Title(string.Create(CultureInfo.InvariantCulture, $"x(0) = ({string.Join(", ", golden.X)}), p = ({string.Join(", ", golden.P)}), to t = {golden.Duration}"))
            .AddColumns("tolerance", "steps", "rejected", "error of x(t)", "error of dx/dp", "against the sensitivity equations", "gradient / value");
        double error = 1;
        foreach (double tolerance in new[] { 1e-4, 1e-6, 1e-8, 1e-10, 1e-12 })
        {
            var run = Experiment.Run(golden.X, golden.P, golden.Duration, tolerance);
            error = Golden.Error(run.ByP, byP);
            var (value, gradient) = Experiment.Time(golden.X, golden.P, golden.Duration, tolerance);
            table.AddRow(
                Text(tolerance, "0e+0"),
                Text(run.Steps, "0"),
                Text(run.Rejected, "0"),
                Text(Golden.Error(run.State, golden.State), "0.0e+0"),
                Text(error, "0.0e+0"),
                Text(Golden.Error(run.ByP, sensitivityByP), "0.0e+0"),
                Text(gradient, "0") + " / " + Text(value, "0") + " us = " + Text(gradient / value, "0.0"));
        }

        good &= error < 1e-9;
        AnsiConsole.Write(table);
    }

    if (!good)
    {
        AnsiConsole.MarkupLine("[red]The gradient does not tend to the derivative of the solution.[/]");
    }

    return good ? 0 : 1;

    static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
});
return await command.Parse(args).InvokeAsync();
