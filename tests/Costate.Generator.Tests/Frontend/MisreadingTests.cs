using System.Linq;
using Costate.Ir;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>C# that looks like straight-line code over tensors and means something that a graph cannot say: it is refused, never misread.</summary>
public sealed class MisreadingTests
{
    [Theory]
    [InlineData("ref var [|y = ref x|]; y = y * 2.0; return x;")]
    [InlineData("var y = x; ref var [|z = ref x|]; z = y; return x;")]
    [InlineData("short k = 1; [|k *= 2|]; return x * k;")]
    [InlineData("int k = 3; k = [|(int)(k * 0.5)|]; return x * k;")]
    [InlineData("int k = int.MaxValue; k = [|k + 1|]; return x * k;")]
    [InlineData("int k = int.MinValue; k = [|-k|]; return x * k;")]
    [InlineData("dynamic y = [|x|]; return y + y;")]
    [InlineData("var t = (a: x, b: x); [|t.a|] = x * 2.0; return t.a;")]
    [InlineData("var s = new[] { 1, 2 }; [|s[0]|] = 3; return Reshape(x, s);")]
    [InlineData("var s = [|new int[2]|]; s[0] = 3; s[1] = 4; return Reshape(x, s);")]
    [InlineData("[|goto end;|] end: return x;")]
    [InlineData("return [|x = x * 2.0|];")]
    [InlineData("int k = 1; return x * [|k++|];")]
    public void WhatAGraphCannotSayIsRefused(string body)
    {
        var source = Source.InClass("[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { " + body + " }");
        source.AssertCompiles();
        var diagnostic = Assert.Single(source.Analyze());
        Assert.Equal("COS002", diagnostic.Id);
        var (start, length) = (source.Marks[0].Start, source.Marks[0].Length);
        Assert.Equal(source.Text.Substring(start, length).Trim('(', ')'), source.Text.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length).Trim('(', ')'));
        Assert.Null(source.ReadAnyway().Graph);
    }

    [Theory]
    [InlineData("COS004", "[Differentiable] public static TracedTensor<double> [|F|](int n) => Zeros<double>(n);")]
    [InlineData("COS004", "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedValue<double> [|x|]) => null!;")]
    [InlineData("COS004", "[Differentiable] public static [|TracedValue<double>|] F([Shape(\"n\")] TracedTensor<double> x) => x;")]
    [InlineData("COS004", "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, int [|a\u0308|]) => x;")]
    [InlineData("COS107", "[Differentiable] public static TracedTensor<double> F([[|Shape(null!)|]] TracedTensor<double> x) => x;")]
    [InlineData("COS107", "[Differentiable] [return: [|Shape(null!)|]] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => x;")]
    [InlineData("COS108", "[Differentiable] [return: Shape(\"[|q|]\")] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => x;")]
    public void ASignatureThatCannotBeCalledIsRefused(string id, string method)
    {
        var source = Source.InClass(method);
        source.AssertCompiles();
        var diagnostic = Assert.Single(source.Analyze());
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(source.Marks[0], diagnostic.Location.SourceSpan);
    }

    [Fact]
    public void AnIntegerThatMayBeNegativeIsGuardedAtTheCall()
    {
        var read = Source.InClass("""
            [Differentiable] public static TracedTensor<double> Half([Shape("n")] TracedTensor<double> x, int k) => Slice(x, 0, 0, k / 2);
            [Differentiable] public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Half(x, x.Dim(0) - 5);
            """).Read();
        Assert.Equal("0 <= n - 5", Bounds(read.Graph!));
        Assert.Contains("'k' of 'Half'", read.Graph!.Guards[0].Message);
    }

    [Fact]
    public void AnIntegerParameterIsCheckedBecauseEveryProofRestsOnIt()
    {
        // That the slice starts inside is proved from 0 <= k; without the guard a negative k would read outside.
        var read = Source.InClass("[Differentiable] public static TracedTensor<double> F([Shape(\"n + 1\")] TracedTensor<double> x, int k) => Slice(x, 0, k, 1);").Read();
        Assert.Equal("0 <= k, k + 1 <= n + 1", Bounds(read.Graph!));
    }

    [Theory]
    [InlineData("return x * k;")]
    [InlineData("return x * (k - 5) + k * k;")]
    [InlineData("k = -k; return x / k;")]
    [InlineData("return x * Math.Max(k, 2) - Math.Min(k, 0);")]
    [InlineData("return G(x, k - 3);")]
    [InlineData("var y = Slice(x, 0, 0, 1); return y * k;")]
    public void AnIntegerThatIsOnlyANumberMayBeNegative(string body)
    {
        var source = Source.InClass("""
            [Differentiable] public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, int k) => x * k;
            [Differentiable] public static TracedTensor<double> F([Shape("n + 1")] TracedTensor<double> x, int k) {
            """ + body + " }");
        Assert.Empty(Agreement.Of(source, "n=3 k=-4").Guards);
        Agreement.Of(source, "n=3 k=4");
    }

    [Theory]
    [InlineData("return x * k * Sum(Slice(x, 0, k, 0));", "0 <= k, k <= n + 1")]
    [InlineData("return Zeros<double>(k) * 2.0;", "0 <= k")]
    [InlineData("var unused = Zeros<double>(k); return x;", "0 <= k")]
    [InlineData("return x * (k / 2);", "0 <= k")]
    [InlineData("return x * (7 % (k + 1));", "0 <= k")]
    [InlineData("return Reshape(x, 1, x.Dim(0) + k - k) * k;", "")]
    [InlineData("return G(x, k);", "0 <= k")]
    [InlineData("return x * G(x, j);", "0 <= j")]
    public void AnIntegerThatIsMoreThanANumberIsGuardedFirst(string body, string guards)
    {
        var source = Source.InClass("""
            [Differentiable] public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, int k) => Sum(Ones<double>(k)) * x;
            [Differentiable] public static TracedTensor<double> F([Shape("n + 1")] TracedTensor<double> x, int k, int j) {
            """ + body + " }");
        Assert.Equal(guards, Bounds(source.Read().Graph!));
    }

    [Fact]
    public void AGuardHasTheIdOfWhatTheAnalyzerWouldSay()
    {
        var read = Source.InClass("""
            [Differentiable] public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, int k) => Mean(Slice(x, 0, k, 1)) + Mean(x);
            [Differentiable] public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k, int j) => G(Slice(x, 0, 0, k / j), j) * Sum(Ones<double>(k - 5));
            """).Read();
        Assert.Equal(
            ["COS101 0 <= k", "COS101 0 <= j", "COS002 1 <= j", "COS109 k/j <= n", "COS109 j + 1 <= k/j", "COS105 0 <= k - 5"],
            read.Graph!.Guards.Select(g => g.Id + " " + g));
    }

    [Fact]
    public void AnIntegerOfADeclaredShapeIsASize()
    {
        var read = Source.InClass("[Differentiable] public static TracedTensor<double> F([Shape(\"n + k\")] TracedTensor<double> x, int k, int j) => x * j;").Read();
        Assert.Equal("0 <= k", Bounds(read.Graph!));
    }

    [Fact]
    public void ANegativeNumberForASizeIsAnError()
    {
        var source = Source.InClass("""
            [Differentiable] public static TracedTensor<double> Half([Shape("n")] TracedTensor<double> x, int k) => Slice(x, 0, 0, k / 2);
            [Differentiable] public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|Half(x, -1)|];
            """);
        var diagnostic = Assert.Single(source.Analyze());
        Assert.Equal(("COS101", source.Marks[0]), (diagnostic.Id, diagnostic.Location.SourceSpan));
        Assert.Contains("'k' of 'Half'", diagnostic.GetMessage());
    }

    private static string Bounds(Graph graph) => string.Join(", ", graph.Guards.Select(g => g.Left + (g.Relation == GuardRelation.Equal ? " == " : " <= ") + g.Right));

    [Fact]
    public void AnIntegerThatIsNeverNegativeNeedsNoGuard()
    {
        var read = Source.InClass("""
            [Differentiable] public static TracedTensor<double> Half([Shape("n")] TracedTensor<double> x, int k) => Slice(x, 0, 0, k / 2);
            [Differentiable] public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Half(x, x.Dim(0));
            """).Read();
        Assert.Empty(read.Graph!.Guards);
    }

    [Fact]
    public void ThePartsOfAPartialMethodAreOneMethod()
    {
        var source = Source.InClass("""
            [Differentiable] public static partial TracedTensor<double> F([Shape("n")] TracedTensor<double> x);
            public static partial TracedTensor<double> F(TracedTensor<double> x) => Sum(x);
            """);
        Assert.Empty(source.Analyze());
        Assert.Equal(["Input", "ReduceSum"], source.Read().Graph!.Nodes.Select(n => n.Op.Name));

        var recursive = Source.InClass("""
            [Differentiable] public static partial TracedTensor<double> F([Shape("n")] TracedTensor<double> x);
            public static partial TracedTensor<double> F(TracedTensor<double> x) => F(x);
            """);
        Assert.Equal("COS007", Assert.Single(recursive.Analyze()).Id);
    }

    [Theory]
    [InlineData("var y = G(x); return y + G(x); TracedTensor<double> G(TracedTensor<double> z) { x = z; return z; }")]
    [InlineData("var y = G(x); return y + G(x); static TracedTensor<double> G<T>(T z) => Zeros<double>(1);")]
    [InlineData("Func<TracedTensor<double>, TracedTensor<double>> g = Tanh; return g(x) + g(x);")]
    public void AFunctionInsideIsOneErrorHoweverOftenItIsCalled(string body)
    {
        var source = Source.InClass("[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { " + body + " }");
        source.AssertCompiles();
        Assert.Equal("COS002", Assert.Single(source.Analyze()).Id);
    }

    [Fact]
    public void BoundsOfSizesAreSizes()
    {
        var read = Source.InClass("[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, int k) => Slice(x, 0, 0, Math.Min(k, x.Dim(0)));").Read();
        Assert.Equal("[min(k, n)]", read.Graph!.TypeOf(read.Graph.Outputs[0]).Shape.ToString());
        Assert.Equal("0 <= k", Bounds(read.Graph));
    }

    [Fact]
    public void AChainOfOperatorsIsReadWithoutRecursion()
    {
        const int length = 3000;
        var read = Source.InClass("[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => " + string.Join(" + ", Enumerable.Repeat("x", length)) + ";").ReadAnyway();
        Assert.Empty(read.Diagnostics);
        Assert.Equal(length, read.Graph!.Nodes.Count);
    }

    [Fact]
    public void ADimensionNamedLikeAWordHasNoPartInEveryMessage()
    {
        var diagnostic = Assert.Single(Source.InClass("[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, [Shape(\"a\")] TracedTensor<double> y) => Trace(x) + Sum(y);").Analyze());
        Assert.Contains("Here x is [n].", diagnostic.GetMessage());
        Assert.DoesNotContain("y is", diagnostic.GetMessage());
    }
}
