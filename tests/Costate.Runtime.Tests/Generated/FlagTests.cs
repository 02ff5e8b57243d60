using System;
using System.Linq;
using System.Numerics.Tensors;
using Costate.Tracing;
using Xunit;
using static Costate.Runtime.Tests.Generated.Models;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Bool parameters: every form of call reaches the compiled code of the values at hand, and no other code runs.</summary>
public sealed unsafe class FlagTests
{
    // Positive definite, but not symmetric.
    private static readonly double[] Definite = [3.0, 1.0, 0.5, 2.5];
    private static readonly double[] Indefinite = [1.0, 2.0, 2.0, 1.0];
    private static readonly double[] Columns = [0.5, -1.0, 2.0, 0.25, 1.5, -0.75];

    private readonly TracedTensor<double> a = Parameter(Definite, 2, 2);
    private readonly TracedTensor<double> b = Parameter(Columns, 2, 3);

    [Fact]
    public void ByUsingStatic() => AssertVariant("NotWhitenedTransposed", Energy(a, b, 0.5, false, true));

    [Fact]
    public void Qualified() => AssertVariant("WhitenedNotTransposed", Models.Energy(a, b, 0.5, true, false));

    [Fact]
    public void WithDefaultArguments()
    {
        AssertVariant("NotWhitenedNotTransposed", Energy(a, b));
        AssertVariant("WhitenedNotTransposed", Energy(a, b, 2.0, true));
    }

    [Fact]
    public void WithNamedArguments()
    {
        AssertVariant("NotWhitenedTransposed", Energy(transposed: true, b: b, a: a));
        AssertVariant("WhitenedTransposed", Energy(a, b, transposed: true, whitened: true));
    }

    [Fact]
    public void WithValuesKnownOnlyWhenItRuns()
    {
        foreach (bool whitened in new[] { false, true })
        {
            foreach (bool transposed in new[] { false, true })
            {
                AssertVariant((whitened ? "" : "Not") + "Whitened" + (transposed ? "" : "Not") + "Transposed", Energy(a, b, 0.5, whitened, transposed));
            }
        }
    }

    [Fact]
    public void InALambda()
    {
        Func<bool, TracedTensor<double>> f = flag => Energy(a, b, transposed: flag);
        AssertVariant("NotWhitenedTransposed", f(true));
        AssertVariant("NotWhitenedNotTransposed", f(false));
    }

    [Fact]
    public void AsAMethodGroup()
    {
        Func<TracedTensor<double>, TracedTensor<double>, double, bool, bool, TracedTensor<double>> f = Models.Energy;
        AssertVariant("WhitenedTransposed", f(a, b, 1.0, true, true));
    }

    [Fact]
    public void AsAFunctionPointer()
    {
        delegate*<TracedTensor<double>, TracedTensor<double>, double, bool, bool, TracedTensor<double>> f = &Energy;
        AssertVariant("WhitenedNotTransposed", f(a, b, 1.0, true, false));
    }

    [Fact]
    public void WithSeveralResults()
    {
        var x = Parameter([0.0, 1.0, 2.0], 3);
        var (part, all) = Models.Split(x, 1, damped: true, length: 2);
        Assert.Same(CompiledFragments.Of("Split", "Damped"), part.Node.Site.Fragment);
        Assert.Same(part.Node, all.Node);
        Assert.Equal([0.5 * Math.E, 0.5 * Math.Exp(2)], Flat(part.Eval()), Near);
        Assert.Equal([0, Math.E, 2 * Math.Exp(2)], Flat(Models.Split(x, 1, false).All.Eval()), Near);
    }

    [Fact]
    public void TheBranchNotTakenDoesNotRun()
    {
        var matrix = Parameter(Indefinite, 2, 2);
        double[] product = [0.5 + 0.5, -1 + 3, 2 - 1.5, 1 + 0.25, -2 + 1.5, 4 - 0.75];
        double expected = 0.5 * product.Sum(p => p * p);
        Assert.Equal(expected, Energy(matrix, b).EvalScalar(), 1e-12);
        Assert.Equal(expected, Models.Energy(Matrix(Indefinite), Matrix(Columns), 0.5, false, false), 1e-12);
        var failure = Assert.Throws<FactorizationException>(() => Energy(matrix, b, whitened: true).EvalScalar());
        Assert.Contains("Energy(whitened: true, transposed: false)", failure.Message, StringComparison.Ordinal);
        Assert.Throws<FactorizationException>(() => Models.Energy(Matrix(Indefinite), Matrix(Columns), 0.5, true, false));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void EveryDirectFormTakesTheFlags(bool whitened, bool transposed)
    {
        var (x, y) = (Matrix(Definite), Matrix(Columns));
        var (vx, vy) = (Matrix([0.3, -0.2, 0.7, 0.1]), Matrix([1.0, 0.5, -0.5, 0.2, 0.4, -1.0]));
        const double h = 1e-5;
        double Shifted(double s) => Models.Energy(Add(x, vx, s), Add(y, vy, s), 0.75, whitened, transposed);
        double slope = (Shifted(h) - Shifted(-h)) / (2 * h);

        var (dx, dy) = Models.EnergyGrad(x, y, 0.75, whitened, transposed);
        Assert.Equal(slope, Inner(dx, vx) + Inner(dy, vy), 1e-7);

        var (value, gx, gy) = Models.EnergyValueAndGrad(x, y, 0.75, whitened, transposed);
        Assert.Equal(Shifted(0), value);
        Assert.Equal([.. Flat(dx), .. Flat(dy)], (double[])[.. Flat(gx), .. Flat(gy)]);
        var (ox, oy) = (Matrix(new double[4]), Matrix(new double[6]));
        Assert.Equal(value, Models.EnergyValueAndGrad(x, y, 0.75, whitened, transposed, ox, oy));
        Assert.Equal([.. Flat(gx), .. Flat(gy)], (double[])[.. Flat(ox), .. Flat(oy)]);

        var (primal, tangent) = Models.EnergyJvp(x, y, 0.75, whitened, transposed, vx, vy);
        Assert.Equal(value, primal);
        Assert.Equal(slope, tangent, 1e-7);

        var (hx, hy) = Models.EnergyHvp(x, y, 0.75, whitened, transposed, vx, vy);
        double Slope(double s)
        {
            var (sx, sy) = Models.EnergyGrad(Add(x, vx, s), Add(y, vy, s), 0.75, whitened, transposed);
            return Inner(sx, vx) + Inner(sy, vy);
        }

        Assert.Equal((Slope(h) - Slope(-h)) / (2 * h), Inner(hx, vx) + Inner(hy, vy), 1e-5);

        // The trace takes the same code.
        var loss = Energy(a, b, 0.75, whitened, transposed);
        Assert.Equal(value, loss.EvalScalar(), 1e-12);
        Assert.Equal(Flat(dx), Flat(loss.Grad(a).Eval()), Near);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TheVariantsHaveTheirOwnCotangents(bool damped)
    {
        var x = Tensor.Create([0.0, 1.0, 2.0], [3]);
        var (seedPart, seedAll) = (Tensor.Create([2.0, -1.0], [2]), Tensor.Create([1.0, 3.0, 0.5], [3]));
        double[] dx = Flat(Models.SplitVjp(x, 1, damped, 2, 0.5, seedPart, seedAll));
        double[] seed = [0, 2, -1];
        for (int i = 0; i < 3; i++)
        {
            double e = Math.Exp(i);
            Assert.Equal((seed[i] * (damped ? 0.5 : 1) * e) + (seedAll[i] * (damped ? e : e + (i * e))), dx[i], 1e-12);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AnAnnotatedBodyCallsTheVariant(bool transposed)
    {
        var sum = Energies(a, b, transposed);
        Assert.Same(CompiledFragments.Of("Energies", transposed ? "Transposed" : "NotTransposed"), sum.Node.Site.Fragment);
        Assert.Equal(Energy(a, b, transposed: !transposed).EvalScalar() + Energy(a, b, 2, false, transposed).EvalScalar(), sum.EvalScalar(), 1e-12);
    }

#if DEBUG
    [Fact(Skip = "Code that is not optimized allocates for each list of constants.")]
#else
    [Fact]
#endif
    public void TheFormWithMemoryOfTheCallerAllocatesNothing()
    {
        var (x, y, dx, dy) = (Matrix(Definite), Matrix(Columns), Matrix(new double[4]), Matrix(new double[6]));
        double value = 0;
        for (int i = 0; i < 4; i++) value += Models.EnergyValueAndGrad(x, y, 0.5, i % 2 == 0, i < 2, dx, dy);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 100; i++) value += Models.EnergyValueAndGrad(x, y, 0.5, i % 2 == 0, i % 4 < 2, dx, dy);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(value > 0);
    }

    private static void AssertVariant(string variant, TracedTensor<double> result)
    {
        Assert.Equal(NodeKind.Call, result.Node.Kind);
        Assert.Same(CompiledFragments.Of("Energy", variant), result.Node.Site.Fragment);
    }

    private static bool Near(double x, double y) => Math.Abs(x - y) < 1e-12;

    private static Tensor<double> Matrix(double[] elements) => Tensor.Create((double[])elements.Clone(), [2, elements.Length / 2]);

    private static Tensor<double> Add(Tensor<double> x, Tensor<double> v, double scale) =>
        Tensor.Create(Flat(x).Zip(Flat(v), (p, q) => p + (scale * q)).ToArray(), x.Lengths);

    private static double Inner(Tensor<double> x, Tensor<double> y) => Flat(x).Zip(Flat(y), (p, q) => p * q).Sum();

    private static double[] Flat(Tensor<double> x)
    {
        var array = new double[x.FlattenedLength];
        x.FlattenTo(array);
        return array;
    }
}
