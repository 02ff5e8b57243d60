using System.Linq;
using Costate.CompilerServices;
using Costate.Frontend;
using Costate.Ir;
using Costate.Tracing;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>Facts decide what sizes alone leave open, and are checked where the graph is entered.</summary>
public sealed class FactTests
{
    [Theory]
    [InlineData("n % 2 == 0", "n", "Reshape(x, x.Dim(0) / 2, 2)", "")]
    [InlineData("n == m", "n; m", "x + y", "")]
    [InlineData("k <= n", "n", "Slice(x, 0, 0, k)", "0 <= k")]
    [InlineData("k < n", "n", "Slice(x, 0, k, 1)", "0 <= k")]
    [InlineData("n > 0", "n", "x / Mean(x)", "")]
    [InlineData("n >= 1 && k >= 0", "n", "Max(x) * k", "0 <= k")]
    [InlineData("n == 3*m", "n; m", "Reshape(x, y.Dim(0), 3) * 2", "")]
    [InlineData("n % 64 == 0 && m % 64 == 0", "n, m", "Reshape(x, x.Dim(0) / 64, 64, x.Dim(1) / 64, 64)", "")]
    public void AFactSparesAGuard(string fact, string shapes, string body, string others)
    {
        string[] all = shapes.Split(';');
        string parameters = string.Join(", ", all.Select((s, i) => "[Shape(\"" + s + "\")] TracedTensor<double> " + "xy"[i]));
        var source = Source.InClass("[Differentiable, Where(\"" + fact + "\")] public static TracedTensor<double> F(" + parameters + ", int k) => " + body + ";");
        var guards = source.Read().Graph!.Guards;
        Assert.Equal(others.Split(';', System.StringSplitOptions.RemoveEmptyEntries), guards.Where(g => g.Id != DiagnosticIds.FactViolated).Select(g => g.ToString()));
        Assert.Equal(fact.Split("&&").Count(f => f.Trim() != "k >= 0"), guards.Count(g => g.Id == DiagnosticIds.FactViolated));

        // Without the fact the same body has a guard more, or is an error.
        var without = Source.InClass("[Differentiable] public static TracedTensor<double> F(" + parameters + ", int k) => " + body + ";").ReadAnyway();
        Assert.True(without.Graph is null || without.Graph.Guards.Count(g => g.ToString() != "0 <= k") > 0);
    }

    [Fact]
    public void AFactOfATypeIsAboutTheMethodsThatHaveItsNames()
    {
        var source = Source.InClass("""
            [Where("n % 2 == 0")]
            public static partial class Outer
            {
                [Where("k <= n")]
                public static partial class Inner
                {
                    [Differentiable] public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, int k) => Slice(x, 0, 0, k);
                    [Differentiable] public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => x;
                    [Differentiable] public static TracedTensor<double> H([Shape("m")] TracedTensor<double> x) => x;
                }
            }
            """);
        Assert.Equal(["n % 2 == 0", "k <= n"], source.Read("F").Signature!.Facts.Select(f => f.Fact.ToString()));
        Assert.Equal(["n % 2 == 0"], source.Read("G").Signature!.Facts.Select(f => f.Fact.ToString()));
        Assert.Empty(source.Read("H").Signature!.Facts);
    }

    [Fact]
    public void WhatACallLeavesOpenIsAGuardOfTheCaller()
    {
        var read = Source.InClass("""
            [Differentiable, Where("n % 2 == 0")]
            public static TracedTensor<double> Half([Shape("n")] TracedTensor<double> x) => Slice(x, 0, 0, x.Dim(0) / 2);

            [Differentiable, Where("p*p == q*q*q + 17 && p >= 400")]
            public static TracedTensor<double> F([Shape("p, q")] TracedTensor<double> x) => Half(Reshape(x, x.Dim(0) * x.Dim(1)));
            """).Read();
        var guard = Assert.Single(read.Graph!.Guards, g => g.Id == DiagnosticIds.FactViolated && g.Message.Contains("'Half' declares"));
        Assert.Equal("'Half(Reshape(x, x.Dim(0) * x.Dim(1)))': 'Half' declares [Where(\"n % 2 == 0\")], which is p*q % 2 == 0 here.", guard.Message);
    }

    [Fact]
    public void AFactOfTheCallerProvesThatOfTheCallee()
    {
        var read = Source.InClass("""
            [Differentiable, Where("n % 2 == 0 && k <= n/2")]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, int k) => Slice(x, 0, k, x.Dim(0) / 2);

            [Differentiable, Where("m >= 1 && j <= m")]
            public static TracedTensor<double> F([Shape("2*m")] TracedTensor<double> x, int j) => G(x, j);
            """).Read();
        Assert.Empty(read.Diagnostics);
        Assert.Equal(["0 <= j", "1 <= m", "j <= m"], read.Graph!.Guards.Select(g => g.ToString()));
    }

    [Fact]
    public void ACallThatBreaksAFactNamesItAndTheSizes()
    {
        var graph = Source.InClass("""
            [Differentiable, Where("n % 2 == 0")]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Reshape(x, x.Dim(0) / 2, 2);
            """).Read().Graph!;
        var fragment = new InterpretedFragment(graph);
        Assert.Equal([2, 2], TraceCall.Invoke<double>(fragment, [TracedTensor.Parameter(new double[4], 4)], []).Shape.ToArray());
        var error = Assert.Throws<ShapeMismatchException>(() => TraceCall.Invoke<double>(fragment, [TracedTensor.Parameter(new double[3], 3)], []));
        Assert.Equal(DiagnosticIds.FactViolated, error.Id);
        Assert.Equal("COS113: F: 'F' declares [Where(\"n % 2 == 0\")], which does not hold. Here n = 3, and the inputs are [3].", error.Message);
    }

    [Theory]
    [InlineData("\"n, 2*[|*|]m\"")]
    [InlineData("@\"n, 2*[|*|]m\"")]
    [InlineData("\"\"\"n, 2*[|*|]m\"\"\"")]
    [InlineData("\"\"\"\"n, 2*[|*|]m\"\"\"\"")]
    [InlineData("\"\\u006E,\\t2*[|*|]m\"")]
    [InlineData("\"\\x6e, 2*[|\\u002a|]m\"")]
    [InlineData("\"n, \" + \"2*[|*|]m\"")]
    [InlineData("(\"n\" + \", \") + (\"2*[|*|]\" + \"m\")")]
    [InlineData("First + \"2*[|*|]m\"")]
    [InlineData("\"n, \" + [|Second|]")]
    [InlineData("[|All|]")]
    [InlineData("\"\"\"\n        n,\n        2*[|*|]m\n        \"\"\"")]
    public void AnErrorInATextStandsInsideOfTheLiteral(string literal)
    {
        var source = Source.InClass($$"""
            private const string First = "n, ", Second = "2**m", All = First + Second;
            [Differentiable] public static TracedTensor<double> F([Shape({{literal}})] TracedTensor<double> x) => x;
            """);
        source.AssertCompiles();
        var found = Assert.Single(source.Analyze());
        Assert.Equal(DiagnosticIds.ShapeAttribute, found.Id);
        Assert.Equal(source.Marks[0], found.Location.SourceSpan);
    }

    [Fact]
    public void ANameInAFactIsMarkedAsAWhole()
    {
        var source = Source.InClass("""[Differentiable, Where(@"n <= " + "2*[|missing|] + 1")] public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => x;""");
        Assert.Equal(source.Marks[0], Assert.Single(source.Analyze()).Location.SourceSpan);
    }

    [Theory]
    [InlineData("iner", "inner", true)]
    [InlineData("innre", "inner", true)]
    [InlineData("Batch", "batch", true)]
    [InlineData("hiden_units", "hidden_unit", true)]
    [InlineData("n", "m", false)]
    [InlineData("rows", "cols", false)]
    [InlineData("size1", "size2", false)]
    [InlineData("input", "inputs", false)]
    [InlineData("inner", "outer", false)]
    public void ANearMissIsASlip(string a, string b, bool near)
    {
        Assert.Equal(near, NearMiss.IsNear(a, b));
        Assert.Equal(near, NearMiss.IsNear(b, a));
        Assert.Equal(near ? b : null, NearMiss.Of(a, [b, "zzz"]));
    }
}
