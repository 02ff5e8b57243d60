using System.Linq;
using Costate.Ir;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>
/// Derivatives inside of method bodies: each body is run op by op, where Grad is a sweep over the trace, and as a graph that contains the derivative, with
/// its own gradient, which is a derivative of one order more.
/// </summary>
public sealed class BodyDerivativeTests
{
    private const string Vectors = "[Differentiable] public static TracedTensor<double> F([Shape(\"m\")] TracedTensor<double> x, [Shape(\"m\")] TracedTensor<double> w, int n) { ";

    [Theory]

    // By an input, by a value in between, by several.
    [InlineData("return Sum(x * x * w).Grad(x);")]
    [InlineData("return Sum(Sin(x * w)).Grad(w) * x;")]
    [InlineData("var z = Exp(x); var y = Sum(z * z * w); return y.Grad(z) + y.Grad(x);")]
    [InlineData("var (a, b) = Sum(x * Sin(w)).Grad(x, w); return a * b;")]
    [InlineData("var z = Sin(x); var (a, b) = Sum(x * z * w).Grad(x, z); return a - b;")]
    [InlineData("var z = x * 2; var (a, b, c) = Sum(x * z * w).Grad(w, x, z); return a + b * c;")]
    [InlineData("var g = Sum(x * x * w).GradOrZero(x, Sin(w)); return g[0] + g[1];")]
    [InlineData("var g = Sum(x).Grad(x); return g * w;")]
    [InlineData("var y = Sum(x); return x * y.Grad(y);")]
    [InlineData("return Sin(x).Vjp(w, x);")]
    [InlineData("var g = (x * w).Vjp(Cos(x), x, w); return g[0] * g[1];")]
    [InlineData("return Sin(x * x).Jvp(x, w);")]
    [InlineData("var z = x * x; return (z * Sin(z)).Jvp(z, w * x);")]
    [InlineData("var z = Tanh(x * w); return Sum(z).Grad(x) * z;")]

    // Higher orders inside.
    [InlineData("return Sum(Sum(x * x * x * w).Grad(x) * w).Grad(x);")]
    [InlineData("return Sum(Sin(x) * w).Grad(x).Jvp(x, w);")]
    [InlineData("var g = Sum(Exp(x * w)).Grad(x); var h = Sum(g * w).Grad(x); return Sum(h * h).Grad(w);")]
    [InlineData("var z = Exp(x); var g = Sum(z * z).Grad(x); return Sum(g * w).Grad(z);")]
    [InlineData("var z = Exp(x); var g = Sum(z * z).Grad(x); return Sum(g * w).Grad(x);")]

    // A derivative is by a handle: what is equal is not the same.
    [InlineData("var z = x * 1; var y = Sum(z * x * w); return y.Grad(z);")]
    [InlineData("var z = -w; var y = Sum(z * (x - w)); return y.Grad(z);")]
    [InlineData("var z = Exp(x); var y = Sum(z * Exp(x)); return y.Grad(z) * w;")]
    [InlineData("var z = x; var y = Sum(z * x * w); return y.Grad(z);")]
    [InlineData("var z = -(-x); return Sum(z * x * w).Grad(z) + Sum(z * x).Grad(x);")]
    [InlineData("var s = Sigmoid(x); return Sum(s * (1 - s) * w).Grad(s);")]

    // Around branches.
    [InlineData("var y = Sum(x * x * w); var g = x; if (y.EvalScalar() > 0.5) { g = y.Grad(x); } return g;")]
    [InlineData("var z = Sum(x).EvalScalar() > 0.5 ? Sin(x) : x * w; return Sum(z * z).Grad(x);")]
    [InlineData("var z = x; if (Sum(x).EvalScalar() > 0.5) { z = Sin(x); } else { z = Cos(x) * 2; } return Sum(z * z * w * x).Grad(z);")]
    [InlineData("var g = w; if (Sum(x).EvalScalar() > 0.5) { var z = Sin(x); g = Sum(z * w).Grad(z); } return g * x;")]
    [InlineData("var g = w; if (Sum(x).EvalScalar() > 0.5) { g = Sum(Sin(x) * w).Grad(x); } return g * x;")]

    // Around loops: what is differentiated contains one.
    [InlineData("var z = x; for (int i = 0; i < n; i++) { z = Sin(z) * w; } return Sum(z).Grad(x);")]
    [InlineData("var z = x; for (int i = 0; i < n; i++) { z = Sin(z) * w; } var y = Sum(z * w); return y.Grad(w) * y;")]
    [InlineData("var z = x; while (Sum(z * z).EvalScalar() < 20) { z = z * 1.25 + 2.5; } return Sum(z * w).Grad(x) * z;")]
    [InlineData("var z = x; for (int i = 0; i < n; i++) { z = SetSlice(z, Sum(z * w), 0); } return Sum(z * z).Grad(x) + z;")]
    [InlineData("var z = x; for (int i = 0; i < n; i++) { z = Sin(z) * w; } return (z * x).Jvp(x, w);")]
    [InlineData("var z = x; for (int i = 0; i < n; i++) { for (int j = 0; j < i; j++) { z = Sin(z) * w; } if (Sum(z).EvalScalar() > 0.3) { z = z * z; } } return Sum(z * w).Grad(w);")]

    // In loops.
    [InlineData("for (int i = 0; i < n; i++) { var y = Sum(x * x * w) + Sum(Exp(x)); x = x - 0.1 * y.Grad(x); } return x;")]
    [InlineData("for (int i = 0; i < n; i++) { var y = Sum(x * x * x * w); var g = y.Grad(x); x = x - 0.1 * g / (1 + Sum(g * g)); } return x;")]
    [InlineData("for (int i = 0; i < n; i++) { var z = Sin(x) * i; x = x - 0.1 * Sum(z * z * w).Grad(z); } return x;")]
    [InlineData("var y = Sum(x * x * w); for (int i = 0; i < n; i++) { w = w + y.Grad(x) * i; } return w;")]
    [InlineData("var s = w; for (int i = 0; i < n; i++) { s = s + Sum(Sin(x) * x * i).Grad(x); } return s;")]
    [InlineData("while (Sum(x * x).EvalScalar() > 0.2) { x = x - 0.2 * Sum(x * x * Exp(w)).Grad(x); } return x;")]
    [InlineData("for (int i = 0; i < n; i++) { var z = x; for (int j = 0; j < 2; j++) { z = Sin(z) * w; } x = x - 0.1 * Sum(z).Grad(x); } return x;")]
    [InlineData("for (int i = 0; i < n; i++) { x = x - 0.1 * Sum(x * x * w).Grad(x); if (Norm(x).EvalScalar() < 0.5) break; } return x;")]
    [InlineData("foreach (var row in Outer(x, w)) { x = x + Sum(Sin(row) * row * row).Grad(row); } return x;")]
    [InlineData("var v = Zeros<double>(x.Dim(0)); for (int i = 0; i < n; i++) { v = 0.5 * v + StopGradient(Sum(x * x * w).Grad(x)); x = x - 0.1 * v; } return x;")]
    [InlineData("double e = 1; for (int i = 0; i < n && e > 1e-3; i++) { var g = Sum(x * x * Exp(w)).Grad(x); e = Norm(g).EvalScalar(); x = x - 0.1 * g; } return x;")]

    // What is handed on past a branch or a loop, with a cotangent absent.
    [InlineData("var z = x; if (Sum(x).EvalScalar() > 0.5) { z = Sin(x); } else { z = Cos(x) * 2; } return 2 * (x * w) * z;")]
    [InlineData("var s = w; for (int i = 0; i < n; i++) { s = s + Sin(x) * i + (x * i) * Cos(x); } return s;")]
    // Functions.
    [InlineData("TracedTensor<double> Loss(TracedTensor<double> p) => Sum(Sin(p) * w); return Loss(x).Grad(x);")]
    [InlineData("TracedTensor<double> Slope(TracedTensor<double> p) { var y = Sum(Sin(p) * w); return y.Grad(p); } return Slope(x) * Slope(w);")]
    public void ADerivativeIsWhatTheBodySays(string body) => ControlAgreement.Of(Source.InClass(Vectors + body + " }"), "m=2 n=3;m=1 n=0;m=3 n=1");

    [Fact]
    public void AMethodThatDifferentiatesIsCalledLikeAnyOther() => ControlAgreement.Of(
        Source.InClass(
            """
            [Differentiable]
            public static TracedTensor<double> Slope([Shape("m")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> w) => Sum(Sin(x) * w).Grad(x);

            [Differentiable]
            public static TracedTensor<double> F([Shape("m")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> w)
            {
                var s = Slope(x, w);
                return Sum(s * s * x).Grad(x);
            }
            """),
        "m=2;m=1;m=3");

    [Fact]
    public void NewtonsMethodByGrad() => ControlAgreement.Of(
        Source.InClass(
            """
            [Differentiable]
            public static TracedTensor<double> F([Shape("")] TracedTensor<double> a)
            {
                var b = 2 + Square(a);
                var x = Constant(1.0) * b;
                while (true)
                {
                    var y = x * x * x - b;
                    if (Math.Abs(y.EvalScalar()) < 1e-12) break;
                    x = x - y / y.Grad(x);
                }

                return x;
            }
            """),
        "");

    [Theory]
    [InlineData("return Exp(x).Vjp(w, x);", 0)]
    [InlineData("var z = x; for (int i = 0; i < n; i++) { z = Sin(z) * w; } return z * Sum(z).Grad(x);", 2)]
    public void WhatIsThereIsNotComputedTwice(string body, int loops)
    {
        var graph = Source.InClass(Vectors + body + " }").Read("F").Graph!;
        Assert.Equal(loops, graph.AllNodes().Count(n => n.Op is RegionOp));
        Assert.Equal(loops == 0 ? 1 : 0, graph.AllNodes().Count(n => n.Op is ExpOp));
        Assert.DoesNotContain(graph.AllNodes(), n => n.Op is HandleOp);
    }
}
