using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Costate.CompilerServices;
using Costate.Ir;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Trace;

/// <summary>How the engine calls fragments: masks, partials that are passed along, residuals, several outputs, threads.</summary>
public class FragmentTests
{
    [Fact]
    public void SeveralOutputsHaveTheirOwnDerivatives()
    {
        var swirl = Swirl();
        TracedTensor<double> x = Parameter(Check.Numbers(1, 5), 5), y = Parameter(Check.Numbers(2, 5), 5);
        Check.Derivatives(v => Pair(swirl, v).U, (Check.Numbers(1, 5), [5]), (Check.Numbers(2, 5), [5]));
        Check.Derivatives(v => Pair(swirl, v).V, (Check.Numbers(1, 5), [5]), (Check.Numbers(2, 5), [5]));
        Check.Derivatives(
            v =>
            {
                var (a, b) = (v[0], v[1]);
                for (int i = 0; i < 4; i++) (a, b) = Pair(swirl, [a, b]);
                return a * b;
            },
            (Check.Numbers(1, 5), [5]),
            (Check.Numbers(2, 5), [5]));
        Assert.Equal(Pair(swirl, [x, y]), Pair(swirl, [x, y]));
    }

    [Fact]
    public void AValueThatIsReadTwiceByOneCallHasTheSumOfBothPartials()
    {
        var swirl = Swirl();
        Check.Derivatives(v => Pair(swirl, [v[0], v[0]]).U, (Check.Numbers(1, 5), [5]));
        Check.Derivatives(
            v =>
            {
                var x = v[0];
                for (int i = 0; i < 3; i++) x = Pair(swirl, [x, x]).U + x;
                return x;
            },
            (Check.Numbers(1, 5), [5]));
    }

    [Fact]
    public void ResidualsStandInOnePack()
    {
        var b = new GraphBuilder("Residuals");
        var type = new TensorType(DType.F64, Costate.Shape.Parse("n, m"));
        var x = b.Input("x", type);
        var y = b.MulZ(b.Exp(x), b.Exp(b.Sin(b.Exp(x))));
        var z = b.ReduceSum(b.Mul(y, b.Tanh(b.Mul(x, x))), 1);
        var fragment = new InterpretedFragment(b.Build([z]));
        Assert.True(fragment.ResidualCount([3, 5]) >= 2 * 15);
        Check.Derivatives(v => TraceCall.Invoke<double>(fragment, v[0]), (Check.Numbers(1, 15), [3, 5]));
        Check.Derivatives(v => TraceCall.Invoke<double>(fragment, v[0]), (Check.Numbers(1, 7), [7, 1]));
    }

    [Fact]
    public void IntegerParametersAreDimensions()
    {
        var b = new GraphBuilder("Head");
        var n = b.DimParameter("k");
        var x = b.Input("x", new TensorType(DType.F64, Costate.Shape.Parse("n")));
        b.RequireLessOrEqual(n, DimExpr.Symbol("n"), DiagnosticIds.WindowOutOfRange, () => "k is larger than n.");
        var y = b.ReadAt(x, Costate.Shape.Of(0), Costate.Shape.Of(n));
        var fragment = new InterpretedFragment(b.Build([y]));
        var data = Parameter([1.0, 2, 3, 4], 4);
        Assert.Equal([1.0, 2, 3], Check.Flat(TraceCall.Invoke<double>(fragment, data, [3L])));
        Assert.Equal([1.0], Check.Flat(TraceCall.Invoke<double>(fragment, data, [1L])));
        Assert.NotEqual(TraceCall.Invoke<double>(fragment, data, [2L]), TraceCall.Invoke<double>(fragment, data, [3L]));
        Assert.Equal([1.0, 1, 0, 0], Check.Flat(Sum(TraceCall.Invoke<double>(fragment, data, [2L])).Grad(data)));
        var e = Assert.Throws<ShapeMismatchException>(() => TraceCall.Invoke<double>(fragment, data, [5L]));
        Assert.Equal("COS109", e.Id);
        Assert.Contains("k is larger than n. Here k = 5, n = 4", e.Message);
    }

    [Fact]
    public void TheAdjointOfReadingASliceCostsThatSlice()
    {
        const int n = 200_000, steps = 100;
        var x = Parameter(new double[n], n);
        var sum = Sum(Slice(x, 0, 0, 4));
        for (int i = 1; i < steps; i++) sum += Sum(Exp(Slice(x, 0, 4 * i, 4)));
        var gradient = sum.Grad(x);
        sum.EvalScalar();
        long before = GC.GetAllocatedBytesForCurrentThread();
        Evaluate(gradient);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // One buffer for the gradient, not one for each slice.
        Assert.True(allocated < 3L * n * sizeof(double), $"{allocated} bytes");
        double[] expected = Enumerable.Range(0, n).Select(i => i < 4 * steps ? 1.0 : 0.0).ToArray();
        Assert.Equal(expected, Check.Flat(gradient));
    }

    [Fact]
    public void APartialThatSomebodyElseReadsIsCopied()
    {
        // Two continuations of one partial, which no sweep builds: neither may take the memory that the other reads.
        TracedTensor<double> x = Parameter([1.0, 2.0], 2), ct = Constant([1.0, 10.0], 2);
        TracedTensor<double> Extend(TracedTensor<double> y, TracedTensor<double>? partial) =>
            new(NodeTable.GetOrAdd(NodeKind.Adjoint, y.Node.Site.Adjoint, [y.Node, ct.Node, partial?.Node], [0, 0, (byte)(partial?.Slot ?? 0)]), 0);
        var first = Extend(x * x, null);
        var (second, third) = (Extend(Exp(x), first), Extend(-x, first));
        var before = EngineCounters.OfThisThread;
        Evaluate(third, second);
        Assert.Equal(3, (EngineCounters.OfThisThread - before).Adjoint);
        Near([2 + Math.E, 40 + (10 * Math.Exp(2))], second);
        Assert.Equal([1.0, 30.0], Check.Flat(third));
        Assert.Equal([2.0, 40.0], Check.Flat(first));
        Assert.Equal(3, (EngineCounters.OfThisThread - before).Adjoint);

        // Nor may a partial be taken that was computed before: it is there to stay.
        Near([2 + Math.Cos(1), 40 + (10 * Math.Cos(2))], Extend(Sin(x), first));
        Assert.Equal([2.0, 40.0], Check.Flat(first));
        Assert.Equal(4, (EngineCounters.OfThisThread - before).Adjoint);

        static void Near(double[] expected, TracedTensor<double> actual)
        {
            double[] values = Check.Flat(actual);
            for (int i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], 1e-12);
        }
    }

    [Fact]
    public void TheCotangentOfAnIntermediateIsItsGradient()
    {
        var x = Parameter([1.0, 2.0], 2);
        var u = x * 3.0;
        var y = Sum(u * u) + Sum(Exp(u)) + Sum(x * u);
        var (dx, du) = y.Grad(x, u);
        Evaluate(dx, du);
        for (int i = 0; i < 2; i++)
        {
            double xi = 1.0 + i, ui = 3 * xi, expected = (2 * ui) + Math.Exp(ui) + xi;
            Assert.Equal(expected, du.Eval()[i], 1e-9);
            Assert.Equal((3 * expected) + ui, dx.Eval()[i], 1e-9);
        }
    }

    [Fact]
    public void LargeConstantsAreFilledWhereTheyAreNeeded()
    {
        const int n = 5000;
        var x = Parameter(Check.Numbers(1, n, -3, 3), n);
        var y = Sigmoid(x) + Sigmoid(Sigmoid(x));
        double[] values = Check.Flat(x), gradient = Check.Flat(Sum(y).Grad(x)), second = Check.Flat(Sum(Sum(y).Grad(x)).Grad(x));
        static double S(double v) => 1 / (1 + Math.Exp(-v));
        static double D(double v) => S(v) * (1 - S(v));
        static double First(double v) => D(v) * (1 + D(S(v)));
        for (int i = 0; i < n; i += 97)
        {
            Assert.Equal(First(values[i]), gradient[i], 1e-13);
            Assert.Equal((First(values[i] + 1e-5) - First(values[i] - 1e-5)) / 2e-5, second[i], 1e-8);
        }
    }

    [Fact]
    public void AnEntryIsToldWhatIsWantedAndWhatIsPresent()
    {
        var calls = new List<(ulong Want, ulong Present)>();
        var probe = new Probe(calls);
        TracedTensor<double> x = Parameter(2.0), y = Parameter(5.0), c = Constant(1.0);
        var outputs = TraceCall.InvokeMany<double>(probe, [x, y]);
        Assert.Equal(7.0, outputs.Tensor<double>(0).EvalScalar());
        Assert.Equal(5.0, outputs.Tensor<double>(0).Grad(x).EvalScalar() + 4);
        Assert.Equal([(1UL, 1UL)], calls);
        calls.Clear();
        var product = outputs.Tensor<double>(1);
        var (dx, dy) = product.Grad(x, y);
        Evaluate(dx, dy);
        Assert.Equal((5.0, 2.0), (dx.EvalScalar(), dy.EvalScalar()));
        Assert.Equal([(3UL, 2UL)], calls);
        calls.Clear();
        var both = outputs.Tensor<double>(0) * outputs.Tensor<double>(1);
        Assert.Equal(10.0 + (7 * 2), both.Grad(y).EvalScalar());
        Assert.Equal([(2UL, 3UL)], calls);

        // A constant's partial is not wanted by anyone.
        calls.Clear();
        Assert.Equal(1.0, TraceCall.InvokeMany<double>(probe, [c, y]).Tensor<double>(1).Grad(y).EvalScalar());
        Assert.Equal([(2UL, 2UL)], calls);
    }

    [Fact]
    public async Task TwoThreadsComputeANodeOnce()
    {
        int calls = 0;
        var probe = new Probe([], () =>
        {
            Interlocked.Increment(ref calls);
            Thread.Sleep(1);
        });
        TracedTensor<double> x = Parameter(1.0), y = x;
        for (int i = 0; i < 20; i++) y = TraceCall.InvokeMany<double>(probe, [y, x]).Tensor<double>(0);
        double[] values = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => y.EvalScalar())));
        Assert.All(values, v => Assert.Equal(21.0, v));
        Assert.Equal(20, calls);
    }

    [Fact]
    public async Task ThreadsThatBuildTheSameTraceShareIt()
    {
        var x = Parameter(1.0);
        TracedTensor<double> Build()
        {
            var y = x;
            for (int i = 0; i < 2000; i++) y = Sin(y) + x;
            return y;
        }

        var built = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(Build)));
        Assert.All(built, y => Assert.Equal(built[0], y));
        var gradients = await Task.WhenAll(built.Select(y => Task.Run(() => y.Grad(x).EvalScalar())));
        Assert.All(gradients, g => Assert.Equal(gradients[0], g));
        Assert.Equal(1 + (2 * 2000), TraceStatistics.Of(built).Nodes);
    }

    private static InterpretedFragment Swirl()
    {
        var b = new GraphBuilder("Swirl");
        var type = new TensorType(DType.F64, Costate.Shape.Parse("n"));
        var (x, y) = (b.Input("x", type), b.Input("y", type));
        return new InterpretedFragment(b.Build([b.Mul(x, b.Sin(y)), b.Add(b.Exp(b.Mul(x, y)), x)]));
    }

    private static (TracedTensor<double> U, TracedTensor<double> V) Pair(Fragment fragment, TracedTensor<double>[] inputs)
    {
        var outputs = TraceCall.InvokeMany<double>(fragment, inputs);
        return (outputs.Tensor<double>(0), outputs.Tensor<double>(1));
    }

    /// <summary>(x + y, x y), written as generated code is, and recording how its adjoint is called.</summary>
    private sealed class Probe(List<(ulong Want, ulong Present)> calls, Action? onForward = null) : Fragment("Probe", Text(), "unused")
    {
        public override int OutputCount => 2;

        public override int SymbolCount => 0;

        public override ReadOnlySpan<byte> InputRanks => [0, 0];

        public override int[] OutputShape(int slot, ReadOnlySpan<int> dims) => [];

        public override int ResidualCount(ReadOnlySpan<int> dims) => 0;

        public override void Forward(in FragmentFrame f)
        {
            onForward?.Invoke();
            f.Output<double>(0)[0] = f.Input<double>(0)[0] + f.Input<double>(1)[0];
            f.Output<double>(1)[0] = f.Input<double>(0)[0] * f.Input<double>(1)[0];
        }

        public override void ForwardKeeping(in FragmentFrame f) => Forward(f);

        public override void Adjoint(in FragmentFrame f)
        {
            calls.Add((f.Want, f.Present));
            for (int i = 0; i < 2; i++)
            {
                if ((f.Want >> i & 1) == 0)
                {
                    Assert.True(f.Partial<double>(i).IsEmpty);
                    continue;
                }

                if ((f.Present & 1) != 0) f.Partial<double>(i)[0] += f.Cotangent<double>(0)[0];
                if ((f.Present & 2) != 0) f.Partial<double>(i)[0] += f.Cotangent<double>(1)[0] * f.Input<double>(1 - i)[0];
            }
        }

        public override void Tangent(in FragmentFrame f)
        {
            f.Output<double>(0)[0] = f.Tangent<double>(0)[0] + f.Tangent<double>(1)[0];
            f.Output<double>(1)[0] = (f.Tangent<double>(0)[0] * f.Input<double>(1)[0]) + (f.Input<double>(0)[0] * f.Tangent<double>(1)[0]);
        }

        protected override bool TrySolveDims(ReadOnlySpan<int> flatShapes, ReadOnlySpan<long> dimArgs, Span<int> dims) => true;

        private static string Text()
        {
            var b = new GraphBuilder("Probe");
            var type = new TensorType(DType.F64, Costate.Shape.Scalar);
            var (x, y) = (b.Input("x", type), b.Input("y", type));
            return GraphText.Print(b.Build([b.Add(x, y), b.Mul(x, y)]));
        }
    }
}
