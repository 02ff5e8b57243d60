using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using Iris;
using Spectre.Console;

var steps = new Option<int>("--steps") { Description = "Steps of gradient descent.", DefaultValueFactory = _ => 500 };
var hidden = new Option<int>("--hidden") { Description = "Hidden units.", DefaultValueFactory = _ => 8 };
var seed = new Option<int>("--seed") { Description = "Seed of the weights to begin with.", DefaultValueFactory = _ => 1 };
var plot = new Option<FileInfo?>("--plot") { Description = "Where the losses are drawn; loss.svg in the temporary folder if it is not given." };
var quick = new Option<bool>("--quick") { Description = "A short run for a check: 200 steps." };
foreach (var option in new[] { steps, hidden })
{
    option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<int>() < 1)
        {
            result.AddError(option.Name + " must be at least 1.");
        }
    });
}

var command = new RootCommand("A small network that tells three species of iris apart, trained along its compiled gradient.") { steps, hidden, seed, plot, quick };
command.SetAction(parsed =>
{
    int count = parsed.GetValue(quick) ? 200 : parsed.GetValue(steps);
    Training? training = null;
    AnsiConsole.Progress().Start(context =>
    {
        var task = context.AddTask("training", maxValue: count);
        training = Training.Run(count, parsed.GetValue(hidden), parsed.GetValue(seed), (step, loss) =>
        {
            task.Value = step + 1;
            task.Description = string.Create(CultureInfo.InvariantCulture, $"step {step + 1}, loss {loss:F4}");
        });
    });

    string path = parsed.GetValue(plot)?.FullName ?? Path.Combine(Path.GetTempPath(), "loss.svg");
    try
    {
        Plot.Losses(training!.Losses).Save(path);
    }
    catch (Exception e) when (e is IOException or UnauthorizedAccessException)
    {
        AnsiConsole.MarkupLineInterpolated($"[red]The losses cannot be drawn to {path}: {e.Message}[/]");
        return 2;
    }

    AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"Loss {training.Losses[0]:F4} before, {training.Losses[^1]:F4} after {count} steps; drawn in {path}.");
    AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture, $"Named rightly: [bold]{100 * training.Accuracy:F1} %[/] of the flowers of the training, [bold]{100 * training.TestAccuracy:F1} %[/] of the others.");
    return training.TestAccuracy >= 0.9 ? 0 : 1;
});
return await command.Parse(args).InvokeAsync();
