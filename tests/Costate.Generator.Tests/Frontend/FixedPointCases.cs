using System.Collections.Generic;

namespace Costate.Generator.Tests.Frontend;

/// <summary>What can be wrong with a fixed point inside of a body, and what is close to it and right.</summary>
internal static class FixedPointCases
{
    public static readonly IReadOnlyList<DiagnosticCase> All =
    [
        new(
            "COS123",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> w, [Shape("m")] TracedTensor<double> b) => Sum([|FixedPoint.Solve(x => w[0], b, 1e-9)|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b) => Sum(FixedPoint.Solve(x => w[0], b, 1e-9));
            """),
        new(
            "COS123",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b) => Sum([|b.ConvergedUnder(x => Sum(x), 1e-9)|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b) => Sum(b.ConvergedUnder(x => x * Sum(x), 1e-9));
            """),
        new(
            "COS206",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b) => Sum([|FixedPoint.Solve(x => MatMul(w, x), b, 1e-9, gauge: (x, v) => v * v)|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> b) => Sum(FixedPoint.Solve(x => MatMul(w, x), b, 1e-9, gauge: (x, v) => v * x * x));
            """),
        new(
            "COS116",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b, double tolerance) => Sum(FixedPoint.Solve(x => Sin(x) * b, b, [|tolerance|]));
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b, double tolerance) { const double small = 1e-6; return Sum(FixedPoint.Solve(x => tolerance * Sin(x) * b, b, small / 10)); }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b) => Sum(FixedPoint.Solve(x => Sin(x) * b, b, 1e-9, maxSteps: [|0|]));
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b) => Sum(FixedPoint.Solve(x => Sin(x) * b, b, 1e-9, maxSteps: 1, adjointSteps: 7, restart: 3, adjoint: AdjointSolver.Gmres));
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b) { var y = b; return Sum(FixedPoint.Solve(x => { [|y = Sin(x)|]; return y * b; }, b, 1e-9)); }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b) { var y = b; return Sum(FixedPoint.Solve(x => { var z = Sin(x); z = z * y; return z * b; }, b, 1e-9)); }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b) => Sum(FixedPoint.Solve([|Sin|], b, 1e-9));
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b) => Sum(FixedPoint.Solve(G, b, 1e-9));
            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> b) => Sin(b);
            """),
        new(
            "COS202",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b, [Shape("n")] TracedTensor<double> start) { var y = Sum(FixedPoint.Solve(x => Sin(x) * b, start, 1e-9)); return [|y.Grad(start)|]; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> b, [Shape("n")] TracedTensor<double> start) { var y = Sum(FixedPoint.Solve(x => Sin(x) * b, start, 1e-9)); return y.Grad(b); }
            """),
    ];
}
