using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using Costate;
using Spectre.Console;

namespace CpAls;

/// <summary>Runs a fit, differentiates it, checks the gradient on the spot and prints a table.</summary>
public static class Report
{
    /// <returns>The process's exit code: 0 if the gradient agrees with differences.</returns>
    public static int Show(Problem problem, Settings settings, CancellationToken cancellation)
    {
        AnsiConsole.MarkupLineInterpolated($"CP decomposition of [bold]{problem.Name}[/] ({string.Join(" x ", problem.Shape)}), rank {settings.Rank}, seed {settings.Seed}");
        var before = EngineCounters.OfThisThread;
        var watch = Stopwatch.StartNew();
        var fit = Iterate(problem, settings, cancellation);
        var forward = watch.Elapsed;

        watch.Restart();
        var (dt, dw) = fit.Loss.Grad(fit.Data, fit.Weight);

        // At once, so that each adjoint runs once for both.
        TracedTensor.Evaluate(cancellation, dt, dw);
        double[] gradient = new double[problem.Data.Length];
        dt.Eval(cancellation).FlattenTo(gradient);
        double weightGradient = dw.EvalScalar(cancellation);
        var backward = watch.Elapsed;
        var calls = EngineCounters.OfThisThread - before;
        var trace = TraceStatistics.Of(fit.Loss, dt, dw);

        var (tensorError, weightError) = Differences(problem, settings, fit.Sweeps, gradient, weightGradient);
        var table = new Table().Border(TableBorder.Rounded).AddColumn("quantity").AddColumn(new TableColumn("value").RightAligned());
        Row("sweeps", fit.Sweeps.ToString(CultureInfo.InvariantCulture));
        Row("relative residual", Number(fit.Residual));
        Row("nodes of the trace with its gradient", trace.Nodes.ToString(CultureInfo.InvariantCulture));
        Row("fragment calls: forward", (calls.Forward + calls.ForwardKeeping).ToString(CultureInfo.InvariantCulture));
        Row("fragment calls: adjoint", calls.Adjoint.ToString(CultureInfo.InvariantCulture));
        Row("residual bytes", trace.ResidualBytes.ToString("N0", CultureInfo.InvariantCulture));
        Row("dL/dT against differences", Number(tensorError));
        Row("dL/dweight", Number(weightGradient));
        Row("dL/dweight against differences", Number(weightError));
        Row("dL/dT against 2 (T - T^)", Envelope(problem, fit, gradient));
        Row("time: sweeps and residuals", Milliseconds(forward));
        Row("time: gradient", Milliseconds(backward));
        AnsiConsole.Write(table);
        Verdict(problem, settings, fit);
        bool same = EitherWay(problem, settings);
        return tensorError < 1e-4 && weightError < 1e-4 && same ? 0 : 1;

        void Row(string name, string value) => table.AddRow(new Text(name), new Text(value));
    }

    /// <summary>The host loop beside the loop in one method: the same factors and gradients to rounding, and what each costs once it runs warm.</summary>
    private static bool EitherWay(Problem problem, Settings settings)
    {
        var (host, whole) = (Measure(HostLoop), Measure(OneMethod));
        double loss = Relative(host.Loss - whole.Loss, Math.Max(Math.Abs(host.Loss), 1e-20));
        double gradient = 0, scale = 0;
        for (int n = 0; n < host.Gradient.Length; n++)
        {
            gradient = Math.Max(gradient, Math.Abs(host.Gradient[n] - whole.Gradient[n]));
            scale = Math.Max(scale, Math.Abs(host.Gradient[n]));
        }

        gradient = Relative(gradient, Math.Max(scale, 1e-12));
        var table = new Table().Border(TableBorder.Rounded).AddColumn("the loop stands").AddColumn(new TableColumn("value and gradient").RightAligned()).AddColumn(new TableColumn("kept for the gradient").RightAligned()).AddColumn(new TableColumn("nodes").RightAligned());
        Row("in the host, around compiled sweeps", host);
        Row("in one compiled method, with room for " + settings.States.ToString(CultureInfo.InvariantCulture) + " states", whole);
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated($"Both ways: losses differ by {Number(loss)}, gradients by {Number(gradient)}, relative.");
        return loss < 1e-6 && gradient < 1e-4;

        void Row(string name, Run run) => table.AddRow(new Text(name), new Text(Milliseconds(run.Time)), new Text(run.Bytes.ToString("N0", CultureInfo.InvariantCulture) + " bytes"), new Text(run.Nodes.ToString(CultureInfo.InvariantCulture)));

        (TracedTensor<double> Data, TracedTensor<double> Loss) HostLoop()
        {
            var fit = Solver.Run(problem, settings);
            return (fit.Data, fit.Loss);
        }

        (TracedTensor<double> Data, TracedTensor<double> Loss) OneMethod()
        {
            var fit = Solver.RunInOneMethod(problem, settings);
            return (fit.Data, fit.Loss);
        }
    }

    private static Run Measure(Func<(TracedTensor<double> Data, TracedTensor<double> Loss)> loop)
    {
        Run? best = null;
        for (int round = 0; round < 5; round++)
        {
            var watch = Stopwatch.StartNew();
            var (data, loss) = loop();
            double value = loss.EvalScalar();
            var slope = loss.Grad(data);
            double[] gradient = new double[data.Eval().FlattenedLength];
            slope.Eval().FlattenTo(gradient);
            var time = watch.Elapsed;
            var trace = TraceStatistics.Of(loss, slope);
            if (best is null || time < best.Time)
            {
                best = new Run(value, gradient, time, trace.ResidualBytes, trace.Nodes);
            }
        }

        return best!;
    }

    private sealed record Run(double Loss, double[] Gradient, TimeSpan Time, long Bytes, long Nodes);

    private static Fit Iterate(Problem problem, Settings settings, CancellationToken cancellation)
    {
        Fit? fit = null;
        if (!AnsiConsole.Profile.Capabilities.Interactive)
        {
            return Solver.Run(problem, settings, null, cancellation);
        }

        AnsiConsole.Status().Start("starting", status => fit = Solver.Run(
            problem,
            settings,
            (sweep, residual) => status.Status(string.Create(CultureInfo.InvariantCulture, $"sweep {sweep}, relative residual {residual:E3}")),
            cancellation));
        return fit!;
    }

    /// <summary>Compares with differences along a random direction of the tensor and in the weight, over several steps; the smallest relative error counts.</summary>
    private static (double Tensor, double Weight) Differences(Problem problem, Settings settings, int sweeps, double[] gradient, double weightGradient)
    {
        double[] direction = Problem.Normal(new Random(99), problem.Data.Length);
        double slope = 0, scale = 0;
        for (int n = 0; n < direction.Length; n++)
        {
            slope += gradient[n] * direction[n];
            scale += Math.Abs(gradient[n] * direction[n]);
        }

        double LossAlong(double h)
        {
            var moved = (double[])problem.Data.Clone();
            for (int n = 0; n < moved.Length; n++)
            {
                moved[n] += h * direction[n];
            }

            return Solver.LossAfter(problem with { Data = moved }, settings, sweeps);
        }

        // At a converged fit the weight has no influence left; what is below this is rounding.
        double floor = 1e-9 * LossAlong(0) / Math.Max(settings.Weight, double.Epsilon);
        double LossWith(double h) => Solver.LossAfter(problem, settings with { Weight = settings.Weight * (1 + h) }, sweeps);
        double tensor = double.PositiveInfinity, weight = settings.Weight == 0 ? 0 : double.PositiveInfinity;
        foreach (double step in new[] { 1e-2, 1e-3, 1e-4, 1e-5, 1e-6 })
        {
            tensor = Math.Min(tensor, Relative(Difference(LossAlong, step) - slope, scale));
            if (settings.Weight != 0)
            {
                weight = Math.Min(weight, Relative((Difference(LossWith, step) / settings.Weight) - weightGradient, Math.Max(Math.Abs(weightGradient), floor)));
            }
        }

        return (tensor, weight);
    }

    /// <summary>The central difference of fourth order.</summary>
    private static double Difference(Func<double, double> f, double h) => ((8 * (f(h) - f(-h))) - (f(2 * h) - f(-2 * h))) / (12 * h);

    /// <summary>
    /// Where the factors are a stationary point of the loss, the total derivative is the partial one: dL/dT = 2 (T - T^). It says
    /// nothing at an exact fit, where both sides vanish, nor before the iteration has converged.
    /// </summary>
    private static string Envelope(Problem problem, Fit fit, double[] gradient)
    {
        var (data, a, b, c) = (fit.Data.Eval(), fit.A.Eval(), fit.B.Eval(), fit.C.Eval());
        var (partial, da, db, dc) = Cp.LossGrad(data, a, b, c);
        double[] identity = new double[gradient.Length];
        partial.FlattenTo(identity);
        double size = Norm(identity), slope = Math.Sqrt(Square(da) + Square(db) + Square(dc));
        if (fit.Residual < 1e-5)
        {
            return "does not apply: exact fit, both sides vanish";
        }

        if (slope > 1e-5 * size)
        {
            return "does not apply: the factors are not stationary";
        }

        double error = 0;
        for (int n = 0; n < gradient.Length; n++)
        {
            error += (gradient[n] - identity[n]) * (gradient[n] - identity[n]);
        }

        return Number(Relative(Math.Sqrt(error), size));
    }

    private static void Verdict(Problem problem, Settings settings, Fit fit)
    {
        if (double.IsNaN(fit.Residual))
        {
            AnsiConsole.MarkupLine("[red]The residual is not a number: the input contains NaN or infinity.[/]");
        }
        else if (problem.Name.StartsWith("2x2", StringComparison.Ordinal))
        {
            AnsiConsole.MarkupLineInterpolated(fit.Residual < 1e-4
                ? (FormattableString)$"[green]Found an algorithm that multiplies 2x2 matrices with {settings.Rank} multiplications (the schoolbook needs 8, Strassen 7).[/]"
                : $"[yellow]No exact decomposition with {settings.Rank} terms from this start; try another --seed or more --sweeps.[/]");
        }
        else
        {
            AnsiConsole.MarkupLineInterpolated(fit.Converged ? (FormattableString)$"[green]Converged.[/]" : $"[yellow]Not converged within {fit.Sweeps} sweeps.[/]");
        }
    }

    private static double Norm(double[] x)
    {
        double sum = 0;
        foreach (double v in x)
        {
            sum += v * v;
        }

        return Math.Sqrt(sum);
    }

    private static double Square(System.Numerics.Tensors.Tensor<double> x)
    {
        double norm = System.Numerics.Tensors.Tensor.Norm<double>(x);
        return norm * norm;
    }

    // Two zeros agree; otherwise relative to what is compared.
    private static double Relative(double error, double scale) => error == 0 ? 0 : Math.Abs(error) / Math.Max(scale, double.Epsilon);

    private static string Number(double value) => value.ToString("E3", CultureInfo.InvariantCulture);

    private static string Milliseconds(TimeSpan time) => time.TotalMilliseconds.ToString("N1", CultureInfo.InvariantCulture) + " ms";
}
