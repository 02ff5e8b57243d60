using System;
using System.CommandLine;
using System.Globalization;
using System.Linq;
using Gmm;
using Spectre.Console;

var steps = new Option<int>("--steps") { Description = "Steps of gradient ascent.", DefaultValueFactory = _ => 400 };
var quick = new Option<bool>("--quick") { Description = "A short run for a check: 60 steps." };
steps.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1)
    {
        result.AddError("--steps must be at least 1.");
    }
});
var command = new RootCommand("A Gaussian mixture: its log-posterior and gradient, checked against golden values, then fitted.") { steps, quick };
command.SetAction(parsed =>
{
    const double Allowed = 1e-12;
    bool good = true;
    var table = new Table().Title("Value and gradient against golden.json").AddColumns("dimensions", "components", "samples", "largest error");
    foreach (var golden in Golden.All)
    {
        double error = golden.LargestError();
        good &= error <= Allowed;
        table.AddRow(Text(golden.D), Text(golden.K), Text(golden.N), error.ToString("0.0e+0", CultureInfo.InvariantCulture));
    }

    AnsiConsole.Write(table);
    if (!good)
    {
        AnsiConsole.MarkupLine($"[red]An error above {Allowed:0e+0}.[/]");
        return 1;
    }

    var fit = Fit.Run(parsed.GetValue(quick) ? 60 : parsed.GetValue(steps));
    AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"Log-posterior of {Fit.Samples} samples from {Fit.Centres.Length / 2} clusters: {fit.First:F1} before, {fit.Last:F1} after {fit.Steps} steps.");
    var means = new Table().Title("Centres").AddColumns("drawn around", "nearest fitted mean");
    for (int c = 0; c < Fit.Centres.Length; c += 2)
    {
        means.AddRow(Point(Fit.Centres[c], Fit.Centres[c + 1]), Point(fit.Nearest(c).X, fit.Nearest(c).Y));
    }

    AnsiConsole.Write(means);
    return fit.Last > fit.First && Enumerable.Range(0, Fit.Centres.Length / 2).All(c => fit.Distance(2 * c) < 0.5) ? 0 : 1;

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    static string Point(double x, double y) => string.Create(CultureInfo.InvariantCulture, $"({x:F2}, {y:F2})");
});
return await command.Parse(args).InvokeAsync();
