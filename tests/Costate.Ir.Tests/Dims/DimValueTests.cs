using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;

namespace Costate.Ir.Tests.Dims;

public sealed class DimValueTests
{
    [Fact]
    public void Overflow_names_the_expression_and_the_values()
    {
        var thrown = Assert.Throws<OverflowException>(() => DimExpr.Parse("n*m*m").Evaluate(_ => 4_000_000_000));
        Assert.Contains("m*m*n", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("m = 4000000000, n = 4000000000", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Division_by_zero_names_the_divisor()
    {
        var thrown = Assert.Throws<DivideByZeroException>(() => DimExpr.Parse("1 + n/(m - 2)").Evaluate(name => name == "m" ? 2 : 9));
        Assert.Contains("'m - 2'", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<DivideByZeroException>(() => DimExpr.FloorDiv(DimExpr.Symbol("n"), 0));
        Assert.Throws<DivideByZeroException>(() => DimExpr.Parse("n/m").Substitute(name => name == "m" ? DimExpr.Zero : null));
    }

    [Fact]
    public void Coefficients_do_not_wrap()
    {
        var n = DimExpr.Symbol("n");
        Assert.Throws<OverflowException>(() => n * long.MaxValue * 2);
        Assert.Throws<OverflowException>(() => (n * long.MaxValue) + n);
        Assert.Throws<OverflowException>(() => DimExpr.Constant(long.MinValue));
    }

    [Theory]
    [InlineData(7, 2, 3, 1)]
    [InlineData(-7, 2, -4, 1)]
    [InlineData(7, -2, -4, -1)]
    [InlineData(-7, -2, 3, -1)]
    public void Division_rounds_down(long a, long b, long quotient, long remainder)
    {
        Assert.True(DimExpr.FloorDiv(a, b).TryGetConstant(out var q));
        Assert.True(DimExpr.Mod(a, b).TryGetConstant(out var r));
        Assert.Equal((quotient, remainder), (q, r));
        Assert.Equal(quotient, DimExpr.Parse("x/y").Evaluate(name => name == "x" ? a : b));
    }

    [Fact]
    public void Symbols_are_sorted_and_distinct()
    {
        Assert.Equal(["B", "a", "b", "n"], DimExpr.Parse("min(n, b*B)/a + n").Symbols.ToArray());
        Assert.Throws<ArgumentException>(() => DimExpr.Symbol("2n"));
        Assert.True(DimExpr.Symbol("n").TryGetSymbol(out var name));
        Assert.Equal("n", name);
        Assert.False(DimExpr.Parse("2*n").TryGetSymbol(out _));
        Assert.True(DimExpr.Zero.IsConstant);
        Assert.False(DimExpr.Symbol("n").IsConstant);
    }

    [Fact]
    public void Substitution_is_simultaneous() =>
        Assert.Equal(
            DimExpr.Parse("b - a"),
            DimExpr.Parse("a - b").Substitute(name => DimExpr.Symbol(name == "a" ? "b" : "a")));

    [Theory]
    [InlineData("n % 2", "n % 2")]
    [InlineData("3*(n % m) + 1", "3*(n % m) + 1")]
    [InlineData("max(a, b)", "max(a, b)")]
    [InlineData("max(n - 1, 0)", "max(0, n - 1)")]
    [InlineData("2*max(a, b) + n", "n + 2*max(a, b)")]
    [InlineData("-min(a, b)", "-min(a, b)")]
    [InlineData("n - min(a, b)", "n - min(a, b)")]
    public void Text_is_what_a_person_would_write(string text, string expected) => Assert.Equal(expected, DimExpr.Parse(text).ToString());

    [Fact]
    public void A_text_from_outside_cannot_exhaust_the_stack()
    {
        Assert.False(DimExpr.TryParse(new string('(', 100_000), out _, out var error, out _));
        Assert.Equal("it is nested too deeply", error);
        Assert.True(DimExpr.TryParse(new string('-', 100_000) + "n", out var e, out _, out _));
        Assert.Equal(DimExpr.Symbol("n"), e);
    }

    [Fact]
    public void Equality_works_with_numbers_and_null()
    {
        Assert.True(DimExpr.Parse("n - n + 3") == 3);
        Assert.True(DimExpr.Symbol("n") != null);
        Assert.Single(new HashSet<DimExpr> { DimExpr.Parse("n + m"), DimExpr.Parse("m + n") });
    }
}
