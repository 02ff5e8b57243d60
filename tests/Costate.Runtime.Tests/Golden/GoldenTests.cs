using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using Costate.CompilerServices;
using Costate.Ir;
using Xunit;

namespace Costate.Runtime.Tests.Golden;

/// <summary>Values and derivatives against those of PyTorch; see tests/golden.</summary>
public class GoldenTests
{
    public static TheoryData<string> Forms => new(GoldenForms.Names);

    [Theory]
    [MemberData(nameof(Forms))]
    public void AgreesWithPyTorch(string form)
    {
        var cases = GoldenCase.All.Where(c => c.Form == form).ToArray();
        Assert.NotEmpty(cases);
        List<string> faults = [];
        HashSet<GoldenDifference> used = [];
        var (error, worst) = cases.Select(c => (Error: GoldenComparison.Error(c, faults, used), Case: c)).MaxBy(e => e.Error);
        Assert.True(faults.Count == 0, string.Join(Environment.NewLine, faults));
        double bound = GoldenErrors.Bound(GoldenErrors.Function(form));
        Assert.True(error <= bound, $"{worst} is {error:F2} units of the last place off, documented are {bound}");
        var unused = GoldenDifferences.All.Where(d => d.Form == form && !used.Contains(d)).Select(d => $"{string.Join(", ", d.Quantities)}: {d.Reason}");
        Assert.True(!unused.Any(), "These are no differences: " + string.Join(Environment.NewLine, unused));
    }

    [Fact]
    public void EveryCaseHasAForm() => Assert.Empty(GoldenCase.All.Select(c => c.Form).Concat(GoldenDifferences.All.Select(d => d.Form)).Except(GoldenForms.Names));

    [Fact]
    public void EveryPublicFunctionAndOverloadHasCases()
    {
        var called = GoldenForms.Names.SelectMany(GoldenForms.Methods).ToHashSet();
        var functions = typeof(TracedTensor).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Concat(typeof(TracedTensor<double>).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Where(m => m.GetCustomAttribute<LibraryFunctionAttribute>() is not null)
            .ToArray();

        // An expression tree cannot call what takes a span: windows only move elements, and have tests of their own.
        Assert.Empty(functions.Where(m => !called.Contains(m) && !m.GetParameters().Any(p => p.ParameterType.IsByRefLike)));
        Assert.Empty(Library.All.Select(f => f.Name).Except(functions.Select(m => m.GetCustomAttribute<LibraryFunctionAttribute>()!.Name)).Except(["Window"]));
    }

    [Fact]
    public void EveryDocumentedErrorIsOneOfAFunction() => Assert.Empty(GoldenErrors.Functions.Except(Library.All.Select(f => f.Name)));

    [Fact]
    public void EveryDocumentedErrorIsSeen()
    {
        foreach (var function in GoldenCase.All.GroupBy(c => GoldenErrors.Function(c.Form)))
        {
            double error = function.Max(c => GoldenComparison.Error(c, [], [])), bound = GoldenErrors.Bound(function.Key);
            Assert.True(error >= bound / 5, $"{function.Key} is only {error:F2} units of the last place off, documented are {bound}");
        }
    }

    [Theory]
    [InlineData(1.0, 1.0, true)]
    [InlineData(double.NaN, double.NaN, true)]
    [InlineData(double.NaN, 0.0, false)]
    [InlineData(0.0, double.NaN, false)]
    [InlineData(double.PositiveInfinity, double.NegativeInfinity, false)]
    [InlineData(double.PositiveInfinity, double.MaxValue, false)]
    [InlineData(0.0, -0.0, false)]
    [InlineData(1.0, 1.0000000000000002, false)]
    public void TheComparisonSeesWhatDiffers(double a, double b, bool same) => Assert.Equal(same, GoldenComparison.Same(a, b, sign: true));
}
