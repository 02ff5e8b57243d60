using System;
using System.Numerics.Tensors;
using Costate;
using static Costate.TracedTensor;
using Xunit;

namespace ShapesModel;

public static partial class Shapes
{
    /// <summary>Neighbours on a ring of 2 n places, and how many pairs there are.</summary>
    [Differentiable]
    [return: Shape("2*n - 1; _")]
    public static (TracedTensor<double> Differences, TracedTensor<double> Squares) Neighbours(
        [Shape("2*n")] TracedTensor<double> x,
        [Shape("_, 3")] TracedTensor<double> weights,
        [Shape("")] TracedTensor<double> scale)
    {
        int length = x.Dim(0) - 1;
        var d = Slice(x, 0, 1, length) - Slice(x, 0, 0, length);
        return (scale * d, Sum(Square(weights), 1));
    }

    /// <summary>The even and the odd places of a signal, side by side.</summary>
    [Differentiable]
    [Where("n % 2 == 0")]
    [return: Shape("n/2, 2")]
    public static TracedTensor<double> Pairs([Shape("n")] TracedTensor<double> x) => Reshape(x, x.Dim(0) / 2, 2);

    /// <summary>The mean of the first k places.</summary>
    [Differentiable]
    [Where("1 <= k <= n")]
    public static TracedTensor<double> Head([Shape("n")] TracedTensor<double> x, int k) => Mean(Slice(x, 0, 0, k));

    /// <summary>The smaller of the two products of a matrix and its transpose: wide ones only, so one of them.</summary>
    [Differentiable]
    [Where("rows <= cols")]
    public static TracedTensor<double> Gram([Shape("rows, cols")] TracedTensor<double> x) =>
        x.Dim(0) <= x.Dim(1) ? MatMul(x, Transpose(x)) : MatMul(Transpose(x), x);

    /// <summary>2 m is even whatever m is, and at least 2 if m is at least 1: both facts of what is called are proved.</summary>
    [Differentiable]
    [Where("m >= 1")]
    public static TracedTensor<double> Both([Shape("2*m")] TracedTensor<double> x) => Sum(Pairs(x)) * Head(x, x.Dim(0) / 2);

    /// <summary>A layer, for one example, a batch of them, or batches of batches.</summary>
    [Differentiable]
    [return: Shape("..., outputs")]
    public static TracedTensor<double> Layer(
        [Shape("..., inputs")] TracedTensor<double> x,
        [Shape("inputs, outputs")] TracedTensor<double> w,
        [Shape("outputs")] TracedTensor<double> b) => Tanh(MatMul(x, w) + b);

    /// <summary>Attention over any number of heads and examples.</summary>
    [Differentiable]
    [return: Shape("..., queries, values")]
    public static TracedTensor<double> Attention(
        [Shape("..., queries, depth")] TracedTensor<double> q,
        [Shape("..., keys, depth")] TracedTensor<double> k,
        [Shape("..., keys, values")] TracedTensor<double> v) => MatMul(Softmax(MatMul(q, Transpose(k)), -1), v);

    /// <summary>A function of each element.</summary>
    [Differentiable]
    [return: Shape("...")]
    public static TracedTensor<double> Silu([Shape("...")] TracedTensor<double> x) => x * Sigmoid(x);

    /// <summary>The energy of a trajectory: a call takes the leading axes that its arguments have.</summary>
    [Differentiable]
    public static TracedTensor<double> Energy(
        [Shape("..., steps, n")] TracedTensor<double> x,
        [Shape("n, m")] TracedTensor<double> w,
        [Shape("m")] TracedTensor<double> b) => Sum(Square(Layer(x, w, b) - ExpandDims(Layer(Mean(x, -2), w, b), -2)));
}

public sealed class ShapesTests
{
    [Fact]
    public void ABrokenFactIsAnException()
    {
        var error = Assert.Throws<ShapeMismatchException>(() => Shapes.Pairs(Parameter(new double[] { 1, 2, 3 }, 3)));
        Assert.Equal("COS113: Pairs: 'Pairs' declares [Where(\"n % 2 == 0\")], which does not hold. Here n = 3, and the inputs are [3].", error.Message);
    }

    [Fact]
    public void TheMethodsOfThePageCompute()
    {
        double[] data = [1, 2, 4, 8];
        var x = Parameter(data, 4);
        var (differences, squares) = Shapes.Neighbours(x, Parameter(new double[] { 1, 2, 3, 0, 0, 1 }, 2, 3), Parameter(10.0));
        Assert.Equal([10.0, 20.0, 40.0], Values(differences));
        Assert.Equal([14.0, 1.0], Values(squares));
        Assert.Equal([2, 2], Shapes.Pairs(x).Shape.ToArray());
        Assert.Equal(1.5, Shapes.Head(x, 2).EvalScalar());
        Assert.Equal([2, 2], Shapes.Gram(Parameter(new double[6], 2, 3)).Shape.ToArray());
        Assert.Equal(15 * 1.5, Shapes.Both(x).EvalScalar(), 1e-12);
        Assert.Equal([15 * 0.5 + 1.5, 15 * 0.5 + 1.5, 1.5, 1.5], Values(Shapes.Both(x).Grad(x)));
        Assert.Equal("COS113", Assert.Throws<ShapeMismatchException>(() => Shapes.Head(x, 5)).Id);
        Assert.Equal("COS113", Assert.Throws<ShapeMismatchException>(() => Shapes.Gram(Parameter(new double[6], 3, 2))).Id);
    }

    [Fact]
    public void LeadingAxesAreAnyNumber()
    {
        var x = Parameter(new double[24], 2, 3, 4);
        var (w, b) = (Parameter(new double[20], 4, 5), Parameter(new double[5], 5));
        Assert.Equal([2, 3, 5], Shapes.Layer(x, w, b).Shape.ToArray());
        Assert.Equal([5], Shapes.Layer(Parameter(new double[4], 4), w, b).Shape.ToArray());
        Assert.Equal([2, 3, 4], Shapes.Energy(x, w, b).Grad(x).Shape.ToArray());
        var error = Assert.Throws<ShapeMismatchException>(() => Shapes.Attention(x, Parameter(new double[40], 2, 5, 4), Parameter(new double[50], 5, 2, 5)));
        Assert.StartsWith("COS117: '...' of Attention would be [2] (of 'q') and [5] (of 'v', which is [5, 2, 5]). It is one list for all arguments.", error.Message);
        Assert.Equal(0.5 / (1 + Math.Exp(-0.5)), Shapes.Silu(Parameter(0.5)).EvalScalar(), 1e-15);
    }

    private static double[] Values(TracedTensor<double> tensor)
    {
        var result = new double[tensor.Eval().FlattenedLength];
        tensor.Eval().FlattenTo(result);
        return result;
    }
}
