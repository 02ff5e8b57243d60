using System;
using System.Linq;
using System.Numerics.Tensors;
using System.Reflection;
using Xunit;
using static Costate.Runtime.Tests.Generated.ArrayTests;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Arrays that a body makes, changes, returns and differentiates by: compiled, traced, op by op and differentiated.</summary>
public sealed class ArrayUpdateTests
{
    private const int N = 3;
    private const double Rate = 0.3;

    private readonly Tensor<double> x = Data(8, 5, N);
    private readonly Tensor<double> target = Data(9, 5, N);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void AStepIsThatOfStacksBitForBit(int depth)
    {
        var layers = Layers(depth);
        var next = ArrayUpdateModels.Step(layers, x, target, Rate);
        var (weights, biases) = ArrayUpdateModels.StepOfStacks(layers.Weights, layers.Bias, x, target, Rate);
        Assert.Equal(Numbers(weights), Numbers(next.Weights));
        Assert.Equal(Numbers(biases), Numbers(next.Bias));
        var cotangent = layers.Select(w => (w * 0.7) - 0.1);
        var (dlayers, dx, _, drate) = ArrayUpdateModels.StepVjp(layers, x, target, Rate, cotangent);
        var (dweights, dbiases, ox, _, orate) = ArrayUpdateModels.StepOfStacksVjp(layers.Weights, layers.Bias, x, target, Rate, cotangent.Weights, cotangent.Bias);
        Assert.Equal(Numbers(dweights), Numbers(dlayers.Weights));
        Assert.Equal(Numbers(dbiases), Numbers(dlayers.Bias));
        Assert.Equal(Numbers(ox), Numbers(dx));
        Assert.Equal(orate, drate);
        Assert.True(ArrayUpdateModels.Loss(next, x, target) < ArrayUpdateModels.Loss(layers, x, target));
    }

    [Fact]
    public void TracedCompiledAndOpByOpAStepIsTheSame()
    {
        var values = Layers(3);
        var layers = Parameter(values);
        TracedTensor<double> v = Parameter(x), t = Parameter(target), rate = Parameter(Rate);
        var compiled = ArrayUpdateModels.Step(values, x, target, Rate);
        Slab[] traced = ArrayUpdateModels.Step(layers, v, t, rate);
        Assert.Equal(3, traced.Length);
        Assert.Equal(Numbers(compiled.Weights), Numbers(Slab.Stack.Eval(traced).Weights));
        Assert.Equal(Numbers(compiled[2].Bias), Numbers(traced[2].Bias.Eval()));

        var body = typeof(ArrayUpdateModels).GetMethods().Single(m => m.Name == "Step" && m.GetCustomAttribute<DifferentiableAttribute>() is not null);
        var plain = (Slab[])body.Invoke(null, [layers, v, t, rate])!;
        Assert.Equal(Numbers(compiled.Weights), Numbers(Slab.Stack.Eval(plain).Weights), (p, q) => Math.Abs(p - q) < 1e-14);

        // Whatever the way, what was passed is as it was, and the result can be changed.
        Assert.Equal(Numbers(values.Weights), Numbers(Slab.Stack.Eval(layers).Weights));
        Assert.NotSame(layers, traced);
        Assert.NotSame(layers, plain);

        // On through two steps and back through both.
        var loss = ArrayUpdateModels.Loss(ArrayUpdateModels.Step(traced, v, t, rate), v, t);
        var gradient = Slab.Stack.Eval(loss.Grad(layers));
        var opByOp = Slab.Stack.Eval(ArrayUpdateModels.Loss((Slab[])body.Invoke(null, [plain, v, t, rate])!, v, t).Grad(layers));
        Assert.Equal(Numbers(opByOp.Weights), Numbers(gradient.Weights), (p, q) => Math.Abs(p - q) < 1e-13);
        var direction = Direction(values);
        double Moved(double step) => ArrayUpdateModels.Loss(ArrayUpdateModels.Step(ArrayUpdateModels.Step(values.Zip(direction, (w, d) => w + (step * d)), x, target, Rate), x, target, Rate), x, target);
        Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, Dot(gradient, direction), 1e-8);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void AStepHasDerivativesOfAnyOrder(int depth)
    {
        var layers = Layers(depth);
        var (direction, cotangent) = (Direction(layers), layers.Select(w => (w * 0.7) - 0.1));
        var (none, zero) = (x * 0.0, 0.0);
        var (_, tangent) = ArrayUpdateModels.StepJvp(layers, x, target, Rate, direction, none, none, zero);
        Assert.Equal(Dot(ArrayUpdateModels.StepVjp(layers, x, target, Rate, cotangent).dlayers, direction), Dot(cotangent, tangent), 1e-12);

        // The gradient of the loss after a step, and the product with its Hessian.
        var gradient = ArrayUpdateModels.LossAfterGrad(layers, x, target, Rate).dlayers;
        Slab.Stack At(double step) => layers.Zip(direction, (w, d) => w + (step * d));
        double Moved(double step) => ArrayUpdateModels.LossAfter(At(step), x, target, Rate);
        Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, Dot(gradient, direction), 1e-8);
        var product = ArrayUpdateModels.LossAfterHvp(layers, x, target, Rate, direction, none, none, zero).hlayers;
        var (ahead, behind) = (ArrayUpdateModels.LossAfterGrad(At(1e-5), x, target, Rate).dlayers, ArrayUpdateModels.LossAfterGrad(At(-1e-5), x, target, Rate).dlayers);
        Assert.Equal(Numbers((ahead.Weights - behind.Weights) / 2e-5), Numbers(product.Weights), (p, q) => Math.Abs(p - q) < 1e-7);
    }

    [Fact]
    public void AnArrayOfTensorsIsOneTensorWhereItIsReturned()
    {
        float[] data = [.. Enumerable.Range(0, 15).Select(i => (float)i)];
        var (reversed, sum) = ArrayUpdateModels.Reverse(Tensor.Create(data, [5, 3]));
        Assert.Equal([5, 3], reversed.Lengths.ToArray());
        Assert.Equal(data.Chunk(3).Reverse().SelectMany(r => r), Numbers(reversed));
        Assert.Equal(12f + 13 + 14, sum);
        var xs = Enumerable.Range(0, 5).Select(i => Parameter(data[(3 * i)..((3 * i) + 3)], 3)).ToArray();
        var traced = ArrayUpdateModels.Reverse(xs);
        Assert.Equal([6, 7, 8], Numbers(traced.Reversed[2].Eval()));
        Assert.Equal([1, 1, 1], Numbers(Sum(traced.Reversed[1]).Grad(xs)[3].Eval()));
    }

    private static Slab.Stack Layers(int depth) => new(Data(1, depth, N, N), Data(2, depth, N));

    private static Slab.Stack Direction(Slab.Stack layers) => layers.Select(w => (w * 0.5) + 1.0);

    private static double Dot(Slab.Stack x, Slab.Stack y) => Numbers(x.Weights).Zip(Numbers(y.Weights), (a, b) => a * b).Sum() + Numbers(x.Bias).Zip(Numbers(y.Bias), (a, b) => a * b).Sum();
}
