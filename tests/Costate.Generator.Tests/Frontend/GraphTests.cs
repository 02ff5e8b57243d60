using System.Linq;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>The graphs of what people write. Each is also run against its body.</summary>
public sealed class GraphTests
{
    private static string[] Ops(Graph graph) => graph.Nodes.Where(n => n.Op.Name != "Input").Select(n => n.Op.Name).ToArray();

    private static string[] Shapes(Graph graph) => graph.Outputs.Select(o => graph.TypeOf(o).Shape.ToString()).ToArray();

    [Fact]
    public void ALayerBecomesItsOps()
    {
        var graph = Agreement.Of(Source.InClass("""
            [Differentiable]
            [return: Shape("batch, outer")]
            public static TracedTensor<double> F([Shape("batch, inner")] TracedTensor<double> x, [Shape("inner, outer")] TracedTensor<double> w, [Shape("outer")] TracedTensor<double> b)
            {
                var h = MatMul(x, w);
                return Tanh(h + b);
            }
            """), "batch=3 inner=4 outer=2");
        Assert.Equal(["Contract", "Broadcast", "Add", "Tanh"], Ops(graph));
        Assert.Equal(["[batch, outer]"], Shapes(graph));
        Assert.Equal(["batch", "inner", "outer"], graph.Symbols);
        Assert.Equal("h", graph.Nodes.Single(n => n.Op.Name == "Contract").Name);
        Assert.Equal(["x", "w", "b"], Enumerable.Range(0, 3).Select(graph.InputName));
        Assert.Empty(graph.Guards);
    }

    [Fact]
    public void AMethodWithALinearizationIsACallOfWhatWasRead()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => Tanh(x[..k]);

            [Linearization(nameof(F))]
            private static TracedTensor<double> D(TracedTensor<double> x, int m, TracedTensor<double> dx) => dx[..m] + 0.0 * dx[1..(m + 1)];

            [Differentiable]
            public static TracedTensor<double> G([Shape("m")] TracedTensor<double> x) => Exp(F(x, 2));
            """);
        var graph = source.Read().Graph!;
        Assert.Equal(["Call"], Ops(graph));
        var call = graph.Nodes.Single(n => n.Op is CallOp);
        Assert.Equal(["ReadAt", "Tanh"], Ops(CallOp.Body(call)));
        Assert.Equal(["x", "result", "dx"], Enumerable.Range(0, 3).Select(CallOp.Linearization(call).InputName));
        Assert.All(call.Regions, r => Assert.Empty(r.Guards));

        // What either graph demands of sizes is demanded at the entry, in the names of the method.
        Assert.Equal(["0 <= k", "k <= n", "k + 1 <= n"], graph.Guards.Select(g => g.ToString()));

        // A caller has the call in its own sizes.
        var caller = source.Read("G").Graph!;
        Assert.Equal(["Call", "Exp"], Ops(caller));
        Assert.Equal("[2]", caller.Nodes.Single(n => n.Op is CallOp).Types[0].Shape.ToString());
        Assert.Contains("3 <= m", caller.Guards.Select(g => g.ToString()));
    }

    [Fact]
    public void ANodeKnowsItsPlaceInTheSource()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x)
            {
                var y =
                    Exp(x);
                return Sin(y) + y;
            }
            """);
        var read = source.Read();
        Assert.Equal(["Exp(x)", "Sin(y)", "Sin(y) + y"], read.Graph!.Nodes.Skip(1).Select(n => TextAt(source, n.Span)));
        var exp = read.Graph.Nodes[1].Span;
        Assert.Equal("Exp(x);", read.SourceLines[exp.Line]);
        Assert.Equal("return Sin(y) + y;", read.SourceLines[exp.Line + 1]);
        Assert.Equal("[Differentiable]", read.SourceLines[exp.Line - 4]);
    }

    private static string TextAt(Source source, SourceSpan span)
    {
        string[] lines = source.Text.Split('\n');
        Assert.Equal(span.Line, span.EndLine);
        return lines[span.Line - 1][(span.Column - 1)..(span.EndColumn - 1)];
    }

    [Theory]
    [InlineData("x += y; x *= 2.0; x -= y; x /= 4.0; return x;", "Add Const Mul Neg Add Const Div")]
    [InlineData("var a = x; a = a * a; var b = a; a = a + x; return a * b;", "Mul Add Mul")]
    [InlineData("TracedTensor<double> a, b; a = x; b = y; return a - b;", "Neg Add")]
    [InlineData("var (a, b) = (x, y); (a, b) = (b, a); return a / b;", "Div")]
    [InlineData("(var a, var b) = (x + y, x); return a * b;", "Add Mul")]
    [InlineData("TracedTensor<double> a; (a, _) = (Exp(x), y); return a;", "Exp")]
    [InlineData("var p = (left: x, right: y); return p.left / p.right * p.Item1;", "Div Mul")]
    [InlineData("var p = (x, y); var q = p; return q.x - q.Item2;", "Neg Add")]
    [InlineData("return -(+2.0 * x);", "Const Mul Neg")]
    [InlineData("const double Half = 0.5; return Half * x;", "Const Mul")]
    [InlineData("double half = 1.0; half /= 2; half = half + 1; return x * half;", "Const Mul")]
    [InlineData("return x * Math.PI;", "Const Mul")]
    [InlineData("return Scale * x + Bias;", "Const Mul Const Add")]
    [InlineData("{ var t = x; { x = t * y; } } return x;", "Mul")]
    [InlineData("if (Fancy) { return Exp(x); } else { return Log(x); }", "Exp")]
    [InlineData("if (!Fancy) { x = Exp(x); } ; return x * y;", "Mul")]
    [InlineData("return Fancy ? x + y : x - y;", "Add")]
    [InlineData("if (x.Rank == 1) return x + y; return x;", "Add")]
    [InlineData("return x.Rank > 1 ? x : x * y;", "Mul")]
    [InlineData("checked { x = x + y; } return x!;", "Add")]
    [InlineData("Exp(x); var unused = Log(x); return x * y;", "")]
    [InlineData("var a = Tanh(x); var b = Tanh(x); return a * b;", "Tanh Mul")]
    public void StatementsBecomeOps(string body, string ops)
    {
        var source = Source.InClass($$"""
            public const double Scale = 3; private const float Bias = 0.5f; private const bool Fancy = true;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) { {{body}} }
            """);
        if (ops.Length == 0)
        {
            Assert.Equal(["COS002"], source.Read().Diagnostics.Select(d => d.Id));
            return;
        }

        var graph = Agreement.Of(source, "n=3");
        Assert.Equal(ops, string.Join(' ', Ops(graph)));
        Assert.Equal(["[n]"], Shapes(graph));
    }

    [Theory]
    [InlineData("x * (2 * k + 1 - m) / n", "n=3 m=2 k=4")]
    [InlineData("Reshape(x, m, n)", "n=3 m=2 k=4")]
    [InlineData("Reshape(x, x.Dim(1), x.Dim(-2))", "n=3 m=2 k=4")]
    [InlineData("Reshape(x, x.Dim(0) * x.Dim(1))", "n=3 m=2 k=4")]
    [InlineData("x * (double)(n / 2 + m % 2)", "n=5 m=3 k=1")]
    [InlineData("Slice(x, 0, k, n - k)", "n=5 m=3 k=2")]
    [InlineData("Slice(x, 1, 1, m - 1)", "n=5 m=3 k=2")]
    [InlineData("BroadcastTo(x, k, n, m)", "n=5 m=3 k=2")]
    [InlineData("Concat(0, x, Ones<double>(k + 1, m), Zeros<double>(k, m))", "n=5 m=3 k=2")]
    [InlineData("MatMul(Eye<double>(n), x)", "n=4 m=3 k=0")]
    [InlineData("x / (1.0 / k)", "n=4 m=3 k=5")]
    [InlineData("x * -k", "n=4 m=3 k=5")]
    [InlineData("x * x.Rank", "n=4 m=3 k=5")]
    public void SizesAreDimensionExpressions(string expression, string sizes)
    {
        var graph = Agreement.Of(Source.InClass($$"""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k)
            {
                int n = x.Dim(0), m = x.Dim(1);
                return {{expression}};
            }
            """), sizes);
        Assert.Equal(["k"], graph.DimParameters);
        Assert.Equal(["k", "m", "n"], graph.Symbols);
    }

    [Fact]
    public void ASizeParameterMayDetermineAShape()
    {
        var graph = Agreement.Of(Source.InClass("""
            [Differentiable]
            [return: Shape("k, m")]
            public static TracedTensor<double> F([Shape("k*m")] TracedTensor<double> x, int k, int m) => Reshape(x, k, m) * m;
            """), "k=2 m=3");
        Assert.Equal(["Reshape", "DimVal", "Broadcast", "Mul"], Ops(graph));
        Assert.Equal(["k", "m"], graph.DimParameters);
    }

    [Fact]
    public void ASizeParameterMayBeReassigned()
    {
        Agreement.Of(Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k)
            {
                k += 2;
                k = k * k - 1;
                return x * k;
            }
            """), "n=2 k=3");
    }

    [Theory]
    [InlineData("x * s + s")]
    [InlineData("x * (s * s - 1.0 / s)")]
    [InlineData("Pow(x, s)")]
    [InlineData("Clamp(x, s, 2 * s)")]
    [InlineData("Select(LessThan(x, s), x, s * x)")]
    [InlineData("x * -s")]
    public void NumbersAreFrozenInputs(string expression)
    {
        var graph = Agreement.Of(Source.InClass($$"""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, double s) => {{expression}};
            """), "n=4");
        Assert.True(graph.IsDifferentiable(0));
        Assert.False(graph.IsDifferentiable(1));
        Assert.Equal(0, graph.TypeOf(graph.Inputs[1]).Shape.Rank);
    }

    [Theory]
    [InlineData("Sum(keepDims: true, axis: 1, x: x)", "[n, 1]")]
    [InlineData("Sum(x)", "[]")]
    [InlineData("Sum(x, 0)", "[m]")]
    [InlineData("Sum(x, 0, 1)", "[]")]
    [InlineData("Sum(x, axes: [-1])", "[n]")]
    [InlineData("Sum(x, new[] { 1, 0 })", "[]")]
    [InlineData("Sum(x, new int[] { })", "[n, m]")]
    [InlineData("Softmax(x)", "[n, m]")]
    [InlineData("Softmax(x, axis: 0)", "[n, m]")]
    [InlineData("Transpose(x, 1, 0)", "[m, n]")]
    [InlineData("Tril(MatMul(x, Transpose(x)), k: -1)", "[n, n]")]
    [InlineData("SolveTriangular(transpose: true, b: x, l: Eye<double>(x.Dim(0)))", "[n, m]")]
    [InlineData("SolveTriangular(2 * Eye<double>(n: x.Dim(0)), x, transpose: true)", "[n, m]")]
    [InlineData("Einsum(\"ij,ij->j\", x, x)", "[m]")]
    [InlineData("Einsum(\"ij\" + \"->ji\", operands: [x])", "[m, n]")]
    [InlineData("Slice(x, length: 1, start: 0, axis: 1)", "[n, 1]")]
    [InlineData("Concat(1, [x, x])", "[n, 2*m]")]
    [InlineData("Pow(x, 3)", "[n, m]")]
    [InlineData("Pow(x, exponent: -2)", "[n, m]")]
    [InlineData("TracedTensor.Tanh(x: x)", "[n, m]")]
    [InlineData("Max(x, 1, false)", "[n]")]
    [InlineData("Max(x, 0 * x)", "[n, m]")]
    public void ArgumentsAreBoundByParameter(string expression, string shape)
    {
        var graph = Agreement.Of(Source.InClass($$"""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => {{expression}};
            """), "n=4 m=3");
        Assert.Equal([shape], Shapes(graph));
    }

    [Fact]
    public void ArgumentsMayStandInVariables()
    {
        var graph = Agreement.Of(Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x)
            {
                int[] axes = [0];
                var spec = "ij->j";
                int axis = -1;
                bool keep = true;
                TracedTensor<double>[] parts = { Sum(x, axes), Einsum(spec, x) };
                return Concat(0, parts) * Sum(Sum(x, axis, keep));
            }
            """), "n=4 m=3");
        Assert.Equal(["[2*m]"], Shapes(graph));
    }

    [Fact]
    public void AnExtensionMethodIsCalledEitherWay()
    {
        var graph = Agreement.Of(Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> Scaled([Shape("n")] this TracedTensor<double> x, int k, bool twice = false) => twice ? 2 * k * x : k * x;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] this TracedTensor<double> x, bool flag) => Exp(x).Scaled(3, twice: flag) - Scaled(x, 2).Scaled(k: -1);
            """), "n=4");
        Assert.Equal(["[n]"], Shapes(graph));
    }

    [Fact]
    public void SeveralResultsKeepTheirNames()
    {
        var graph = Agreement.Of(Source.InClass("""
            [Differentiable]
            [return: Shape("n; ")]
            public static (TracedTensor<double> squares, TracedTensor<double> total) F([Shape("n")] TracedTensor<double> x)
            {
                var result = (x * x, Sum(x));
                return result;
            }
            """), "n=4");
        Assert.Equal(["squares", "total"], graph.OutputNames);
        Assert.Equal(["[n]", "[]"], Shapes(graph));
    }

    [Fact]
    public void AFloatMethodWorksOnFloats()
    {
        var graph = Agreement.Of(Source.InClass("""
            private const double Third = 1.0 / 3;
            [Differentiable]
            public static TracedTensor<float> F([Shape("n")] TracedTensor<float> x, float s, int k)
            {
                double precise = Third;
                precise /= 7;
                float rounded = 0.1f;
                rounded *= 0.3f;
                return Exp(x * (float)precise + rounded) * s / k;
            }
            """), "n=4 k=3");
        Assert.All(graph.Nodes, n => Assert.Equal(DType.F32, n.Types[0].DType));
    }

    [Fact]
    public void ACallIsInlined()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("2*k, j")] TracedTensor<double> x, [Shape("j")] TracedTensor<double> b)
            {
                var (mean, scaled) = Scaled(factor: 3.0, x: x, p: x.Dim(1));
                return Layer(scaled, mean + b);
            }

            [Differentiable]
            private static TracedTensor<double> Layer([Shape("n, m")] TracedTensor<double> x, [Shape("m")] TracedTensor<double> b) => Tanh(x + b);

            [Differentiable]
            private static (TracedTensor<double>, TracedTensor<double>) Scaled([Shape("n, p")] TracedTensor<double> x, int p, double factor = 2.0) => (Mean(x, 0), x * factor / p);
            """);
        var graph = Agreement.Of(source, "k=2 j=3");
        Assert.Equal(["[2*k, j]"], Shapes(graph));
        Assert.Equal(["j", "k"], graph.Symbols);
        Assert.Equal("Layer(scaled, mean + b)", TextAt(source, graph.Nodes[^1].Span));
    }

    [Fact]
    public void AnExtensionMethodIsCalledLikeAnyOther()
    {
        var graph = Agreement.Of(Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) =>
                x.Over(y).Over(2 * y, 3);

            [Differentiable]
            public static TracedTensor<double> Over([Shape("n")] this TracedTensor<double> x, [Shape("n")] TracedTensor<double> y, int k = 5) =>
                x / y * k;
            """), "n=3");
        Assert.Equal(["[n]"], Shapes(graph));
    }

    [Theory]
    [InlineData("n, m", "2*k, j")]
    [InlineData("2*n, m", "2*k, j")]
    [InlineData("2*n, m", "4*k + 2, j")]
    [InlineData("n + 1, n", "k + 1, k")]
    [InlineData("n, n", "j*k, k*j")]
    [InlineData("n + m, m", "k + j, j")]
    [InlineData("n, n + 1", "k - 1 + j, j + k")]
    public void DimensionsOfACallAreUnified(string declared, string given)
    {
        var source = Source.InClass($$"""
            [Differentiable]
            public static TracedTensor<double> F([Shape("{{given}}")] TracedTensor<double> x, int k, int j) => G(x);

            [Differentiable]
            [return: Shape("{{declared}}")]
            private static TracedTensor<double> G([Shape("{{declared}}")] TracedTensor<double> x) => x * x.Dim(0);
            """);
        var graph = Agreement.Of(source, "k=2 j=3");
        Assert.Equal(["[" + Shape.Parse(given).ToString().Trim('[', ']') + "]"], Shapes(graph));
        Assert.DoesNotContain(graph.Guards, g => g.Relation == GuardRelation.Equal);
    }

    [Fact]
    public void AGuardStaysForWhatNobodyCanKnow()
    {
        var read = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, int k) => Slice(x, 0, k, 3) / Mean(x);
            """).Read();
        Assert.Equal(["k + 3 <= n", "1 <= m"], read.Graph!.Guards.Where(g => g.ToString() != "0 <= k").Select(g => g.ToString()).Order().Reverse());
        Assert.All(read.Graph.Guards, g => Assert.True(g.Span.IsKnown));
    }

    [Fact]
    public void DivisionOfSizesIsGuardedWhereRoundingDiffers()
    {
        var graph = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => x * ((x.Dim(0) - x.Dim(1)) / 2) * (x.Dim(0) / x.Dim(1)) * (-7 / 2);
            """).Read().Graph!;
        Assert.Equal(["0 <= -m + n", "1 <= m"], graph.Guards.Select(g => g.ToString().Replace("n - m", "-m + n")));
        Assert.Contains(graph.Nodes, n => n.Op.Name == "Const" && n.Attrs.Number("value") == -3);
    }

    [Fact]
    public void ACallOfAGeneratedOverloadMeansTheMethod()
    {
        // As after the generator ran: the overload wins by its priority.
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("2*k")] TracedTensor<double> x) => G(2.0, x: x, k: 3) + G(x, x.Dim(0), 1.0);

            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, int k, double s) => Tanh(x) * k * s;

            [Differentiable]
            public static TracedTensor<double> G(double s, [Shape("n")] TracedTensor<double> x, int k) => Sin(x) * k * s;

            [FragmentCall(typeof(Model))]
            [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
            public static TracedTensor<double> G(TracedValue<double> x, int k, double s) => throw null!;

            [FragmentCall(typeof(Model))]
            [System.Runtime.CompilerServices.OverloadResolutionPriority(1)]
            public static TracedTensor<double> G(double s, TracedValue<double> x, int k) => throw null!;
            """);
        var read = source.Read();
        Assert.Empty(read.Diagnostics);
        Assert.Empty(source.Analyze());
        var called = source.Compilation.GetSemanticModel(source.Compilation.SyntaxTrees[0]);
        var calls = source.Compilation.SyntaxTrees[0].GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>().Where(i => i.Expression.ToString() == "G");
        Assert.All(calls, c => Assert.Equal("TracedValue", ((IMethodSymbol)called.GetSymbolInfo(c).Symbol!).Parameters.First(p => p.Name == "x").Type.Name));
        Assert.Equal(["Sin", "Tanh"], Ops(read.Graph!).Where(o => o is "Sin" or "Tanh"));
    }

    [Fact]
    public void APartialMethodIsReadWhereItsBodyIs()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static partial TracedTensor<double> F([Shape("n")] TracedTensor<double> x);

            public static partial TracedTensor<double> F(TracedTensor<double> y) => Exp(y);
            """);
        var read = source.Read();
        Assert.Empty(read.Diagnostics.Select(d => d.Message));
        Assert.Equal(["Exp"], Ops(read.Graph!));
        Assert.Empty(source.Analyze());
    }

    [Fact]
    public void TheDigestIsThatOfTheMeaning()
    {
        static string DigestOf(string code) => Digest.Of(Source.InClass("[Differentiable] public static TracedTensor<double> " + code).Read().Graph!);

        string digest = DigestOf("F([Shape(\"n, m\")] TracedTensor<double> x) => Softmax(MatMul(x, Transpose(x)));");
        Assert.Equal(digest, DigestOf("F([Shape(\"height, width\")] TracedTensor<double> a) { var t = Transpose(a); /* moved */ return Softmax(MatMul(a, t)); }"));
        Assert.NotEqual(digest, DigestOf("F([Shape(\"n, m\")] TracedTensor<double> x) => Softmax(MatMul(x, Transpose(x)), 0);"));
    }
}
