using System;
using System.Linq;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Tests.Linking;

/// <summary>The public helpers for functions that are not annotated.</summary>
public sealed class CheckerTests
{
    private static readonly double[] Data = [0.3, -1.2, 2.5, 0.9, -0.4];

    [Fact]
    public void A_right_gradient_passes()
    {
        var report = GradCheck.Verify(x => Sum(Exp(x) * Sin(x)), Parameter(Data, 5));
        Assert.Equal(5, report.Inputs.Single().Elements);
        Assert.InRange(report.Inputs.Single().LargestError, 0, 1e-8);
    }

    [Fact]
    public void Several_inputs_of_any_rank_and_a_result_that_is_no_scalar_pass()
    {
        var report = GradCheck.Verify(xs => Tanh(MatMul(xs[0], xs[1])) * xs[2], [Parameter(Data[..4], 2, 2), Parameter(Data[1..5], 2, 2), Parameter(0.7)]);
        Assert.Equal([4, 4, 1], report.Inputs.Select(i => i.Elements));
        Assert.True(DotTest.Verify(xs => Tanh(MatMul(xs[0], xs[1])) * xs[2], [Parameter(Data[..4], 2, 2), Parameter(Data[1..5], 2, 2), Parameter(0.7)]) < 1e-13);
    }

    [Fact]
    public void A_gradient_that_is_wrong_in_both_modes_fails_differences_and_passes_the_dot_test()
    {
        static TracedTensor<double> Halved(TracedTensor<double> x) => Sum(x * StopGradient(x));
        var e = Assert.Throws<GradCheckException>(() => GradCheck.Verify(Halved, Parameter(Data, 5)));
        Assert.Contains("WRONG at element 2: the gradient is 2.5, central differences give ", e.Message, StringComparison.Ordinal);
        DotTest.Verify(Halved, Parameter(Data, 5));
    }

    [Fact]
    public void No_dependence_is_a_derivative_of_zero()
    {
        var report = GradCheck.Check(xs => Sum(xs[0]), [Parameter(Data, 5), Parameter(1.0)]);
        Assert.True(report.Passed);
        Assert.Equal(0, report.Inputs[1].Gradient);
        Assert.Equal(0, DotTest.Verify(xs => Sum(xs[0]) * 0.0 + xs[0], [Parameter(0.5), Parameter(1.0)]));
        Assert.False(GradCheck.Check(xs => Sum(xs[0] * StopGradient(xs[1])), [Parameter(Data, 5), Parameter(1.0)]).Passed);
    }

    [Fact]
    public void Large_tensors_are_sampled_and_empty_ones_have_nothing_to_compare()
    {
        Assert.Equal(200, GradCheck.Verify(x => Sum(Square(x)), Parameter(new double[1000], 1000)).Inputs[0].Elements);
        Assert.Equal(0, GradCheck.Verify(x => Sum(Square(x)), Parameter(Array.Empty<double>(), 0)).Inputs[0].Elements);
    }

    [Fact]
    public void A_value_that_is_not_a_number_fails()
    {
        Assert.False(GradCheck.Check(xs => Sum(Log(xs[0])), [Parameter(Data, 5)]).Passed);
        Assert.Throws<GradCheckException>(() => DotTest.Verify(x => Sum(Sqrt(x)), Parameter([-1.0], 1)));
    }

    [Fact]
    public void Nothing_to_differentiate_by_is_refused()
    {
        Assert.Throws<ArgumentException>(() => GradCheck.Check(_ => Parameter(1.0), []));
        Assert.Throws<ArgumentException>(() => DotTest.Verify(_ => Parameter(1.0), Array.Empty<TracedTensor<double>>()));
        Assert.Throws<ArgumentOutOfRangeException>(() => GradCheck.Verify(x => Sum(x), Parameter(Data, 5), tolerance: 0));
    }
}
