using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Costate.Generator.Tests;

public sealed class IncrementalTests
{
    private const string Caller = """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Caller
        {
            [Differentiable]
            public static TracedTensor<double> Twice([Shape("n")] TracedTensor<double> x) => Callee.Once(Callee.Once(x));
        }
        """;

    private const string Callee = """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Callee
        {
            [Differentiable]
            public static TracedTensor<double> Once([Shape("n")] TracedTensor<double> x) => Exp(x);
        }
        """;

    [Fact]
    public void An_edit_of_a_called_method_reaches_its_caller()
    {
        var run = new GeneratorRun(Caller, Callee);
        Assert.Contains("Exp.Invoke", Source(run, "Caller.Twice"), StringComparison.Ordinal);
        run.Edit(1, t => t.Replace("Exp(x)", "Tanh(x)", StringComparison.Ordinal));
        Assert.Contains("Tanh.Invoke", Source(run, "Caller.Twice"), StringComparison.Ordinal);
        Assert.DoesNotContain("Exp.Invoke", Source(run, "Caller.Twice"), StringComparison.Ordinal);
    }

    [Fact]
    public void An_edit_of_one_method_leaves_the_others_cached()
    {
        var run = new GeneratorRun(Caller, Callee, Callee.Replace("Callee", "Other", StringComparison.Ordinal));
        run.Edit(2, t => t.Replace("Exp(x)", "Tanh(x)", StringComparison.Ordinal));
        var files = run.Result.TrackedSteps[DifferentiableGenerator.FileStep].SelectMany(s => s.Outputs).ToArray();
        Assert.Single(files, f => f.Reason == IncrementalStepRunReason.Modified);
        Assert.Equal(2, files.Count(f => f.Reason is IncrementalStepRunReason.Cached or IncrementalStepRunReason.Unchanged));
    }

    [Fact]
    public void A_method_with_a_mistake_gives_nothing_and_harms_no_other()
    {
        var run = new GeneratorRun(Caller, Callee, """
            using Costate;
            using static Costate.TracedTensor;

            public static partial class Wrong
            {
                [Differentiable]
                public static TracedTensor<double> Product([Shape("n, m")] TracedTensor<double> x, [Shape("k, n")] TracedTensor<double> y) => MatMul(x, y);
            }
            """);
        Assert.Equal(2, run.Result.GeneratedSources.Length);
        Assert.Empty(run.Result.Diagnostics);
    }

    [Fact]
    public void Names_that_differ_in_case_and_overloads_get_files_of_their_own()
    {
        var run = new GeneratorRun("""
            using Costate;
            using static Costate.TracedTensor;

            public static partial class Cases
            {
                [Differentiable]
                public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Exp(x);

                [Differentiable]
                public static TracedTensor<double> f([Shape("n")] TracedTensor<double> x) => Log(x);

                [Differentiable]
                public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) => x * y;
            }
            """);
        Assert.Equal(3, run.Result.GeneratedSources.Select(s => s.HintName).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.Empty(run.Output.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));
    }

    private static string Source(GeneratorRun run, string prefix) =>
        run.Result.GeneratedSources.Single(s => s.HintName.StartsWith(prefix, StringComparison.Ordinal)).SourceText.ToString();
}
