using System.Collections.Generic;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>Building the same thing twice is building it once.</summary>
public class SharingTests
{
    [Fact]
    public void SixtyDoublingsBuiltTwiceAreSixtyNodes()
    {
        var x = Parameter(1.0);
        var (once, twice) = (x, x);
        var before = EngineCounters.OfThisThread;
        for (int i = 0; i < 60; i++) once += once;
        Assert.Equal(60, (EngineCounters.OfThisThread - before).NodesBuilt);
        for (int i = 0; i < 60; i++) twice += twice;
        var counts = EngineCounters.OfThisThread - before;
        Assert.Equal((60, 60), (counts.NodesBuilt, counts.NodesFound));
        Assert.Equal(once, twice);
        Assert.Equal(61, TraceStatistics.Of(once, twice).Nodes);
        Assert.Equal((double)(1L << 60), twice.EvalScalar());

        // The gradient of a doubling is a doubling: it neither grows nor slows down.
        Assert.Equal((double)(1L << 60), once.Grad(x).EvalScalar());
        Assert.Equal(1 + 60 + 1 + 60, TraceStatistics.Of(once.Grad(x)).Nodes);
    }

    [Fact]
    public void AFragmentCalledTwiceIsOneNode()
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Parameter(1.0), x = Parameter(2.0);
        Assert.Equal(step.Call(a, x), step.Call(a, x));
        Assert.NotEqual(step.Call(a, x), step.Call(x, a));
        Assert.NotEqual(step.Call(a, x), Steps.Damped().Call(a, x));
        Assert.Equal(step.Call(a, x).GetHashCode(), step.Call(a, x).GetHashCode());
    }

    [Fact]
    public void ParametersAreNeverTheSameAndScalarConstantsAre()
    {
        Assert.NotEqual(Parameter(1.0), Parameter(1.0));
        Assert.Equal(Constant(1.0), Constant(1.0));
        Assert.NotEqual(Constant(0.0), Constant(-0.0));
        Assert.Equal(Constant(double.NaN), Constant(double.NaN));
        Assert.NotEqual<TracedValue>(Constant(1f), Constant(1.0));
        Assert.NotEqual(Constant([1.0], 1), Constant([1.0], 1));
        var x = Parameter(3.0);
        Assert.Equal(x * 2.0, x * Constant(2.0));
    }

    [Fact]
    public void SizeArgumentsArePartOfTheIdentity()
    {
        var x = Parameter(new double[12], 12);
        Assert.Equal(Slice(x, 0, 2, 3), Slice(x, 0, 2, 3));
        Assert.NotEqual(Slice(x, 0, 2, 3), Slice(x, 0, 3, 3));
        Assert.NotEqual(Slice(x, 0, 2, 3), Slice(x, 0, 2, 4));
        Assert.Equal(Reshape(x, 3, 4), Reshape(x, 3, 4));
        Assert.NotEqual(Reshape(x, 3, 4), Reshape(x, 4, 3));
        Assert.NotEqual(Sum(Reshape(x, 3, 4), 0), Sum(Reshape(x, 3, 4), 1));
    }

    [Fact]
    public void ManyNodesOnOneInputStayFastToFind()
    {
        var x = Parameter(new double[4000], 4000);
        var kept = new List<TracedTensor<double>>();
        for (int i = 0; i < 3000; i++) kept.Add(Slice(x, 0, i, 7));
        for (int i = 0; i < 3000; i++) Assert.Equal(kept[i], Slice(x, 0, i, 7));
    }

    [Fact]
    public void PrimalAndGradientHaveExactlyTheNodesOfTheGradientsClosure()
    {
        var step = Steps.Damped();
        TracedTensor<double> a = Parameter(0.9), x0 = Constant(0.3), x = x0;
        for (int k = 0; k < 40; k++) x = step.Call(a, x);
        var gradient = x.Grad(a);

        // a, x0, 40 steps, the seed, 40 adjoints.
        Assert.Equal(2 + 40 + 1 + 40, TraceStatistics.Of(gradient).Nodes);
        Assert.Equal(TraceStatistics.Of(gradient), TraceStatistics.Of(x, gradient));
    }

    [Fact]
    public void TheOrderOfSummationDependsOnStructureAlone()
    {
        // The same graph built in two orders gives the same bits of the gradient.
        double[] weights = [1e16, 3.14159, -1e16, 2.71828];
        double First(bool reversed)
        {
            var a = Parameter(1.0);
            var terms = new TracedTensor<double>[weights.Length];
            for (int k = 0; k < weights.Length; k++)
            {
                int i = reversed ? weights.Length - 1 - k : k;
                terms[i] = Sin(a) * weights[i];
            }

            var sum = terms[0];
            for (int i = 1; i < terms.Length; i++) sum += terms[i];
            return sum.Grad(a).EvalScalar();
        }

        Assert.Equal(First(false), First(true));
    }
}
