using System;
using System.Linq;
using System.Numerics.Tensors;
using Costate.Ir;
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
        var nothing = Parameter(Array.Empty<double>(), 0);
        Assert.Empty(Check.Flat(Sum(FixedPointModels.Layer(Parameter(Array.Empty<double>(), 0, 0), nothing)).Grad(nothing)));
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

    // The Hessian product copies a solution that dies where a loop's results take its place at once.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(9)]
    public void AHessianProductBehindABranchIsThatOfTheTrace(int n)
    {
        double[] w = Check.Numbers(3, n), b = Check.Numbers(4, n), vw = Check.Numbers(5, n), vb = Check.Numbers(6, n);
        var (hw, hb) = FixedPointModels.SometimesHvp(Tensor.Create(w, [n]), Tensor.Create(b, [n]), 1, Tensor.Create(vw, [n]), Tensor.Create(vb, [n]));
        var (pw, pb) = (Parameter(w, n), Parameter(b, n));
        var y = FixedPointModels.Sometimes(pw, pb, 1);
        var slope = Sum(y.Grad(pw) * Constant(vw, n)) + Sum(y.Grad(pb) * Constant(vb, n));
        Assert.All(Check.Flat(slope.Grad(pw)).Zip(hw), p => Assert.Equal(p.First, p.Second, 1e-9));
        Assert.All(Check.Flat(slope.Grad(pb)).Zip(hb), p => Assert.Equal(p.First, p.Second, 1e-9));
    }

    [Fact]
    public void AGaugeTakesWhatIsNotDetermined()
    {
        double[] a = [0.5, 2, 3];
        var (x, scale) = (Parameter(a, 3), Constant([1.0, 2, 3], 3));
        double[] gradient = Check.Flat(Sum(FixedPointModels.Product(x, scale)).Grad(x));
        for (int i = 0; i < 3; i++) Assert.Equal(Math.Cos(a[i]), gradient[i], 1e-10);
        Check.Derivatives(p => FixedPointModels.Product(p[0], scale), (a, [3]));
    }

    [Fact]
    public void GradientsAndHessiansAreCompiled()
    {
        double[] c = Check.Numbers(3, N);
        Tensor<double> w = Tensor.Create(this.w, [N, N]), b = Tensor.Create(this.b, [N]), weights = Tensor.Create(c, [N]), none = Tensor.CreateFromShape<double>([N, N]);
        var (value, dw, db, dc) = FixedPointModels.LayerSumValueAndGrad(w, b, weights);
        var (x, y, z) = (Parameter(this.w, N, N), Parameter(this.b, N), Constant(c, N));
        var traced = Sum(z * FixedPoint.Solve(p => Tanh(MatMul(x, p) + y), Zeros<double>(N), 1e-13, adjointTolerance: 1e-12));
        Assert.Equal(traced.EvalScalar(), value, 1e-12);
        Near(Check.Flat(traced.Grad(x)), dw.ToArray(), 1e-10);
        Near(Check.Flat(traced.Grad(y)), db.ToArray(), 1e-10);
        var (hw, hb, _) = FixedPointModels.LayerSumHvp(w, b, weights, none, weights, Tensor.CreateFromShape<double>([N]));
        Near(Check.Flat(Sum(traced.Grad(y) * z).Grad(x)), hw.ToArray(), 1e-8);
        Near(Check.Flat(Sum(traced.Grad(y) * z).Grad(y)), hb.ToArray(), 1e-8);

        // The compiled derivative of the derivative, and the one beyond it, which is interpreted.
        var compiled = FixedPointModels.LayerSum(x, y, z);
        Near(Check.Flat(Sum(traced.Grad(y) * z).Grad(y)), Check.Flat(Sum(compiled.Grad(y) * z).Grad(y)), 1e-8);
        Near(Check.Flat(Sum(Sum(traced.Grad(y) * z).Grad(y) * z).Grad(y)), Check.Flat(Sum(Sum(compiled.Grad(y) * z).Grad(y) * z).Grad(y)), 1e-6);
    }

    /// <summary>The programs of the adjoint have no loop over the steps and no stack of what they were, whatever found the point.</summary>
    [Fact]
    public void NothingOfTheIterationsIsKept()
    {
        var (a, direct) = (Parameter(2.0), Parameter(this.b, N));
        foreach (var node in new[] { FixedPointModels.Root(a, 10).Node, FixedPointModels.Layer(Parameter(this.w, N, N), direct).Node })
        {
            var programs = node.Site.Fragment!.Programs;
            Assert.DoesNotContain(programs.ForwardKeeping.AllNodes(), n => n.Types.Any(t => t.IsStack));
            Assert.DoesNotContain(programs.Adjoint.AllNodes(), n => n.Op is IterationOp);
        }

        // And in bytes: a call in steady state allocates its result, after 10 steps and after 10,000.
        long Bytes(int steps)
        {
            FixedPointModels.RootGrad(2.0, steps);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Equal(0.5 / Math.Sqrt(2), FixedPointModels.RootGrad(2.0, steps), 1e-12);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        }

        Bytes(10);
        Assert.Equal(Bytes(10), Bytes(10_000));
    }

    private static void Near(double[] expected, double[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) Check.Near(expected[i], actual[i], tolerance);
    }
}
