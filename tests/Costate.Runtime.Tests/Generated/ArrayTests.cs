using System;
using System.Linq;
using System.Numerics.Tensors;
using Xunit;
using static Costate.TracedTensor;

namespace Costate.Runtime.Tests.Generated;

/// <summary>Arrays of records and tensors in compiled methods: traced, concrete and differentiated.</summary>
public sealed class ArrayTests
{
    private const int N = 3;

    private readonly Tensor<double> x = Data(8, 5, N);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void TheGradientIsThatOfStacksBitForBit(int depth)
    {
        var (stages, shares) = (Stages(depth), Data(4, depth));
        var (dstages, dx, dshares) = ArrayModels.LossGrad(stages, x, shares);
        var (weights, factors, terms, biases, ox, oshares) = ArrayModels.LossOfStacksGrad(stages.Weights, stages.Gate.Factor, stages.Gate.Term, stages.Bias, x, shares);
        Assert.Equal(ArrayModels.LossOfStacks(stages.Weights, stages.Gate.Factor, stages.Gate.Term, stages.Bias, x, shares), ArrayModels.Loss(stages, x, shares));
        Assert.Equal(Numbers(weights), Numbers(dstages.Weights));
        Assert.Equal(Numbers(factors), Numbers(dstages.Gate.Factor));
        Assert.Equal(Numbers(terms), Numbers(dstages.Gate.Term));
        Assert.Equal(Numbers(biases), Numbers(dstages.Bias));
        Assert.Equal(Numbers(ox), Numbers(dx));
        Assert.Equal(Numbers(oshares), Numbers(dshares));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void TheGradientIsThatOfDifferences(int depth)
    {
        var (stages, shares) = (Stages(depth), Data(4, depth));
        var gradient = ArrayModels.LossGrad(stages, x, shares).dstages;
        var direction = stages.Select(w => (w * 0.5) + 1.0);
        double Moved(double step) => ArrayModels.Loss(stages.Zip(direction, (w, d) => w + (step * d)), x, shares);
        double slope = Dot(gradient.Weights, direction.Weights) + Dot(gradient.Gate.Factor, direction.Gate.Factor) + Dot(gradient.Gate.Term, direction.Gate.Term) + Dot(gradient.Bias, direction.Bias);
        Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, slope, 1e-7);
        var (zx, zshares) = (x * 0.0, shares * 0.0);
        Assert.Equal(slope, ArrayModels.LossJvp(stages, x, shares, direction, zx, zshares).tangent, 1e-10);
        var (hstages, _, _) = ArrayModels.LossHvp(stages, x, shares, direction, zx, zshares);
        var (ahead, behind) = (Moving(1e-5), Moving(-1e-5));
        Assert.Equal(Numbers((ahead.Weights - behind.Weights) / 2e-5), Numbers(hstages.Weights), (p, q) => Math.Abs(p - q) < 1e-6);
        Stage.Stack Moving(double step) => ArrayModels.LossGrad(stages.Zip(direction, (w, d) => w + (step * d)), x, shares).dstages;
    }

    [Fact]
    public void ATraceHasOneTensorForEachElement()
    {
        var (values, shares) = (Stages(3), Data(4, 3));
        Stage[] stages = Parameter(values);
        Assert.Equal(3, stages.Length);
        var loss = ArrayModels.Loss(stages, Parameter(x), Parameter(shares));
        Assert.Equal(ArrayModels.Loss(values, x, shares), loss.EvalScalar());

        // By all, and by single tensors: what a stage contributes is the row of what all do.
        Stage[] gradient = loss.Grad(stages);
        var compiled = ArrayModels.LossGrad(values, x, shares).dstages;
        var numbers = Stage.Stack.Eval(gradient);
        Assert.Equal(Numbers(compiled.Weights), Numbers(numbers.Weights));
        Assert.Equal(Numbers(compiled.Gate.Term), Numbers(numbers.Gate.Term));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Numbers(compiled[i].Weights), Numbers(loss.Grad(stages[i].Weights).Eval()));
            Assert.Equal(compiled[i].Gate.Term, gradient[i].Gate.Term.EvalScalar());
        }

        // By one record of them, and again by another one.
        var (first, last) = (loss.Grad(stages[0]), loss.Grad(stages[2]));
        Assert.Equal(Numbers(compiled[0].Bias), Numbers(first.Bias.Eval()));
        var mixed = Sum(first.Weights * Constant(x[..3, ..])).Grad(stages[2].Bias);
        double Slope(double step)
        {
            var moved = stages.ToArray();
            moved[2] = moved[2] with { Bias = moved[2].Bias + step };
            return Sum(ArrayModels.Loss(moved, Parameter(x), Parameter(shares)).Grad(moved[0].Weights) * Constant(x[..3, ..])).EvalScalar();
        }

        Assert.Equal((Slope(1e-5) - Slope(-1e-5)) / 2e-5, Sum(mixed).EvalScalar(), 1e-7);
        Assert.Equal(Numbers(numbers.Bias), Numbers(Stage.Stack.Eval(loss.GradOrZero(stages)).Bias));
        Assert.Equal(2 * numbers.Bias[1, 1], loss.Vjp(Constant(2.0), stages)[1].Bias.Eval()[1], 12);
        Assert.All(Sum(last.Weights).GradOrZero([Parameter(values)[0]]), s => Assert.All(Numbers(s.Weights.Eval()), w => Assert.Equal(0, w)));
        Assert.Throws<GradientException>(() => loss.Grad(Parameter(values)));
        Assert.Throws<ArgumentNullException>(() => loss.Grad((Stage[])null!));
        Assert.Throws<ArgumentNullException>(() => loss.Grad(new Gate[] { null! }));
    }

    [Fact]
    public void ARecordHasArraysAmongItsMembers()
    {
        var values = new Tower.Values(Stages(4), Data(3, 4, N), 0.75);
        Tower tower = Parameter(values);
        Assert.Equal(4, tower.Skips.Length);
        var loss = Sum(Square(tower.Apply(Parameter(x)))) + tower.Penalty();
        var gradient = loss.Grad(tower);
        Assert.Equal(4, gradient.Stages.Length);
        var numbers = gradient.Eval();
        double Value(Tower.Values v) => Parameter(v) is var t ? (Sum(Square(t.Apply(Parameter(x)))) + t.Penalty()).EvalScalar() : 0;
        var direction = values.Select(w => (w * 0.5) + 1.0);
        double Moved(double step) => Value(values.Zip(direction, (w, d) => w + (step * d)));
        double slope = Dot(numbers.Stages.Weights, direction.Stages.Weights) + Dot(numbers.Stages.Gate.Factor, direction.Stages.Gate.Factor) + Dot(numbers.Stages.Gate.Term, direction.Stages.Gate.Term)
            + Dot(numbers.Stages.Bias, direction.Stages.Bias) + Dot(numbers.Skips, direction.Skips) + (numbers.Scale * direction.Scale);
        Assert.Equal((Moved(1e-5) - Moved(-1e-5)) / 2e-5, slope, 1e-5);

        // The compiled forms stand beside the data.
        Assert.Equal(Numbers(tower.Apply(Parameter(x)).Eval()), Numbers(values.Apply(x)));
        var (value, dtower) = values.PenaltyValueAndGrad();
        Assert.Equal(tower.Penalty().EvalScalar(), value);
        Assert.Equal(Numbers(values.Stages.Weights).Select(w => 2 * w), Numbers(dtower.Stages.Weights));
        Assert.Equal(Numbers(values.Skips).Select((s, i) => i < N ? 0 : 2 * s), Numbers(dtower.Skips));
        Assert.Equal([1, 1, 1, 1], Numbers(dtower.Stages.Gate.Term));
    }

    [Fact]
    public void AnArrayOfTensorsIsOneTensorWhereItIsConcrete()
    {
        const int count = 100;
        float[] data = Enumerable.Range(0, count * 4).Select(i => (i % 4 is 0 or 3 ? 1f : 0f) + (0.01f * (i % 7))).ToArray();
        var matrices = Tensor.Create(data, [count, 2, 2]);
        var vector = Tensor.Create(new[] { 1f, 2f }, [2]);
        var traced = Enumerable.Range(0, count).Select(i => Parameter(data[(4 * i)..((4 * i) + 4)], 2, 2)).ToArray();
        var y = ArrayModels.Chain(traced, Parameter(vector));
        Assert.Equal(Numbers(ArrayModels.Chain(matrices, vector)), Numbers(y.Eval()));

        // More elements than a call has masks for.
        var cotangent = Tensor.Create(new[] { 1f, -1f }, [2]);
        var (dmatrices, _) = ArrayModels.ChainVjp(matrices, vector, cotangent);
        var gradients = y.Vjp(Parameter(cotangent), traced);
        for (int i = 0; i < count; i++)
        {
            Assert.Equal(Numbers(dmatrices)[(4 * i)..((4 * i) + 4)], Numbers(gradients[i].Eval()));
        }
    }

    [Fact]
    public void ArraysThatAreWrittenOutAndPartsOfArraysArePassedOn()
    {
        var (xs, y) = (Data(5, 4, N), Data(6, N));
        var traced = Enumerable.Range(0, 4).Select(i => Parameter(Numbers(xs)[(N * i)..(N * (i + 1))], N)).ToArray();
        var v = Parameter(y);
        double value = ArrayModels.Passed(xs, y);
        Assert.Equal(value, ArrayModels.Passed(traced, v).EvalScalar());
        var by = (ArrayModels.Alternate([traced[0], v, v, traced[3]]) + (ArrayModels.Total(traced[..3], Constant(y)) * ArrayModels.Total(traced, StopGradient(traced[0])))).Grad(traced);
        var (dxs, _) = ArrayModels.PassedGrad(xs, y);
        Assert.Equal(by.SelectMany(d => Numbers(d.Eval())), Numbers(dxs), (p, q) => Math.Abs(p - q) < 1e-12);

        // A delegate means the method itself, whose operations are traced one by one.
        Func<TracedTensor<double>[], TracedTensor<double>> alternate = ArrayModels.Alternate;
        Assert.Equal(ArrayModels.Alternate(traced).EvalScalar(), alternate(traced).EvalScalar(), 12);
    }

    [Fact]
    public void WhatDoesNotFitIsNamed()
    {
        var values = Stages(3);
        var (stages, v, shares) = (Parameter(values), Parameter(x), Parameter(Data(4, 3)));
        Assert.Equal("stages", Assert.Throws<ArgumentNullException>(() => ArrayModels.Loss(null!, v, shares)).ParamName);
        var empty = Assert.Throws<ArgumentException>(() => ArrayModels.Loss([], v, shares));
        Assert.Equal("stages", empty.ParamName);
        Assert.StartsWith("COS113: 'stages' has no elements.", empty.Message, StringComparison.Ordinal);
        stages[1] = stages[1] with { Gate = null! };
        Assert.Equal("stages[1].Gate.Factor", Assert.Throws<ArgumentNullException>(() => ArrayModels.Loss(stages, v, shares)).ParamName);
        stages[1] = stages[0] with { Bias = Parameter(Data(1, 4)) };
        var ragged = Assert.Throws<ShapeMismatchException>(() => ArrayModels.Loss(stages, v, shares));
        Assert.Equal(("COS101", "[3]", "[4]", "stages"), (ragged.Id, ragged.Expected, ragged.Actual, ragged.ParamName));
        Assert.StartsWith("COS101: 'stages[1].Bias' has the shape [4], and 'stages[0].Bias' has [3].", ragged.Message, StringComparison.Ordinal);
        stages = Parameter(values);
        var longer = Assert.Throws<ShapeMismatchException>(() => ArrayModels.Loss(stages, v, Parameter(Data(4, 2))));
        Assert.Contains("Loss declares 'shares' as [depth], but got [2]: axis 0 should be depth = 3 and is 2; depth = 3 comes from axis 0 of 'stages.Weights'.", longer.Message, StringComparison.Ordinal);
        var odd = Assert.Throws<ShapeMismatchException>(() => ArrayModels.Alternate([.. Enumerable.Repeat(Parameter(Data(1, N)), 3)]));
        Assert.Contains("2*pairs", odd.Message, StringComparison.Ordinal);

        // Stacks that the caller has made.
        Assert.Contains("'stages.Bias'", Assert.Throws<ShapeMismatchException>(() => ArrayModels.Loss(values with { Bias = Data(1, 2, N) }, x, Data(4, 3))).Message, StringComparison.Ordinal);
        var none = Assert.Throws<ShapeMismatchException>(() => ArrayModels.Loss(new(Data(1, 0, N, N), new(Data(1, 0, N), Data(1, 0)), Data(1, 0, N)), x, Data(4, 0)));
        Assert.Contains("'Loss' needs an element in 'stages'", none.Message, StringComparison.Ordinal);
        Assert.Equal("stages", Assert.Throws<ArgumentNullException>(() => ArrayModels.Loss((Stage.Stack)null!, x, Data(4, 3))).ParamName);
        Assert.Equal("stages.Gate", Assert.Throws<ArgumentNullException>(() => ArrayModels.Loss(values with { Gate = null! }, x, Data(4, 3))).ParamName);
    }

    [Fact]
    public void AStackIsMadeOfSingleRecordsAndTakenApart()
    {
        var rows = Enumerable.Range(0, 3).Select(i => new Stage.Values(Data(i, 2, N), new(Data(i + 9, 2), i), Data(i + 5, 2))).ToArray();
        var stack = Stage.Stack.Of(rows);
        Assert.Equal(3, stack.Length);
        Assert.Equal([3, 2, N], stack.Weights.Lengths.ToArray());
        Assert.Equal([0, 1, 2], Numbers(stack.Gate.Term));
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(Numbers(rows[i].Weights), Numbers(stack[i].Weights));
            Assert.Equal(rows[i].Weights.Lengths.ToArray(), stack[i].Weights.Lengths.ToArray());
            Assert.Equal(i, stack[i].Gate.Term);
        }

        var traced = Parameter(stack);
        Assert.Equal(Numbers(rows[2].Gate.Factor), Numbers(traced[2].Gate.Factor.Eval()));
        Assert.Equal(2, traced[2].Gate.Term.EvalScalar());
        Assert.Equal(0, Constant(stack)[0].Gate.Term.Rank);
        Assert.Equal(Numbers(stack.Bias), Numbers(Stage.Stack.Eval(traced).Bias));
        Assert.Throws<ArgumentOutOfRangeException>(() => stack[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => stack[-1]);
        Assert.Contains("'elements[1].Weights' has the shape [3, 3], and 'elements[0].Weights' has [2, 3]", Assert.Throws<ShapeMismatchException>(() => Stage.Stack.Of(rows[0], rows[1] with { Weights = Data(1, N, N) })).Message, StringComparison.Ordinal);
        Assert.Contains("has no elements", Assert.Throws<ArgumentException>(() => Stage.Stack.Of()).Message, StringComparison.Ordinal);
        Assert.Equal("elements[1]", Assert.Throws<ArgumentNullException>(() => Stage.Stack.Of(rows[0], null!)).ParamName);
        Assert.Contains("'Bias' has 2 elements", Assert.Throws<ArgumentException>(() => Parameter(stack with { Bias = Data(1, 2, 2) })).Message, StringComparison.Ordinal);
        Assert.Equal("Gate.Factor", Assert.Throws<ArgumentNullException>(() => Parameter(stack with { Gate = null! })).ParamName);
        Assert.Equal(Numbers(stack.Bias).Select(b => b + 1), Numbers(stack.Select(w => w + 1.0).Bias));
    }

    [Fact]
    public void TheFormWithMemoryOfTheCallerAllocatesNothing()
    {
        var (stages, shares) = (Stages(6), Data(4, 6));
        var (into, dx, dshares) = (stages.Select(w => w * double.NaN), x * 0.0, shares * 0.0);
        for (int i = 0; i < 3; i++) ArrayModels.LossValueAndGrad(stages, x, shares, into, dx, dshares);
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < 10; i++) ArrayModels.LossValueAndGrad(stages, x, shares, into, dx, dshares);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(Numbers(ArrayModels.LossGrad(stages, x, shares).dstages.Bias), Numbers(into.Bias));
    }

    private static Stage.Stack Stages(int depth) => new(Data(1, depth, N, N), new(Data(2, depth, N), Data(3, depth)), Data(7, depth, N));

    private static double Dot(Tensor<double> x, Tensor<double> y) => Numbers(x).Zip(Numbers(y), (a, b) => a * b).Sum();

    internal static Tensor<double> Data(int seed, params nint[] lengths)
    {
        var random = new Random(seed);
        return Tensor.Create(Enumerable.Range(0, (int)lengths.Aggregate((a, b) => a * b)).Select(_ => random.NextDouble() - 0.5).ToArray(), lengths);
    }

    internal static T[] Numbers<T>(Tensor<T> tensor)
    {
        var numbers = new T[tensor.FlattenedLength];
        tensor.FlattenTo(numbers);
        return numbers;
    }
}
