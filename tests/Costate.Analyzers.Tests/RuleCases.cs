using System.Collections.Generic;

namespace Costate.Analyzers.Tests;

/// <summary>A mistake in the use of a value or a method, all of its message, and the nearest code that is right.</summary>
/// <param name="Wrong">Members, the place marked as [|...|].</param>
internal sealed record RuleCase(string Id, bool InModel, string Wrong, string Message, string Right)
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
            "'Sum(x).Eval()' always throws: 'Sum(x)' is a scalar, since 'Sum' gives a number, and no tensor can hold one. EvalScalar returns the number.",
            "static object F(TracedTensor<double> x) => Sum(x, 0).Eval();"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F(TracedTensor<double> x) => [|Model.Loss(x).Eval()|];",
            "'Model.Loss(x).Eval()' always throws: 'Model.Loss(x)' is a scalar, since 'Loss' returns a number, and no tensor can hold one. EvalScalar returns the number.",
            "static object F(TracedTensor<double> x) => Model.Step(x).Eval();"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F(TracedTensor<double> x) { var r = Sqrt(Dot(x, x)) / 2.0; return [|r.Eval()|]; }",
            "'r.Eval()' always throws: 'r' is a scalar, since it is computed from numbers, and no tensor can hold one. EvalScalar returns the number.",
            "static object F(TracedTensor<double> x) { var r = Sqrt(Dot(x, x)) * x; return r.Eval(); }"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F(TracedTensor<double> x) { var (next, size) = Model.Both(x); return (next.Eval(), [|size.Eval()|]); }",
            "'size.Eval()' always throws: 'size' is a scalar, since 'Both' returns a number there, and no tensor can hold one. EvalScalar returns the number.",
            "static object F(TracedTensor<double> x) { var (next, size) = Model.Both(x); return (next.Eval(), size.EvalScalar()); }"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F() { var p = Parameter(2.0); var g = (p * p).Grad(p); return [|g.Eval()|]; }",
            "'g.Eval()' always throws: 'g' is a scalar, since the gradient by a number is a number, and no tensor can hold one. EvalScalar returns the number.",
            "static object F() { var p = Parameter([2.0]); var g = Sum(p * p).Grad(p); return g.Eval(); }"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static void F(TracedTensor<double> x, double[] y) => [|Mean(x).EvalTo(y.AsTensorSpan())|];",
            "'Mean(x).EvalTo(y.AsTensorSpan())' always throws: 'Mean(x)' is a scalar, since 'Mean' gives a number, and no tensor can hold one. EvalScalar returns the number.",
            "static void F(TracedTensor<double> x, double[] y) => Mean(x, 0).EvalTo(y.AsTensorSpan());"),
        new(
            UsageIds.EvalOfScalar,
            false,
            "static object F(TracedTensor<double> x) { var r = Sum(x); for (int i = 0; i < 3; i++) { r = r * 2.0; } return [|r.Eval()|]; }",
            "'r.Eval()' always throws: 'r' is a scalar, since 'Sum' gives a number, and no tensor can hold one. EvalScalar returns the number.",
            "static object F(TracedTensor<double> x) { var r = Sum(x); for (int i = 0; i < 3; i++) { r = r * x; } return r.Eval(); }"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> [|y|]) => Exp(x);",
            "The parameter 'y' has no influence on the result of 'F', so a gradient with respect to it is an error or zero. Use it, or take it away.",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> y) => Exp(x) * y;"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, double [|scale|]) => Exp(x);",
            "The parameter 'scale' has no influence on the result of 'F'. Use it, or take it away.",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, double scale) => Exp(x) * scale;"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> [|y|], bool b) { if (b) { x = x * 2; } return x; }",
            "The parameter 'y' has no influence on the result of 'F', so a gradient with respect to it is an error or zero. Use it, or take it away.",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> y, bool b) { if (b) { x = x * y; } return x; }"),
        new(
            UsageIds.NoInfluence,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"\")] TracedTensor<double> w, [Shape(\"n\")] TracedTensor<double> [|y|]) => w * w;",
            "The parameter 'y' has no influence on the result of 'F', so a gradient with respect to it is an error or zero. Use it, or take it away.",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"\")] TracedTensor<double> w, [Shape(\"n\")] TracedTensor<double> y) => w * Ones<double>(y.Dim(0));"),
        new(
            UsageIds.NoGradient,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> [|y|]) =>\nx * Floor(y);",
            "The parameter 'y' reaches the result of 'F' only through Floor on line 11, whose derivative is zero by rule, so its gradient is always zero. If that is meant, say so by StopGradient(y).",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> y) =>\nx * Floor(StopGradient(y));"),
        new(
            UsageIds.NoGradient,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> [|x|], [Shape(\"n\")] TracedTensor<double> y) => Select(GreaterThan(x, 0), y, -y);",
            "The parameter 'x' reaches the result of 'F' only through Less on line 10, whose derivative is zero by rule, so its gradient is always zero. If that is meant, say so by StopGradient(x).",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> y) => Select(GreaterThan(x, 0), x * y, -y);"),
        new(
            UsageIds.UnusedResult,
            false,
            "static void F(TracedTensor<double> x) { [|Tanh(x)|]; }",
            "The result of 'Tanh' is not used; tensors do not change, so the call has no effect. Assign the result, or take the call away.",
            "static void F(TracedTensor<double> x) { _ = Tanh(x); Evaluate(x); x.EvalScalar(); }"),
        new(
            UsageIds.UnusedResult,
            false,
            "static void F(TracedTensor<double> x) { [|Model.Step(x)|]; [|Sum(x).Grad(x)|]; }",
            "The result of 'Step' is not used; tensors do not change, so the call has no effect. Assign the result, or take the call away.\n" +
            "The result of 'Grad' is not used; tensors do not change, so the call has no effect. Assign the result, or take the call away.",
            "static TracedTensor<double> F(TracedTensor<double> x) { Update(x); x = Model.Step(x); return Sum(x).Grad(x); } static TracedTensor<double> Update(TracedTensor<double> x) { Console.WriteLine(); return x; }"),
        new(
            UsageIds.UnusedResult,
            false,
            "static TracedTensor<double> F(TracedTensor<double> x) { var [|y|] = Tanh(x) + x; y = Model.Step(x); return x; }",
            "The value of 'y' is never used; tensors do not change, so computing it has no effect. Use it, or take it away.",
            "static TracedTensor<double> F(TracedTensor<double> x) { var y = Tanh(x) + x; Func<TracedTensor<double>> f = () => y; return f(); }"),
        new(
            UsageIds.UnusedResult,
            true,
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { var [|y|] = Exp(x); return x; }",
            "The value of 'y' is never used; tensors do not change, so computing it has no effect. Use it, or take it away.",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { var y = Exp(x); return y; }"),
        new(
            UsageIds.TracedOpByOp,
            false,
            "static object F(dynamic x) => [|Model.Step(x)|];",
            "'Step' is bound at run time, because an argument is dynamic, and is traced op by op: same values and gradients, slower. Give the arguments their types.",
            "static object F(dynamic x) => Model.Step((TracedTensor<double>)x);"),
        new(
            UsageIds.TracedOpByOp,
            true,
            "[Differentiable, System.Runtime.CompilerServices.OverloadResolutionPriority(2)] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Exp(x); public static object G(TracedTensor<double> x) => [|F(x)|]; public static Func<TracedTensor<double>, TracedTensor<double>> H() => [|F|];",
            "'F' is traced op by op: same values and gradients, slower. An OverloadResolutionPriority of your own, or a language version below C# 13, keeps the call from its compiled form.\n" +
            "'F' is traced op by op: same values and gradients, slower. An OverloadResolutionPriority of your own, or a language version below C# 13, keeps the call from its compiled form.",
            "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Exp(x); public static object G(TracedTensor<double> x) => F(x); public static Func<TracedTensor<double>, TracedTensor<double>> H() => F;"),
    ];
}
