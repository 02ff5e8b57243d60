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

    private static double[] Values(TracedTensor<double> tensor)
    {
        var result = new double[tensor.Eval().FlattenedLength];
        tensor.Eval().FlattenTo(result);
        return result;
    }
}
