using System;
using System.Numerics.Tensors;
using Costate;
using static Costate.TracedTensor;
using Xunit;

namespace ReadmeModel;

public static partial class Model
{
    [Differentiable]
    public static TracedTensor<double> Loss(
        [Shape("samples, inputs")] TracedTensor<double> x,
        [Shape("inputs")] TracedTensor<double> w,
        [Shape("samples")] TracedTensor<double> y) =>
        Mean(Square(MatMul(x, w) - y));
}

public sealed class ReadmeModelTests
{
    // X w - y is (-4, -4, -2): the mean of its squares, and 2/3 X^T (X w - y).
    private const double Expected = 12;

    private static readonly double[] X = [1, 0, 0, 2, 1, 1], W = [1, 1], Y = [5, 6, 4];

    private static readonly double[] ExpectedDw = [-4, -20.0 / 3];

    [Fact]
    public void TheTraceGivesValueAndGradient()
    {
        var (x, w, y) = (Parameter(X, 3, 2), Parameter(W, 2), Parameter(Y, 3));
        var loss = Model.Loss(x, w, y);
        Assert.Equal(Expected, loss.EvalScalar(), 1e-12);
        Check(ExpectedDw, loss.Grad(w).Eval());
    }

    [Fact]
    public void TheMembersOnConcreteTensorsGiveTheSame()
    {
        var (x, w, y) = (Tensor.Create(X, [3, 2]), Tensor.Create(W, [2]), Tensor.Create(Y, [3]));
        var (xTangent, wTangent, yTangent) = (Tensor.Create(new double[6], [3, 2]), Tensor.Create([1.0, 0.0], [2]), Tensor.Create(new double[3], [3]));

        double loss = Model.Loss(x, w, y);
        var (dx, dw, dy) = Model.LossGrad(x, w, y);
        var (value, tangent) = Model.LossJvp(x, w, y, xTangent, wTangent, yTangent);

        Assert.Equal(Expected, loss, 1e-12);
        Assert.Equal(Expected, value, 1e-12);
        Assert.Equal(ExpectedDw[0], tangent, 1e-12);
        Check(ExpectedDw, dw);
        Assert.Equal((6, 3), ((int)dx.FlattenedLength, (int)dy.FlattenedLength));
    }

    private static void Check(double[] expected, Tensor<double> actual)
    {
        var values = new double[expected.Length];
        actual.FlattenTo(values);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], values[i], 1e-12);
        }
    }
}
