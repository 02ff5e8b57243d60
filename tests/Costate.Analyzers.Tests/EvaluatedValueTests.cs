using System.Linq;
using Microsoft.CodeAnalysis;
using Xunit;

namespace Costate.Analyzers.Tests;

/// <summary>Numbers that come back into the trace are found wherever they went in between, and only they.</summary>
public sealed class EvaluatedValueTests
{
    // Members of a host class; what stands between [| and |] is reported.
    public static TheoryData<string> Reported =>
    [
        // The mistake with convergence checks: a number that steers is used as a factor too.
        "static TracedTensor<double> F(TracedTensor<double> x) { for (int i = 0; i < 9; i++) { var y = Model.Step(x); double r = Sum(y).EvalScalar(); if (r < 1e-9) break; x = y * [|r|]; } return x; }",
        "static TracedTensor<double> F(TracedTensor<double> x) => x / [|Norm(x).EvalScalar()|];",
        "static TracedTensor<double> F(TracedTensor<double> x) => ([|1 / Norm(x).EvalScalar()|]) * x;",
        "static TracedTensor<double> F(TracedTensor<double> x) { double r = Sum(x).EvalScalar(), s = 2 * r + 1; return x + [|s|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { x *= [|Sum(x).EvalScalar()|]; return x; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { Tensor<double> v = Model.Step(x).Eval(); return x * [|v[0]|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { double[] v = x.Eval().ToArray(); return x * [|v[0]|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { double s = 0; foreach (double v in x.Eval()) { s += v; } return x * [|s|]; }",

        // Around the loop: what was assigned at the end of an iteration is used in the next one.
        "static TracedTensor<double> F(TracedTensor<double> x) { double last = 1; for (int i = 0; i < 3; i++) { x = x * [|last|]; last = Sum(x).EvalScalar(); } return x; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { double last = 1, older = 1; while (x.Rank > 0) { x = x * [|older|]; older = last; last = Sum(x).EvalScalar(); } return x; }",

        // On one path only.
        "static TracedTensor<double> F(TracedTensor<double> x, bool b) { double r = 1; if (b) { r = Sum(x).EvalScalar(); } return x * [|r|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x, bool b) { double r = b ? Sum(x).EvalScalar() : 1; return x * [|r|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x, bool b) => x * ([|b ? Sum(x).EvalScalar() : 1|]);",
        "static TracedTensor<double> F(TracedTensor<double> x) { double r = 1; try { r = Sum(x).EvalScalar(); Model.Loss(x).EvalScalar(); } catch (InvalidOperationException) { return x * [|r|]; } return x; }",

        // Through containers, tuples and functions of the platform.
        "static TracedTensor<double> F(TracedTensor<double> x) { var history = new List<double>(); history.Add(Sum(x).EvalScalar()); return x * [|history[0]|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { var history = new double[3]; history[1] = Sum(x).EvalScalar(); return x * [|history[1]|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { var (y, r) = (Model.Step(x), Sum(x).EvalScalar()); return y * [|r|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { double a, b; (a, b) = (Sum(x).EvalScalar(), 2); (a, b) = (b, a); return x * a * [|b|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { var buffer = new double[3]; x.EvalTo(buffer.AsTensorSpan()); return x * [|buffer[0]|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x) => x * [|Math.Max(Sum(x).EvalScalar(), 1.0)|];",
        "static TracedTensor<double> F(TracedTensor<double> x) => x * [|TensorPrimitives.Sum<double>(x.Eval().ToArray())|];",
        "static TracedTensor<float> F(TracedTensor<float> x) => x * [|(float)(double)Sum(x).EvalScalar()|];",

        // Into functions of the library and annotated methods.
        "static TracedTensor<double> F(TracedTensor<double> x) => Pow(x, [|Sum(x).EvalScalar()|]);",
        "static TracedTensor<double> F(TracedTensor<double> x) => Clamp(x, 0.0, [|Sum(x).EvalScalar()|]);",
        "static TracedTensor<double> F(TracedTensor<double> x) => Model.Damped(x, [|1 + Sum(x).EvalScalar()|]);",
        "static TracedTensor<double> F(TracedTensor<double> x) => Model.Damped(damping: [|Sum(x).EvalScalar()|], x: x);",

        // A leaf that nobody differentiates by has only cut the trace.
        "static TracedTensor<double> F(TracedTensor<double> x) { for (int i = 0; i < 3; i++) { x = Parameter([|Model.Step(x).Eval()|]); x = Model.Step(x); } return Sum(x); }",
        "static double F(TracedTensor<double> x) => Model.Loss(Parameter([|Model.Step(x).Eval()|])).EvalScalar();",

        // In and through nested functions.
        "static TracedTensor<double> F(TracedTensor<double> x) { double r = 0; Action check = () => r = Sum(x).EvalScalar(); check(); return x * [|r|]; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { double r = Sum(x).EvalScalar(); Func<TracedTensor<double>, TracedTensor<double>> f = v => v * [|r|]; return f(x); }",
        "static TracedTensor<double> F(TracedTensor<double> x) { return Inner(); TracedTensor<double> Inner() { double r = Sum(x).EvalScalar(); return x * [|r|]; } }",

        // Through a field.
        "static double last; static TracedTensor<double> F(TracedTensor<double> x) { last = Sum(x).EvalScalar(); return x * [|last|]; }",

        // A gradient is a value like others.
        "static TracedTensor<double> F(TracedTensor<double> x) { var g = Model.Loss(x).Grad(x); return x - g * ([|0.1 / Norm(g).EvalScalar()|]); }",
    ];

    public static TheoryData<string> Quiet =>
    [
        // Steering.
        "static TracedTensor<double> F(TracedTensor<double> x) { double previous = double.PositiveInfinity; for (int i = 0; i < 9; i++) { x = Model.Step(x); double r = Sum(x).EvalScalar(); if (Math.Abs(previous - r) < 1e-9) break; previous = r; } return x; }",
        "static TracedTensor<double> F(TracedTensor<double> x) => Sum(x).EvalScalar() > 1 ? x * 2 : x * 3;",
        "static TracedTensor<double> F(TracedTensor<double> x) { double rate = 0.1; if (Sum(x).EvalScalar() > 1) { rate = rate / 2; } return x * rate; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { int k = (int)Sum(x).EvalScalar(); return Slice(x, 0, k, 1) * k; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { bool big = Sum(x).EvalScalar() > 1; return x * (big ? 0.5 : 1.0); }",

        // Printing and returning.
        "static TracedTensor<double> F(TracedTensor<double> x) { double r = Sum(x).EvalScalar(); Console.WriteLine($\"{r} {2 * r}\"); return x * 2.0; }",
        "static double F(TracedTensor<double> x) => 2 * Sum(x).EvalScalar();",

        // Said on purpose.
        "static TracedTensor<double> F(TracedTensor<double> x) => x / Constant(Norm(x).EvalScalar());",
        "static TracedTensor<double> F(TracedTensor<double> x) => x * StopGradient(Norm(x)).EvalScalar();",
        "static TracedTensor<double> F(TracedTensor<double> x) { var fixedNorm = StopGradient(Norm(x)); return Model.Damped(x, fixedNorm.EvalScalar()); }",
        "static TracedTensor<double> F(TracedTensor<double> x) => Model.Step(Constant(Model.Step(x).Eval()));",

        // No derivative could be lost: comparisons, steps, constants.
        "static TracedTensor<double> F(TracedTensor<double> x) => Select(GreaterThan(x, Mean(x).EvalScalar()), x, -x);",
        "static TracedTensor<double> F(TracedTensor<double> x) => x * Math.Floor(Sum(x).EvalScalar());",
        "static TracedTensor<double> F(TracedTensor<double> x) { var c = Constant([1.0, 2.0]); double scale = Norm(c).EvalScalar(); return x / scale; }",
        "static TracedTensor<double> F(TracedTensor<double> x) => x / Norm(Ones<double>(3)).EvalScalar();",

        // Reassigned before it is used.
        "static TracedTensor<double> F(TracedTensor<double> x) { double r = Sum(x).EvalScalar(); Console.WriteLine(r); r = 2; return x * r; }",
        "static TracedTensor<double> F(TracedTensor<double> x) { for (int i = 0; i < 3; i++) { double r = 0.5; x = x * r; r = Sum(x).EvalScalar(); Console.WriteLine(r); } return x; }",

        // Training: new parameters from evaluated numbers, and gradients with respect to them.
        "static void F(double[] data) { for (int i = 0; i < 3; i++) { var w = Parameter(data); var loss = Model.Loss(w); Tensor<double> g = loss.Grad(w).Eval(); for (int k = 0; k < data.Length; k++) { data[k] -= 0.1 * g[k]; } } }",
        "static void F(TracedTensor<double> w) { for (int i = 0; i < 3; i++) { var loss = Model.Loss(w); var g = loss.Grad(w); w = Parameter((w - 0.1 * g).Eval()); } }",
        "static void F(TracedTensor<double> w, TracedTensor<double> v) { for (int i = 0; i < 3; i++) { var (dw, dv) = (Model.Loss(w) + Model.Loss(v)).Grad(w, v); (w, v) = (Parameter((w - dw).Eval()), Parameter((v - dv).Eval())); } }",
        "static TracedTensor<double> F(TracedTensor<double> w) => Parameter(Model.Step(w).Eval());",
        "static void F(TracedTensor<double> w, List<TracedTensor<double>> all) { var p = Parameter(Model.Step(w).Eval()); all.Add(p); }",

        // Traced values all the way.
        "static TracedTensor<double> F(TracedTensor<double> x) { var r = Sum(x); if (r.EvalScalar() < 1) { return x; } return x * r; }",
        "static double F(TracedTensor<double> x) { double a = Sum(x).EvalScalar(); double b = Norm(x).EvalScalar(); return Math.Sqrt(a * b); }",
    ];

    [Theory]
    [MemberData(nameof(Reported))]
    public void AReentryIsReported(string members) => Code.InHost(members).AssertReports(UsageIds.EvaluatedValueReenters);

    [Theory]
    [MemberData(nameof(Quiet))]
    public void WhatIsNoReentryIsNot(string members) => Code.InHost(members).AssertQuiet();

    [Theory]
    [InlineData("static TracedTensor<double> F(TracedTensor<double> x) => x * [|Math.Exp(Sum(x).EvalScalar())|];")]
    [InlineData("static TracedTensor<float> F(TracedTensor<float> x) { float r = Sum(x).EvalScalar(); return x * [|MathF.Tanh(r)|]; }")]
    [InlineData("static TracedTensor<double> F(TracedTensor<double> x) { double r = Sum(x).EvalScalar(); return Model.Damped(x, [|Math.Sqrt(1 + r)|]); }")]
    public void AFunctionOfNumbersHasAnIdOfItsOwn(string members) => Code.InHost(members).AssertReports(UsageIds.MathOnEvaluatedValue);

    [Theory]
    [InlineData("static double F(TracedTensor<double> x) => Math.Exp(Sum(x).EvalScalar());")]
    [InlineData("static TracedTensor<double> F(TracedTensor<double> x) => x * Math.Exp(2.0);")]
    [InlineData("static TracedTensor<double> F(TracedTensor<double> x) => x * Constant(Math.Exp(Sum(x).EvalScalar()));")]
    public void AFunctionOfNumbersThatStaysOutsideIsQuiet(string members) => Code.InHost(members).AssertQuiet();

    [Fact]
    public void TheMessageNamesTheNumberItsSourceAndBothWaysOut()
    {
        var code = Code.InHost("""
            static TracedTensor<double> F(TracedTensor<double> x)
            {
                double r = Norm(x).EvalScalar();
                double scale = 1 / r;
                return x * [|scale|];
            }
            """);
        var found = Assert.Single(code.AssertReports(UsageIds.EvaluatedValueReenters));
        int line = code.Text[..code.Text.IndexOf("Norm(x)")].Count(c => c == '\n') + 1;
        Assert.Equal(
            "'scale' comes from 'Norm(x).EvalScalar()' on line " + line + " and is an operand in the trace again; a number carries no " +
            "derivative, so the gradient silently stops here. Use the traced value, or, if the stop is meant, say so by Constant(...).",
            found.GetMessage());
        Assert.Equal("Norm(x).EvalScalar()", code.Text.Substring(found.AdditionalLocations[0].SourceSpan.Start, found.AdditionalLocations[0].SourceSpan.Length));
        Assert.Equal(DiagnosticSeverity.Warning, found.Severity);
    }
}
