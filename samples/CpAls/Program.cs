using System;
using System.CommandLine;
using System.IO;
using CpAls;
using Spectre.Console;

var input = new Option<FileInfo?>("--input") { Description = "A dense tensor with three axes in .npy format; without it the tensor of 2x2 matrix multiplication." };
var rank = new Option<int>("--rank") { Description = "Number of rank-one terms.", DefaultValueFactory = _ => 7 };
var seed = new Option<int>("--seed") { Description = "Seed of the starting factors.", DefaultValueFactory = _ => 1 };
var tolerance = new Option<double>("--tolerance") { Description = "Stop when the relative residual falls below this, or changes by less than a thousandth of it.", DefaultValueFactory = _ => 1e-6 };
var weight = new Option<double>("--regularisation") { Description = "Regularisation weight of the first sweep.", DefaultValueFactory = _ => 0.05 };
var decay = new Option<double>("--decay") { Description = "Factor by which the weight shrinks from sweep to sweep.", DefaultValueFactory = _ => 0.95 };
var sweeps = new Option<int>("--sweeps") { Description = "Most sweeps.", DefaultValueFactory = _ => 2000 };
var quick = new Option<bool>("--quick") { Description = "A short run for a check: 20 sweeps." };
RequireAtLeast(rank, 1);
RequireAtLeast(sweeps, 1);
RequireFinite(tolerance, "must be a positive number", v => v > 0);
RequireFinite(weight, "must be a number, at least 0", v => v >= 0);
RequireFinite(decay, "must be above 0 and at most 1", v => v > 0 && v <= 1);

var command = new RootCommand("CP decomposition by alternating least squares, differentiated through every sweep.")
{
    input, rank, seed, tolerance, weight, decay, sweeps, quick,
};
command.SetAction((parsed, cancellation) =>
{
    try
    {
        var file = parsed.GetValue(input);
        var problem = file is null ? Problem.MatrixMultiplication() : Problem.FromFile(file.FullName);
        var settings = new Settings(parsed.GetValue(rank), parsed.GetValue(seed), parsed.GetValue(weight), parsed.GetValue(decay), parsed.GetValue(tolerance), parsed.GetValue(quick) ? 20 : parsed.GetValue(sweeps));
        return System.Threading.Tasks.Task.FromResult(Report.Show(problem, settings, cancellation));
    }
    catch (Exception e) when (e is NpyFormatException or IOException or UnauthorizedAccessException)
    {
        AnsiConsole.MarkupLineInterpolated($"[red]{e.Message}[/]");
        return System.Threading.Tasks.Task.FromResult(2);
    }
    catch (OperationCanceledException)
    {
        AnsiConsole.MarkupLine("[yellow]cancelled[/]");
        return System.Threading.Tasks.Task.FromResult(130);
    }
});
return await command.Parse(args).InvokeAsync();

static void RequireAtLeast(Option<int> option, int least) => option.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < least)
    {
        result.AddError($"{option.Name} must be at least {least}.");
    }
});

static void RequireFinite(Option<double> option, string rule, Func<double, bool> holds) => option.Validators.Add(result =>
{
    double value = result.GetValueOrDefault<double>();
    if (!double.IsFinite(value) || !holds(value))
    {
        result.AddError($"{option.Name} {rule}.");
    }
});
