using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>Loops of method bodies: each is run op by op as it is written, and as a graph, with its gradient.</summary>
public sealed class LoopTests
{
    [Theory]

    // Bounds and steps.
    [InlineData("for (int i = 0; i < n; i++) { x = Tanh(x); } return x;", "m=2 n=0 k=1;m=3 n=3 k=1")]
    [InlineData("for (int i = 1; i <= n; i += 2) { x = Sin(x) * i; } return x;", "m=2 n=5 k=1;m=3 n=4 k=1;m=2 n=0 k=1")]
    [InlineData("for (int i = n; i > 0; i--) { x = Sin(x) * i; } return x;", "m=2 n=5 k=1;m=3 n=0 k=1")]
    [InlineData("for (int i = n - 1; i >= 0; i -= 2) { x = Sin(x) * (i + 1); } return x;", "m=2 n=5 k=1;m=3 n=4 k=1;m=2 n=0 k=1")]
    [InlineData("for (int i = k; i != n + k; i++) { x = Cos(x) + i; } return x;", "m=2 n=3 k=2")]
    [InlineData("for (int i = 0; i < 3; i++) { x = x * x; } return x;", "m=2 n=3 k=2")]
    [InlineData("for (int i = 0; n > i; i = i + 1) { x = Sin(x) + i; } return x;", "m=2 n=3 k=2")]
    [InlineData("int i; for (i = 0; i < n; i++) { x = Sin(x); } return x * i;", "m=2 n=3 k=2;m=2 n=0 k=2")]
    [InlineData("for (int i = 0, j = n; i < j; i++, j--) { x = Sin(x) + j; } return x;", "m=2 n=5 k=2;m=2 n=4 k=2;m=1 n=0 k=1")]
    [InlineData("int i = 0; while (i < n) { x = Sin(x) + i; i++; } return x * i;", "m=2 n=3 k=2")]
    [InlineData("int i = 0; do { x = Sin(x) + i; i++; } while (i < n); return x * i;", "m=2 n=3 k=2;m=2 n=0 k=2")]
    [InlineData("int c = 3; for (int i = 0; i < n; i++) { x = Sin(x) + c; c += k; } return x * c;", "m=2 n=3 k=2")]
    [InlineData("for (int i = 0; i < n; i++) { int twice = 2 * i; x = Sin(x) + twice; } return x;", "m=2 n=3 k=2")]
    [InlineData("int last; for (int i = 0; i < n; i++) { last = i * i; x = Sin(x) + last; } return x;", "m=2 n=3 k=2")]

    // Carries of all kinds.
    [InlineData("var y = x; for (int i = 0; i < n; i++) { (x, y) = (y * 0.5, Sin(x)); } return x + y;", "m=2 n=3 k=2")]
    [InlineData("var p = (x, Sin(x)); for (int i = 0; i < n; i++) { p = (p.Item2, p.Item1 * 0.5); } return p.Item1 - p.Item2;", "m=2 n=3 k=2")]
    [InlineData("double scale = 1; for (int i = 0; i < n; i++) { x = Sin(x) * scale; scale *= 0.5; } return x * scale;", "m=2 n=3 k=2")]
    [InlineData("bool flip = false; for (int i = 0; i < n; i++) { x = flip ? Sin(x) : Cos(x); flip = !flip; } return x;", "m=2 n=3 k=2")]
    [InlineData("var y = Zeros<double>(x.Dim(0)); for (int i = 0; i < n; i++) { var t = Sin(x + y); y = y + t * t; } return y;", "m=2 n=3 k=2")]

    // Nested.
    [InlineData("for (int i = 0; i < n; i++) { for (int j = 0; j < i; j++) { x = Sin(x) + j; } x = x * 0.5; } return x;", "m=2 n=4 k=2")]
    [InlineData("int c = 0; for (int i = 0; i < n; i++) { for (int j = 0; j < k; j++) { x = Sin(x) + c; c++; } } return x * c;", "m=2 n=3 k=2")]
    [InlineData("for (int i = 0; i < n; i++) { double s = 0; while (s < 2.5) { x = Cos(x); s += 1; } x = x + s; } return x;", "m=2 n=2 k=2")]

    // Data end it.
    [InlineData("while (Sum(x * x).EvalScalar() < 20) { x = x * 1.25 + 2.5; } return x;", "m=2 n=2 k=2")]
    [InlineData("double e = double.PositiveInfinity; while (e > 0.1) { var y = Cos(x); e = Norm(y - x).EvalScalar(); x = y; } return x;", "m=2 n=2 k=2")]
    [InlineData("double e = double.PositiveInfinity; for (int i = 0; i < n && e > 0.1; i++) { var y = Cos(x); e = Norm(y - x).EvalScalar(); x = y; } return x;", "m=2 n=3 k=2;m=2 n=50 k=1;m=2 n=0 k=1")]
    [InlineData("for (int i = 0; i < n; i++) { var y = Cos(x); var h = Constant(Norm(y - x).EvalScalar()); x = x + h * y; } return x;", "m=2 n=3 k=2")]
    [InlineData("var s = Sin(x); for (int i = 0; i < n; i++) { var y = x * Cos(s); var z = Sin(y) * x; if (Sum(y).EvalScalar() < 0.4) { (x, s) = (y, z); } } return x + s;", "m=2 n=3 k=2;m=2 n=6 k=2")]
    [InlineData("double e; do { var y = Cos(x); e = Norm(y - x).EvalScalar(); x = y; } while (e > 0.1); return x * e;", "m=2 n=2 k=2")]

    // Jumps.
    [InlineData("for (int i = 0; i < n; i++) { x = Cos(x); if (Sum(x).EvalScalar() > 1.2) break; x = x * 0.9; } return x;", "m=2 n=3 k=2;m=2 n=6 k=2")]
    [InlineData("for (int i = 0; i < n; i++) { x = Cos(x); if (Sum(x).EvalScalar() > 1.2) continue; x = x * 0.9; } return x;", "m=2 n=3 k=2;m=2 n=6 k=2")]
    [InlineData("for (int i = 0; i < n; i++) { if (i == k) continue; x = Sin(x) + i; } return x;", "m=2 n=5 k=2")]
    [InlineData("for (int i = 0; i < n; i++) { if (i == k) break; x = Sin(x) + i; } return x;", "m=2 n=5 k=2;m=2 n=1 k=2")]
    [InlineData("for (int i = 0; i < n; i++) { x = Cos(x); if (Sum(x).EvalScalar() > 1.2) return x * 2; } return x;", "m=2 n=3 k=2;m=2 n=6 k=2")]
    [InlineData("while (true) { x = x * 1.5 + 1; if (Sum(x).EvalScalar() > 9) { break; } x = x + 0.1; } return x;", "m=2 n=3 k=2")]
    [InlineData("while (true) { x = x * 1.5 + 1; if (Sum(x).EvalScalar() > 9) { return Sin(x); } }", "m=2 n=3 k=2")]
    [InlineData("TracedTensor<double> y; while (true) { y = x * 1.5; x = x + 1; if (Sum(x).EvalScalar() > 9) break; } return y;", "m=2 n=3 k=2")]
    [InlineData("for (int i = 0; i < n; i++) { if (Sum(x).EvalScalar() > 0.5) { if (Sum(x * x).EvalScalar() > 1.5) break; x = x * 0.5; } else { x = x + 0.4; } x = Sin(x); } return x;", "m=2 n=3 k=2;m=3 n=6 k=2")]
    [InlineData("for (int i = 0; i < n; i++) { for (int j = 0; j < k; j++) { x = Cos(x); if (Sum(x).EvalScalar() > 1.2) break; if (Sum(x).EvalScalar() < 0.3) return x; } x = x * 0.5; } return -x;", "m=2 n=3 k=2;m=3 n=4 k=3")]
    [InlineData("if (Sum(x).EvalScalar() > 0.5) return x; for (int i = 0; i < n; i++) { x = Cos(x); } return x * 2;", "m=2 n=3 k=2")]
    public void ALoopIsWhatItsBodySays(string body, string sizes) => ControlAgreement.Of(
        Source.InClass("[Differentiable] public static TracedTensor<double> F([Shape(\"m\")] TracedTensor<double> x, int n, int k) { " + body + " }"), sizes);

    [Theory]
    [InlineData("if (Sum(x).EvalScalar() > 0.5) { x = Sin(x); } else { x = x * a; } return x;")]
    [InlineData("if (Sum(x).EvalScalar() > 0.5) { x = Sin(x); } return x * 2;")]
    [InlineData("var y = x; if (Sum(x).EvalScalar() > 0.5) { x = Sin(x); y = y * a; } return x + y;")]
    [InlineData("if (a > 0) { return x * a; } return x;")]
    [InlineData("if (a > 0 && Sum(x).EvalScalar() > 0.5 || a < -0.1) { return x * a; } return -x;")]
    [InlineData("if (!(a > 0) == (Sum(x).EvalScalar() > 0.5)) { return x * a; } return -x;")]
    [InlineData("return a > 0.2 ? Sin(x) : a < 0 ? Cos(x) : x;")]
    [InlineData("double s = a > 0 ? 2 : a; return x * s;")]
    [InlineData("double s = Math.Max(Math.Abs(a), 0.1) + Math.Sqrt(Math.Exp(a)); return x * s;")]
    [InlineData("double s = Norm(x).EvalScalar(); if (double.IsNaN(s) || double.IsInfinity(s) || !double.IsFinite(s)) return x; return x / s;")]
    [InlineData("TracedTensor<double> y; if (a > 0) { y = Sin(x); } else { y = Cos(x); } return y;")]
    [InlineData("TracedTensor<double> y; if (a > 0) { if (a > 0.3) return x; y = Sin(x); } else { y = Cos(x); } return y * y;")]
    [InlineData("var p = (x, 1.0); if (a > 0) { p = (Sin(x), 2.0); } return p.Item1 * p.Item2;")]
    [InlineData("bool b = a > 0; if (b) { x = Sin(x); } return b ? x : Cos(x);")]
    [InlineData("if (LessThan(Sum(x), 0.5).EvalScalar()) { x = Sin(x); } return x;")]
    [InlineData("if (n > 2) { x = Sin(x); } return x;")]
    [InlineData("if (n > 2 && a > 0) { return Slice(x, 0, 0, m) * x[n - 3]; } return x;")]
    [InlineData("if (n == m) { x = x * a; } else if (n > m) { x = Sin(x); } return x;")]
    [InlineData("int k = Math.Min(n, m); return x * k;")]
    [InlineData("switch (n) { case 0: return x; case 1 or 2: x = Sin(x); break; case > 3: x = Cos(x); goto default; default: break; } return x * 2;", false)]
    [InlineData("switch (n) { case 0: return x; case 1 or 2: x = Sin(x); break; case > 3: x = Cos(x); break; default: break; } return x * 2;")]
    [InlineData("switch (a) { case < 0: x = -x; break; case > 0.2 when n > 1: if (n > 3) break; x = Sin(x); break; } return x * 2;")]
    [InlineData("return n switch { 0 => x, 1 => Sin(x), _ => Cos(x) };")]
    [InlineData("return a switch { < 0 => x, _ when n > 2 => Sin(x), not 0.5 => Cos(x), _ => x * 2 };")]
    [InlineData("return n is 1 or > 3 ? x : Sin(x);")]
    [InlineData("return G(x, 2) + G(Sin(x), n); TracedTensor<double> G(TracedTensor<double> y, int k) { if (a > 0) return y * k; var z = y * a; return z * z; }")]
    [InlineData("static TracedTensor<double> G(TracedTensor<double> y) => Sin(y) * y; return G(G(x));")]
    [InlineData("for (int i = 0; i < n; i++) { x = Step(x, i); } return x; TracedTensor<double> Step(TracedTensor<double> y, int i) { for (int j = 0; j < i; j++) { if (Sum(y).EvalScalar() > 1) return y * 0.5; y = Cos(y); } return y; }")]
    [InlineData("foreach (var y in new[] { x, Sin(x), Cos(x) }) { if (Sum(y).EvalScalar() > 1) continue; x = x * y; } return x;")]
    [InlineData("foreach (var y in new[] { x, Sin(x), Cos(x) }) { x = x * y; if (Sum(y).EvalScalar() > 0.7) break; } return x;")]
    public void ABranchIsWhatItsBodySays(string body, bool isRead = true)
    {
        var source = Source.InClass("[Differentiable] public static TracedTensor<double> F([Shape(\"m\")] TracedTensor<double> x, double a, int n) { int m = x.Dim(0); " + body + " }");
        if (!isRead)
        {
            Assert.Equal(["COS002"], System.Linq.Enumerable.Select(source.Read().Diagnostics, d => d.Id));
            return;
        }

        ControlAgreement.Of(source, "m=3 n=2;m=3 n=5;m=2 n=0;m=4 n=1;m=3 n=3");
    }

    [Theory]
    [InlineData("var s = Zeros<double>(x.Dim(1)); for (int i = 0; i < n; i++) { s = Sin(s) + x[i]; } return s;")]
    [InlineData("var s = Zeros<double>(x.Dim(1)); for (int i = n - 1; i >= 0; i--) { s = Sin(s) + x[i, ..]; } return s;")]
    [InlineData("var s = Zeros<double>(x.Dim(1)); foreach (var row in x) { s = Sin(s) + row; } return s;")]
    [InlineData("var s = Zeros<double>(x.Dim(1)); foreach (var row in x) { if (Sum(row).EvalScalar() > 1) break; s = Sin(s) + row; } return s;")]
    [InlineData("for (int i = 1; i < n; i++) { x = SetSlice(x, Tanh(x[i - 1]) * x[i], i); } return x;")]
    [InlineData("for (int i = 0; i < n; i++) { for (int j = 0; j < m; j++) { x = AddSlice(x, x[i, j] * x[n - 1 - i, m - 1 - j], i, j); } } return x;")]
    [InlineData("return x[1..^1, ^1] * x[.., 0][..^2];", "n=4 m=3;n=2 m=2")]
    [InlineData("return AddSlice(x, x[..2], ^2..) * SetSlice(x, x[^1], 0);", "n=4 m=3;n=2 m=2")]
    [InlineData("var s = x[0, 0]; for (int i = 0; i < n; i++) { for (int j = 0; j <= i; j++) { s = s + Sin(x[i, 0]) * x[j, 0]; } } return s;")]
    [InlineData("for (int i = 0; i + 1 < n; i++) { if (Sum(x[i]).EvalScalar() > 0.5) { x = SetSlice(x, x[i] + x[i + 1], i + 1); } } return x;")]
    [InlineData("for (int i = 0; i < n; i++) { if (i > 0) { x = SetSlice(x, x[i - 1] * x[i], i); } } return x;")]
    [InlineData("var s = Zeros<double>(x.Dim(1)); int i = 0; while (i < n && Sum(s).EvalScalar() < 1) { s = s + x[i] * x[i]; i++; } return s;")]
    public void AWindowIsWhatItsBodySays(string body, string sizes = "n=4 m=3;n=2 m=2;n=1 m=2;n=3 m=1") => ControlAgreement.Of(
        Source.InClass("[Differentiable] [Where(\"1 <= n\")] [Where(\"1 <= m\")] public static TracedTensor<double> F([Shape(\"n, m\")] TracedTensor<double> x) { int n = x.Dim(0), m = x.Dim(1); " + body + " }"), sizes);
}
