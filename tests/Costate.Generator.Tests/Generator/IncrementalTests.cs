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

    [Fact]
    public void Members_that_the_user_has_written_are_not_written_again()
    {
        var run = new GeneratorRun("""
            using System.Numerics.Tensors;
            using Costate;
            using static Costate.TracedTensor;

            public static partial class Model
            {
                [Differentiable]
                public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Exp(x);

                [Differentiable]
                public static TracedTensor<double> FJacobian([Shape("n")] TracedTensor<double> x) => Outer(Exp(x), x);

                public static Tensor<double> FVjp(in ReadOnlyTensorSpan<double> x, in ReadOnlyTensorSpan<double> cotangent) => throw null!;

                public static double FJvp(double x) => x;
            }
            """);
        GeneratedCompilation.AssertClean(run.Output);
        var members = run.Output.GetTypeByMetadataName("Model")!.GetMembers().Select(m => m.Name).ToList();
        Assert.Equal(1, members.Count(n => n == "FVjp"));
        Assert.Equal(2, members.Count(n => n == "FJvp"));
        Assert.Equal(3, members.Count(n => n == "FJacobian"));
        Assert.Contains("FBatchedVjp", members);
        Assert.Contains("FJacobianJacobian", members);
    }

    [Fact]
    public void Names_of_the_user_meet_none_of_the_generated_ones()
    {
        var run = new GeneratorRun("""
            using Traced = global::Costate.TracedTensor<double>;
            using ShapeAttribute = global::Costate.ShapeAttribute;

            namespace System.Costate
            {
                internal static class Fused;

                internal partial record struct Outer
                {
                    private partial class Tanh
                    {
                        private static int From() => 1;

                        private static int Instance => From();

                        [global::Costate.Differentiable]
                        [return: Shape("want, V; want, V; V")]
                        private protected static (Traced Item1, Traced Text, Traced @out) Pad(
                            [Shape("want, V")] Traced row,
                            [Shape("V")] Traced V,
                            [Shape("V")] Traced R,
                            [Shape("x")] Traced sizes,
                            [Shape("")] Traced @in,
                            [Shape("")] Traced value,
                            double block,
                            int rest = 3,
                            int slot1 = 4)
                        {
                            var want = global::Costate.TracedTensor.Tanh(row * V + R * @in);
                            var at0 = want * value * block + global::Costate.TracedTensor.Sum(sizes);
                            var residual = global::Costate.TracedTensor.Sum(at0 * want, 0);
                            var frame = residual * (double)rest;
                            return (want, at0, frame + (double)slot1);
                        }

                        [global::Costate.Differentiable]
                        internal static Traced Loss([Shape("n")] Traced @out, [Shape("n")] Traced present)
                        {
                            var V = global::Costate.TracedTensor.Exp(@out);
                            var row = V * present;
                            var R = row / V;
                            return global::Costate.TracedTensor.Sum(R * row);
                        }
                    }
                }
            }
            """);
        Assert.Equal(2, run.Result.GeneratedSources.Length);
        GeneratedCompilation.AssertClean(run.Output);
    }

    private static string Source(GeneratorRun run, string prefix) =>
        run.Result.GeneratedSources.Single(s => s.HintName.StartsWith(prefix, StringComparison.Ordinal)).SourceText.ToString();
}
