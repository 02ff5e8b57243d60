using System.Collections.Generic;
using Microsoft.CodeAnalysis.CSharp;

namespace Costate.Generator.Tests.Frontend;

/// <summary>Every way in which a method can be wrong.</summary>
internal static class DiagnosticCases
{
    public static readonly IReadOnlyList<DiagnosticCase> All =
    [
        new(
            "COS001",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Class = "public static class Model" },
        new(
            "COS001",
            """
            public partial class Part { public class Inner { [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x; } }
            """,
            """
            public partial class Part { public partial class Inner { [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x; } }
            """)
        { Class = "public static class Model" },
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { int k = 1; for (int i = 0; i < 3; i++) { x = x * [|k|]; k = 2 * k; } return x; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { double k = 1; for (int i = 0; i < 3; i++) { x = x * k; k = 2 * k; } return x; }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) { [|while (true) { x = x * x; }|] }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { while (Sum(x).EvalScalar() < 9) { x = x * x; } return x; }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double up)
            {
                int k = 1;
                if (up > 0) { k = 2; }
                return x * [|k|];
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double up)
            {
                double k = 1;
                if (up > 0) { k = 2; }
                return x * k;
            }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x)
            {
                int i = 0;
                while (Sum(x).EvalScalar() < 9) { x = x + 1.0; i++; }
                return x * [|i|];
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x)
            {
                double i = 0;
                while (Sum(x).EvalScalar() < 9) { x = x + 1.0; i += 1; }
                return x * i;
            }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x)
            {
                return G(x) + x;
                TracedTensor<double> G(TracedTensor<double> y) { [|x = y|]; return y; }
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x)
            {
                return G(x) + x;
                static TracedTensor<double> G(TracedTensor<double> y) { y = Exp(y); return y; }
            }
            """),
        new(
            "COS120",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int steps)
            {
                for (int i = 0; i < steps; i++) { [|x = Transpose(x)|]; }
                return x;
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int steps)
            {
                for (int i = 0; i < steps; i++) { var t = Transpose(x); x = Transpose(Exp(t)); }
                return x;
            }
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [[|NoGradient|]] double scale) => x * scale;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [NoGradient, Shape("")] TracedTensor<double> scale) => x * scale;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([NoGradient, Shape("n")] TracedTensor<double> x, double scale) => x * scale;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([NoGradient, Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, double scale) => x * scale * w;
            """),
        new(
            "COS004",
            """
            [[|Differentiable(Order = 4)|]]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * x;
            """,
            """
            [Differentiable(Order = 3)]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * x;
            """),
        new(
            "COS009",
            """
            [Differentiable, [|Checkpoint|]]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int steps)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """,
            """
            [Differentiable, Checkpoint(Every = 1)]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int steps)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """),
        new(
            "COS009",
            """
            [Differentiable, [|Checkpoint(Slots = 8, Every = 20)|]]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int steps)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """,
            """
            [Differentiable, Checkpoint(Every = 20)]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int steps)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """),
        new(
            "COS009",
            """
            [Differentiable]
            public static TracedTensor<double> F([[|Checkpoint|], Shape("n")] TracedTensor<double> x, int steps)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int steps, [Checkpoint] int states)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """),
        new(
            "COS009",
            """
            [Differentiable, [|Checkpoint(Slots = 3)|]]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int steps, [Checkpoint] int states)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Checkpoint] int steps)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """),
        new(
            "COS009",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int steps, [[|Checkpoint(Slots = 3)|]] int states)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double limit, [Checkpoint] int states)
            {
                while (Sum(x * x).EvalScalar() < limit) { x = x + x; }
                return x;
            }
            """),
        new(
            "COS009",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [[|Checkpoint|]] int states) => Tanh(x);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Checkpoint] int states)
            {
                for (int i = 0; i < x.Dim(0); i++) { x = Tanh(x); }
                return x;
            }
            """),
        new(
            "COS009",
            """
            [Differentiable, [|Checkpoint(Slots = -3)|]]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int steps)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """,
            """
            [Differentiable, Checkpoint(Slots = 10_000)]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double limit)
            {
                while (Sum(x * x).EvalScalar() < limit) { x = x + x; }
                return x;
            }
            """),
        new(
            "COS009",
            """
            [Differentiable, [|Checkpoint(Slots = 8)|]]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => G(x, 3);
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, int steps)
            {
                for (int i = 0; i < steps; i++) { x = Tanh(x); }
                return x;
            }
            """,
            """
            [Differentiable, Checkpoint(Slots = 8)]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x)
            {
                foreach (double factor in new[] { 0.5, 0.25 }) { x = x * factor; }
                for (int i = 0; i < x.Dim(0); i++) { x = Tanh(x); }
                return x;
            }
            """),
        new(
            "COS122",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|x.Dim(0) <= x.Dim(1) ? x : Transpose(x)|];
            """,
            """
            [Differentiable, Where("n == m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, double a) => a > 0 ? x : Transpose(x);
            """),
        new(
            "COS116",
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, bool up) => up ? x : -x;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double a) => [|G(x, a > 0)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, bool up) => up ? x : -x;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double a) => a > 0 ? G(x, true) : G(x, false);
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|factor|];
            private static double factor = 2;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * factor;
            private const double factor = 2;
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|x.Shape[0]|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * x.Dim(0);
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) { [|Exp(x)|]; return x; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) { _ = Exp(x); return x; }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) { [|last|] = x; return x; }
            private static TracedTensor<double>? last;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) { TracedTensor<double>? last; last = x; return last; }
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|default|]!;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Zeros<double>(x.Dim(0));
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => x * ([|x.Dim(0) / (x.Dim(0) - x.Dim(0))|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * (x.Dim(0) / 2);
            """),
        new(
            "COS002",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * (1.0 + ([|x.Dim(0) << 1|]));
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * (1.0 + 2 * x.Dim(0));
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|Twice(x)|];
            private static TracedTensor<double> Twice(TracedTensor<double> x) => x + x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Twice(x);
            [Differentiable]
            private static TracedTensor<double> Twice([Shape("n")] TracedTensor<double> x) => x + x;
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|x.EvalScalar()|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * Sum(x);
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|Tanh(x).Jacobian(x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => 2 * x;
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|Math.Cbrt(2)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * Sqrt(2 * Ones<double>());
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double s) => x * [|Math.Cbrt(s)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x, double s) => x * Exp(s * Ones<double>());
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|Constant([2.0])|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * 2.0;
            """),
        new(
            "COS116",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => Sum(x, [|k|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) { const int k = 1; return Sum(x, k); }
            """),
        new(
            "COS116",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => Transpose(x, [0, [|k|]]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => Transpose(x, [0, 1]) * k;
            """),
        new(
            "COS116",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => x * x.Dim([|k|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => x * x.Dim(1);
            """),
        new(
            "COS003",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => Einsum([|k.ToString()|], x);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => Einsum("i->", x) * k;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] ref TracedTensor<double> [|x|]) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<bool> [|x|]) => Select(x, Ones<double>(1), Zeros<double>(1));
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => Select(LessThan(x, 0), Ones<double>(1), Zeros<double>(1));
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, string [|name|]) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int name) => x * name;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, long [|k|]) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => x * k;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, float [|s|]) => x * s;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double s) => x * s;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static [|double|] F([Shape("n")] TracedTensor<double> x) => 1;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sum(x);
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static [|void|] F([Shape("n")] TracedTensor<double> x) { }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static [|(TracedTensor<double>, int)|] F([Shape("n")] TracedTensor<double> x) => (x, x.Rank);
            """,
            """
            [Differentiable]
            public static (TracedTensor<double>, TracedTensor<double>) F(
                [Shape("n")] TracedTensor<double> x) => (x, Sum(x));
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static [|System.Collections.Generic.IReadOnlyList<TracedTensor<double>>|] F([Shape("n")] TracedTensor<double> x) => [x];
            """,
            """
            [Differentiable]
            public static TracedTensor<double>[] F([Shape("n")] TracedTensor<double> x) => [x];
            """),
        new(
            "COS005",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            public static TracedTensor<double> F(TracedTensor<double> x, TracedTensor<double> y) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x,
                [Shape("n")] TracedTensor<double> y) => x;
            public static double F(double x) => x;
            """),
        new(
            "COS006",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Language = LanguageVersion.CSharp12 },
        new(
            "COS007",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sin([|F(x)|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sin(Exp(x));
            """),
        new(
            "COS007",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sin([|G(x)|]);
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => Cos([|F(x)|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Sin(G(x));
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => Cos(H(x));
            [Differentiable]
            public static TracedTensor<double> H([Shape("n")] TracedTensor<double> x) => Exp(x);
            """),
        new(
            "COS008",
            """
            [Differentiable]
            public TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Class = "public partial class Model" },
        new(
            "COS008",
            """
            [Differentiable]
            public static TracedTensor<T> [|F|]<T>([Shape("n")] TracedTensor<T> x) where T : unmanaged => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS008",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Class = "public static partial class Model<T>" },
        new(
            "COS008",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Class = "public partial interface Model" },
        new(
            "COS008",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """)
        { Class = "file static partial class Model" },
        new(
            "COS008",
            """
            public static TracedTensor<double> G(TracedTensor<double> x) { return F(x);
            [Differentiable] static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x) => x; }
            """,
            """
            public static TracedTensor<double> G(TracedTensor<double> x) { return F(x); static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => x; }
            """),
        new(
            "COS008",
            """
            public static Func<TracedTensor<double>, TracedTensor<double>> G =>
                [|[Differentiable] (TracedTensor<double> x) => x|];
            """,
            """
            public static Func<TracedTensor<double>, TracedTensor<double>> G => F;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS008",
            """
            public static TracedTensor<double>? G { [Differentiable] [|get|] => null; }
            """,
            """
            public static TracedTensor<double>? G { get => null; }
            """),
        new(
            "COS008",
            """
            [Differentiable]
            public static extern TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS008",
            """
            [Differentiable]
            public static async Task<TracedTensor<double>> [|F|](
                [Shape("n")] TracedTensor<double> x) { await Task.Yield(); return x; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("hidden, outer")] TracedTensor<double> w) => Tanh([|MatMul(x, w)|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("inner, outer")] TracedTensor<double> w) => Tanh(MatMul(x, w));
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("outer, inner")] TracedTensor<double> w) => [|MatMul(x, w)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("outer, inner")] TracedTensor<double> w) => MatMul(x, Transpose(w));
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("inner, outer")] TracedTensor<double> w) => [|MatMul(Transpose(x), w)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> x,
                [Shape("inner, outer")] TracedTensor<double> w) => MatMul(x, w);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, k")] TracedTensor<double> a,
                [Shape("m, n")] TracedTensor<double> b) => [|MatMul(a, b)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, k")] TracedTensor<double> a,
                [Shape("m, n")] TracedTensor<double> b) => MatMul(b, a);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n")] TracedTensor<double> b) { [|x += b|]; return x; }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n")] TracedTensor<double> b) { x += ExpandDims(b, -1); return x; }
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("2*m, n")] TracedTensor<double> y) => [|x * Transpose(y)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("m, n")] TracedTensor<double> y) => x * Transpose(y);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                int k) => [|x - Ones<double>(k, 1)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x,
                int k) => x - k * Ones<double>(x.Dim(0), 1);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Cholesky(x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) => Cholesky(MatMul(x, Transpose(x)));
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, n")] TracedTensor<double> a,
                [Shape("r, n")] TracedTensor<double> b) => [|Solve(a, b)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, n")] TracedTensor<double> a,
                [Shape("r, n")] TracedTensor<double> b) => SolveRight(b, a);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Concat(0, x, Transpose(x))|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Concat(0, x, x);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Squeeze(x, 0)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("1, m")] TracedTensor<double> x) => Squeeze(x, 0);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("ij,jk->ik", x, x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Einsum("ij,kj->ik", x, x);
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|G(x)|];
            [Differentiable]
            public static TracedTensor<double> G([Shape("2*n, m")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("2*k, m")] TracedTensor<double> x) => G(x);
            [Differentiable]
            public static TracedTensor<double> G([Shape("2*n, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS117",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|G(x, Sum(x, 0))|];
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n")] TracedTensor<double> b) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => G(x, Sum(x, 1));
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n")] TracedTensor<double> b) => x;
            """),
        new(
            "COS117",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|G(y: Transpose(x), x: x)|];
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n, m")] TracedTensor<double> y) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => G(y: x, x: x);
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x,
                [Shape("n, m")] TracedTensor<double> y) => x;
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Transpose(Sum(x, 0))|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Transpose(Sum(x, 0, true));
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Dot(x, x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => MatMul(x, Transpose(x));
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|MatMul(x, Sum(x))|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x * Sum(x);
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Concat(0, x, Sum(x, 0))|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) => Concat(0, x, Sum(x, 0, keepDims: true));
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|BroadcastTo(x, 3)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) => BroadcastTo(x, 3, x.Dim(0), x.Dim(1));
            """),
        new(
            "COS102",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|G(Sum(x, 0))|];
            [Differentiable]
            public static TracedTensor<double> G([Shape("k, m")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => G(x);
            [Differentiable]
            public static TracedTensor<double> G([Shape("k, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Sum(x, 2)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Sum(x, -2);
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Sum(x, 1, -1)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Sum(x, 1, -2);
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x * [|x.Dim(-3)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x * x.Dim(-2);
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Transpose(x, 0, 0)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Transpose(x, 1, 0);
            """),
        new(
            "COS103",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|ExpandDims(x, 3)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => ExpandDims(x, 2);
            """),
        new(
            "COS104",
            """
            [Differentiable]
            [return: Shape("n, m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Transpose(x)|];
            """,
            """
            [Differentiable]
            [return: Shape("n, m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS104",
            """
            [Differentiable]
            [return: Shape("n, m")]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) { var y = MatMul(x, Transpose(x)); return [|Exp(y)|]; }
            """,
            """
            [Differentiable]
            [return: Shape("n, n")]
            public static TracedTensor<double> F(
                [Shape("n, m")] TracedTensor<double> x) { var y = MatMul(x, Transpose(x)); return Exp(y); }
            """),
        new(
            "COS104",
            """
            [Differentiable]
            [return: Shape("n")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Sum(x, 0, true)|];
            """,
            """
            [Differentiable]
            [return: Shape("1, m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Sum(x, 0, true);
            """),
        new(
            "COS104",
            """
            [Differentiable]
            [return: Shape("n; n, m")]
            public static (TracedTensor<double> sum, TracedTensor<double> all) F(
                [Shape("n, m")] TracedTensor<double> x) => ([|Sum(x, 0)|], x);
            """,
            """
            [Differentiable]
            [return: Shape("m; n, m")]
            public static (TracedTensor<double> sum, TracedTensor<double> all) F(
                [Shape("n, m")] TracedTensor<double> x) => (Sum(x, 0), x);
            """),
        new(
            "COS105",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Reshape(x, x.Dim(0) + 1, 3)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Reshape(x, x.Dim(1), x.Dim(0));
            """),
        new(
            "COS105",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Reshape(x, x.Dim(0), -1)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Reshape(x, x.Dim(0) * x.Dim(1));
            """),
        new(
            "COS106",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("ij,jk", x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Einsum("ij,kj", x, x);
            """),
        new(
            "COS106",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("ijk->i", x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Einsum("ij->i", x);
            """),
        new(
            "COS106",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("ij->k", x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Einsum("ij->j", x);
            """),
        new(
            "COS106",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("ij->ii", x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> x) => Einsum("ii->i", x);
            """),
        new(
            "COS106",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Einsum("i1->i", x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Einsum("iI->i", x);
            """),
        new(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F(TracedTensor<double> [|x|]) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("")] TracedTensor<double> x) => x;
            """),
        new(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 2*[|*|]m")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 2*m, m")] TracedTensor<double> x) => x;
            """),
        new(
            "COS107",
            """
            [Differentiable]
            public static TracedTensor<double> F([[|Shape("n, -1")|]] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, 1")] TracedTensor<double> x) => x;
            """),
        new(
            "COS107",
            """
            [Differentiable]
            [return: [|Shape("n; n")|]]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            [return: Shape("n; n")]
            public static (TracedTensor<double>, TracedTensor<double>) F([Shape("n")] TracedTensor<double> x) => (x, x);
            """),
        new(
            "COS107",
            """
            [Differentiable]
            [return: Shape("n; [|)|]")]
            public static (TracedTensor<double>, TracedTensor<double>) F([Shape("n")] TracedTensor<double> x) => (x, x);
            """,
            """
            [Differentiable]
            [return: Shape("n; (n)")]
            public static (TracedTensor<double>, TracedTensor<double>) F([Shape("n")] TracedTensor<double> x) => (x, x);
            """),
        new(
            "COS108",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n + m")] TracedTensor<double> [|x|]) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n + m")] TracedTensor<double> x,
                [Shape("m")] TracedTensor<double> y) => x;
            """),
        new(
            "COS108",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n*n")] TracedTensor<double> [|x|]) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n*n")] TracedTensor<double> x, int n) => x;
            """),
        new(
            "COS108",
            """
            [Differentiable]
            [return: Shape("[|k|]")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;
            """,
            """
            [Differentiable]
            [return: Shape("k")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => Sum(x) * Ones<double>(k);
            """),
        new(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Slice(x, 0, -1, 2)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Slice(x, 0, 1, 2);
            """),
        new(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => [|Slice(x, 0, x.Dim(0), 2)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Slice(x, 0, x.Dim(0) - 2, 2);
            """),
        new(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Slice(x, 0, 1, [|-2|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Slice(x, 0, 1, 0);
            """),
        new(
            "COS109",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => G(x);
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x) => [|Slice(Zeros<double>(x.Dim(0)), 0, 3, x.Dim(0) - 2)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => G(x);
            [Differentiable]
            public static TracedTensor<double> G(
                [Shape("n, m")] TracedTensor<double> x) => Slice(Zeros<double>(x.Dim(0)), 0, 2, x.Dim(0) - 2);
            """),
        new(
            "COS110",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => x * [|Max(Zeros<double>(0, 3), 0)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * Max(Zeros<double>(1, 3), 0, 1);
            """),
        new(
            "COS110",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x * [|Mean(Zeros<double>(3, 0))|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => x * Sum(Zeros<double>(3, 0)) * Mean(x);
            """),
        new(
            "COS111",
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => Select(GreaterThan([|Ones<float>(1)|], 0f), x, -x);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("n")] TracedTensor<double> x) => Select(GreaterThan(Ones<double>(1), 0), x, -x);
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b, bool c, bool d, bool [|e|], bool f) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b, bool c, bool d) =>
                a ? x : b ? Exp(x) : c || d ? Tanh(x) : -x;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool? [|a|]) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a = true) => a ? x : -x;
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, in bool [|a|]) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a) { a = !a; return a ? x : -x; }
            """),
        new(
            "COS004",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, (bool, bool) [|a|]) => x;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b)
            {
                var both = (a, b);
                return both.a ^ both.b ? x : -x;
            }
            """),
        new(
            "COS115",
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, bool up) => up ? x : -x;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => G(x, [|x.Dim(0) > 2|]);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, bool up) => up ? x : -x;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool up) => G(x, up && x.Rank == 1);
            """),
        new(
            "COS002",
            """
            private static int field = 1;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b)
            {
                if (a && !b) x = x * [|field|];
                return x;
            }
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b)
            {
                if (a && !b) x = x * 1;
                return x;
            }
            """),
        new(
            "COS101",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, bool transposed) =>
                [|MatMul(transposed ? Transpose(x) : x, x)|];
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, bool transposed) =>
                MatMul(transposed ? Transpose(x) : x, transposed ? x : Transpose(x));
            """),
        new(
            "COS104",
            """
            [Differentiable]
            public static TracedTensor<double> [|F|]([Shape("n")] TracedTensor<double> x, bool keep) => Sum(x, 0, keep);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, bool keep) => Sum(x, 0, keep);
            """),
        new(
            "COS119",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("batch, length")] TracedTensor<double> x, int [|lenght|]) => Slice(x, 1, 0, lenght);
            """,
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("batch, length")] TracedTensor<double> x, int count) => Slice(x, 1, 0, count);
            """),
        new(
            "COS119",
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("batch, inner")] TracedTensor<double> x, [Shape("batch, [|iner|]")] TracedTensor<double> y) => Sum(x) * Sum(y);
            """,
            """
            [Differentiable, Where("iner <= inner")]
            public static TracedTensor<double> F([Shape("batch, inner")] TracedTensor<double> x, [Shape("batch, iner")] TracedTensor<double> y) => Sum(x) * Sum(y);
            """),
        .. FactCases.All,
        .. LeadingCases.All,
        .. DerivativeCases.All,
        .. FixedPointCases.All,
        .. ArrayCases.All,
        .. LinearizationCases.All,
    ];
}
