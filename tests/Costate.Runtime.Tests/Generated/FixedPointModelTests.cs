using System;
using System.Linq;
using Costate.Runtime.Tests.Trace;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Compiled fixed points against closed forms, central differences and the same body in a trace.</summary>
public class FixedPointModelTests
{
    private const int N = 5;
    private readonly double[] w = Check.Numbers(1, N * N, -0.3, 0.3);
    private readonly double[] b = Check.Numbers(2, N);

    [Fact]
    public void ALayerHasItsDerivatives()
    {
        Check.Derivatives(p => FixedPointModels.Layer(p[0], p[1]), (w, [N, N]), (b, [N]));
        Check.Derivatives(p => FixedPointModels.LayerByGmres(p[0], p[1]), (w, [N, N]), (b, [N]));
        Check.Derivatives(p => FixedPointModels.Careful(p[0], p[1]), (w, [N, N]), (b, [N]));
        Check.Derivatives(p => FixedPointModels.Layer(p[0], p[1]), ([0.4], [1, 1]), ([0.3], [1]));
        Assert.Empty(Check.Flat(FixedPointModels.Layer(Parameter(Array.Empty<double>(), 0, 0), Parameter(Array.Empty<double>(), 0)).Vjp(Zeros<double>(0), Parameter(Array.Empty<double>(), 0)) ?? Zeros<double>(0)));
    }

    [Fact]
    public void ARootThatWasIteratedHasTheDerivativesOfTheRoot()
    {
        var a = Parameter(2.0);
        var root = FixedPointModels.Root(a, 6);
        Assert.Equal(Math.Sqrt(2), root.EvalScalar(), 1e-12);
        Assert.Equal(0.5 / Math.Sqrt(2), root.Grad(a).EvalScalar(), 1e-12);
        Assert.Equal(-0.25 * Math.Pow(2, -1.5), root.Grad(a).Grad(a).EvalScalar(), 1e-12);
        var error = Assert.Throws<ConvergenceException>(() => FixedPointModels.Root(a, 1).EvalScalar());
        Assert.False(error.IsDerivative);
        Assert.Contains("line", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(10.0)]
    [InlineData(0.7)]
    public void FixedPointsStandInLoopsAndBranches(double limit) =>
        Check.Derivatives(p => FixedPointModels.Chain(p[0], p[1], 3, limit), (w, [N, N]), (b, [N]));

    [Fact]
    public void AGaugeTakesWhatIsNotDetermined()
    {
        double[] a = [0.5, 2, 3];
        var (x, scale) = (Parameter(a, 3), Constant([1.0, 2, 3], 3));
        double[] gradient = Check.Flat(Sum(FixedPointModels.Product(x, scale)).Grad(x));
        for (int i = 0; i < 3; i++) Assert.Equal(Math.Cos(a[i]), gradient[i], 1e-10);
        Check.Derivatives(p => FixedPointModels.Product(p[0], scale), (a, [3]));
    }
}
