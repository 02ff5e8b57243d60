using System.Collections.Generic;

namespace Costate.Generator.Tests.Frontend;

/// <summary>What can be wrong with a declared derivative.</summary>
internal static class LinearizationCases
{
    private const string F = """
        [Differentiable]
        public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w, int k) => Tanh(x) * w * k;
        """ + "\n\n";

    private const string Right = F + """
        [Linearization(nameof(F))]
        private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw)
        {
            var t = Tanh(x);
            return ((1.0 - t * t) * w * dx + t * dw) * k;
        }
        """;

    public static readonly IReadOnlyList<DiagnosticCase> All =
    [
        new(
            "COS211",
            """
            [[|Linearization("G")|]]
            private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> dx) => dx;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => Floor(x);

            [Linearization("G")]
            private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> dx) => dx;
            """),
        new(
            "COS211",
            """
            public static TracedTensor<double> G(TracedTensor<double> x) => Floor(x);

            [[|Linearization(nameof(G))|]]
            private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> dx) => dx;
            """,
            """
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => Floor(x);

            [Linearization(nameof(G))]
            private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> dx) => dx;
            """),

        Body("COS212", "private static TracedTensor<double> [|D|](TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx) => dx;"),
        Body("COS212", "private static TracedTensor<double> D(TracedTensor<double> x, int [|k|], TracedTensor<double> w, TracedTensor<double> dx, TracedTensor<double> dw) => dx + dw;"),
        Body("COS212", "private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, double [|dw|]) => dx * dw;"),
        Body("COS212", "private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, in TracedTensor<double> [|dx|], TracedTensor<double> dw) => dx + dw;"),
        Body("COS212", "private static [|double|] D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw) => k;"),
        Body("COS212", "private static TracedTensor<double> D([[|Shape(\"m\")|]] TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw) => dx + dw;"),
        Body("COS212", "private static TracedTensor<double> [|D|]<T>(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw) => dx + dw;"),
        new(
            "COS212",
            """
            public partial record Layer([Shape("n")] TracedTensor<double> W)
            {
                [Differentiable]
                public TracedTensor<double> Of([Shape("n")] TracedTensor<double> x) => W * x;

                [Linearization(nameof(Of))]
                private static TracedTensor<double> [|D|](Layer layer, TracedTensor<double> x, Layer dLayer, TracedTensor<double> dx) => layer.W * dx + dLayer.W * x;
            }
            """,
            """
            public partial record Layer([Shape("n")] TracedTensor<double> W)
            {
                [Differentiable]
                public TracedTensor<double> Of([Shape("n")] TracedTensor<double> x) => W * x;

                [Linearization(nameof(Of))]
                private TracedTensor<double> D(TracedTensor<double> x, Layer dLayer, TracedTensor<double> dx) => W * dx + dLayer.W * x;
            }
            """),

        Linear("[|dx * dx|] * k + dw"),
        Linear("[|Exp(dx)|] * k + dw"),
        Linear("[|dx + x|] + dw * k"),
        Linear("[|x / dx|] + dw * k"),
        Linear("[|StopGradient(dx)|] + dw * k"),
        Linear("[|Norm(dx)|] * w + dw * k"),
        Linear("Select([|GreaterThan(dx, 0.0)|], dx, dw) * k"),
        Linear("Select(GreaterThan(x, 0.0), [|dx * dw|], dw) * k"),
        Linear("[|Tanh(x)|]"),
        Linear("[|Einsum(\"i,i->\", dx, dw)|] * x * k"),
        Linear("dw * [|Sum(dx).EvalScalar()|] * k"),
        Linear("[|Relu(dx)|] * k + dw"),
        Body("COS213", """
            private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw) => [|G(dx)|] * k + dw;

            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => 2.0 * x;

            [Linearization(nameof(G))]
            private static TracedTensor<double> E(TracedTensor<double> x, TracedTensor<double> dx) => 2.0 * dx;
            """),
        Body("COS213", """
            private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw)
                {
                    var sum = x;
                    for (int i = 0; i < k; i++) { sum = [|sum + dx|]; }
                    return sum + dw;
                }
            """),
        Body("COS213", """
            private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw)
                {
                    var z = dx + dw;
                    [|if (Sum(x).EvalScalar() > 1) { z = x * k; }|]
                    return z;
                }
            """),
        Body("COS213", """
            private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw)
                {
                    var z = x;
                    [|for (int i = 0; i < k; i++) { z = dx; }|]
                    return z * w + dw;
                }
            """),

        Shapes("[|D|]", "Sum(dx * dw) * k"),
        Shapes("[|D|]", "Concat(0, dx, dw) * k"),
        Body("COS215", """
            private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw) => (dx + dw) * k;

            [[|Linearization(nameof(F))|]]
            private static TracedTensor<double> E(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw) => (dx + dw) * k;
            """),

        // The derivative of a method cannot be made from the method itself: that is what the result is passed for.
        Body("COS007", "private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw) => [|F(x, w, k)|] * (dx + dw);"),
        Body("COS009", """
            private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw) => (dx + dw) * k;

            [Differentiable, [|Checkpoint(Slots = 2)|]]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, int k) { for (int i = 0; i < k; i++) { x = Tanh(x); } return x; }

            [Linearization(nameof(G))]
            private static TracedTensor<double> E(TracedTensor<double> x, int k, TracedTensor<double> dx) => dx * k;
            """),
    ];

    private static DiagnosticCase Linear(string result) =>
        Body("COS213", "private static TracedTensor<double> D(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw) => " + result + ";");

    private static DiagnosticCase Shapes(string name, string result) =>
        Body("COS214", "private static TracedTensor<double> " + name + "(TracedTensor<double> x, TracedTensor<double> w, int k, TracedTensor<double> dx, TracedTensor<double> dw) => " + result + ";");

    private static DiagnosticCase Body(string id, string linearization) => new(id, F + "[Linearization(nameof(F))]\n" + linearization, Right);
}
