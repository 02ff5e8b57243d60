using System;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Methods that leave the finite numbers, each at a line that the test knows.</summary>
public static partial class NonFiniteModels
{
    public static readonly int Start = Here();

    [Differentiable]
    public static TracedTensor<double> Roots([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> y)
    {
        var ratio = x / y;
        var root = Sqrt(x);
        return Sum(ratio * root + root);
    }

    [Differentiable]
    public static TracedTensor<double> Grown([Shape("n")] TracedTensor<double> x, int steps)
    {
        for (int i = 0; i < steps; i++)
        {
            x = x * x;
        }

        return Sum(x);
    }

    private static int Here([CallerLineNumber] int line = 0) => line;
}

/// <summary>The switch is the whole process's, so no other test may run beside these.</summary>
[CollectionDefinition("The whole process", DisableParallelization = true)]
public sealed class WholeProcess;

[Collection("The whole process")]
public sealed class DebugNaNTests : IDisposable
{
    private const int Ratio = 5, Root = 6, Product = 15;

    public DebugNaNTests() => CostateSettings.DebugNaN = true;

    public void Dispose() => CostateSettings.DebugNaN = false;

    [Fact]
    public void A_value_is_reported_at_its_line()
    {
        var e = Assert.Throws<NonFiniteException>(() => NonFiniteModels.Roots(Tensor.Create([1.0, 2.0]), Tensor.Create([1.0, 0.0])));
        Assert.Equal("Div", e.Operation);
        Assert.Equal(NonFiniteModels.Start + Ratio, e.Line);
        Assert.Equal(double.PositiveInfinity, e.Value);
        Assert.Contains("Roots: Div makes infinity out of finite numbers in line " + e.Line + " at [1].", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cotangent_is_reported_at_the_line_of_what_it_is_the_derivative_of()
    {
        double[] x = [4, 0], y = [1, 1];
        Assert.Equal(10, NonFiniteModels.Roots(Tensor.Create(x), Tensor.Create(y)));
        Check(Assert.Throws<NonFiniteException>(() => NonFiniteModels.RootsGrad(Tensor.Create([4.0, 0.0]), Tensor.Create([1.0, 1.0]))));
        Check(Assert.Throws<NonFiniteException>(() => NonFiniteModels.RootsValueAndGrad(Tensor.Create([4.0, 0.0]), Tensor.Create([1.0, 1.0]))));
        var traced = Parameter(Tensor.Create(x));
        Check(Assert.Throws<NonFiniteException>(() => NonFiniteModels.Roots(traced, Parameter(Tensor.Create(y))).Grad(traced).Eval()));

        static void Check(NonFiniteException e)
        {
            Assert.Equal(NonFiniteModels.Start + Root, e.Line);
            Assert.Contains("cotangent", e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_tangent_is_reported()
    {
        var e = Assert.Throws<NonFiniteException>(() => NonFiniteModels.RootsJvp(
            Tensor.Create([4.0, 0.0]), Tensor.Create([1.0, 1.0]), Tensor.Create([1.0, 1.0]), Tensor.Create([0.0, 0.0])));
        Assert.Equal(NonFiniteModels.Start + Root, e.Line);
        Assert.Contains("tangent", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_tells_in_which_run_it_happened()
    {
        var e = Assert.Throws<NonFiniteException>(() => NonFiniteModels.Grown(Tensor.Create([1e40]), 6));
        Assert.Equal(NonFiniteModels.Start + Product, e.Line);
        Assert.Contains("in run 3", e.Message, StringComparison.Ordinal);
        Assert.Equal("Mul", Assert.Throws<NonFiniteException>(() => NonFiniteModels.Grown(Parameter(Tensor.Create([1e40])), 6).EvalScalar()).Operation);
    }

    [Fact]
    public void An_argument_is_blamed_itself()
    {
        var e = Assert.Throws<NonFiniteException>(() => NonFiniteModels.Roots(Tensor.Create([1.0, double.NaN]), Tensor.Create([1.0, 1.0])));
        Assert.Equal("x", e.Operation);
        Assert.Contains("the argument 'x' has NaN at [1]", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operations_outside_of_methods_have_no_line()
    {
        var e = Assert.Throws<NonFiniteException>(() => Log(Parameter(Tensor.Create([1.0, -1.0]))).Eval());
        Assert.Equal("Log", e.Operation);
        Assert.Equal(0, e.Line);
    }

    [Fact]
    public void Finite_results_pass_and_without_the_switch_all_do()
    {
        Assert.Equal(4, NonFiniteModels.Roots(Tensor.Create([1.0, 1.0]), Tensor.Create([1.0, 1.0])));
        CostateSettings.DebugNaN = false;
        Assert.Equal(double.PositiveInfinity, NonFiniteModels.Roots(Tensor.Create([1.0, 2.0]), Tensor.Create([1.0, 0.0])));
    }
}
