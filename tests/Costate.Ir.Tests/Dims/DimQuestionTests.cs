using System.Linq;
using Xunit;

namespace Costate.Ir.Tests.Dims;

public sealed class DimQuestionTests
{
    [Theory]
    [InlineData("(n + 1)*(n - 1)", "n*n - 1")]
    [InlineData("n/2 + (n + 1)/2", "n")]
    [InlineData("n*(n + 1)/2 + n + 1", "(n + 1)*(n + 2)/2")]
    [InlineData("n/2*2 + n % 2", "n")]
    [InlineData("(n % 6) % 3", "n % 3")]
    [InlineData("min(n, m) + max(n, m)", "n + m")]
    [InlineData("min(n, n + m)", "n")]
    [InlineData("max(n, 0)", "n")]
    [InlineData("min(a, b)/2", "min(a/2, b/2)")]
    [InlineData("min(a + c, a + d, b + c, b + d)", "min(a, b) + min(c, d)")]
    [InlineData("(n/a)/b", "n/(a*b)")]
    [InlineData("((h + 2)/2 + 2)/2", "(h + 6)/4")]
    [InlineData("n % m / m", "0")]
    public void Equal_for_all_sizes(string left, string right)
    {
        Assert.Equal(DimDecision.Yes, DimExpr.Compare(DimExpr.Parse(left), DimExpr.Parse(right)).Decision);
        Assert.Equal(DimDecision.Yes, DimExpr.Compare(DimExpr.Parse(right), DimExpr.Parse(left)).Decision);
    }

    [Theory]
    [InlineData("hidden", "in", "hidden = 2, in = 3")]
    [InlineData("n", "2*n", "n = 2")]
    [InlineData("n*n", "2*n", "n = 1")]
    [InlineData("n/2*2", "n", "n = 1")]
    [InlineData("min(n, 5)", "n", "n = 6")]
    [InlineData("3", "4", "")]
    public void Refuted_by_a_small_example(string left, string right, string witness)
    {
        var answer = DimExpr.Compare(DimExpr.Parse(left), DimExpr.Parse(right));
        Assert.Equal(DimDecision.Refuted, answer.Decision);
        Assert.Equal(witness, string.Join(", ", answer.Witness!.Select(pair => $"{pair.Key} = {pair.Value}")));
    }

    [Theory]
    [InlineData("0", "n*m + 3")]
    [InlineData("n/2", "n")]
    [InlineData("n", "n*n")]
    [InlineData("min(n, m)", "m")]
    [InlineData("n % 3", "2")]
    [InlineData("n % m", "n")]
    [InlineData("n % m + 1", "m")]
    [InlineData("min(n, 4)/5", "0")]
    [InlineData("n/m*m", "n")]
    [InlineData("max(n, m)", "n + m")]
    public void At_most_for_all_sizes(string left, string right) =>
        Assert.Equal(DimDecision.Yes, DimExpr.DimLessOrEqual(DimExpr.Parse(left), DimExpr.Parse(right)).Decision);

    [Fact]
    public void Lower_bounds_count()
    {
        DimExpr n = DimExpr.Symbol("n"), one = DimExpr.One;
        Assert.Equal(DimDecision.Refuted, DimExpr.DimLessOrEqual(one, n).Decision);
        Assert.Equal(DimDecision.Yes, DimExpr.DimLessOrEqual(one, n, DimFacts.None.WithLowerBound("n", 1)).Decision);
        Assert.Equal(DimDecision.Yes, DimExpr.Compare(DimExpr.Min(n, one), one, DimFacts.None.WithLowerBound("n", 1)).Decision);
        Assert.Equal(DimDecision.Refuted, DimExpr.DimLessOrEqual(0, n, DimFacts.None.WithLowerBound("n", -2)).Decision);
        Assert.Equal(3, DimFacts.None.WithLowerBound("n", 3).LowerBoundOf("n"));
        Assert.Equal(0, DimFacts.None.LowerBoundOf("n"));
    }

    [Theory]
    [InlineData("i + 1", "n")]
    [InlineData("i*b + b", "n*b")]
    [InlineData("0", "n - i - 1")]
    [InlineData("(i + 1)*(i + 1)", "n*n")]
    public void A_loop_variable_stays_in_bounds(string left, string right)
    {
        var facts = DimFacts.None.Assume(DimExpr.Symbol("i"), DimRelation.LessThan, DimExpr.Symbol("n"));
        Assert.Equal(DimDecision.Yes, DimExpr.DimLessOrEqual(DimExpr.Parse(left), DimExpr.Parse(right), facts).Decision);
        Assert.Equal(DimDecision.Refuted, DimExpr.DimLessOrEqual(DimExpr.Parse(left) + 1, DimExpr.Parse(right), facts).Decision);
    }

    [Fact]
    public void Blocks_of_a_symbolic_size_stay_in_bounds()
    {
        var facts = DimFacts.None.Assume(DimExpr.Symbol("i"), DimRelation.LessThan, DimExpr.Parse("n/b"));
        Assert.Equal(DimDecision.Yes, DimExpr.DimLessOrEqual(DimExpr.Parse("i*b + b"), DimExpr.Symbol("n"), facts).Decision);
    }

    [Fact]
    public void Assumed_equalities_are_used()
    {
        var facts = DimFacts.None
            .Assume(DimExpr.Symbol("n"), DimRelation.Equal, DimExpr.Parse("2*m"))
            .Assume(DimExpr.Symbol("k"), DimRelation.Equal, DimExpr.Parse("n + 1"));
        Assert.Equal(DimDecision.Yes, DimExpr.Compare(DimExpr.Parse("k/2"), DimExpr.Symbol("m"), facts).Decision);
        var refuted = DimExpr.Compare(DimExpr.Symbol("k"), DimExpr.Parse("m + 3"), facts);
        Assert.Equal(DimDecision.Refuted, refuted.Decision);
        Assert.Equal(refuted.Witness!["k"], (2 * refuted.Witness["m"]) + 1);
        Assert.Equal(refuted.Witness["n"], 2 * refuted.Witness["m"]);
    }

    [Fact]
    public void Facts_that_only_large_values_satisfy_leave_nothing_to_refute_with()
    {
        var facts = DimFacts.None.Assume(DimExpr.Parse("n*n"), DimRelation.Equal, DimExpr.Parse("2*m*m + 7"));
        Assert.NotEqual(DimDecision.Yes, DimExpr.Compare(DimExpr.Symbol("n"), DimExpr.Parse("m + 1"), facts).Decision);
    }

    [Fact]
    public void A_division_by_a_symbol_is_left_open()
    {
        var answer = DimExpr.Compare(DimExpr.Parse("(n*n + n)/(m + 1) % 1"), DimExpr.Parse("0"));
        Assert.Equal(DimDecision.Yes, answer.Decision);
        Assert.Equal(DimDecision.Unknown, DimExpr.Compare(DimExpr.Parse("(n + n/m)/(m + 1)"), DimExpr.Parse("n/m")).Decision);
    }

    [Fact]
    public void An_answer_that_needs_too_many_classes_is_left_open()
    {
        Assert.Equal(DimDecision.Unknown, DimExpr.Compare(DimExpr.Parse("n/5000 + (n + 2500)/5000"), DimExpr.Parse("n/2500")).Decision);
        Assert.Equal(DimDecision.Yes, DimExpr.Compare(DimExpr.Parse("n/500 + (n + 250)/500"), DimExpr.Parse("n/250")).Decision);
    }

    [Fact]
    public void Sizes_beyond_64_bits_are_left_open_and_do_not_throw()
    {
        var huge = DimExpr.Parse("9000000000000000000*n");
        var facts = DimFacts.None.WithLowerBound("n", 1000);
        Assert.NotEqual(DimDecision.Yes, DimExpr.DimLessOrEqual(huge, DimExpr.Parse("n*m"), facts).Decision);
    }

    [Fact]
    public void The_answer_prints_its_witness() =>
        Assert.Equal("Refuted: hidden = 2, in = 3", DimExpr.Compare(DimExpr.Symbol("in"), DimExpr.Symbol("hidden")).ToString());
}
