using System.Collections.Generic;

namespace Costate.Generator.Tests.Frontend;

/// <summary>What can be wrong with a derivative inside of a body.</summary>
internal static class DerivativeCases
{
    public static readonly IReadOnlyList<DiagnosticCase> All =
    [
        new(
            "COS201",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) => [|Sum(x * x).Grad(w)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) => Sum(x * w).Grad(w);
            """),
        new(
            "COS201",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { var z = Sin(x); return [|Sum(Sin(w)).Grad(z)|]; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { var z = Sin(x); return Sum(Sin(x)).Grad(z); }
            """),
        new(
            "COS201",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { var one = Ones<double>(x.Dim(0)); return [|Sum(one * x).Grad(one)|]; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { var one = Ones<double>(x.Dim(0)); return Sum(one * x).Grad(x); }
            """),
        new(
            "COS201",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { for (int i = 0; i < steps; i++) { var y = Sum(x * x); x = x - [|y.Jvp(w, w)|]; } return x; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { for (int i = 0; i < steps; i++) { var y = Sum(x * x); x = x - y.Jvp(x, w); } return x; }
            """),
        new(
            "COS202",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) => [|Sum(Floor(x) * w).Grad(x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) => Sum(Floor(x) * x).Grad(x);
            """),
        new(
            "COS202",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { double s = Sum(x).EvalScalar(); return [|(w * Constant(s)).Vjp(w, x)|]; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { double s = Sum(x).EvalScalar(); return (w * Constant(s)).Vjp(w, w); }
            """),
        new(
            "COS204",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps)
            {
                for (int i = 0; i < steps; i++)
                {
                    x = x - 0.1 * [|Sum(x * w).Grad(x)|];
                    w = Sin(x);
                }

                return x;
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps)
            {
                for (int i = 0; i < steps; i++)
                {
                    w = Sin(x);
                    x = x - 0.1 * Sum(x * w).Grad(x);
                }

                return x;
            }
            """),
        new(
            "COS204",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps)
            {
                var v = x * x;
                for (int i = 0; i < steps; i++)
                {
                    w = w + [|Sum(v * x).Grad(x)|];
                }

                return w;
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps)
            {
                for (int i = 0; i < steps; i++)
                {
                    var v = x * x;
                    w = w + Sum(v * x).Grad(x);
                }

                return w;
            }
            """),
        new(
            "COS204",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { var z = Sum(x).EvalScalar() > 1 ? x : w; return [|Sum(z * x).Grad(z)|]; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { var z = x * 1; return Sum(z * x).Grad(z); }
            """),
        new(
            "COS204",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { var a = x; var b = x; for (int i = 0; i < steps; i++) { a = a - [|Sum(a * b * w).Grad(a)|]; b = 2 * b; } return a; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { var a = x; var b = x; for (int i = 0; i < steps; i++) { a = a - Sum(a * StopGradient(b) * w).Grad(a); b = 2 * b; } return a; }
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) => [|Sin(x).Grad(x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) => Sin(x).Vjp(w, x);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> w) => [|Sin(x).Vjp(w, x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> w) => Sin(w).Vjp(w, w) * Sum(x);
            """),
        new(
            "COS205",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w) => [|Fit(w, Tanh(x))|];
            [Differentiable]
            public static TracedTensor<double> Fit([Shape("n")] TracedTensor<double> w, [NoGradient, Shape("n")] TracedTensor<double> data) => Sum(Square(w - data));
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w) => Fit(w, StopGradient(Tanh(x))) + Sum(x);
            [Differentiable]
            public static TracedTensor<double> Fit([Shape("n")] TracedTensor<double> w, [NoGradient, Shape("n")] TracedTensor<double> data) => Sum(Square(w - data));
            """),
        new(
            "COS205",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { for (int i = 0; i < steps; i++) { w = w - [|Fit(w, (w, x))|]; } return w; }
            [Differentiable]
            public static TracedTensor<double> Fit([Shape("n")] TracedTensor<double> w, [NoGradient, Shape("n; n")] (TracedTensor<double> A, TracedTensor<double> B) data) => Sum(w * data.A * data.B);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([NoGradient, Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int steps) { for (int i = 0; i < steps; i++) { w = w - Fit(w, (x, Exp(x))); } return w; }
            [Differentiable]
            public static TracedTensor<double> Fit([Shape("n")] TracedTensor<double> w, [NoGradient, Shape("n; n")] (TracedTensor<double> A, TracedTensor<double> B) data) => Sum(w * data.A * data.B);
            """),
        new(
            "COS201",
            """
            [Differentiable]
            public static TracedTensor<double> F([NoGradient, Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w) => [|Sum(x * w).Grad(x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([NoGradient, Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w) => Sum(x * w).Grad(w);
            """),
    ];
}
