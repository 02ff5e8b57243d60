using System;
using Xunit;

namespace Costate.Ir.Tests.Dims;

public sealed class DimExprTests
{
    [Theory]
    [InlineData("n + n", "2*n")]
    [InlineData("2*n + 1", "2*n + 1")]
    [InlineData("(n + 1)*(n - 1)", "n*n - 1")]
    [InlineData("2 - n", "2 - n")]
    [InlineData("-n", "-n")]
    [InlineData("n - n", "0")]
    [InlineData("(n + 1)/2", "(n + 1)/2")]
    [InlineData("(2*n + 1)/2", "n")]
    [InlineData("(4*n + 3)/6", "(2*n + 1)/3")]
    [InlineData("(n - 1)/2 + 1", "(n + 1)/2")]
    [InlineData("(n/2)/3", "n/6")]
    [InlineData("(n/m)/3", "n/(3*m)")]
    [InlineData("((n + 2)/3 + 1)/2", "(n + 5)/6")]
    [InlineData("(n*m + m)/m", "n + 1")]
    [InlineData("(n*n - 1)/(n + 1)", "n - 1")]
    [InlineData("(n*a)/(n*b)", "a/b")]
    [InlineData("n/-m", "(-n)/m")]
    [InlineData("-(n/2)*m", "-m*(n/2)")]
    [InlineData("min(b, a)", "min(a, b)")]
    [InlineData("min(a + 2, b + 2)", "min(a, b) + 2")]
    [InlineData("min(2*a, 2*b)", "2*min(a, b)")]
    [InlineData("min(a, a + 3)", "a")]
    [InlineData("min(a, min(b, min(a, c)))", "min(a, b, c)")]
    [InlineData("max(a, b) + min(a, b)", "a + b")]
    [InlineData("max(a, b) + min(-a, -b)", "0")]
    [InlineData("floor((a)/(b))", "a/b")]
    [InlineData("a + b*c", "b*c + a")]
    public void Normal_form(string text, string expected)
    {
        Assert.Equal(expected, DimExpr.Parse(text).ToString());
        Assert.Equal(DimExpr.Parse(text), DimExpr.Parse(expected));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("n +", 3)]
    [InlineData("n ? 2", 2)]
    [InlineData("foo(n)", 0)]
    [InlineData("min(a, b", 8)]
    [InlineData("99999999999999999999", 0)]
    [InlineData("n/0", 3)]
    [InlineData("n m", 2)]
    public void Errors_name_their_column(string text, int column)
    {
        Assert.False(DimExpr.TryParse(text, out var e, out var error, out var at));
        Assert.Null(e);
        Assert.False(string.IsNullOrEmpty(error));
        Assert.Equal(column, at);
        Assert.Throws<FormatException>(() => DimExpr.Parse(text));
    }

    [Fact]
    public void CSharp_text()
    {
        Assert.Equal("n_", DimExpr.Parse("n").ToCSharp(s => s + "_"));
        Assert.Equal("3", DimExpr.Parse("3").ToCSharp(s => s));
        Assert.Equal("checked(2 * n + 1)", DimExpr.Parse("2*n + 1").ToCSharp(s => s));
        Assert.Equal(
            "checked(global::Costate.CompilerServices.Dims.FloorDiv(n + 1, 2) - global::System.Math.Min(a, global::System.Math.Min(b, c)))",
            DimExpr.Parse("(n + 1)/2 - min(a, b, c)").ToCSharp(s => s));
        Assert.Throws<OverflowException>(() => DimExpr.Parse("3000000000").ToCSharp(s => s));
    }
}
