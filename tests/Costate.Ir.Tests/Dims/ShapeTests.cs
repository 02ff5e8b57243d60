using System;
using System.Linq;
using Xunit;

namespace Costate.Ir.Tests.Dims;

public sealed class ShapeTests
{
    [Theory]
    [InlineData("i, 2*n, k", "[i, 2*n, k]", 3)]
    [InlineData("[i,j]", "[i, j]", 2)]
    [InlineData("", "[]", 0)]
    [InlineData("  ", "[]", 0)]
    [InlineData("min(a, b), n", "[min(a, b), n]", 2)]
    public void Text(string text, string printed, int rank)
    {
        var shape = Shape.Parse(text);
        Assert.Equal(printed, shape.ToString());
        Assert.Equal(rank, shape.Rank);
        Assert.Equal(shape, Shape.Parse(printed));
        Assert.Equal(shape.GetHashCode(), Shape.Parse(printed).GetHashCode());
    }

    [Theory]
    [InlineData("i,", 2)]
    [InlineData("i j", 2)]
    [InlineData("[i, ?]", 4)]
    [InlineData(", i", 0)]
    public void Errors_name_their_column(string text, int column)
    {
        Assert.False(Shape.TryParse(text, out var shape, out var error, out var at));
        Assert.Null(shape);
        Assert.NotNull(error);
        Assert.Equal(column, at);
        Assert.Throws<FormatException>(() => Shape.Parse(text));
    }

    [Fact]
    public void Elements_and_edits()
    {
        var shape = Shape.Parse("i, 2*n, k");
        Assert.Equal(DimExpr.Parse("2*i*k*n"), shape.ElementCount);
        Assert.Equal(DimExpr.One, Shape.Scalar.ElementCount);
        Assert.Equal(Shape.Parse("i, m, k"), shape.With(1, DimExpr.Symbol("m")));
        Assert.Equal(Shape.Parse("i, 2*n, k, 3"), shape.Insert(3, 3));
        Assert.Equal(Shape.Parse("2*n, k"), shape.Remove(0));
        Assert.Equal(Shape.Parse("k, i, 2*n"), shape.Permute([2, 0, 1]));
        Assert.Equal(Shape.Parse("i, 8, k"), shape.Substitute(name => name == "n" ? 4 : null));
        Assert.Equal(["i", "k", "n"], shape.Symbols.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => shape[3]);
        Assert.Throws<ArgumentOutOfRangeException>(() => shape.Remove(-1));
        Assert.Throws<ArgumentException>(() => shape.Permute([0, 0, 1]));
        Assert.Throws<ArgumentException>(() => shape.Permute([0, 1]));
        Assert.NotEqual(Shape.Parse("i, j"), Shape.Parse("j, i"));
        Assert.True(Shape.Of() == Shape.Scalar);
    }

    [Fact]
    public void Sizes_are_checked()
    {
        Assert.Equal([2, 6], Shape.Parse("n, n*3").Evaluate(_ => 2));
        var negative = Assert.Throws<OverflowException>(() => Shape.Parse("n, n - 3").Evaluate(_ => 2));
        Assert.Contains("Axis 1 of [n, n - 3], 'n - 3', is -1", negative.Message, StringComparison.Ordinal);
        Assert.Throws<OverflowException>(() => Shape.Parse("n*n").Evaluate(_ => 100_000));
    }
}
