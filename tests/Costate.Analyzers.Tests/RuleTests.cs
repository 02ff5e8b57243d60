using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace Costate.Analyzers.Tests;

public sealed class RuleTests
{
    [Fact]
    public void EveryRuleHasACase() => Assert.Equal(
        UsageDescriptors.All.Select(d => d.Id).Order(),
        RuleCases.All.Select(c => c.Id).Append(UsageIds.EvaluatedValueReenters).Append(UsageIds.MathOnEvaluatedValue).Distinct().Order());

    [Fact]
    public void EveryDescriptorIsSupportedByOneAnalyzer() => Assert.All(
        UsageDescriptors.All,
        descriptor => Assert.Single(Code.Analyzers, a => a.SupportedDiagnostics.Contains(descriptor)));

    [Fact]
    public void APragmaSuppresses() => Code.InHost("""
        static TracedTensor<double> F(TracedTensor<double> x)
        {
        #pragma warning disable COS401 // The scale is meant to be a constant.
            x = x / Norm(x).EvalScalar();
        #pragma warning restore COS401
            return x / [|Norm(x).EvalScalar()|];
        }
        """).AssertReports(UsageIds.EvaluatedValueReenters);

    [Fact]
    public void SeveritiesAreObeyed()
    {
        var code = Code.InHost("static object F(dynamic x) { Tanh(Ones<double>(3)); return Model.Step(x); }");
        ReportDiagnostic[] wanted = [ReportDiagnostic.Suppress, ReportDiagnostic.Error];
        var changed = code.With(code.Compilation.Options.WithSpecificDiagnosticOptions(new Dictionary<string, ReportDiagnostic> { [UsageIds.UnusedResult] = wanted[0], [UsageIds.TracedOpByOp] = wanted[1] }));
        var found = Assert.Single(changed.Analyze());
        Assert.Equal((UsageIds.TracedOpByOp, DiagnosticSeverity.Error), (found.Id, found.Severity));
    }

    [Fact]
    public void AnEditorconfigIsObeyed()
    {
        var code = Code.InHost("static void F() { Tanh(Ones<double>(3)); }");
        var options = new EditorconfigOptions(new Dictionary<string, ReportDiagnostic> { [UsageIds.UnusedResult] = ReportDiagnostic.Error });
        Assert.Equal(DiagnosticSeverity.Error, Assert.Single(code.With(code.Compilation.Options.WithSyntaxTreeOptionsProvider(options)).Analyze()).Severity);
        options = new EditorconfigOptions(new Dictionary<string, ReportDiagnostic> { [UsageIds.UnusedResult] = ReportDiagnostic.Suppress });
        Assert.Empty(code.With(code.Compilation.Options.WithSyntaxTreeOptionsProvider(options)).Analyze());
    }

    [Fact]
    public void AnAssemblyBuiltWithoutTheGeneratorIsNamed()
    {
        var library = Code.Whole(Code.Usings + "public static partial class Lib { [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) => Exp(x); }", generates: false);
        using var stream = new MemoryStream();
        Assert.True(library.Compilation.WithAssemblyName("Old").Emit(stream).Success);
        var code = Code.Whole(Code.Usings + "public static class User { public static object G(TracedTensor<double> x) => [|Lib.F(x)|]; }", references: MetadataReference.CreateFromImage(stream.ToArray()));
        var found = Assert.Single(code.AssertReports(UsageIds.TracedOpByOp));
        Assert.Contains("The assembly Old was built without the generator", found.GetMessage());
    }

    [Fact]
    public async Task AProjectWithoutTheLibraryIsLeftAlone()
    {
        var compilation = CSharpCompilation.Create("Empty", [CSharpSyntaxTree.ParseText("class C { double Eval() => Eval(); }")], Code.References.Where(r => !r.Display!.Contains("Costate")), Code.Options);
        Assert.Empty(await compilation.WithAnalyzers(Code.Analyzers).GetAnalyzerDiagnosticsAsync(CancellationToken.None));
    }

    /// <summary>What escapes from an annotated body, or comes into it from outside, is an error there already.</summary>
    [Theory]
    [InlineData("private static TracedTensor<double>? kept; [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { [|kept|] = x; return x; }")]
    [InlineData("private static readonly List<TracedTensor<double>> All = new(); [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { [|All.Add(x)|]; return x; }")]
    [InlineData("private static TracedTensor<double> weight = Ones<double>(3); [Differentiable] public static TracedTensor<double> F([Shape(\"3\")] TracedTensor<double> x) => x * [|weight|];")]
    [InlineData("public static int Calls { get; set; } [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { [|Calls|]++; return x; }")]
    [InlineData("[Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { Func<TracedTensor<double>> f = [|() => x|]; return f(); }")]
    [InlineData("private static double[] log = new double[3]; [Differentiable] public static TracedTensor<double> F([Shape(\"n\")] TracedTensor<double> x) { [|log[0]|] = 1; return x; }")]
    public void MutationAndCaptureAreErrorsInAnAnnotatedBody(string members)
    {
        var code = Code.InModel(members);
        var found = Assert.Single(code.Analyze());
        Assert.Equal(code.Marks[0], found.Location.SourceSpan);
        Assert.Equal(DiagnosticSeverity.Error, found.Severity);
    }
}
