using System.Linq;
using Costate.Frontend;
using Costate.Ir;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

/// <summary>Bool parameters: each combination of their values is read as a body of its own.</summary>
public sealed class VariantTests
{
    [Fact]
    public void EveryVariantSaysWhatTheBodySays()
    {
        Agreement.Of(Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> a, [Shape("n, m")] TracedTensor<double> b, bool lower, bool transposed, bool keep, bool late = true)
            {
                bool both = lower && transposed, none = !(lower || transposed);
                if (both)
                {
                    b = Exp(b);
                }
                else if (none)
                {
                    b += 1;
                }

                var l = lower ? Tril(a) : Transpose(Tril(a));
                var x = SolveTriangular(l, b, lower, transposed) * (lower == transposed ? 2 : 3);
                keep ^= late;
                if (keep != late & late | both)
                {
                    return Sum(x, late ? 0 : 1, keepDims: !none);
                }

                return x;
            }
            """), "n=3 m=4");
    }

    [Fact]
    public void TheBranchNotTakenIsNoPartOfTheGraph()
    {
        var read = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, n")] TracedTensor<double> a, bool factor)
            {
                if (!factor)
                {
                    return a;
                }

                a = Cholesky(a);
                return a;
            }
            """).Read();
        Assert.Equal(["Input"], read.Graphs[0].Nodes.Select(n => n.Op.Name));
        Assert.Contains("Cholesky", read.Graphs[1].Nodes.Select(n => n.Op.Name));
    }

    [Fact]
    public void WhatTheLeftOperandDecidesIsNotReadOnTheRight()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, bool up) => up ? x : -x;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool fixedSize) => G(x, fixedSize || [|x.Dim(0) > 2|]);
            """);
        var diagnostic = Assert.Single(source.Analyze());
        Assert.Equal(source.Marks[0], diagnostic.Location.SourceSpan);
        Assert.EndsWith(" This is so when fixedSize is false.", diagnostic.GetMessage());
    }

    [Fact]
    public void ACallTakesTheVariantOfItsArguments()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x, bool exp = false, bool negate = true)
            {
                if (exp) x = Exp(x);
                return negate ? -x : x;
            }

            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool flag) => G(negate: flag, x: G(x), exp: !flag);
            """);
        Agreement.Of(source, "n=3");
        var graphs = source.Read().Graphs;
        Assert.Equal(["Input", "Neg", "Exp"], graphs[0].Nodes.Select(n => n.Op.Name));
        Assert.Equal(["Input"], graphs[1].Nodes.Select(n => n.Op.Name));
    }

    [Fact]
    public void EachVariantInfersItsOwnShape()
    {
        var read = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, bool keep) => Sum(x, 0, keep);
            """).Read();
        Assert.Equal(["[m]", "[1, m]"], read.Graphs.Select(g => g.TypeOf(g.Outputs[0]).Shape.ToString()));
    }

    [Fact]
    public void ADeclaredShapeHoldsForEveryVariant()
    {
        var source = Source.InClass("""
            [Differentiable]
            [return: Shape("n, m")]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, bool transposed) => [|transposed ? Transpose(x) : x|];
            """);
        var diagnostic = Assert.Single(source.Analyze());
        Assert.Equal((DiagnosticIds.ReturnShape, source.Marks[0]), (diagnostic.Id, diagnostic.Location.SourceSpan));
        Assert.EndsWith(" This is so when transposed is true.", diagnostic.GetMessage());
    }

    [Fact]
    public void AMistakeInEveryVariantIsOneMistake()
    {
        var source = Source.InClass("""
            private static int field;
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x, bool a, bool b) => (a ? x : b ? -x : Exp(x)) * [|field|];
            """);
        var diagnostic = Assert.Single(source.Analyze());
        Assert.Equal(source.Marks[0], diagnostic.Location.SourceSpan);
        Assert.DoesNotContain("This is so when", diagnostic.GetMessage());
    }

    [Theory]
    [InlineData("0 1 2 3", "")]
    [InlineData("1 3", "a is true")]
    [InlineData("0 1", "b is false")]
    [InlineData("2", "a is false and b is true")]
    [InlineData("0 3", "a is true and b is true, or a is false and b is false")]
    [InlineData("1 2 3", "a is true, or b is true")]
    public void ASetOfVariantsIsNamedByItsConditions(string variants, string expected) =>
        Assert.Equal(expected, Variants.Describe(["a", "b"], variants.Split(' ').Select(int.Parse).ToArray()));
}
