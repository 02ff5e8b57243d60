using System.Collections.Generic;
using System.IO;
using System.Linq;
using Costate.Frontend;
using Costate.Ir;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace Costate.Generator.Tests.Frontend;

public sealed class DiagnosticTests
{
    [Fact]
    public void EveryDiagnosticHasACase() =>
        Assert.Equal(Descriptors.All.Select(d => d.Id).Order(), DiagnosticCases.All.Select(c => c.Id).Distinct().Order());

    [Fact]
    public void TheMessageOfAShapeErrorNamesEverything()
    {
        var mistake = DiagnosticCases.All.First(c => c.Id == DiagnosticIds.ShapeMismatch);
        var found = Assert.Single(mistake.WrongSource.Analyze());
        string message = found.GetMessage();
        string[] parts =
        [
            "MatMul(x, w)", "[batch, inner]", "[hidden, outer]", "fails for hidden = 2, inner = 3", "hidden is axis 0 of w",
            "inner is axis 1 of x", "give them one name", "Where it is known to hold, [Where(\"inner == hidden\")] declares it",
        ];
        int[] places = parts.Select(p => message.IndexOf(p, System.StringComparison.Ordinal)).ToArray();
        Assert.Equal(places.Order(), places);
        Assert.All(parts, part => Assert.Contains(part, message));
        Assert.Equal(["hidden", "inner"], found.AdditionalLocations.Select(l => mistake.WrongSource.Text.Substring(l.SourceSpan.Start, l.SourceSpan.Length)));
    }

    [Fact]
    public void ASuggestedChangeFits()
    {
        // Every "'...' fits." is put in the place of the squiggle, and nothing is left to say.
        int tried = 0;
        foreach (var wrong in DiagnosticCases.All)
        {
            if (wrong.WrongSource.Analyze() is not [var only] || !only.Properties.TryGetValue(DiagnosticProperties.Replacement, out string? change) || !only.GetMessage().Contains("' fits."))
            {
                continue;
            }

            string members = wrong.Wrong[..wrong.Wrong.IndexOf("[|")] + change + wrong.Wrong[(wrong.Wrong.IndexOf("|]") + 2)..];
            var source = (wrong with { Right = members }).RightSource;
            source.AssertCompiles();
            Assert.Empty(source.Analyze().Select(d => d.GetMessage()));
            tried++;
        }

        Assert.True(tried >= 5);
    }

    [Fact]
    public void APragmaSuppresses()
    {
        const string Wrong = "MatMul(x, x)";
        var source = Source.InClass($$"""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x)
            {
            #pragma warning disable COS101 // Only ever called with squares.
                var y = {{Wrong}};
            #pragma warning restore COS101
                return [|{{Wrong}}|];
            }
            """);
        Assert.Equal(source.Marks, source.Analyze().Select(d => d.Location.SourceSpan));
    }

    [Fact]
    public void SuppressMessageAndSeverityAreObeyed()
    {
        const string Method = "public static TracedTensor<double> F([Shape(\"n, m\")] TracedTensor<double> x) => MatMul(x, x);";
        Assert.Empty(Source.InClass("[Differentiable, System.Diagnostics.CodeAnalysis.SuppressMessage(\"Costate\", \"COS101\")] " + Method).Analyze());
        var source = Source.InClass("[Differentiable] " + Method);
        var severities = new Dictionary<string, ReportDiagnostic> { ["COS101"] = ReportDiagnostic.Warn };
        var softened = source.With(source.Compilation.WithOptions(source.Compilation.Options.WithSpecificDiagnosticOptions(severities)));
        Assert.Equal(DiagnosticSeverity.Warning, Assert.Single(softened.Analyze()).Severity);
    }

    [Fact]
    public void IndependentMistakesAreAllReportedAndTheirConsequencesAreNot()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x)
            {
                var a = [|MatMul(x, x)|];
                var b = a + x * [|x.Dim(2)|];
                TracedTensor<double> c = x, d = x;
                [|lock (x) { c = a; (d, _) = (x, x); }|]
                c = MatMul(c, d);
                return Tanh(b) + Transpose(c) + [|Sum(x, 3)|];
            }
            """);
        source.AssertCompiles();
        Assert.Equal(source.Marks, source.Analyze().Select(d => d.Location.SourceSpan));
        Assert.Null(source.Read().Graph);
    }

    [Fact]
    public void ACalleesMistakeIsReportedAtTheCallee()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n, m")] TracedTensor<double> x) => Exp(G(x)) + x;

            [Differentiable]
            public static TracedTensor<double> G([Shape("n, m")] TracedTensor<double> x) => [|MatMul(x, x)|];

            [Differentiable]
            public static TracedTensor<double> H([Shape("n, m")] TracedTensor<double> x) => x * G(F(x));
            """);
        Assert.Equal(source.Marks, source.Analyze().Select(d => d.Location.SourceSpan));
        Assert.Null(source.Read("F").Graph);
        Assert.Empty(source.Read("F").Diagnostics);
    }

    [Fact]
    public void WhoCallsARecursionIsNotOneOfIt()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> Outside([Shape("n")] TracedTensor<double> x) => F(x) + G(x);

            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|G(x)|];

            [Differentiable]
            public static TracedTensor<double> G([Shape("n")] TracedTensor<double> x) => [|H(x)|];

            [Differentiable]
            public static TracedTensor<double> H([Shape("n")] TracedTensor<double> x) => Exp(x) + [|F(x)|];
            """);
        Assert.Equal(source.Marks, source.Analyze().Select(d => d.Location.SourceSpan));
        Assert.All(source.Analyze(), d => Assert.Equal("COS007", d.Id));
    }

    [Theory]
    [InlineData("=> Exp(y);")]
    [InlineData("=> Missing(x);")]
    [InlineData("=> x + ;")]
    [InlineData("{ var y = x.Nothing; return y * 2.0; }")]
    [InlineData("{ if (x) { return x; } }")]
    [InlineData("{ int n = \"a\"; return x * n; }")]
    [InlineData("{ }")]
    [InlineData("")]
    public void WhatTheCompilerReportsIsNotRepeated(string body)
    {
        var source = Source.InClass("[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) " + body);
        Assert.Contains(source.Compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Empty(source.Analyze().Select(d => d.GetMessage()));
        Assert.Null(source.ReadAnyway().Graph);
    }

    [Theory]
    [InlineData("Missing x")]
    [InlineData("[Shape(\"n\")] TracedTensor<Missing> x")]
    [InlineData("[Shape(n)] TracedTensor<double> x")]
    [InlineData("[Shape()] TracedTensor<double> x")]
    public void ASignatureThatDoesNotCompileIsTheCompilers(string parameter)
    {
        var source = Source.InClass($"[Differentiable] public static TracedTensor<double> F({parameter}) => x;");
        Assert.Contains(source.Compilation.GetDiagnostics(), d => d.Severity == DiagnosticSeverity.Error);
        Assert.Empty(source.Analyze().Select(d => d.GetMessage()));
        Assert.Null(source.ReadAnyway().Graph);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void AMethodOfAnotherAssemblyWithoutCompiledFormIsRefused(bool asCompilation)
    {
        // In an editor a project reference is a compilation, whose syntax is in reach and yet not of this compilation.
        var library = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => Exp(x);
            """);
        var compilation = library.Compilation.WithAssemblyName("Library");
        using var stream = new MemoryStream();
        Assert.True(compilation.Emit(stream).Success);
        var reference = asCompilation ? compilation.ToMetadataReference() : (MetadataReference)MetadataReference.CreateFromImage(stream.ToArray());
        var source = Source.Whole("""
            using Costate;
            public static partial class User
            {
                [Differentiable]
                public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|Model.F(x)|] * x;
            }
            """, references: reference);
        source.AssertCompiles();
        var found = Assert.Single(source.Analyze());
        Assert.Equal(source.Marks[0], found.Location.SourceSpan);
        Assert.Equal(
            "'F' is [Differentiable] in another assembly, Library, and has no compiled form there. Build Library with the version of Costate that " +
            "this project uses, or call the method outside and pass its result.",
            found.GetMessage());
    }

    [Fact]
    public void AnUnresolvedOverloadIsNotGuessed()
    {
        var source = Source.InClass("""
            [Differentiable]
            public static TracedTensor<double> F([Shape("n")] TracedTensor<double> x) => [|G(x)|];

            [FragmentCall(typeof(object))]
            public static TracedTensor<double> G(TracedValue<double> x) => throw null!;
            """);
        Assert.Equal(source.Marks, source.Analyze().Select(d => d.Location.SourceSpan));
    }
}
