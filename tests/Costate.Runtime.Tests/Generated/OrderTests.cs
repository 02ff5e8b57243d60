using System;
using System.Linq;
using Costate.Ir;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Methods whose derivatives are compiled up to some order, and the same with order 1.</summary>
public static partial class OrderModels
{
    [Differentiable]
    public static TracedTensor<double> Plain([Shape("n, m")] TracedTensor<double> w, [Shape("m")] TracedTensor<double> x, [NoGradient, Shape("n")] TracedTensor<double> y, double power) =>
        Sum(Pow(Square(Tanh(MatMul(w, x)) - y) + 1.0, power));

    [Differentiable(Order = 2)]
    public static TracedTensor<double> Twice([Shape("n, m")] TracedTensor<double> w, [Shape("m")] TracedTensor<double> x, [NoGradient, Shape("n")] TracedTensor<double> y, double power) =>
        Sum(Pow(Square(Tanh(MatMul(w, x)) - y) + 1.0, power));

    [Differentiable(Order = 3)]
    public static TracedTensor<double> Thrice([Shape("n, m")] TracedTensor<double> w, [Shape("m")] TracedTensor<double> x, [NoGradient, Shape("n")] TracedTensor<double> y, double power) =>
        Sum(Pow(Square(Tanh(MatMul(w, x)) - y) + 1.0, power));

    [Differentiable]
    public static TracedTensor<double> Declared([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w) => Floor(4.0 * x * w);

    [Linearization(nameof(Declared))]
    private static TracedTensor<double> DeclaredTangent(TracedTensor<double> x, TracedTensor<double> w, TracedTensor<double> dx, TracedTensor<double> dw) => Sin(x) * w * dx + Exp(w) * dw;

    [Differentiable(Order = 2)]
    public static TracedTensor<double> DeclaredTwice([Shape("n")] TracedTensor<double> x, [Shape("n")] TracedTensor<double> w) => Floor(4.0 * x * w);

    [Linearization(nameof(DeclaredTwice))]
    private static TracedTensor<double> DeclaredTwiceTangent(TracedTensor<double> x, TracedTensor<double> w, TracedTensor<double> dx, TracedTensor<double> dw) => Sin(x) * w * dx + Exp(w) * dw;

    [Differentiable]
    [return: Shape("n; ")]
    public static (TracedTensor<double> Last, TracedTensor<double> Size) Steps([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, int most, bool flat)
    {
        for (int i = 0; i < most; i++)
        {
            x = flat ? MatMul(w, x) : Tanh(MatMul(w, x)) + 0.1 * x * x;
            if (Norm(x).EvalScalar() < 0.3) break;
        }

        return (x, Sum(x * x * x));
    }

    [Differentiable(Order = 2)]
    [return: Shape("n; ")]
    public static (TracedTensor<double> Last, TracedTensor<double> Size) StepsTwice([Shape("n, n")] TracedTensor<double> w, [Shape("n")] TracedTensor<double> x, int most, bool flat)
    {
        for (int i = 0; i < most; i++)
        {
            x = flat ? MatMul(w, x) : Tanh(MatMul(w, x)) + 0.1 * x * x;
            if (Norm(x).EvalScalar() < 0.3) break;
        }

        return (x, Sum(x * x * x));
    }
}

/// <summary>Compiled derivatives of derivatives have the values of interpreted ones.</summary>
public sealed class OrderTests
{
    [Fact]
    public void AsManyOrdersAreCompiledAsTheAttributeAsksFor()
    {
        Assert.Null(CompiledFragments.Of("Plain", "", typeof(OrderModels)).CompiledAdjoint);
        var twice = CompiledFragments.Of("Twice", "", typeof(OrderModels));
        Assert.NotNull(twice.CompiledAdjoint);
        Assert.NotNull(twice.CompiledTangent);
        Assert.Null(twice.CompiledAdjoint.CompiledAdjoint);
        Assert.Null(twice.CompiledTangent.CompiledTangent);
        var thrice = CompiledFragments.Of("Thrice", "", typeof(OrderModels));
        foreach (var second in new[] { thrice.CompiledAdjoint, thrice.CompiledTangent })
        {
            Assert.NotNull(second!.CompiledAdjoint);
            Assert.NotNull(second.CompiledTangent);
            Assert.Null(second.CompiledAdjoint.CompiledAdjoint);
        }
    }

    [Fact]
    public void TheyAreOfTheGraphsThatTheRuntimeDerives()
    {
        var fragment = CompiledFragments.Of("Twice", "", typeof(OrderModels));
        Assert.Equal(Digest.Of(fragment.Programs.JointAdjoint), fragment.CompiledAdjoint!.Digest);
        Assert.Equal(Digest.Of(fragment.Programs.Tangent), fragment.CompiledTangent!.Digest);
        Assert.Equal(fragment.Symbols, fragment.CompiledAdjoint.Symbols);
        Assert.Equal(fragment.Symbols, fragment.CompiledTangent.Symbols);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 5)]
    [InlineData(0, 2)]
    public void DerivativesOfEachOrderAgree(int n, int m)
    {
        double[] w = Numbers(1, n * m), x = Numbers(2, m), y = Numbers(3, n), v = Numbers(4, m);
        double[][] Values(Func<TracedTensor<double>, TracedTensor<double>, TracedTensor<double>, double, TracedTensor<double>> f)
        {
            var (a, b, c, d) = (Parameter(w, n, m), Parameter(x, m), Constant(y, n), Constant(v, m));
            var value = f(a, b, c, 1.5);
            var (da, db) = value.Grad(a, b);
            var mixed = Sum(db * d).Grad(a);
            var along = value.Jvp(b, d);
            var results = new[] { da, db, mixed, Sum(db * db).Grad(b), along.Grad(a), db.Jvp(b, d), along.Jvp(b, d), Sum(mixed * mixed).Grad(b), along.Jvp(b, d).Grad(a), db.Jvp(b, d).Jvp(b, d), Sum(along.Grad(a) * a).Grad(b) };
            return results.Select(t => t.Rank == 0 ? [t.EvalScalar()] : t.Eval().ToArray()).ToArray();
        }

        var expected = Values(OrderModels.Plain);
        Close(expected, Values(OrderModels.Twice));
        Close(expected, Values(OrderModels.Thrice));
    }

    [Theory]
    [InlineData(4, 6, false)]
    [InlineData(4, 6, true)]
    [InlineData(2, 0, false)]
    [InlineData(1, 1, false)]
    public void LoopsThatDataEndAgree(int n, int most, bool flat)
    {
        double[] w = Numbers(5, n * n), x = Numbers(6, n), v = Numbers(7, n);
        double[][] Values(Func<TracedTensor<double>, TracedTensor<double>, int, bool, (TracedTensor<double> Last, TracedTensor<double> Size)> f)
        {
            var (a, b, d) = (Parameter(w, n, n), Parameter(x, n), Constant(v, n));
            var (last, size) = f(a, b, most, flat);

            // One cotangent alone, the other one alone, and both.
            var (one, other, both) = (last.Vjp(d, b), size.Grad(b), (size + Sum(last)).Grad(b));
            var results = new[] { one, other, both }.Select(g => Sum(g * g).GradOrZero(b)[0]).Concat([other.Jvp(b, d), Sum(other * d).GradOrZero(a)[0], size.Jvp(b, d).Grad(b)]);
            return results.Select(t => t.Eval().ToArray()).ToArray();
        }

        Close(Values(OrderModels.Steps), Values(OrderModels.StepsTwice));
    }

    /// <summary>A declared derivative is differentiated, in compiled code as in interpreted.</summary>
    [Fact]
    public void DeclaredDerivativesAgree()
    {
        double[][] Values(Func<TracedTensor<double>, TracedTensor<double>, TracedTensor<double>> f)
        {
            var (x, w) = (Parameter(Numbers(1, 5), 5), Parameter(Numbers(2, 5), 5));
            var (dx, dw) = Sum(f(x, w)).Grad(x, w);
            return new[] { dx, dw, Sum(dx * dx).Grad(x), Sum(dx * dx).Grad(w), Sum(dw * dw).Grad(w), dx.Jvp(x, w) }.Select(t => t.Eval().ToArray()).ToArray();
        }

        var expected = Values(OrderModels.Declared);
        Close(expected, Values(OrderModels.DeclaredTwice));
        double[] x = Numbers(1, 5), w = Numbers(2, 5);
        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(Math.Sin(x[i]) * w[i], expected[0][i], 1e-14);
            Assert.Equal(2 * Math.Sin(x[i]) * Math.Cos(x[i]) * w[i] * w[i], expected[2][i], 1e-14);
        }
    }

    [Fact]
    public void AHessianComesFromCompiledCode()
    {
        var x = Parameter(Numbers(2, 3), 3);
        var gradient = OrderModels.Twice(Constant(Numbers(1, 6), 2, 3), x, Constant(Numbers(3, 2), 2), 2.0).Grad(x);
        var hessian = gradient.Jacobian(x).Eval();
        for (int i = 0; i < 3; i++)
        {
            for (int k = 0; k < 3; k++) Assert.Equal(hessian[i, k], hessian[k, i], 1e-12);
        }

        Assert.Contains(hessian.ToArray(), h => Math.Abs(h) > 1e-3);
    }

    private static void Close(double[][] expected, double[][] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i].Length, actual[i].Length);
            for (int k = 0; k < expected[i].Length; k++) Assert.Equal(expected[i][k], actual[i][k], 1e-11 * (1 + Math.Abs(expected[i][k])));
        }
    }

    private static double[] Numbers(int seed, int count)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1).ToArray();
    }
}
