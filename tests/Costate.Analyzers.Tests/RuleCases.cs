using System.Collections.Generic;

namespace Costate.Analyzers.Tests;

/// <summary>A mistake in the use of a value or a method, and the nearest code that is right.</summary>
/// <param name="Wrong">Members, the place marked as [|...|].</param>
internal sealed record RuleCase(string Id, bool InModel, string Wrong, string Right)
{
    public Code WrongCode => InModel ? Code.InModel(Wrong) : Code.InHost(Wrong);

    public Code RightCode => InModel ? Code.InModel(Right) : Code.InHost(Right);
}

/// <summary>The rules about uses, except for re-entries, which have a file of their own.</summary>
internal static class RuleCases
{
    public static readonly IReadOnlyList<RuleCase> All =
    [
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F(TracedTensor<double> x) => [|Sum(x).Eval()|];",
            "static object F(TracedTensor<double> x) => Sum(x, 0).Eval();"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F(TracedTensor<double> x) => [|Model.Loss(x).Eval()|];",
            "static object F(TracedTensor<double> x) => Model.Step(x).Eval();"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F(TracedTensor<double> x) { var r = Sqrt(Dot(x, x)) / 2.0; return [|r.Eval()|]; }",
            "static object F(TracedTensor<double> x) { var r = Sqrt(Dot(x, x)) * x; return r.Eval(); }"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F(TracedTensor<double> x) { var (next, size) = Model.Both(x); return (next.Eval(), [|size.Eval()|]); }",
            "static object F(TracedTensor<double> x) { var (next, size) = Model.Both(x); return (next.Eval(), size.EvalScalar()); }"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F() { var p = Parameter(2.0); var g = (p * p).Grad(p); return [|g.Eval()|]; }",
            "static object F() { var p = Parameter([2.0]); var g = Sum(p * p).Grad(p); return g.Eval(); }"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static void F(TracedTensor<double> x, double[] y) => [|Mean(x).EvalTo(y.AsTensorSpan())|];",
            "static void F(TracedTensor<double> x, double[] y) => Mean(x, 0).EvalTo(y.AsTensorSpan());"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F(TracedTensor<double> x) { var r = Sum(x); for (int i = 0; i < 3; i++) { r = r * 2.0; } return [|r.Eval()|]; }",
            "static object F(TracedTensor<double> x) { var r = Sum(x); for (int i = 0; i < 3; i++) { r = r * x; } return r.Eval(); }"),
        new(
            UsageIds.TracedOpByOp,
            true,
            "static Func<TracedTensor<double>> F(Pair pair) => [|pair.Size|]; public partial record Pair([Shape(\"n\")] TracedTensor<double> X) { [Differentiable] public TracedTensor<double> Size() => Sum(X * X); }",
            "static Func<TracedTensor<double>> F(Pair pair) => () => pair.Size(); public partial record Pair([Shape(\"n\")] TracedTensor<double> X) { [Differentiable] public TracedTensor<double> Size() => Sum(X * X); }"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> [|y|]) => Exp(x);",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> y) => Exp(x) * y;"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, double [|scale|]) => Exp(x);",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, double scale) => Exp(x) * scale;"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> [|y|], bool b) { if (b) { x = x * 2; } return x; }",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> y, bool b) { if (b) { x = x * y; } return x; }"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"\")] TracedTensor<double> w, [Shape(\"n\")] TracedTensor<double> [|y|]) => w * w;",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"\")] TracedTensor<double> w, [Shape(\"n\")] TracedTensor<double> y) => w * Ones<double>(y.Dim(0));"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, int [|steps|]) => Exp(x);",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n, m\")] TracedTensor<double> x, int n) => Exp(x);"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, int k, int [|unused|]) => k * x;",
            "[Differentiable, Where(\"limit <= n\")] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, int k, int limit) => k * x;"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, bool training, bool [|verbose|]) => training ? (verbose ? 2.0 * x : 2.0 * x) : x;",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, bool training, bool verbose) => training && verbose ? 2.0 * x : x;"),
        new(
            UsageIds.NoGradient,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> [|y|]) =>\nx * Floor(y);",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> y) =>\nx * Floor(StopGradient(y));"),
        new(
            UsageIds.NoGradient,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> [|x|], [Shape(\"n\")] TracedTensor<double> y) => Select(GreaterThan(x, 0), y, -y);",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> y) => Select(GreaterThan(x, 0), x * y, -y);"),
        new(
            UsageIds.UnusedResult,
            false,
            "static void F(TracedTensor<double> x) { [|Tanh(x)|]; }",
            "static void F(TracedTensor<double> x) { _ = Tanh(x); Evaluate(x); x.EvalScalar(); }"),
        new(
            UsageIds.UnusedResult,
            false,
            "static void F(TracedTensor<double> x) { [|Model.Step(x)|]; [|Sum(x).Grad(x)|]; [|Tanh(x).Jacobian(x)|]; [|Tanh(x).BatchedVjp(x, x)|]; [|Tanh(x).BatchedJvp(x, x)|]; }",
            "static TracedTensor<double> F(TracedTensor<double> x) { Update(x); x = Model.Step(x); return Sum(x).Grad(x); } static TracedTensor<double> Update(TracedTensor<double> x) { Console.WriteLine(); return x; }"),
        new(
            UsageIds.UnusedResult,
            false,
            "static TracedTensor<double> F(TracedTensor<double> x) { var [|y|] = Tanh(x) + x; y = Model.Step(x); return x; }",
            "static TracedTensor<double> F(TracedTensor<double> x) { var y = Tanh(x) + x; Func<TracedTensor<double>> f = () => y; return f(); }"),
        new(
            UsageIds.UnusedResult,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { var [|y|] = Exp(x); return x; }",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { var y = Exp(x); return y; }"),
        new(
            UsageIds.TracedOpByOp,
            false,
            "static object F(dynamic x) => [|Model.Step(x)|];",
            "static object F(dynamic x) => Model.Step((TracedTensor<double>)x);"),
        new(
            UsageIds.TracedOpByOp,
            true,
            "[Differentiable, System.Runtime.CompilerServices.OverloadResolutionPriority(2)] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Exp(x); public static object G(TracedTensor<double> x) => [|F(x)|]; public static Func<TracedTensor<double>, TracedTensor<double>> H() => [|F|];",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Exp(x); public static object G(TracedTensor<double> x) => F(x); public static Func<TracedTensor<double>, TracedTensor<double>> H() => F;"),
    ];
}
