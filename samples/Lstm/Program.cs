using System.CommandLine;
using System.Globalization;
using Lstm;
using Spectre.Console;

var steps = new Option<int>("--steps") { Description = "Steps of gradient descent.", DefaultValueFactory = _ => 600 };
var quick = new Option<bool>("--quick") { Description = "A short run for a check: 60 steps." };
steps.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1)
    {
        result.AddError("--steps must be at least 1.");
    }
});
var command = new RootCommand("A stack of LSTM layers: two loops in one method, its gradient checked against golden values, then trained.") { steps, quick };
command.SetAction(parsed =>
{
    const double Allowed = 1e-12;
    bool good = true;
    var table = new Table().Title("Value and gradient against golden.json").AddColumns("layers", "steps", "elements", "largest error");
    foreach (var golden in Golden.All)
    {
        double error = golden.LargestError();
        good &= error <= Allowed;
        table.AddRow(Text(golden.L), Text(golden.C), Text(golden.B), error.ToString("0.0e+0", CultureInfo.InvariantCulture));
    }

    AnsiConsole.Write(table);
    if (!good)
    {
        AnsiConsole.MarkupLine($"[red]An error above {Allowed:0e+0}.[/]");
        return 1;
    }

    var training = Training.Run(parsed.GetValue(quick) ? 60 : parsed.GetValue(steps));
    AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"Loss of the sequence: {training.First:F4} before, {training.Last:F4} after {training.Steps} steps.");
    return training.Last < training.First ? 0 : 1;

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
});
return await command.Parse(args).InvokeAsync();
