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
    private readonly Layer.Values values = new(Tensor.Create([0.5, -1.0, 2.0, 0.25, 1.5, -0.5], [2, 3]), Tensor.Create([0.1, -0.2], [2]));

    [Fact]
    public void EveryFormOfACallIsOneNode()
    {
        var layer = Parameter(values);
        AssertOneNode(RecordModels.Size(layer));
        AssertOneNode(RecordModels.Size(layer: layer));
        AssertOneNode(RecordModels.Size(new(layer.Weights, layer.Bias)));
        AssertOneNode(RecordModels.Size(layer with { Bias = layer.Bias }));
        Func<Layer, TracedTensor<double>> group = RecordModels.Size;
        AssertOneNode(group(layer));
        Func<Layer, TracedTensor<double>> lambda = l => RecordModels.Size(l);
        AssertOneNode(lambda(layer));
        delegate*<Layer, TracedTensor<double>> pointer = &RecordModels.Size;
        AssertOneNode(pointer(layer));
        AssertOneNode(new[] { layer }.Select(RecordModels.Size).Single());
    }

    [Fact]
    public void TheGradientByARecordIsARecord()
    {
        var layer = Parameter(values);
        var size = RecordModels.Size(layer);
        Layer gradient = size.Grad(layer);
        Assert.Equal(Numbers(values.Weights).Select(w => 2 * w), Numbers(gradient.Weights.Eval()));
        Assert.Equal(Numbers(size.Grad(layer.Bias).Eval()), Numbers(gradient.Eval().Bias));
    }

    [Fact]
    public void CompiledFormsTakeAndGiveTheConcreteTwin()
    {
        double size = RecordModels.Size(values);
        Layer.Values gradient = RecordModels.SizeGrad(values);
        var (value, dlayer) = RecordModels.SizeValueAndGrad(values);
        Assert.Equal(size, value);
        Assert.Equal(Numbers(values.Weights).Select(w => 2 * w), Numbers(gradient.Weights));
        Assert.Equal(Numbers(gradient.Bias), Numbers(dlayer.Bias));
        var step = values.Zip(gradient, (w, dw) => w - (0.25 * dw));
        Assert.Equal(0.25 * size, RecordModels.Size(step), 12);
        var into = values.Select(w => Tensor.Create<double>(new double[w.FlattenedLength], w.Lengths));
        Assert.Equal(size, RecordModels.SizeValueAndGrad(values, into));
        Assert.Equal(Numbers(gradient.Weights), Numbers(into.Weights));
        var x = Tensor.Create([1.0, 2, 3, 4, 5, 6], [2, 3]);
        Assert.Equal(Numbers(RecordModels.Apply(Parameter(values), Parameter(x)).Eval()), Numbers(RecordModels.Apply(values, x)));
    }

    private static double[] Numbers(Tensor<double> tensor)
    {
        double[] numbers = new double[tensor.FlattenedLength];
        tensor.FlattenTo(numbers);
        return numbers;
    }

    private static void AssertOneNode(TracedTensor<double> value)
    {
        Assert.Equal(NodeKind.Call, value.Node.Kind);
        Assert.True(value.Node.Site.Fragment is not GraphFragment and not null);
    }
}
