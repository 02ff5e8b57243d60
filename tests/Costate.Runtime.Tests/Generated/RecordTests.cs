using System;
using System.Linq;
using System.Numerics.Tensors;
using Costate.Tracing;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Records of tensors in compiled methods: traced, concrete and differentiated.</summary>
public sealed unsafe class RecordTests
{
    private readonly Layer.Values values = new(Data(1, 2, 3), Data(2, 2));

    private readonly Net.Values network = new(new(Data(3, 4, 3), Data(4, 4)), new(Data(5, 1, 4), Data(6, 1)), 0.75, (Data(7, 3), -0.25));

    private readonly Tensor<double> x = Data(8, 5, 3);

    private readonly Tensor<double> y = Data(9, 5, 1);

    [Fact]
    public void EveryFormOfACallIsOneNode()
    {
        var layer = Parameter(values);
        AssertOneNode(RecordModels.Size(layer));
        AssertOneNode(RecordModels.Size(layer: layer));
        AssertOneNode(RecordModels.Size(new(layer.Weights, layer.Bias)));
        AssertOneNode(RecordModels.Size(layer with { Bias = Exp(layer.Bias) }));
        AssertOneNode(layer.Size());
        Layer? some = layer;
        AssertOneNode(some?.Size()!);
        Func<Layer, TracedTensor<double>> group = RecordModels.Size;
        AssertOneNode(group(layer));
        Func<TracedTensor<double>> extension = layer.Size;
        AssertOneNode(extension());
        Func<Layer, TracedTensor<double>> lambda = l => RecordModels.Size(l);
        AssertOneNode(lambda(layer));
        delegate*<Layer, TracedTensor<double>> pointer = &RecordModels.Size;
        AssertOneNode(pointer(layer));
        AssertOneNode(new[] { layer }.Select(RecordModels.Size).Single());
    }

    [Fact]
    public void EveryFormOfACallWithATensorIsOneNode()
    {
        var (layer, v) = (Parameter(values), Parameter(x));
        AssertOneNode(RecordModels.Apply(layer, v));
        AssertOneNode(RecordModels.Apply(x: v, layer: layer));
        AssertOneNode(RecordModels.Apply(new(layer.Weights, layer.Bias), v));
        Func<Layer, TracedTensor<double>, TracedTensor<double>> group = RecordModels.Apply;
        AssertOneNode(group(layer, v));
        delegate*<Layer, TracedTensor<double>, TracedTensor<double>> pointer = &RecordModels.Apply;
        AssertOneNode(pointer(layer, v));
    }

    [Fact]
    public void AnInstanceMethodIsOneNode()
    {
        var (net, v) = (Parameter(network), Parameter(x));
        AssertOneNode(net.Apply(v));
        AssertOneNode(net.Apply(v, squashed: false));
        AssertOneNode(net.Penalty());
        Func<TracedTensor<double>, bool, TracedTensor<double>> group = net.Apply;
        AssertOneNode(group(v, true));
        Func<TracedTensor<double>> lambda = () => net.Penalty();
        AssertOneNode(lambda());
    }

    [Fact]
    public void OverloadsOfRecordsAreToldApart()
    {
        AssertOneNode(RecordModels.Total(Parameter(values)));
        var affine = new Affine(Parameter([1f, 2f], 2), Parameter([3f, 4f], 2));
        AssertOneNode(RecordModels.Total(affine));
        Assert.Equal(11f, RecordModels.Total(affine).EvalScalar());
        Func<Affine, TracedTensor<float>> group = RecordModels.Length;
        AssertOneNode(group(affine));

        // Where the overloads would have one signature, a method group means the method itself: the same value, op by op.
        Func<Affine, TracedTensor<float>> total = RecordModels.Total;
        Assert.Equal(11f, total(affine).EvalScalar());
    }

    [Fact]
    public void TheGradientByARecordIsARecord()
    {
        var layer = Parameter(values);
        var size = RecordModels.Size(layer);
        Layer gradient = size.Grad(layer);
        AssertEqual(Numbers(values.Weights).Select(w => 2 * w), gradient.Weights.Eval());
        AssertEqual(Numbers(size.Grad(layer.Bias).Eval()), gradient.Eval().Bias);

        // Of what a value does not depend on, a gradient is zero if it is asked for.
        var half = Sum(layer.Weights);
        Assert.Throws<GradientException>(() => half.Grad(layer));
        AssertEqual([0, 0], half.GradOrZero(layer).Bias.Eval());
        var applied = RecordModels.Apply(layer, Parameter(x));
        var seed = Parameter(Data(3, 5, 2));
        AssertEqual(Numbers(applied.Vjp(seed, layer.Weights).Eval()), applied.Vjp(seed, layer).Weights.Eval());
        var single = new Affine(Parameter([1f], 1), Parameter([2f], 1));
        Assert.Contains("another element type", Assert.Throws<ArgumentException>(() => size.Grad(single)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AStepOverARecordIsOneLine()
    {
        double size = RecordModels.Size(values);
        Layer.Values gradient = RecordModels.SizeGrad(values);
        var step = values.Zip(gradient, (w, dw) => w - (0.25 * dw));
        Assert.Equal(0.25 * size, RecordModels.Size(step), 12);
        var next = network.Zip(network.Select(w => w * w), (w, square) => w - square);
        Assert.Equal(0.75 - (0.75 * 0.75), next.Scale, 12);
        Assert.Equal(-0.25 - 0.0625, next.Shift.Offset, 12);
        AssertEqual(Numbers(network.Hidden.Bias).Select(b => b - (b * b)), next.Hidden.Bias);
        Assert.Contains("'Scale' is a number", Assert.Throws<ArgumentException>(() => network.Select(w => Data(1, 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CompiledFormsTakeAndGiveTheConcreteTwin()
    {
        var (net, tx, ty) = (Parameter(network), Parameter(x), Parameter(y));
        var loss = RecordModels.Loss(net, tx, ty, 0.25);
        var traced = loss.Grad(net).Eval();
        double value = RecordModels.Loss(network, x, y, 0.25);
        var (dnet, dx, dy) = RecordModels.LossGrad(network, x, y, 0.25);
        Assert.Equal(loss.EvalScalar(), value, 12);
        AssertEqual(traced, dnet);
        AssertEqual(Numbers(loss.Grad(tx).Eval()), dx);
        AssertEqual(Numbers(loss.Grad(ty).Eval()), dy);
        Assert.Equal(value, RecordModels.LossValueAndGrad(network, x, y, 0.25).value);

        // Into memory of the caller, numbers and tuples with numbers included.
        var into = network.Select(w => w * double.NaN);
        Assert.Equal(value, RecordModels.LossValueAndGrad(network, x, y, 0.25, into, Data(1, 5, 3), Data(1, 5, 1)));
        AssertEqual(traced, into);

        // Directional: a step forward and a step back.
        var direction = network.Select(w => (w * 0.5) + 1.0);
        var (zx, zy) = (Tensor.CreateFromShape<double>([5, 3]), Tensor.CreateFromShape<double>([5, 1]));
        double Moved(double step) => RecordModels.Loss(network.Zip(direction, (w, d) => w + (step * d)), x, y, 0.25);
        double tangent = RecordModels.LossJvp(network, x, y, 0.25, direction, zx, zy).tangent;
        Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, tangent, 1e-7);
        Assert.Equal(tangent, Dot(traced, direction), 1e-10);
        var (hnet, _, _) = RecordModels.LossHvp(network, x, y, 0.25, direction, zx, zy);
        Net.Values Slope(double step) => RecordModels.LossGrad(network.Zip(direction, (w, d) => w + (step * d)), x, y, 0.25).dnet;
        AssertEqual(Slope(1e-5).Zip(Slope(-1e-5), (p, q) => (p - q) / 2e-5), hnet, 1e-6);
    }

    [Fact]
    public void AnInstanceMethodHasItsCompiledFormsBesideTheData()
    {
        var net = Parameter(network);
        AssertEqual(Numbers(net.Apply(Parameter(x)).Eval()), network.Apply(x, true));
        AssertEqual(Numbers(net.Apply(Parameter(x), squashed: false).Eval()), network.Apply(x, false));
        Assert.Equal(net.Penalty().EvalScalar(), network.Penalty(), 12);
        AssertEqual(net.Penalty().GradOrZero(net).Eval(), network.PenaltyGrad());
        var cotangent = Data(3, 5, 1);
        var (dnet, dx) = network.ApplyVjp(x, true, cotangent);
        var applied = net.Apply(Parameter(x));
        AssertEqual(applied.Vjp(Parameter(cotangent), net).Eval(), dnet);
        Assert.Equal([5, 3], dx.Lengths.ToArray());
    }

    [Fact]
    public void ARecordCanBeTheResult()
    {
        var (first, second) = (values, new Layer.Values(Data(3, 4, 2), Data(4, 4)));
        var composed = RecordModels.Compose(Parameter(first), Parameter(second));
        var concrete = RecordModels.Compose(first, second);
        Assert.Same(composed.Weights.Node, composed.Bias.Node);
        AssertEqual(Numbers(composed.Weights.Eval()), concrete.Weights);
        AssertEqual(Numbers(composed.Eval().Bias), concrete.Bias);
        var cotangent = new Layer.Values(Data(5, 4, 3), Data(6, 4));
        var (dfirst, dsecond) = RecordModels.ComposeVjp(first, second, cotangent);
        Assert.Equal(
            (Dot(dfirst, first) + Dot(dsecond, second)) - Numbers(second.Bias).Zip(Numbers(cotangent.Bias), (b, c) => b * c).Sum(),
            2 * (Dot(concrete, cotangent) - Numbers(second.Bias).Zip(Numbers(cotangent.Bias), (b, c) => b * c).Sum()),
            1e-10);
    }

    [Fact]
    public void WhatDoesNotFitIsNamedByItsPath()
    {
        var wrong = network with { Hidden = network.Hidden with { Bias = Data(1, 5) } };
        foreach (Action call in new Action[] { () => RecordModels.Loss(wrong, x, y, 0.25), () => _ = RecordModels.Loss(Parameter(wrong), Parameter(x), Parameter(y), 0.25) })
        {
            Assert.Equal(
                "COS117: Loss declares 'net.Hidden.Bias' as [hidden], but got [5]: axis 0 should be hidden = 4 and is 5; hidden = 4 comes from axis 0 of 'net.Hidden.Weights'. (Parameter 'net.Hidden.Bias')",
                Assert.Throws<ShapeMismatchException>(call).Message);
        }

        Assert.Contains("'dnet.Output.Weights'", Assert.Throws<ShapeMismatchException>(() => RecordModels.LossValueAndGrad(network, x, y, 0.25, network with { Output = network.Output with { Weights = Data(1, 2, 4) } }, Data(1, 5, 3), Data(1, 5, 1))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => RecordModels.LossValueAndGrad(network, x, y, 0.25, network, Data(1, 5, 3), Data(1, 5, 1)));
        Assert.Equal("net.Output", Assert.Throws<ArgumentNullException>(() => RecordModels.Loss(network with { Output = null! }, x, y, 0.25)).ParamName);
        Assert.Equal("net.Output.Bias", Assert.Throws<ArgumentNullException>(() => RecordModels.Loss(network with { Output = new(Data(1, 1, 4), null!) }, x, y, 0.25)).ParamName);
        Assert.Equal("layer.Weights", Assert.Throws<ArgumentNullException>(() => RecordModels.Size((Layer)null!)).ParamName);
        Assert.Equal("Output", Assert.Throws<ArgumentNullException>(() => Parameter(network with { Output = null! })).ParamName);
    }

    private static Tensor<double> Data(int seed, params nint[] lengths)
    {
        var random = new Random(seed);
        return Tensor.Create(Enumerable.Range(0, (int)lengths.Aggregate((a, b) => a * b)).Select(_ => (2 * random.NextDouble()) - 1).ToArray(), lengths);
    }

    private static double[] Numbers(Tensor<double> tensor)
    {
        double[] numbers = new double[tensor.FlattenedLength];
        tensor.FlattenTo(numbers);
        return numbers;
    }

    private static double[] Numbers(Layer.Values layer) => [.. Numbers(layer.Weights), .. Numbers(layer.Bias)];

    private static double[] Numbers(Net.Values net) => [.. Numbers(net.Hidden), .. Numbers(net.Output), net.Scale, .. Numbers(net.Shift.Centre), net.Shift.Offset];

    private static double Dot(Layer.Values a, Layer.Values b) => Numbers(a).Zip(Numbers(b), (p, q) => p * q).Sum();

    private static double Dot(Net.Values a, Net.Values b) => Numbers(a).Zip(Numbers(b), (p, q) => p * q).Sum();

    private static void AssertEqual(Net.Values expected, Net.Values actual, double tolerance = 1e-12) => AssertEqual(Numbers(expected), Numbers(actual), tolerance);

    private static void AssertEqual(System.Collections.Generic.IEnumerable<double> expected, Tensor<double> actual) => AssertEqual(expected.ToArray(), Numbers(actual), 1e-12);

    private static void AssertEqual(double[] expected, double[] actual, double tolerance) => Assert.Equal(expected, actual, (p, q) => Math.Abs(p - q) <= tolerance);

    private static void AssertOneNode<T>(TracedTensor<T> value)
        where T : unmanaged
    {
        Assert.Equal(NodeKind.Call, value.Node.Kind);
        Assert.Equal(typeof(RecordModels).Assembly, value.Node.Site.Fragment!.GetType().Assembly);
    }
}
