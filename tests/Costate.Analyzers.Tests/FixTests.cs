using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Costate.CodeFixes;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace Costate.Analyzers.Tests;

/// <summary>Each fix gives exactly the expected text, and that text compiles and is quiet.</summary>
public sealed class FixTests
{
    private const string Head = "using System;\nusing Costate;\nusing static Costate.TracedTensor;\n\n";

    private static async Task Check(CodeFixProvider fix, string before, string after, string? key = null)
    {
        (before, after) = (before.ReplaceLineEndings("\n"), after.ReplaceLineEndings("\n"));
        Assert.Equal(after, await FixRun.OnceAsync(fix, before, key));
        Code.Whole(after).AssertQuiet();
    }

    [Fact]
    public Task TheWholeChainOfTypesBecomesPartial() => Check(
        new MakePartialFix(),
        Head + """
        /// <summary>Kept.</summary>
        public static class Outer // and this
        {
            public partial class Middle
            {
                internal sealed record Inner(int Size)
                {
                    // Before the method.
                    [Differentiable]
                    public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Exp(x);
                }
            }
        }
        """,
        Head + """
        /// <summary>Kept.</summary>
        public static partial class Outer // and this
        {
            public partial class Middle
            {
                internal sealed partial record Inner(int Size)
                {
                    // Before the method.
                    [Differentiable]
                    public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Exp(x);
                }
            }
        }
        """);

    [Fact]
    public Task ARecordAndWhatIsAroundItBecomesPartial() => Check(
        new MakePartialFix(),
        Head + """
        public static class Models
        {
            public sealed record Layer([Shape("n")] TracedTensor<double> Weights); // Kept.
        }

        public static partial class Methods
        {
            [Differentiable]
            public static TracedTensor<double> F(Models.Layer layer) => Sum(layer.Weights);

            [Differentiable]
            public static TracedTensor<double> G(Models.Layer layer) => Sum(Exp(layer.Weights));
        }
        """,
        Head + """
        public static partial class Models
        {
            public sealed partial record Layer([Shape("n")] TracedTensor<double> Weights); // Kept.
        }

        public static partial class Methods
        {
            [Differentiable]
            public static TracedTensor<double> F(Models.Layer layer) => Sum(layer.Weights);

            [Differentiable]
            public static TracedTensor<double> G(Models.Layer layer) => Sum(Exp(layer.Weights));
        }
        """);

    [Fact]
    public Task ARefStructBecomesPartial() => Check(
        new MakePartialFix(),
        Head + "public ref struct S { [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Exp(x); }",
        Head + "public ref partial struct S { [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Exp(x); }");

    [Fact]
    public Task ACalleeIsAnnotatedWithTheShapesOfTheCall() => Check(
        new AnnotateCalleeFix(),
        Head + """
        public static partial class Model
        {
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, [Shape("2*n + 1")] TracedTensor<double> y, int m) =>
                Sum(Other.Twice(x, y, 2)) * Sum(x);
        }

        public static class Other
        {
            /// <summary>Doubles.</summary>
            public static TracedTensor<double> Twice(
                TracedTensor<double> x, // the matrix
                TracedTensor<double> y,
                double factor) =>
                factor * Sum(x) * y;
        }
        """,
        Head + """
        public static partial class Model
        {
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x, [Shape("2*n + 1")] TracedTensor<double> y, int m) =>
                Sum(Other.Twice(x, y, 2)) * Sum(x);
        }

        public static partial class Other
        {
            /// <summary>Doubles.</summary>
            [Differentiable]
            public static TracedTensor<double> Twice(
                [Shape("n, m")] TracedTensor<double> x, // the matrix
                [Shape("2*n + 1")] TracedTensor<double> y,
                double factor) =>
                factor * Sum(x) * y;
        }
        """);

    [Fact]
    public Task ASizeThatNothingDeterminesGetsANameOfItsOwn() => Check(
        new AnnotateCalleeFix(),
        Head + "public static partial class Model { [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => G(Concat(0, x, x)); static TracedTensor<double> G(TracedTensor<double> v) => Exp(v); }",
        Head + "public static partial class Model { [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => G(Concat(0, x, x)); [Differentiable] static TracedTensor<double> G([Shape(\"d0\")] TracedTensor<double> v) => Exp(v); }");

    [Fact]
    public async Task ACalleeOfAnotherFileGetsTheUsingDirectiveToo()
    {
        string[] after = await FixRun.AllAsync(
            new AnnotateCalleeFix(),
            nameof(AnnotateCalleeFix),
            FixAllScope.Project,
            Head + "public static partial class Model\n{\n    [Differentiable]\n    public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Other.G(Exp(x)) + Other.G(x) + Other.H(x);\n}\n",
            "// Written long ago.\npublic static class Other\n{\n    public static Costate.TracedTensor<double> G(Costate.TracedTensor<double> v) => v * v;\n\n    public static Costate.TracedTensor<double> H(Costate.TracedTensor<double> v) => v + v;\n}\n");
        Assert.Equal(
            "// Written long ago.\nusing Costate;\n\npublic static partial class Other\n{\n    [Differentiable]\n    public static Costate.TracedTensor<double> G([Shape(\"n\")] Costate.TracedTensor<double> v) => v * v;\n\n" +
            "    [Differentiable]\n    public static Costate.TracedTensor<double> H([Shape(\"n\")] Costate.TracedTensor<double> v) => v + v;\n}\n",
            after[1]);
    }

    [Theory]
    [InlineData("static TracedTensor<T> G<T>(TracedTensor<T> v) where T : unmanaged, System.Numerics.IFloatingPointIeee754<T> => v;")]
    [InlineData("static TracedTensor<double> Other(TracedTensor<double> v) => v; static readonly Func<TracedTensor<double>, TracedTensor<double>> G = Other;")]
    public async Task WhatCannotBeAnnotatedIsNotOffered(string callee) => Assert.Empty(await FixRun.TitlesAsync(
        new AnnotateCalleeFix(),
        Head + "public static partial class Model { [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Generic(x); static TracedTensor<T> Generic<T>(TracedTensor<T> v) where T : unmanaged => v; " + callee + " }"));

    [Fact]
    public Task AnOverloadTakesTheShapesOfTheOther() => Check(
        new AnnotateOverloadFix(),
        Head + """
        public static partial class Model
        {
            [Differentiable]
            public static TracedTensor<double> Loss([Shape("n")] TracedTensor<double> x) => Sum(Square(x));

            public static TracedTensor<double> Loss(TracedTensor<double> x, TracedTensor<double> y) => Loss(x - y);
        }
        """,
        Head + """
        public static partial class Model
        {
            [Differentiable]
            public static TracedTensor<double> Loss([Shape("n")] TracedTensor<double> x) => Sum(Square(x));

            [Differentiable]
            public static TracedTensor<double> Loss([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y) => Loss(x - y);
        }
        """);

    [Fact]
    public async Task AShapeThatDoesNotFitIsLeftToBeWritten() => Assert.Contains(
        "[Differentiable] public static TracedTensor<double> Loss([Shape(\"n\")] TracedTensor<double> x, TracedTensor<double> w)",
        await FixRun.OnceAsync(
            new AnnotateOverloadFix(),
            Head + "public static partial class Model { [Differentiable] public static TracedTensor<double> Loss([Shape(\"n\")] TracedTensor<double> x) => Sum(x); public static TracedTensor<double> Loss(TracedTensor<double> x, TracedTensor<double> w) => Loss(Transpose(w) + x); }"));

    [Fact]
    public Task AnOperandIsTransposedWhereThatFits() => Check(
        new ReplacementFix(),
        Head + "public static partial class Model { [Differentiable] public static TracedTensor<double> F([Shape(\"batch, inner\")] TracedTensor<double> x, [Shape(\"hidden, inner\")] TracedTensor<double> w) => Tanh(/* a */ MatMul(x /* b */, w) /* c */); }",
        Head + "public static partial class Model { [Differentiable] public static TracedTensor<double> F([Shape(\"batch, inner\")] TracedTensor<double> x, [Shape(\"hidden, inner\")] TracedTensor<double> w) => Tanh(/* a */ MatMul(x /* b */, Transpose(w)) /* c */); }");

    [Fact]
    public Task TheSuggestionIsNotShortenedAndBringsItsUsing() => Check(
        new ReplacementFix(),
        """
        using Costate;

        public static partial class Model
        {
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> theFirstMatrixOfThisMethod,
                [Shape("hidden, inner")] TracedTensor<double> theSecondMatrixOfThisMethod) =>
                TracedTensor.MatMul(
                    theFirstMatrixOfThisMethod,   // kept
                    theSecondMatrixOfThisMethod);
        }
        """,
        """
        using Costate;
        using static Costate.TracedTensor;

        public static partial class Model
        {
            [Differentiable]
            public static TracedTensor<double> F(
                [Shape("batch, inner")] TracedTensor<double> theFirstMatrixOfThisMethod,
                [Shape("hidden, inner")] TracedTensor<double> theSecondMatrixOfThisMethod) =>
                TracedTensor.MatMul(
                    theFirstMatrixOfThisMethod,   // kept
                    Transpose(theSecondMatrixOfThisMethod));
        }
        """);

    private const string Declared = "public static partial class Model\n{\n    /// <summary>Kept.</summary>\n    ";

    /// <summary>A fact stands where the attributes stand, in their manner, and what was around them stays.</summary>
    [Theory]
    [InlineData(
        "[Differentiable] // because\n    public static TracedTensor<double> F([Shape(\"n, m\")] TracedTensor<double> x) =>\n        x * (x.Dim(0) <= x.Dim(1) /* wide */ ? 1 : 2); // kept\n}\n",
        "[Differentiable] // because\n    [Where(\"n <= m\")]\n    public static TracedTensor<double> F([Shape(\"n, m\")] TracedTensor<double> x) =>\n        x * (x.Dim(0) <= x.Dim(1) /* wide */ ? 1 : 2); // kept\n}\n",
        DeclareFactFix.Holds)]
    [InlineData(
        "[Differentiable]\n    [return: Shape(\"\")]\n    public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Sum(x) * (x.Dim(0) > 2 ? 1 : 2);\n}\n",
        "[Differentiable]\n    [Where(\"n <= 2\")]\n    [return: Shape(\"\")]\n    public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Sum(x) * (x.Dim(0) > 2 ? 1 : 2);\n}\n",
        DeclareFactFix.Fails)]
    [InlineData(
        "[Differentiable, Where(\"n <= 9\")] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, int k) => x * (k < x.Dim(0) ? 1 : 2);\n}\n",
        "[Differentiable, Where(\"n <= 9\")] [Where(\"k < n\")] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x, int k) => x * (k < x.Dim(0) ? 1 : 2);\n}\n",
        DeclareFactFix.Holds)]
    [InlineData(
        "[Differentiable]\n    public static TracedTensor<double> F([Shape(\"n, k\")] TracedTensor<double> x, [Shape(\"m, n\")] TracedTensor<double> y) => MatMul(x, y);\n}\n",
        "[Differentiable]\n    [Where(\"k == m\")]\n    public static TracedTensor<double> F([Shape(\"n, k\")] TracedTensor<double> x, [Shape(\"m, n\")] TracedTensor<double> y) => MatMul(x, y);\n}\n",
        DeclareFactFix.Holds)]
    [InlineData(
        "[Differentiable, Where(\"k <= n\")]\n    public static TracedTensor<double> G([Shape(\"n\")] TracedTensor<double> x, int k) => Slice(x, 0, 0, k);\n\n    [Differentiable]\n    public static TracedTensor<double> F([Shape(\"m\")] TracedTensor<double> x, int count) => G(x, count);\n}\n",
        "[Differentiable, Where(\"k <= n\")]\n    public static TracedTensor<double> G([Shape(\"n\")] TracedTensor<double> x, int k) => Slice(x, 0, 0, k);\n\n    [Differentiable]\n    [Where(\"count <= m\")]\n    public static TracedTensor<double> F([Shape(\"m\")] TracedTensor<double> x, int count) => G(x, count);\n}\n",
        DeclareFactFix.Holds)]
    public Task AMissingFactIsDeclared(string before, string after, string? key) => Check(new DeclareFactFix(), Head + Declared + before, Head + Declared + after, key);

    /// <summary>What would be checked when the method runs is proved then: not even a hidden message is left.</summary>
    [Fact]
    public async Task AFactSparesACheck()
    {
        string before = Head + Declared + "[Differentiable]\n    public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => x / Mean(x);\n}\n";
        string after = await FixRun.OnceAsync(new DeclareFactFix(), before);
        Assert.Equal(before.Replace("[Differentiable]\n", "[Differentiable]\n    [Where(\"1 <= n\")]\n"), after);
        Assert.NotEmpty(Code.Whole(before).Analyze());
        Assert.Empty(Code.Whole(after).Analyze());
    }

    [Fact]
    public async Task FixAllDeclaresEveryFactOnce()
    {
        const string Before = "[Differentiable]\n    public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => x / Mean(x) + Max(x);\n\n    [Differentiable]\n    public static TracedTensor<double> G([Shape(\"n, m\")] TracedTensor<double> x, int k) => Slice(Mean(x, 0), 0, 0, k);\n}\n";
        string[] after = await FixRun.AllAsync(new DeclareFactFix(), DeclareFactFix.Holds, FixAllScope.Project, Head + Declared + Before, Head + Declared.Replace("Model", "Other") + Before);
        string expected = Before.Replace("[Differentiable]\n    public static TracedTensor<double> F", "[Differentiable]\n    [Where(\"1 <= n\")]\n    public static TracedTensor<double> F").Replace("[Differentiable]\n    public static TracedTensor<double> G", "[Differentiable]\n    [Where(\"k <= m\")]\n    [Where(\"1 <= n\")]\n    public static TracedTensor<double> G");
        Assert.Equal([Head + Declared + expected, Head + Declared.Replace("Model", "Other") + expected], after);
        Assert.Empty(Code.Whole(after[0]).Analyze());
    }

    [Theory]
    [InlineData("[Shape(\"batch, inner\")]", "[Shape(\"iner, outer\")]", "batch, outer", "[Shape(\"batch, inner\")]", "[Shape(\"inner, outer\")]", "batch, outer")]
    [InlineData("[Shape(\"batch, inner\")]", "[Shape(/* of w */ @\"2*outer, \" + \"inner\")]", "batch, 2*outre", "[Shape(\"batch, inner\")]", "[Shape(/* of w */ @\"2*outer, \" + \"inner\")]", "batch, 2*outer")]
    public async Task AMisspeltNameIsCorrected(string x, string w, string result, string fixedX, string fixedW, string fixedResult)
    {
        static string Method(string x, string w, string result) => Head + "public static partial class Model\n{\n    [Differentiable] // kept\n    [return: Shape(\"" + result + "\")]\n    public static TracedTensor<double> F(" + x + " TracedTensor<double> x, " + w + " TracedTensor<double> w) => MatMul(x, " + (w.Contains("2*") ? "Transpose(w)" : "w") + ");\n}\n";
        string before = Method(x, w, result), after = Method(fixedX, fixedW, fixedResult);
        CodeFixProvider fix = result == fixedResult ? new RenameDimensionFix() : new ReplacementFix();
        Assert.Equal(after, await FixRun.OnceAsync(fix, before));
        Code.Whole(after).AssertQuiet();
    }

    [Fact]
    public Task AMisspeltNameInAFactIsCorrected() => Check(
        new ReplacementFix(),
        Head + "public static partial class Model { [Differentiable, Where(\"hiden >= 1\" /* kept */)] public static TracedTensor<double> F([Shape(\"hidden\")] TracedTensor<double> x) => Mean(x); }",
        Head + "public static partial class Model { [Differentiable, Where(\"hidden >= 1\" /* kept */)] public static TracedTensor<double> F([Shape(\"hidden\")] TracedTensor<double> x) => Mean(x); }");

    [Fact]
    public Task ASlipIsCorrected() => Check(
        new ReplacementFix(),
        Head + "public static partial class Model { [Differentiable] public static TracedTensor<double> F([Shape(\"hidden\")] TracedTensor<double> x, [Shape(\"hiden, m\")] TracedTensor<double> w) => Sum(x) * Sum(w); }",
        Head + "public static partial class Model { [Differentiable] public static TracedTensor<double> F([Shape(\"hidden\")] TracedTensor<double> x, [Shape(\"hidden, m\")] TracedTensor<double> w) => Sum(x) * Sum(w); }");

    /// <summary>The name may be right for the other methods that use the constant.</summary>
    [Fact]
    public async Task ANameInAConstantIsLeftAlone() => Assert.Empty(await FixRun.TitlesAsync(
        new RenameDimensionFix(),
        Head + "public static partial class Model { private const string W = \"iner, outer\"; [Differentiable] public static TracedTensor<double> F([Shape(\"batch, inner\")] TracedTensor<double> x, [Shape(W)] TracedTensor<double> w) => MatMul(x, w); }"));

    [Fact]
    public async Task FixAllCorrectsNamesAndTransposes()
    {
        const string Names = "public static partial class A { [Differentiable] public static TracedTensor<double> F([Shape(\"batch, inner\")] TracedTensor<double> x, [Shape(\"iner, outer\")] TracedTensor<double> w) => MatMul(x, w) + MatMul(x, w); }\n";
        const string Transposes = "public static partial class B { [Differentiable] public static TracedTensor<double> F([Shape(\"b, i\")] TracedTensor<double> x, [Shape(\"h, i\")] TracedTensor<double> w) => Sum(MatMul(x, w)) * Sum(MatMul(w, x) /* kept */); }\n";
        string[] after = await FixRun.AllAsync(new RenameDimensionFix(), nameof(RenameDimensionFix), FixAllScope.Document, Head + Names);
        Assert.Equal(Head + Names.Replace("iner", "inner"), after[0]);
        after = await FixRun.AllAsync(new ReplacementFix(), nameof(ReplacementFix), FixAllScope.Document, Head + Transposes);
        Assert.Equal(Head + Transposes.Replace("MatMul(x, w)", "MatMul(x, Transpose(w))").Replace("MatMul(w, x)", "MatMul(w, Transpose(x))"), after[0]);
    }

    [Fact]
    public async Task FixAllMarksOverloadsReplacesFunctionsOfNumbersAndTakesUnusedResultsAway()
    {
        const string Overloads = "public static partial class A { [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => x; public static TracedTensor<double> F(TracedTensor<double> x, double k) => x * k; [Differentiable] public static TracedTensor<double> G([Shape(\"n\")] TracedTensor<double> x) => x; public static TracedTensor<double> G(TracedTensor<double> x, double k) /* kept */ => x * k; }\n";
        string[] after = await FixRun.AllAsync(new AnnotateOverloadFix(), nameof(AnnotateOverloadFix), FixAllScope.Document, Head + Overloads);
        Assert.Equal(Head + Overloads.Replace("public static TracedTensor<double> F(TracedTensor", "[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor").Replace("public static TracedTensor<double> G(TracedTensor", "[Differentiable] public static TracedTensor<double> G([Shape(\"n\")] TracedTensor"), after[0]);
        Code.Whole(after[0]).AssertQuiet();

        const string Numbers = "public static class B { public static TracedTensor<double> F(TracedTensor<double> x) => Math.Tanh(x) + Math.Exp(/* kept */ x); }\n";
        after = await FixRun.AllAsync(new MathFix(), nameof(MathFix), FixAllScope.Project, Head + Numbers, Head + Numbers.Replace("B", "C"));
        Assert.Equal(Head + Numbers.Replace("Math.", ""), after[0]);
        Assert.Equal(Head + Numbers.Replace("B", "C").Replace("Math.", ""), after[1]);

        const string Unused = "public static class D\n{\n    public static void F(TracedTensor<double> x)\n    {\n        // One.\n        Tanh(x);\n        // Two.\n        Exp(x);\n    }\n}\n";
        after = await FixRun.AllAsync(new RemoveUnusedFix(), nameof(RemoveUnusedFix), FixAllScope.Document, Head + Unused);
        Assert.Equal(Head + Unused.Replace("        Tanh(x);\n", "").Replace("        Exp(x);\n", ""), after[0]);

        const string Scalars = "public static class E { public static object F(TracedTensor<double> x) => (Sum(x).Eval() /* kept */, Mean(x).Eval()); }\n";
        after = await FixRun.AllAsync(new EvalScalarFix(), nameof(EvalScalarFix), FixAllScope.Document, Head + Scalars);
        Assert.Equal(Head + Scalars.Replace("Eval()", "EvalScalar()"), after[0]);
    }

    [Fact]
    public Task AResultIsTransposed() => Check(
        new ReplacementFix(),
        Head + "public static partial class Model { [Differentiable] [return: Shape(\"m, n\")] public static TracedTensor<double> F([Shape(\"n, m\")] TracedTensor<double> x) { return Exp(x); } }",
        Head + "public static partial class Model { [Differentiable] [return: Shape(\"m, n\")] public static TracedTensor<double> F([Shape(\"n, m\")] TracedTensor<double> x) { return Transpose(Exp(x)); } }");

    [Fact]
    public Task AnArgumentOfAnAnnotatedMethodIsTransposed() => Check(
        new ReplacementFix(),
        Head + "public static partial class Model { [Differentiable] public static TracedTensor<double> G([Shape(\"n, m\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> y) => Exp(x) * Sum(y); [Differentiable] public static TracedTensor<double> F([Shape(\"a, b\")] TracedTensor<double> x, [Shape(\"b\")] TracedTensor<double> y) => G(x, y); }",
        Head + "public static partial class Model { [Differentiable] public static TracedTensor<double> G([Shape(\"n, m\")] TracedTensor<double> x, [Shape(\"n\")] TracedTensor<double> y) => Exp(x) * Sum(y); [Differentiable] public static TracedTensor<double> F([Shape(\"a, b\")] TracedTensor<double> x, [Shape(\"b\")] TracedTensor<double> y) => G(Transpose(x), y); }");

    private static string Host(string body) => Head + Code.Model + "public static class Host\n{\n    public static TracedTensor<double> F(TracedTensor<double> x, int n)\n    {\n" + body.ReplaceLineEndings("\n") + "\n    }\n}\n";

    [Theory]
    [InlineData("        return x / Norm(x).EvalScalar(); // kept", "        return x / Norm(x); // kept")]
    [InlineData("        return x * (1 / Norm(x).EvalScalar());", "        return x * (1 / Norm(x));")]
    [InlineData("        return x * Math.Exp(Sum(x).EvalScalar() - 1);", "        return x * Exp(Sum(x) - 1);")]
    [InlineData("        return Pow(x, 2 * Sum(x).EvalScalar());", "        return Pow(x, 2 * Sum(x));")]
    [InlineData("        var r = Sum(x);\n        double size = r.EvalScalar();\n        if (size > 1) return x;\n        return x / size;", "        var r = Sum(x);\n        double size = r.EvalScalar();\n        if (size > 1) return x;\n        return x / r;")]
    [InlineData("        double size = 1 + Norm(x).EvalScalar();\n        double scale = 1 / size;\n        if (scale > n) return x;\n        return x * scale;", "        double size = 1 + Norm(x).EvalScalar();\n        double scale = 1 / size;\n        if (scale > n) return x;\n        return x * (1 / (1 + Norm(x)));")]
    [InlineData("        for (int i = 0; i < n; i++)\n        {\n            double size = Norm(x).EvalScalar();\n            if (size < 1) break;\n            x = x / size;\n        }\n\n        return x;", "        for (int i = 0; i < n; i++)\n        {\n            double size = Norm(x).EvalScalar();\n            if (size < 1) break;\n            x = x / Norm(x);\n        }\n\n        return x;")]
    [InlineData("        x = Parameter(Model.Step(x).Eval());\n        return Sum(x);", "        x = Model.Step(x);\n        return Sum(x);")]
    public Task TheTracedValueTakesThePlaceOfTheNumber(string before, string after) => Check(new FeedbackFix(), Host(before), Host(after), FeedbackFix.Traced);

    [Theory]
    [InlineData("        return x / Norm(x).EvalScalar();", "        return x / Constant(Norm(x).EvalScalar());")]
    [InlineData("        double r = Norm(x).EvalScalar();\n        return 2 * x * (r + 1);", "        double r = Norm(x).EvalScalar();\n        return 2 * x * (Constant(r + 1));")]
    [InlineData("        return x * Math.Exp(Sum(x).EvalScalar());", "        return x * Constant(Math.Exp(Sum(x).EvalScalar()));")]
    [InlineData("        return Model.Damped(x, Norm(x).EvalScalar());", "        return Model.Damped(x, StopGradient(Norm(x)).EvalScalar());")]
    [InlineData("        return Clamp(x, 0.0, Norm(x).EvalScalar());", "        return Clamp(x, 0.0, StopGradient(Norm(x)).EvalScalar());")]
    [InlineData("        x = Parameter(Model.Step(x).Eval());\n        return Sum(x);", "        x = Constant(Model.Step(x).Eval());\n        return Sum(x);")]
    public Task TheStopIsSaid(string before, string after) => Check(new FeedbackFix(), Host(before), Host(after), FeedbackFix.Stop);

    /// <summary>What a variable was made from is another value by then, so only the stop is offered.</summary>
    [Theory]
    [InlineData("        double r = Norm(x).EvalScalar();\n        x = Model.Step(x);\n        return x / r;")]
    [InlineData("        double last = 1;\n        for (int i = 0; i < n; i++)\n        {\n            x = x / last;\n            last = Norm(x).EvalScalar();\n        }\n\n        return x;")]
    [InlineData("        double r = Norm(x).EvalScalar();\n        for (int i = 0; i < n; i++)\n        {\n            x = x / r;\n        }\n\n        return x;")]
    [InlineData("        return Model.Damped(x, Norm(x).EvalScalar());")]
    public async Task ATracedValueThatWouldBeAnotherIsNotOffered(string body) =>
        Assert.Equal(["Say that the gradient stops here"], await FixRun.TitlesAsync(new FeedbackFix(), Host(body)));

    [Fact]
    public Task AMissingUsingDirectiveIsAdded() => Check(
        new FeedbackFix(),
        "using System;\nusing Costate;\n\npublic static class Host\n{\n    public static TracedTensor<double> F(TracedTensor<double> x) => x * Math.Tanh(TracedTensor.Sum(x).EvalScalar());\n}\n",
        "using System;\nusing Costate;\nusing static Costate.TracedTensor;\n\npublic static class Host\n{\n    public static TracedTensor<double> F(TracedTensor<double> x) => x * Tanh(TracedTensor.Sum(x));\n}\n",
        FeedbackFix.Traced);

    [Fact]
    public Task AFunctionOfNumbersOnATensorBecomesTheOp() => Check(
        new MathFix(),
        "using System;\nusing Costate;\n\npublic static class Host\n{\n    public static TracedTensor<double> F(TracedTensor<double> x) => Math.Tanh(x /* kept */) * x;\n}\n",
        "using System;\nusing Costate;\nusing static Costate.TracedTensor;\n\npublic static class Host\n{\n    public static TracedTensor<double> F(TracedTensor<double> x) => Tanh(x /* kept */) * x;\n}\n");

    [Theory]
    [InlineData("Math.Tanh(\"a\")")]
    [InlineData("Math.Atan2(x, 1)")]
    public async Task OtherMistakesWithFunctionsOfNumbersAreLeftAlone(string call) =>
        Assert.Empty(await FixRun.TitlesAsync(new MathFix(), Head + "public static class Host { public static object F(TracedTensor<double> x) => " + call + "; }"));

    [Theory]
    [InlineData("        Console.WriteLine(Sum(x).Eval()); // kept\n        return x;", "        Console.WriteLine(Sum(x).EvalScalar()); // kept\n        return x;")]
    [InlineData("        double r = Sum(x).Eval()[0];\n        Console.WriteLine(r);\n        return x;", "        double r = Sum(x).EvalScalar();\n        Console.WriteLine(r);\n        return x;")]
    [InlineData("        System.Numerics.Tensors.Tensor<double> r = Sum(x).Eval();\n        Console.WriteLine(r);\n        return x;", "        var r = Sum(x).EvalScalar();\n        Console.WriteLine(r);\n        return x;")]
    public Task EvalScalarReplacesEval(string before, string after) => Check(new EvalScalarFix(), Host(before), Host(after));

    [Theory]
    [InlineData("        // One.\n        Tanh(x);\n        // Two.\n        return x;", "        // One.\n        // Two.\n        return x;")]
    [InlineData("        Tanh(x); // kept\n        return x;", "         // kept\n        return x;")]
    [InlineData("        var y = Tanh(x) + 1;\n        y = Model.Step(x);\n        return x;", "        return x;")]
    public Task AnUnusedResultGoes(string before, string after) => Check(new RemoveUnusedFix(), Host(before), Host(after));

    [Theory]
    [InlineData("        Tanh(Read());\n        return x;\n        TracedTensor<double> Read() { Console.ReadLine(); return x; }")]
    [InlineData("        if (n > 1) Tanh(x);\n        return x;")]
    public async Task AStatementThatDoesMoreStays(string body) => Assert.Empty(await FixRun.TitlesAsync(new RemoveUnusedFix(), Host(body)));

    [Fact]
    public async Task InAnAnnotatedMethodAnUnusedResultGoesToo() => Assert.Equal(
        Head + "public static partial class Model\n{\n    [Differentiable]\n    public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x)\n    {\n        return x;\n    }\n}\n",
        await FixRun.OnceAsync(new RemoveUnusedFix(), Head + "public static partial class Model\n{\n    [Differentiable]\n    public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x)\n    {\n        Exp(x);\n        return x;\n    }\n}\n"));

    [Theory]
    [InlineData(FixAllScope.Document)]
    [InlineData(FixAllScope.Project)]
    [InlineData(FixAllScope.Solution)]
    public async Task FixAllMakesATypePartialOnceForAllOfItsMethods(FixAllScope scope)
    {
        const string Methods = " { [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => x; [Differentiable] public static TracedTensor<double> G([Shape(\"n\")] TracedTensor<double> x) => x; }\n";
        string[] after = await FixRun.AllAsync(new MakePartialFix(), nameof(MakePartialFix), scope, Head + "public static class A" + Methods, Head + "public static class B" + Methods);
        Assert.Equal(Head + "public static partial class A" + Methods, after[0]);
        Assert.Equal(Head + "public static " + (scope == FixAllScope.Document ? "" : "partial ") + "class B" + Methods, after[1]);
    }

    [Fact]
    public async Task FixAllUsesTheTracedValuesEverywhere()
    {
        const string Usings = "using System;\nusing Costate;\n", Class = "\npublic static class Host\n{\n";
        string[] after = await FixRun.AllAsync(
            new FeedbackFix(),
            FeedbackFix.Traced,
            FixAllScope.Document,
            Usings + Class + "    static TracedTensor<double> F(TracedTensor<double> x) => x * TracedTensor.Sum(x).EvalScalar() * Math.Exp(TracedTensor.Mean(x).EvalScalar());\n    static TracedTensor<double> G(TracedTensor<double> x) => x - Math.Tanh(TracedTensor.Mean(x).EvalScalar());\n}\n");
        string expected = Usings + "using static Costate.TracedTensor;\n" + Class + "    static TracedTensor<double> F(TracedTensor<double> x) => x * TracedTensor.Sum(x) * Exp(TracedTensor.Mean(x));\n    static TracedTensor<double> G(TracedTensor<double> x) => x - Tanh(TracedTensor.Mean(x));\n}\n";
        Assert.Equal(expected, after[0]);
        Code.Whole(after[0]).AssertQuiet();
    }

    [Fact]
    public void EveryFixIsExportedAndFixesAll() => Assert.All(
        typeof(TextFix).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(TextFix))),
        type =>
        {
            Assert.True(type.IsPublic);
            Assert.Equal([LanguageNames.CSharp], type.GetCustomAttribute<ExportCodeFixProviderAttribute>()!.Languages);
            Assert.NotEmpty(((CodeFixProvider)Activator.CreateInstance(type)!).FixableDiagnosticIds);
        });

    /// <summary>So the compiler has no reason to load it: it has no Workspaces to load it with.</summary>
    [Fact]
    public void TheAssemblyHoldsNoAnalyzerAndNoGeneratorAndNothingElseNeedsWorkspaces()
    {
        Assert.DoesNotContain(typeof(TextFix).Assembly.GetTypes(), t => t.IsSubclassOf(typeof(Microsoft.CodeAnalysis.Diagnostics.DiagnosticAnalyzer)) || t.IsAssignableTo(typeof(IIncrementalGenerator)));
        Assert.Contains(typeof(TextFix).Assembly.GetReferencedAssemblies(), a => a.Name == "Microsoft.CodeAnalysis.Workspaces");
        foreach (var type in new[] { typeof(DifferentiableMethodAnalyzer), typeof(Costate.Frontend.MethodReader), typeof(Costate.Generator.DifferentiableGenerator) })
        {
            Assert.DoesNotContain(type.Assembly.GetReferencedAssemblies(), a => a.Name!.Contains("Workspaces") || a.Name == "Costate.CodeFixes");
        }
    }
}
